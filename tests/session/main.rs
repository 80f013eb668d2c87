//! Whole journeys without a browser: from a file's bytes to everything that comes out.

mod bad_input;
mod best_items;
mod determinism;
mod journey;
mod order;
mod reading;
mod recommended;
mod segments;
mod snapshot;
mod splits;
mod stopping;

use std::cell::Cell;
use std::fmt::Write;

use firstpick::error::Result;
use firstpick::evaluation::comparison::Comparison;
use firstpick::ingest::schema::Roles;
use firstpick::rng::{stream, unit};
use firstpick::session::{DatasetShown, EpochRecord, Session, Trained};
use firstpick::training::options::Options;
use firstpick::training::recipe::Recipe;

/// A clock that goes on by a millisecond whenever it is looked at.
fn clock() -> impl Fn() -> f64 {
    let now = Cell::new(0.0);
    move || {
        now.set(now.get() + 1.0);
        now.get()
    }
}

/// The article's sample as it is bundled with the page.
fn article() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/www/samples/article.csv")).expect("the sample")
}

/// Two tastes: even users buy mostly among the first items, odd ones among the last.
fn shop(users: usize, items: usize) -> Vec<u8> {
    let mut generator = stream(11, "shop");
    let mut text = String::from("customer,product,name\n");
    for user in 0..users {
        for item in 0..items {
            let likes = (item < items / 2) == (user % 2 == 0);
            if unit(&mut generator) < if likes { 0.5 } else { 0.08 } {
                writeln!(text, "{user:04},{item:03},Product {item}").expect("writing to memory");
            }
        }
    }
    text.into_bytes()
}

/// Opens and reads a file in pieces of `size`, with the guessed roles.
fn load(session: &mut Session, bytes: &[u8], size: usize) -> Result<DatasetShown> {
    let roles = session.open(bytes, true)?.roles;
    load_with(session, bytes, size, roles)
}

/// As [`load`], of a file that was opened, with given roles.
fn load_with(session: &mut Session, bytes: &[u8], size: usize, roles: Roles) -> Result<DatasetShown> {
    session.begin_reading(roles, 42.0)?;
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

/// Options that take a moment only.
fn quick(recipe: Recipe) -> Options {
    Options { epochs: 3.0, hidden: vec![8.0], learning_rate: 0.01, search: false, ..recipe.defaults() }
}

/// Trains to the end in steps of `budget` milliseconds; the epochs' figures and how it ended.
fn train(session: &mut Session, options: &Options, budget: f64) -> Result<(Vec<EpochRecord>, Trained)> {
    session.begin_training(options)?;
    let clock = clock();
    let mut records = Vec::new();
    loop {
        let progress = session.train(&clock, budget)?;
        records.extend(progress.records);
        if progress.over {
            return Ok((records, session.finish_training()?));
        }
    }
}

fn trained(bytes: &[u8], options: &Options) -> Session {
    let mut session = loaded(bytes);
    train(&mut session, options, 1e9).expect("a training");
    session
}

fn evaluate(session: &mut Session) -> Result<Comparison> {
    session.begin_evaluation()?;
    loop {
        let evaluation = session.evaluate()?;
        if evaluation.wants_choices {
            session.begin_tuning_baselines()?;
            let choices = loop {
                if let (_, Some(choices)) = session.tune_baselines()? {
                    break choices;
                }
            };
            session.adopt_choices(choices)?;
        }
        if let Some(outcome) = evaluation.result {
            return Ok(outcome.comparison);
        }
    }
}

fn csv_bytes(session: &mut Session, k: f64) -> Vec<u8> {
    session.begin_recommendations_csv(k).expect("a trained network");
    let mut bytes = Vec::new();
    while let Some(part) = session.recommendations_csv().expect("a part") {
        bytes.extend(part);
    }
    bytes
}

/// Both files that depend on the weights.
fn files(session: &mut Session) -> (Vec<u8>, Vec<u8>) {
    (session.model_file().expect("a trained network"), csv_bytes(session, 5.0))
}
