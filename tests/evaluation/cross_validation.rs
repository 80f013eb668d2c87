use std::collections::BTreeMap;

use firstpick::evaluation::{CROSS_VALIDATED_METRICS, CrossValidation, FoldTest, Interval, ModelMetrics, Spread};

fn test(figures: &[(&str, f64)]) -> FoldTest {
    let model = |&(name, value): &(&str, f64)| {
        let metrics: BTreeMap<String, Interval> = CROSS_VALIDATED_METRICS
            .iter()
            .map(|figure| ((*figure).to_owned(), Interval { value, low: value, high: value }))
            .collect();
        ModelMetrics { name: name.to_owned(), metrics }
    };
    FoldTest { models: figures.iter().map(model).collect() }
}

#[test]
fn mean_and_spread_are_those_of_the_folds() {
    let spread = Spread::of(vec![2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    assert_eq!(spread.mean, 5.0);
    // Σ squares 32, over n − 1 = 7.
    assert!((spread.spread - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
    assert_eq!(Spread::of(vec![3.0]).spread, 0.0, "one fold says nothing of a spread");
}

#[test]
fn models_that_are_not_in_all_folds_are_left_out() {
    let tests = [test(&[("network", 0.3), ("ease", 0.2)]), test(&[("network", 0.5)])];
    let folded = CrossValidation::of(&tests);
    assert_eq!(folded.folds, 2);
    let names: Vec<&str> = folded.models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["network"]);
    assert_eq!(folded.models[0].metrics["ndcg@10"].folds, [0.3, 0.5]);
    assert_eq!(folded.models[0].metrics["ndcg@10"].mean, 0.4);
}

#[test]
fn of_no_folds_there_is_nothing_to_say() {
    let folded = CrossValidation::of(&[]);
    assert_eq!((folded.folds, folded.models.len()), (0, 0));
}
