//! A training that is kept between two epochs and goes on in another session: the same bits as if nothing had happened.

use firstpick::evaluation::Comparison;
use firstpick::pipeline::Trained;
use firstpick::rng::{below, stream};
use firstpick::session::Session;
use firstpick::training::{OptimiserName, Options, Recipe};
use firstpick::tuning::EpochRecord;

use crate::{clock, files, loaded, quick, shop};

/// Everything that a run comes to, but for its seconds.
#[derive(Debug, PartialEq)]
struct Outcome {
    records: Vec<EpochRecord>,
    trained: Trained,
    comparison: Option<Comparison>,
    files: (Vec<u8>, Vec<u8>),
}

type Checkpoint = Vec<Vec<u8>>;

fn checkpoint(session: &Session) -> Option<Checkpoint> {
    let pieces = session.checkpoint_pieces();
    let piece = |index: usize| session.checkpoint_piece(index).expect("memory");
    (pieces > 0).then(|| (0..pieces).map(piece).collect())
}

/// Goes on with the run under way to its end, or until `stops` says so to a checkpoint.
fn go_on(session: &mut Session, stops: &mut dyn FnMut(&Session) -> bool) -> Option<Outcome> {
    let clock = clock();
    let mut records: Vec<EpochRecord> = Vec::new();
    let mut ended = None;
    loop {
        let progress = session.train(&clock, 0.0).expect("a step");
        records.extend(progress.training.into_iter().flat_map(|training| training.records));
        ended = progress.trained.or(ended);
        if progress.over {
            let trained = Trained { seconds: 0.0, ..ended.expect("what the training left") };
            let records = records.into_iter().map(|record| EpochRecord { seconds: 0.0, ..record }).collect();
            let comparison = progress.result.map(|result| result.comparison);
            return Some(Outcome { records, trained, comparison, files: files(session) });
        }
        if ended.is_none() && stops(session) {
            return None;
        }
    }
}

fn uninterrupted(bytes: &[u8], options: &Options) -> Outcome {
    let mut session = loaded(bytes);
    session.begin_training(options).expect("a training");
    go_on(&mut session, &mut |_| false).expect("it is not interrupted")
}

/// All checkpoints of a training: one where it came back between two epochs.
fn checkpoints(bytes: &[u8], options: &Options) -> Vec<Checkpoint> {
    let mut session = loaded(bytes);
    session.begin_training(options).expect("a training");
    let mut found: Vec<Checkpoint> = Vec::new();
    go_on(&mut session, &mut |session| {
        found.extend(checkpoint(session));
        false
    });
    found
}

fn resumed(bytes: &[u8], checkpoint: &Checkpoint) -> Session {
    let mut session = loaded(bytes);
    session.begin_resumed(&mut checkpoint.iter().cloned()).expect("a checkpoint of these data");
    session
}

/// Some of many, by chance.
fn some(all: Vec<Checkpoint>, count: usize, seed: u64) -> Vec<Checkpoint> {
    let mut generator = stream(seed, "interruptions");
    assert!(!all.is_empty());
    let last = all.len() - 1;
    let chosen = (0..count).map(|_| below(&mut generator, all.len())).chain([0, last]);
    chosen.map(|index| all[index].clone()).collect()
}

fn assert_resumable(options: &Options) {
    let bytes = shop(60, 24);
    let expected = uninterrupted(&bytes, options);
    for checkpoint in some(checkpoints(&bytes, options), 4, 3) {
        let mut session = resumed(&bytes, &checkpoint);
        let found = go_on(&mut session, &mut |_| false).expect("an end");
        assert!(found == expected, "{options:?}: {found:?}\n{expected:?}");
    }
}

#[test]
fn every_recipe_comes_to_the_same_bits_wherever_it_was_interrupted() {
    for recipe in Recipe::ALL {
        for seed in [42.0, 7.0] {
            assert_resumable(&Options { epochs: 6.0, seed, ..quick(recipe) });
        }
    }
}

#[test]
fn so_does_every_optimiser_with_penalties_and_dropout_and_patience() {
    for (optimiser, recipe) in [
        (OptimiserName::Sgd, Recipe::Article),
        (OptimiserName::Sgd, Recipe::Pair),
        (OptimiserName::Adam, Recipe::Pair),
        (OptimiserName::Adamw, Recipe::Recommended),
        (OptimiserName::Adamw, Recipe::Article),
    ] {
        let plain =
            Options { epochs: 7.0, optimiser, momentum: 0.9, weight_decay: 0.01, batch_size: 7.0, ..quick(recipe) };
        assert_resumable(&plain);
        assert_resumable(&Options { l1: 1e-5, l2: 1e-4, dropout: 0.3, ..plain.clone() });
        assert_resumable(&Options { patience: 2.0, input_dropout: 0.4, hidden: vec![9.0, 5.0], ..plain.clone() });
        assert_resumable(&Options { patience: 1.0, learning_rate: 0.2, epochs: 30.0, ..plain });
    }
}

/// Several networks that compete, the blend, and the last training of the one that won.
#[test]
fn so_does_a_search_at_each_of_its_epochs() {
    let options =
        Options { epochs: 12.0, hidden: vec![12.0], search: true, patience: 3.0, ..Recipe::Recommended.defaults() };
    let bytes = shop(90, 24);
    let expected = uninterrupted(&bytes, &options);
    let all = checkpoints(&bytes, &options);
    assert!(all.len() > 20, "{}", all.len());
    assert!(all.iter().any(|checkpoint| checkpoint.len() > 3), "several networks have begun");
    for checkpoint in all {
        let found = go_on(&mut resumed(&bytes, &checkpoint), &mut |_| false).expect("an end");
        assert!(found == expected);
    }
}

#[test]
fn so_does_a_training_that_is_interrupted_again_and_again() {
    let options = Options { epochs: 8.0, hidden: vec![12.0], search: true, ..quick(Recipe::Recommended) };
    let bytes = shop(60, 24);
    let expected = uninterrupted(&bytes, &options);
    let mut generator = stream(5, "interruptions");
    let mut kept = checkpoints(&bytes, &options).swap_remove(0);
    let mut times = 0;
    let found = loop {
        let mut session = resumed(&bytes, &kept);
        let mut left = 1 + below(&mut generator, 4);
        let mut last = None;
        let found = go_on(&mut session, &mut |session| {
            if let Some(checkpoint) = checkpoint(session).filter(|checkpoint| *checkpoint != kept) {
                left -= 1;
                last = Some(checkpoint);
            }
            left == 0
        });
        if let Some(found) = found {
            break found;
        }
        kept = last.expect("a later checkpoint");
        times += 1;
    };
    assert!(times > 3, "{times}");
    assert!(found == expected);
}

#[test]
fn it_goes_on_in_a_session_that_was_restored() {
    let options = Options { epochs: 6.0, seed: 7.0, ..quick(Recipe::Recommended) };
    let bytes = shop(60, 24);
    let expected = uninterrupted(&bytes, &options);
    let session = loaded(&bytes);
    let mut restored = Session::default();
    restored.restore_data(&session.data_snapshot().expect("data")).expect("a whole snapshot");
    let all = checkpoints(&bytes, &options);
    restored.begin_resumed(&mut all[all.len() / 2].iter().cloned()).expect("a checkpoint of these data");
    assert!(go_on(&mut restored, &mut |_| false) == Some(expected));
}

#[test]
fn the_first_that_is_told_are_the_epochs_so_far_and_seconds_go_on() {
    let options = Options { epochs: 5.0, ..quick(Recipe::Recommended) };
    let bytes = shop(60, 24);
    let all = checkpoints(&bytes, &options);
    let mut session = resumed(&bytes, &all[2]);
    let told = session.train(&clock(), 0.0).expect("a step").training.expect("a training");
    assert_eq!(told.records.iter().map(|record| record.epoch).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(told.seconds >= told.records[2].seconds && told.fraction > 0.0);
}

/// The linear path is fitted again first: a person who stops meanwhile gets what they would have got before.
#[test]
fn a_stop_right_after_it_went_on_keeps_both_paths() {
    for epochs in [6.0, 40.0] {
        let options = Options { epochs, hidden: vec![12.0], search: true, ..quick(Recipe::Recommended) };
        let bytes = shop(60, 24);
        for checkpoint in some(checkpoints(&bytes, &options), 4, 1) {
            let stopped = [0, 1].map(|_| {
                let mut session = resumed(&bytes, &checkpoint);
                session.stop_training().expect("a training under way");
                go_on(&mut session, &mut |_| false).expect("an end")
            });
            assert!(stopped[0] == stopped[1]);
            assert!(stopped[0].trained.kept > 0 && stopped[0].trained.choices.deep_share.is_some());
        }
    }
}

#[test]
fn before_the_first_epoch_and_outside_of_a_training_there_is_none() {
    let bytes = shop(60, 24);
    let mut session = loaded(&bytes);
    assert_eq!(session.checkpoint_pieces(), 0);
    session.begin_training(&quick(Recipe::Article)).expect("a training");
    assert!(session.checkpoint_pieces() == 0 && session.checkpoint_piece(0).is_err());
    go_on(&mut session, &mut |_| false);
    assert_eq!(session.checkpoint_pieces(), 0);
    session.begin_evaluation().expect("a network");
    assert_eq!(session.checkpoint_pieces(), 0);
}

#[test]
fn a_checkpoint_of_other_data_or_with_pieces_of_another_is_refused() {
    use firstpick::error::Error;
    let options = Options { epochs: 5.0, ..quick(Recipe::Article) };
    let all = checkpoints(&shop(60, 24), &options);
    let begin = |bytes: &[u8], pieces: &[&Vec<u8>]| {
        let mut session = loaded(bytes);
        session.begin_resumed(&mut pieces.iter().copied().cloned()).err()
    };
    let (early, late) = (&all[0], &all[3]);
    for bytes in [shop(61, 24), shop(60, 25)] {
        assert_eq!(begin(&bytes, &[&early[0], &early[1]]), Some(Error::SnapshotBroken));
    }
    let bytes = shop(60, 24);
    assert_eq!(begin(&bytes, &[&early[0], &early[1]]), None);
    for pieces in
        [&[&early[0], &late[1]][..], &[&early[0]], &[], &[&early[1], &early[0]], &[&late[0], &late[1], &late[1]]]
    {
        assert_eq!(begin(&bytes, pieces), Some(Error::SnapshotBroken), "{}", pieces.len());
    }
    let mut session = Session::default();
    assert!(matches!(session.begin_resumed(&mut early.iter().cloned()).err(), Some(Error::WrongState { .. })));
}
