use firstpick::evaluation::{
    CheapModel, Comparison, Difference, Interval, MIN_TESTED, ModelMetrics, Verdict, VerdictKind, VerdictReason,
};
use firstpick::rng::{below, stream};

fn lead(value: f64, low: f64, high: f64) -> Interval {
    Interval { value, low, high }
}

#[test]
fn every_case_falls_under_one_rule() {
    use VerdictKind::{Either, Not, Worth};
    use VerdictReason::{Behind, Clear, None, Small, TooFew, Uncertain};
    let cases = [
        ((6.0, 4.0, 8.0), Worth, Clear),
        ((1.0, 0.001, 2.0), Worth, Clear),
        ((0.9, 0.5, 1.3), Either, Small),
        ((0.9, 0.5, 1.0), Either, Small),
        ((0.5, 0.2, 0.9), Not, Small),
        ((3.0, 0.0, 6.0), Either, Uncertain),
        ((3.0, -1.0, 7.0), Either, Uncertain),
        ((-1.0, -3.0, 1.0), Either, Uncertain),
        ((0.1, -0.5, 0.9), Not, None),
        ((-0.1, -0.5, 0.0), Not, Behind),
        ((0.0, 0.0, 0.0), Not, Behind),
        ((-4.0, -6.0, -2.0), Not, Behind),
    ];
    for ((value, low, high), kind, reason) in cases {
        let lead = lead(value, low, high);
        assert_eq!(VerdictKind::of(&lead, MIN_TESTED), (kind, reason), "{lead:?}");
        assert_eq!(VerdictKind::of(&lead, MIN_TESTED - 1), (Either, TooFew), "{lead:?}");
    }
}

/// Values at and around the bounds of the rules, and between them.
fn ends() -> Vec<f64> {
    let mut ends = vec![-100.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0 - 1e-9, 1.0, 1.0 + 1e-9, 2.0, 100.0];
    let mut generator = stream(3, "leads");
    ends.extend((0..20).map(|_| below(&mut generator, 6_000) as f64 / 1_000.0 - 3.0));
    ends.sort_unstable_by(f64::total_cmp);
    ends
}

#[test]
fn a_better_lead_never_comes_to_a_worse_kind() {
    let ends = ends();
    let kind =
        |value: usize, low: usize, high: usize| VerdictKind::of(&lead(ends[value], ends[low], ends[high]), 1_000).0;
    // All of them, also those that no bootstrap gives.
    for value in 0..ends.len() {
        for low in 0..ends.len() {
            for high in 0..ends.len() {
                let here = kind(value, low, high);
                let better = [(value + 1, low, high), (value, low + 1, high), (value, low, high + 1)];
                for (value, low, high) in better {
                    if value.max(low).max(high) < ends.len() {
                        assert!(kind(value, low, high) >= here, "{} {} {}", ends[value], ends[low], ends[high]);
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_said_is_said_by_the_rule() {
    use VerdictReason::{Behind, Clear, None, Small, TooFew, Uncertain};
    let ends = ends();
    for (&low, &value, &high) in ends.iter().flat_map(|low| {
        let ends = &ends;
        ends.iter().flat_map(move |value| ends.iter().map(move |high| (low, value, high)))
    }) {
        if low > value || value > high {
            continue;
        }
        let (kind, reason) = VerdictKind::of(&lead(value, low, high), MIN_TESTED);
        let contains_zero = low <= 0.0 && high > 0.0;
        let holds = match reason {
            Clear => low > 0.0 && value >= 1.0 && kind == VerdictKind::Worth,
            Small => low > 0.0 && value < 1.0 && kind != VerdictKind::Worth,
            Uncertain => contains_zero && high >= 1.0 && kind == VerdictKind::Either,
            None => contains_zero && high < 1.0 && kind == VerdictKind::Not,
            Behind => high <= 0.0 && kind == VerdictKind::Not,
            TooFew => false,
        };
        assert!(holds, "{low} {value} {high}: {kind:?} {reason:?}");
    }
}

/// A comparison of models that find these shares, each with an interval of ± `spread`, as are their differences.
fn comparison(found: &[(&str, f64)], spread: f64) -> Comparison {
    let around = |value: f64| lead(value, value - spread, value + spread);
    let metric = || "found@8".to_owned();
    let models = found
        .iter()
        .map(|&(name, share)| ModelMetrics { name: name.to_owned(), metrics: [(metric(), around(share))].into() });
    let mut differences = Vec::new();
    for &(model, share) in found {
        for &(against, other) in found.iter().filter(|(against, _)| *against != model) {
            let (model, against, interval) = (model.to_owned(), against.to_owned(), around(share - other));
            differences.push(Difference { model, against, metric: metric(), interval });
        }
    }
    Comparison { users: 500, list_length: 8, models: models.collect(), differences, ..Comparison::default() }
}

const FOUND: [(&str, f64); 4] = [("popularity", 0.20), ("network", 0.33), ("item-knn", 0.28), ("ease", 0.325)];

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

#[test]
fn figures_are_purchases_of_a_hundred() {
    let verdict = Verdict::of(&comparison(&FOUND, 0.02), &[]).expect("a verdict");
    assert_eq!((verdict.kind, verdict.reason), (VerdictKind::Worth, VerdictReason::Clear));
    assert_eq!((verdict.k, verdict.of, verdict.model.as_str()), (8, 100, "network"));
    assert!(close(verdict.found, 33.0) && close(verdict.low, 31.0) && close(verdict.high, 35.0));
    assert!(close(verdict.found_by_bestsellers, 20.0) && close(verdict.lead.value, 13.0));
}

#[test]
fn the_winner_is_chosen_on_validation_and_the_network_stays_where_that_is_unknown_or_no_better() {
    let compared = comparison(&FOUND, 0.02);
    let model = |network: Option<f64>, item_knn: Option<f64>, ease: Option<f64>| {
        let validation = [("network", network), ("item-knn", item_knn), ("ease", ease)];
        Verdict::of(&compared, &validation).expect("a verdict").model
    };
    assert_eq!(model(Some(0.2), Some(0.3), Some(0.1)), "item-knn", "though the test says otherwise");
    assert_eq!(model(Some(0.2), Some(0.3), Some(0.3)), "item-knn", "the first of equals");
    assert_eq!(model(Some(0.2), Some(0.2), Some(0.2)), "network");
    assert_eq!(model(Some(0.2), None, Some(0.21)), "ease");
    assert_eq!(model(None, Some(0.3), Some(0.3)), "network");
    assert_eq!(model(Some(0.2), None, None), "network");
    // What was not measured cannot win.
    let two = comparison(&FOUND[..2], 0.02);
    assert_eq!(Verdict::of(&two, &[("network", Some(0.1)), ("ease", Some(0.9))]).expect("a verdict").model, "network");
}

#[test]
fn without_bestsellers_or_a_personal_model_there_is_no_verdict() {
    assert_eq!(Verdict::of(&comparison(&FOUND[1..], 0.02), &[]), None);
    assert_eq!(Verdict::of(&comparison(&FOUND[..1], 0.02), &[]), None);
    assert_eq!(Verdict::of(&Comparison::default(), &[]), None);
}

fn cheap(found: &[(&str, f64)], spread: f64) -> Option<CheapModel> {
    Verdict::of(&comparison(found, spread), &[]).expect("a verdict").cheap
}

#[test]
fn the_cheapest_model_that_does_nearly_as_well_is_named() {
    let found = cheap(&FOUND, 0.02).expect("a cheaper model");
    assert_eq!(found.model, "ease");
    assert!(close(found.behind.value, 0.5) && close(found.behind.low, -1.5));
    // Cheaper than EASE, and near enough as well.
    let near = [("popularity", 0.20), ("network", 0.33), ("item-knn", 0.321), ("ease", 0.34)];
    assert_eq!(cheap(&near, 0.02).map(|cheap| cheap.model).as_deref(), Some("item-knn"));
    // A whole purchase behind; less than that, but not four fifths of the lead.
    let behind = [("popularity", 0.20), ("network", 0.33), ("ease", 0.3199)];
    assert_eq!(cheap(&behind, 0.02), None);
    let small = [("popularity", 0.20), ("network", 0.22), ("ease", 0.2155)];
    assert_eq!(cheap(&small, 0.001), None);
}

#[test]
fn bestsellers_are_named_only_where_a_personal_model_is_not_worth_it() {
    let lead = |points: f64| [("popularity", 0.20), ("network", 0.20 + points / 100.0)];
    assert_eq!(cheap(&lead(1.0 + 1e-6), 0.001), None, "worth it");
    assert_eq!(cheap(&lead(0.5), 0.02).map(|cheap| cheap.model).as_deref(), Some("popularity"), "uncertain");
    assert_eq!(cheap(&lead(3.0), 0.04), None, "uncertain, but they found less by three of a hundred");
    assert_eq!(cheap(&lead(-2.0), 0.01).map(|cheap| cheap.model).as_deref(), Some("popularity"), "behind");
}

#[test]
fn of_too_few_users_nothing_is_said_of_cheaper_models() {
    let few = Comparison { users: MIN_TESTED - 1, ..comparison(&FOUND, 0.02) };
    let verdict = Verdict::of(&few, &[]).expect("a verdict");
    assert_eq!((verdict.kind, verdict.reason, verdict.cheap), (VerdictKind::Either, VerdictReason::TooFew, None));
}

#[test]
fn the_page_reads_camel_case_and_codes() {
    let json = serde_json::to_value(Verdict::of(&comparison(&FOUND, 0.02), &[])).expect("JSON");
    let keys = ["kind", "reason", "k", "of", "model", "found", "low", "high", "foundByBestsellers", "lead", "cheap"];
    assert!(keys.iter().all(|key| json.get(key).is_some()), "{json}");
    assert_eq!(json.as_object().map(serde_json::Map::len), Some(keys.len()));
    assert_eq!((&json["kind"], &json["reason"]), (&"worth".into(), &"clear".into()));
    assert_eq!(serde_json::to_value(VerdictReason::TooFew).expect("JSON"), "too-few");
}
