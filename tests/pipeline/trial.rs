use firstpick::error::{Error, Result};
use firstpick::pipeline::{SplitContext, TrainingPlan, TrialResult, TrialRun};
use firstpick::training::{Options, Recipe};

use crate::{Experiment, clock, context, quick, shop};

/// Tries `options` to the end, in steps of `budget` milliseconds.
fn tried(options: &Options, epochs: f64, context: &mut SplitContext, budget: f64) -> Result<TrialResult> {
    let plan = TrainingPlan::for_trial(options, epochs, &context.split)?;
    let mut trial = TrialRun::new(&plan, context)?;
    let clock = clock();
    let mut before = 0.0;
    loop {
        let (fraction, result) = trial.advance(context, &clock, budget)?;
        assert!((before..=1.0).contains(&fraction), "{before}, then {fraction}");
        before = fraction;
        if let Some(result) = result {
            assert_eq!(fraction, 1.0);
            assert!(matches!(trial.advance(context, &clock, budget), Err(Error::WrongState { .. })));
            return Ok(result);
        }
    }
}

fn untimed(result: TrialResult) -> (Option<f64>, u32) {
    (result.validation, result.epochs)
}

#[test]
fn a_trial_says_what_validation_says_of_a_training_by_these_options() {
    for recipe in [Recipe::Article, Recipe::Recommended, Recipe::Pair] {
        let options = quick(recipe);
        let trained = Experiment::learned(42, &options);
        let best = trained.records.iter().filter_map(|record| record.validation).fold(0.0, f64::max);
        // With a linear path, the blend is what counts.
        let expected = trained.trained.expect("a training").choices.validation.unwrap_or(best);
        let result = tried(&options, 3.0, &mut context(&shop(90, 24), 42), 5.0).expect("a trial");
        assert!(result.seconds > 0.0);
        assert_eq!(untimed(result), (Some(expected), 3), "{recipe:?}");
    }
}

#[test]
fn it_makes_no_difference_how_a_trial_is_cut_nor_which_was_before_it() {
    let options = Options { epochs: 20.0, search: true, ..quick(Recipe::Recommended) };
    let wider = Options { hidden: vec![12.0], ..options.clone() };
    let alone = |options: &Options| tried(options, 4.0, &mut context(&shop(90, 24), 42), 1e9).map(untimed);
    let expected = [alone(&options), alone(&wider), alone(&quick(Recipe::Article))];
    let mut context = context(&shop(90, 24), 42);
    for (budget, options) in [0.0, 7.0, 1e9].into_iter().zip([options, wider, quick(Recipe::Article)]).cycle().take(6) {
        let found = tried(&options, 4.0, &mut context, budget).map(untimed);
        assert!(expected.contains(&found), "{budget} ms: {found:?}");
    }
    assert!(context.linear.is_some(), "the linear path is chosen once");
}

#[test]
fn a_linear_path_that_was_chosen_elsewhere_gives_the_same_trial() {
    let options = quick(Recipe::Recommended);
    let mut here = context(&shop(90, 24), 42);
    let expected = tried(&options, 3.0, &mut here, 5.0).map(untimed);
    let mut elsewhere = context(&shop(90, 24), 42);
    elsewhere.linear = here.linear;
    assert_eq!(tried(&options, 3.0, &mut elsewhere, 5.0).map(untimed), expected);
}

#[test]
fn a_trial_leaves_no_network_and_no_baselines_behind() {
    let mut context = context(&shop(90, 24), 42);
    tried(&quick(Recipe::Article), 3.0, &mut context, 5.0).expect("a trial");
    assert!(context.baselines.params.is_none() && context.linear.is_none());
}
