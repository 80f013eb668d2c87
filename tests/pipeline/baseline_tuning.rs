use std::fmt::Write;

use firstpick::codec::Flat;
use firstpick::job::{Job, run};
use firstpick::pipeline::{Baseline, BaselineParams, BaselineTuning, Baselines, TunedBaseline};
use firstpick::split::Split;
use firstpick::training::Recipe;
use firstpick::tuning::{EaseSpace, GridSearch, GridTrial, ItemKnnSpace, MAX_CLOSED_FORM_ITEMS, SearchSpace};

use crate::{Experiment, context, names, quick, shop, tuned};

/// What a search alone comes to.
fn searched<S: SearchSpace>(space: S, split: &Split) -> (S::Options, Vec<GridTrial<S::Options>>) {
    let mut search = GridSearch::new(space);
    let tuned = run(|| search.poll(split)).expect("a search");
    (tuned.options, search.trials().to_vec())
}

#[test]
fn each_baseline_is_tuned_as_by_its_search_alone() {
    let split = context(&shop(90, 24), 7).split;
    let params = tuned(&split);
    assert_eq!(params.seed, 7);
    let (options, trials) = searched(ItemKnnSpace, &split);
    assert_eq!(params.item_knn, TunedBaseline::Tuned { options, trials });
    let (options, trials) = searched(EaseSpace::default(), &split);
    assert_eq!(params.ease, TunedBaseline::Tuned { options, trials });
}

#[test]
fn parameters_are_the_same_after_they_have_crossed_to_another_worker() {
    let params = tuned(&context(&shop(90, 24), 7).split);
    assert_eq!(BaselineParams::of_bytes(&params.to_bytes().expect("memory")), Ok(params));
}

/// Few users and more items than are inverted, of which each user has some.
fn wide() -> Vec<u8> {
    let mut text = String::from("customer,product\n");
    for user in 0..40 {
        for item in 0..160 {
            writeln!(text, "{user},{}", (user * 157 + item) % (MAX_CLOSED_FORM_ITEMS + 200))
                .expect("writing to memory");
        }
    }
    text.into_bytes()
}

#[test]
fn with_more_items_than_can_be_inverted_ease_is_left_out_and_the_reason_is_named() {
    let mut experiment = Experiment::on(context(&wide(), 42));
    let items = experiment.context.split.train.width();
    assert!(items > MAX_CLOSED_FORM_ITEMS);
    let mut run = experiment.begin(&quick(Recipe::Article));
    experiment.finish(&mut run);
    let result = experiment.result.expect("a result");
    assert_eq!(names(&result), ["popularity", "network", "item-knn"]);
    let skipped = serde_json::to_value(&result.skipped).expect("JSON");
    let reason = serde_json::json!({"code": "too-many", "params": {"what": "items", "found": items, "limit": MAX_CLOSED_FORM_ITEMS}});
    assert_eq!(skipped, serde_json::json!([{"name": "ease", "reason": reason}]));
}

#[test]
fn a_baseline_is_fitted_only_once_its_parameters_are_there() {
    let split = context(&shop(90, 24), 7).split;
    let mut baselines = Baselines::default();
    assert!(baselines.poll_fit(Baseline::Popularity, &split).expect("counts").is_ready());
    assert!(baselines.model(Baseline::Popularity).is_some());
    for name in [Baseline::ItemKnn, Baseline::Ease] {
        assert_eq!(baselines.poll_fit(name, &split).map_err(|error| error.code()), Err("wrong-state"));
    }
    let mut tuning = BaselineTuning::default();
    baselines.params = Some(run(|| tuning.poll(&split)).expect("parameters"));
    // A fit that is given up for another one comes to its end in the other's place.
    assert!(baselines.poll_fit(Baseline::ItemKnn, &split).expect("a step").is_pending());
    for name in [Baseline::Ease, Baseline::ItemKnn] {
        while baselines.poll_fit(name, &split).expect("a step").is_pending() {
            assert!((0.0..=1.0).contains(&baselines.fit_progress()));
        }
        assert!(baselines.model(name).is_some() && !baselines.is_skipped(name));
    }
    assert!(baselines.skipped().is_empty());
}
