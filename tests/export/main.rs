//! The files that come out, read back by other crates than those that wrote the core.

mod model_file;
mod recommendations_csv;
mod report;

#[path = "../common/job.rs"]
mod job;

use firstpick::dataset::Interactions;
use firstpick::ingest::build::{FileReader, RowCounts};
use firstpick::ingest::schema::Preview;
use firstpick::models::{NetworkModel, Scorer};
use firstpick::network::Mlp;
use firstpick::rng::{stream, unit};
use firstpick::training::{Options, Recipe};

use job::finished;

/// Ids that a careless writer or reader would change.
const USERS: [&str; 8] = ["007", "7.0", "7-", "a,b", "say \"hi\"", "two\nlines", "two\r\nlines", "🧀"];
const ITEMS: [&str; 10] = ["0001", "1", "x y", "p,q", "\"", "line\nbreak", "é", "e\u{301}", "=1+1", "品"];

fn interactions() -> (Interactions, RowCounts) {
    let mut generator = stream(5, "pairs");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["user", "item", "name"]).expect("writing to memory");
    for (index, user) in USERS.iter().enumerate() {
        for (place, item) in ITEMS.iter().enumerate() {
            // The last user has everything; item 1 has a name of its own.
            if index + 1 == USERS.len() || place == 1 || unit(&mut generator) < 0.4 {
                let name = if place == 1 { "One, \"the first\"" } else { "" };
                writer.write_record([user, item, name]).expect("writing to memory");
            }
        }
    }
    let bytes = writer.into_inner().expect("writing to memory");
    let preview = Preview::of(&bytes, true).expect("a preview");
    let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
    reader.push(&bytes, true).expect("a file");
    reader.finish().expect("interactions")
}

fn options(recipe: Recipe) -> Options {
    Options { hidden: vec![6.0, 5.0], ..recipe.defaults() }
}

/// A network with random weights and biases.
fn network(options: &Options, interactions: &Interactions) -> Mlp<f32> {
    let settings = options.check().expect("options within their ranges");
    let (inputs, outputs) = settings.recipe.network_shape(&interactions.matrix);
    let mut generator = stream(9, "weights");
    let mut network =
        Mlp::random(inputs, &settings.hidden, outputs, settings.activation, &mut generator).expect("a network");
    for (slice, _) in network.slices_mut() {
        slice.iter_mut().for_each(|value| *value += (unit(&mut generator) - 0.5) as f32);
    }
    network
}

/// Calls `with` with the model of a recipe.
fn with_model<R>(options: &Options, network: &Mlp<f32>, with: impl FnOnce(&mut NetworkModel) -> R) -> R {
    let settings = options.check().expect("options within their ranges");
    let mut scorer = Scorer::new(&settings, network).expect("a scorer");
    with(&mut NetworkModel { network, scorer: &mut scorer })
}
