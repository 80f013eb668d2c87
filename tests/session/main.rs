//! Whole journeys without a browser: from a file's bytes to everything that comes out.

mod bad_input;
mod best_items;
mod determinism;
mod helpers;
mod journey;
mod order;
mod reading;
mod recommended;
mod resume;
mod segments;
mod snapshot;
mod splits;
mod state;
mod stopping;

use firstpick::error::Result;
use firstpick::evaluation::Comparison;
use firstpick::export::DatasetSummary;
use firstpick::ingest::csv::DialectOverrides;
use firstpick::ingest::schema::PreviewSummary;
use firstpick::ingest::schema::Roles;
use firstpick::job::run;
use firstpick::pipeline::Trained;
use firstpick::session::{ReadOptions, Session};
use firstpick::training::Options;
use firstpick::tuning::EpochRecord;

#[path = "../common/clock.rs"]
mod clock;
#[path = "../common/learning.rs"]
mod learning;

use clock::clock;
use learning::{quick, shop};

/// The article's sample as it is bundled with the page.
fn article() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/samples/article.csv")).expect("the sample")
}

/// Opens a whole file.
fn open(session: &mut Session, bytes: &[u8]) -> Result<PreviewSummary> {
    session.open(bytes, true, &DialectOverrides::default())
}

/// A reading with given roles, and the seed of all tests.
fn by(roles: Roles) -> ReadOptions {
    ReadOptions { roles, seed: 42.0, ..ReadOptions::default() }
}

/// Opens and reads a file in pieces of `size`, with the inferred roles.
fn load(session: &mut Session, bytes: &[u8], size: usize) -> Result<DatasetSummary> {
    let roles = open(session, bytes)?.roles;
    load_with(session, bytes, size, roles)
}

/// As [`load`], of a file that was opened, with given roles.
fn load_with(session: &mut Session, bytes: &[u8], size: usize, roles: Roles) -> Result<DatasetSummary> {
    session.begin_reading(by(roles))?;
    let count = bytes.len().div_ceil(size).max(1);
    for (index, piece) in bytes.chunks(size).enumerate() {
        session.read(piece, index + 1 == count)?;
    }
    session.finish_reading()
}

fn loaded(bytes: &[u8]) -> Session {
    let mut session = Session::default();
    load(&mut session, bytes, 65_536).expect("a file that can be read");
    session
}

/// Trains to the end in steps of `budget` milliseconds, without the evaluation; the epochs' figures and how it ended.
fn train(session: &mut Session, options: &Options, budget: f64) -> Result<(Vec<EpochRecord>, Trained)> {
    session.begin_training(options)?;
    let clock = clock();
    let mut records = Vec::new();
    loop {
        let progress = session.train(&clock, budget)?;
        records.extend(progress.training.into_iter().flat_map(|training| training.records));
        if let Some(trained) = progress.trained {
            return Ok((records, trained));
        }
    }
}

/// Stops the training under way; what it left.
fn stop(session: &mut Session) -> Trained {
    session.stop_training().expect("a training under way");
    session.train(&clock(), 0.0).expect("a last step").trained.expect("what the training left")
}

fn trained(bytes: &[u8], options: &Options) -> Session {
    let mut session = loaded(bytes);
    train(&mut session, options, 1e9).expect("a training");
    session
}

/// Evaluates what was trained, baselines and all.
fn evaluate(session: &mut Session) -> Result<Comparison> {
    session.begin_evaluation()?;
    let clock = clock();
    loop {
        let progress = session.train(&clock, 100.0)?;
        assert!(progress.training.is_none() && progress.trained.is_none() && !progress.waits);
        if let Some(result) = progress.result {
            assert!(progress.over);
            return Ok(result.comparison);
        }
    }
}

fn csv_bytes(session: &mut Session, k: f64) -> Vec<u8> {
    session.begin_recommendations_csv(k).expect("a trained network");
    rest_of_csv(session)
}

/// All that is left of the recommendations.csv under way.
fn rest_of_csv(session: &mut Session) -> Vec<u8> {
    let mut bytes = Vec::new();
    run(|| session.poll_recommendations_csv(&mut bytes)).expect("a begun export");
    bytes
}

/// Both files that depend on the weights.
fn files(session: &mut Session) -> (Vec<u8>, Vec<u8>) {
    (session.model_file().expect("a trained network"), csv_bytes(session, 5.0))
}
