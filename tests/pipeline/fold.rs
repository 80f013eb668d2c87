use firstpick::error::{Error, Result};
use firstpick::evaluation::Comparison;
use firstpick::pipeline::{BaselineParams, Fold, SplitContext};
use firstpick::split::Folds;
use firstpick::training::{Options, Recipe};

use crate::{Experiment, clock, context, interactions, names, quick, shop, tuned};

/// Fold `index` of three, in steps of `budget` milliseconds.
fn folded(options: &Options, index: usize, params: Option<BaselineParams>, budget: f64) -> Result<Comparison> {
    let mut fold = Fold::new(&interactions(&shop(90, 24)), options, (index, 3), params)?;
    let clock = clock();
    let mut before = 0.0;
    loop {
        let (fraction, comparison) = fold.advance(&clock, budget)?;
        assert!((before..=1.0).contains(&fraction), "{before}, then {fraction}");
        before = fraction;
        if let Some(comparison) = comparison {
            assert_eq!(fraction, 1.0);
            assert!(matches!(fold.advance(&clock, budget), Err(Error::WrongState { .. })));
            return Ok(comparison);
        }
    }
}

#[test]
fn a_fold_is_a_training_and_its_evaluation_on_a_division_of_its_own() {
    let options = quick(Recipe::Recommended);
    let params = tuned(&context(&shop(90, 24), 42).split);
    let mut compared = Vec::new();
    for index in 0..3 {
        let interactions = interactions(&shop(90, 24));
        let split = Folds::of(&interactions, 3, 42).and_then(|folds| folds.split(index)).expect("a fold");
        let mut experiment = Experiment::on(SplitContext::new(split));
        experiment.context.baselines.params = Some(params.clone());
        let mut run = experiment.begin(&options);
        experiment.finish(&mut run);
        let expected = experiment.result.expect("a result");
        assert_eq!(names(&expected).len(), 4);
        for budget in [0.0, 1e9] {
            assert_eq!(folded(&options, index, Some(params.clone()), budget).as_ref(), Ok(&expected.comparison));
        }
        compared.push(expected.comparison);
    }
    assert!(compared[0] != compared[1] && compared[1] != compared[2]);
}

#[test]
fn baselines_that_are_not_tuned_are_left_out() {
    let comparison = folded(&quick(Recipe::Article), 0, None, 5.0).expect("a comparison");
    assert_eq!(
        comparison.models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>(),
        ["popularity", "network"]
    );
}

#[test]
fn options_are_checked_first_then_the_number_of_folds() {
    let interactions = interactions(&shop(90, 24));
    let refused = |options: &Options, which: (usize, usize)| match Fold::new(&interactions, options, which, None) {
        Err(Error::OptionOutOfRange { option, .. }) => option,
        Err(error) => panic!("{error}"),
        Ok(_) => "nothing",
    };
    let options = quick(Recipe::Article);
    assert_eq!(refused(&Options { epochs: 0.0, ..options.clone() }, (9, 1)), "epochs");
    assert_eq!(refused(&Options { seed: -1.0, ..options.clone() }, (9, 1)), "seed");
    assert_eq!(refused(&options, (0, 1)), "folds");
    assert_eq!(refused(&options, (3, 3)), "fold");
    assert_eq!(refused(&options, (2, 3)), "nothing");
}
