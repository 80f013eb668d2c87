use std::rc::Rc;

use firstpick::job::Job;
use firstpick::rng::{below, shuffle, stream};
use firstpick::split::Split;
use firstpick::training::{Options, Recipe};
use firstpick::tuning::{NetworkSearch, OptionsSearch, OptionsTrial, TriedOptions, network_candidates};

use super::{context, quick, shop};

/// Options of that width; every third has no linear path.
fn options(width: usize) -> Options {
    Options { hidden: vec![width as f64], linear: !width.is_multiple_of(3), ..Recipe::Recommended.defaults() }
}

/// Options of the widths from 1 to `count`.
fn all(count: usize) -> Vec<Options> {
    (1..=count).map(options).collect()
}

fn width(options: &Options) -> usize {
    options.hidden[0] as usize
}

/// The result of a trial.
fn tried(trial: &OptionsTrial, validation: Option<f64>) -> TriedOptions {
    let OptionsTrial { options, rung, epochs } = trial.clone();
    TriedOptions { options, rung, epochs, validation, seconds: 1.0 }
}

/// What is to be tried, as long as there is something.
fn drain(search: &mut OptionsSearch) -> Vec<OptionsTrial> {
    std::iter::from_fn(|| search.next_trial()).collect()
}

/// Sizes of the rungs of a search among `count` options, and their epochs.
fn rungs(count: usize) -> Vec<(usize, u32)> {
    let mut search = OptionsSearch::new(all(count));
    let mut rungs = Vec::new();
    loop {
        let trials = drain(&mut search);
        let Some(first) = trials.first() else { break };
        assert!(trials.iter().all(|trial| trial.rung == rungs.len() as u32 + 1 && trial.epochs == first.epochs));
        rungs.push((trials.len(), first.epochs));
        trials.iter().for_each(|trial| search.found(tried(trial, Some(1.0 / width(&trial.options) as f64))));
    }
    let sum = rungs.iter().map(|(size, _)| size).sum();
    assert_eq!((search.planned(), search.done()), (sum, sum));
    rungs
}

#[test]
fn a_third_is_promoted_for_three_times_the_epochs_through_three_rungs_at_most() {
    assert_eq!(rungs(27), [(27, 3), (9, 9), (3, 27)]);
    assert_eq!(rungs(13), [(13, 3), (5, 9), (2, 27)]);
    assert_eq!(rungs(10), [(10, 3), (4, 9), (2, 27)]);
    assert_eq!(rungs(9), [(9, 3), (3, 9)], "one alone in the second rung is the best");
    assert_eq!(rungs(3), [(3, 3), (1, 9)]);
    assert_eq!(rungs(1), [(1, 3), (1, 9)], "one alone is tried once more");
    assert_eq!(rungs(0), []);
}

#[test]
fn one_with_a_linear_path_comes_first_then_those_without_then_the_widest() {
    let mut search = OptionsSearch::new(all(8));
    let turns: Vec<usize> = drain(&mut search).iter().map(|trial| width(&trial.options)).collect();
    assert_eq!(turns, [8, 6, 3, 7, 5, 4, 2, 1]);
    let without: Vec<Options> = [3, 9, 6].map(options).into();
    let turns: Vec<usize> = drain(&mut OptionsSearch::new(without)).iter().map(|trial| width(&trial.options)).collect();
    assert_eq!(turns, [9, 6, 3]);
}

#[test]
fn those_that_are_certain_to_be_promoted_begin_before_their_rung_is_complete() {
    let mut search = OptionsSearch::new(all(9));
    let mut first: Vec<OptionsTrial> = drain(&mut search);
    assert_eq!(first.len(), 9);
    let mut found = |search: &mut OptionsSearch| {
        let trial = first.remove(0);
        search.found(tried(&trial, Some(width(&trial.options) as f64 / 100.0)));
    };
    // Three places; while three trials are missing, they may all be better than any that is there.
    (0..6).for_each(|_| found(&mut search));
    assert_eq!(search.next_trial(), None, "that depends on the trials under way");
    found(&mut search);
    let next = search.next_trial().expect("one of the best seven is among the best three of nine");
    assert_eq!((width(&next.options), next.rung, next.epochs), (9, 2, 9));
    assert_eq!(search.next_trial(), None);
    found(&mut search);
    assert_eq!(search.next_trial().map(|trial| width(&trial.options)), Some(8));
    found(&mut search);
    assert_eq!(search.next_trial().map(|trial| width(&trial.options)), Some(7));
    assert_eq!((search.next_trial(), search.done(), search.planned()), (None, 9, 12));
}

#[test]
fn the_furthest_rung_has_the_next_turn() {
    let mut search = OptionsSearch::new(all(9));
    let first: Vec<OptionsTrial> = (0..7).filter_map(|_| search.next_trial()).collect();
    first.iter().for_each(|trial| search.found(tried(trial, Some(0.5))));
    assert_eq!(search.next_trial().map(|trial| trial.rung), Some(2), "before the two that are left of the first rung");
    assert_eq!(search.next_trial().map(|trial| trial.rung), Some(1));
}

/// Tries all, up to `workers` at once, which end in any order; how many began before their rung was complete.
fn tried_by(
    search: &mut OptionsSearch,
    workers: usize,
    seed: u64,
    mark: impl Fn(&OptionsTrial) -> Option<f64>,
) -> usize {
    let mut generator = stream(seed, "workers");
    let (mut open, mut early): (Vec<OptionsTrial>, usize) = (Vec::new(), 0);
    while search.done() < search.planned() {
        while open.len() < workers {
            let Some(next) = search.next_trial() else { break };
            early += usize::from(open.iter().any(|trial| trial.rung < next.rung));
            open.push(next);
        }
        assert!(!open.is_empty(), "there is always something to do");
        let trial = open.swap_remove(below(&mut generator, open.len()));
        search.found(tried(&trial, mark(&trial)));
    }
    assert_eq!((search.next_trial(), open.len()), (None, 0));
    early
}

#[test]
fn each_rung_has_the_best_third_of_the_one_before_in_whatever_order_results_come() {
    let mut early = 0;
    for seed in 1..=200_u64 {
        let count = 1 + (seed % 13) as usize;
        // Few different values, so that there are ties.
        let mark = |trial: &OptionsTrial| Some(((width(&trial.options) * 37 + trial.rung as usize * 11) % 10) as f64);
        let mut search = OptionsSearch::new(all(count));
        early += tried_by(&mut search, 1 + (seed % 4) as usize, seed, mark);
        let rung_of = |rung: u32| search.tried().into_iter().filter(move |tried| tried.rung == rung);
        let mut field = all(count);
        for rung in 1.. {
            let found: Vec<Options> = rung_of(rung).map(|tried| tried.options).collect();
            if found.is_empty() {
                break;
            }
            let epochs = 3 * 3_u32.pow(rung - 1);
            let name = |options: &Options| serde_json::to_string(options).expect("JSON");
            let value =
                |options: &Options| mark(&OptionsTrial { options: options.clone(), rung, epochs }).unwrap_or_default();
            field.sort_by(|one, other| value(other).total_cmp(&value(one)).then(name(one).cmp(&name(other))));
            assert_eq!(found, field, "seed {seed}, rung {rung}: the best first");
            field.truncate(field.len().div_ceil(3));
        }
    }
    assert!(early > 0, "some begin before their rung is complete");
}

#[test]
fn nothing_depends_on_how_many_work_on_it() {
    let mark = |trial: &OptionsTrial| Some(((width(&trial.options) * 7 + trial.rung as usize) % 5) as f64);
    let outcome = |workers: usize, seed: u64| {
        let mut candidates = all(12);
        shuffle(&mut stream(seed, "candidates"), &mut candidates);
        let mut search = OptionsSearch::new(candidates);
        tried_by(&mut search, workers, seed, mark);
        (search.tried(), search.best().cloned())
    };
    let alone = outcome(1, 0);
    for seed in 1..50 {
        assert_eq!(outcome(1 + (seed % 6) as usize, seed), alone, "seed {seed}");
    }
}

#[test]
fn the_best_is_that_of_the_furthest_rung_though_an_earlier_one_was_better() {
    let mut search = OptionsSearch::new(all(6));
    assert_eq!((search.best(), search.tried()), (None, Vec::new()));
    for trial in drain(&mut search) {
        search.found(tried(&trial, Some(width(&trial.options) as f64)));
    }
    assert_eq!(search.best().map(width), Some(6), "so far");
    for trial in drain(&mut search) {
        assert!([5, 6].contains(&width(&trial.options)));
        search.found(tried(&trial, Some(1.0 / width(&trial.options) as f64)));
    }
    assert_eq!(search.best().map(width), Some(5));
    let shown: Vec<(u32, usize)> = search.tried().iter().map(|tried| (tried.rung, width(&tried.options))).collect();
    assert_eq!(shown, [(2, 5), (2, 6), (1, 6), (1, 5), (1, 4), (1, 3), (1, 2), (1, 1)]);
}

#[test]
fn where_validation_says_nothing_all_is_tried_and_none_is_the_best() {
    let mut search = OptionsSearch::new(all(9));
    tried_by(&mut search, 2, 1, |_| None);
    assert_eq!((search.tried().len(), search.best()), (12, None));
    let mut search = OptionsSearch::new(all(9));
    tried_by(&mut search, 2, 1, |trial| (width(&trial.options) == 4).then_some(0.0));
    assert_eq!(search.best().map(width), Some(4), "a value is better than none");
}

#[test]
fn results_of_a_rung_that_there_is_not_are_left_aside() {
    let mut search = OptionsSearch::new(all(3));
    let trial = search.next_trial().expect("a trial");
    search.found(TriedOptions { rung: 7, ..tried(&trial, Some(0.5)) });
    assert_eq!(search.done(), 0);
}

/// Networks that compete within one training, and what was told of them.
fn competed(split: &Split, options: &Options) -> (Vec<usize>, usize) {
    let users: Rc<[u32]> = (0..split.train.rows() as u32).collect();
    let settings = network_candidates(&options.check().expect("options"), &split.train);
    let mut search = NetworkSearch::new(&settings, split, &users).expect("room");
    let (mut left, mut told) = (vec![settings.len()], 0);
    loop {
        let is_over = search.poll((split, 0.0)).expect("a step").is_ready();
        let (_, networks) = search.place();
        if left.last() != Some(&networks) {
            left.push(networks);
        }
        assert!(search.is_decided() || search.records().is_empty(), "nothing is told before one is left");
        assert!(search.records().len() >= told);
        told = search.records().len();
        if is_over {
            let winner = search.finish();
            assert_eq!(winner.history().len(), told);
            return (left, told);
        }
    }
}

#[test]
fn of_competing_networks_the_better_half_goes_on_until_one_is_left_which_trains_to_its_end() {
    let split = context(&shop(90, 24), 42).split;
    let options = Options { epochs: 30.0, hidden: vec![12.0], search: true, ..quick(Recipe::Recommended) };
    let options = Options { patience: 0.0, ..options };
    let (left, epochs) = competed(&split, &options);
    assert_eq!((left, epochs), (vec![4, 2, 1], 30));
    let (left, epochs) = competed(&split, &Options { search: false, ..options });
    assert_eq!((left, epochs), (vec![1], 30));
}

#[test]
fn the_network_that_is_left_has_the_best_validation_at_its_rung() {
    let split = context(&shop(90, 24), 42).split;
    let options =
        Options { epochs: 4.0, hidden: vec![12.0], search: true, patience: 0.0, ..quick(Recipe::Recommended) };
    let users: Rc<[u32]> = (0..split.train.rows() as u32).collect();
    let settings = network_candidates(&options.check().expect("options"), &split.train);
    // Each alone, to the end of the second rung or of all epochs, which come before.
    let alone = settings.iter().map(|settings| {
        let mut search = NetworkSearch::new(std::slice::from_ref(settings), &split, &users).expect("room");
        while search.poll((&split, 0.0)).expect("a step").is_pending() {}
        let trainer = search.finish();
        let best_of = |epochs: usize| trainer.history()[..epochs].iter().filter_map(|record| record.validation);
        (best_of(3).fold(0.0, f64::max), best_of(4).fold(0.0, f64::max))
    });
    let mut ranked: Vec<(usize, (f64, f64))> = alone.enumerate().collect();
    ranked.sort_by(|(_, one), (_, other)| other.0.total_cmp(&one.0));
    ranked.truncate(ranked.len().div_ceil(2));
    ranked.sort_by(|(_, one), (_, other)| other.1.total_cmp(&one.1));
    let mut search = NetworkSearch::new(&settings, &split, &users).expect("room");
    while search.poll((&split, 0.0)).expect("a step").is_pending() {}
    assert_eq!(search.current().settings(), &settings[ranked[0].0]);
}
