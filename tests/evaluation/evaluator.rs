use firstpick::error::Error;
use firstpick::evaluation::{
    Comparison, Difference, Evaluator, Interval, Scored, Segment, SegmentMetrics, SegmentName,
};
use firstpick::job::Job;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::rng::{below, stream};

use super::{Fixed, finished, sparse};

const ITEMS: usize = 40;

/// Users with a few known items and one held out; every third has many known, every tenth nothing held out.
fn problem(users: usize) -> (CsrMatrix, CsrMatrix) {
    let known = |user: usize| (0..if user.is_multiple_of(3) { 12 } else { 3 }).collect::<Vec<u32>>();
    let held_out = |user: usize| if user % 10 == 9 { Vec::new() } else { vec![12 + (user * 7 % 28) as u32] };
    (sparse((0..users).map(known), ITEMS), sparse((0..users).map(held_out), ITEMS))
}

/// Gives what is held out the score 1 for one of `odds` users, else −1, and others scores below 1.
fn model(held_out: &CsrMatrix, odds: usize, seed: u64) -> Fixed {
    let mut generator = stream(seed, "scores");
    let scores = (0..held_out.rows()).map(|user| {
        let mut scores: Vec<f32> = (0..ITEMS).map(|item| (item * 31 % 40) as f32 / 40.0).collect();
        let found = below(&mut generator, odds) == 0;
        held_out.row(user).iter().for_each(|&item| scores[item as usize] = if found { 1.0 } else { -1.0 });
        scores
    });
    Fixed(scores.collect())
}

fn compared(users: usize, models: &[(&str, usize, u64)], segments: Vec<Segment>) -> Comparison {
    let (known, held_out) = problem(users);
    let mut evaluator = Evaluator::new(&known, &held_out, 3).unwrap();
    segments.into_iter().for_each(|segment| evaluator.tell_apart(segment));
    for &(name, odds, seed) in models {
        let mut measurement = evaluator.measurement(&known, &held_out).unwrap();
        let mut model = model(&held_out, odds, seed);
        let figures = finished(&mut measurement, |measurement| {
            measurement.poll(Scored { model: &mut model, known: &known, held_out: &held_out })
        });
        evaluator.add(name, figures);
    }
    finished(&mut evaluator.conclude().unwrap(), |conclusion| conclusion.poll(()))
}

fn difference<'a>(among: &'a [Difference], model: &str, against: &str, metric: &str) -> &'a Interval {
    let found = among.iter().filter(|d| (&*d.model, &*d.against, &*d.metric) == (model, against, metric));
    let found: Vec<_> = found.collect();
    assert_eq!(found.len(), 1, "{model} {against} {metric}");
    &found[0].interval
}

const THREE: [(&str, usize, u64); 3] = [("popularity", 8, 1), ("ease", 2, 2), ("network", 2, 2)];

#[test]
fn models_come_in_the_order_of_their_turns_and_lift_and_difference_are_the_networks_over_popularity() {
    let comparison = compared(600, &THREE, Vec::new());
    let names: Vec<&str> = comparison.models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["popularity", "ease", "network"]);
    assert_eq!((comparison.users, comparison.interactions), (540, 540));
    let value = |model: usize, metric: &str| comparison.models[model].metrics[metric].value;
    let lift = comparison.lift.unwrap();
    assert!((lift.value - value(2, "recall@10") / value(0, "recall@10")).abs() < 1e-9);
    assert!(lift.low > 2.0 && lift.high < 8.0, "{lift:?}");
    assert!((comparison.difference.value - (value(2, "ndcg@10") - value(0, "ndcg@10"))).abs() < 1e-9);
    assert_eq!(&comparison.difference, difference(&comparison.differences, "network", "popularity", "ndcg@10"));
    assert!(!comparison.too_few);
}

#[test]
fn every_two_models_have_paired_differences() {
    let comparison = compared(600, &THREE, Vec::new());
    // Six ordered pairs, eight kinds of figures at length 10, the AUC, and the purchases found.
    assert_eq!(comparison.differences.len(), 6 * 10);
    for metric in ["ndcg@10", "recall@10", "precision@10", "mrr@10", "map@10", "hit_rate@10", "auc", "found@10"] {
        // Both give every user the same figures.
        let alike = difference(&comparison.differences, "ease", "network", metric);
        assert!(alike.high - alike.low < 1e-9 && alike.value.abs() < 1e-9, "{metric} {alike:?}");
        let there = difference(&comparison.differences, "ease", "popularity", metric);
        let back = difference(&comparison.differences, "popularity", "ease", metric);
        assert!(there.low > 0.0 && there.low < there.value && there.value < there.high, "{metric} {there:?}");
        assert!((there.value + back.value).abs() < 1e-12 && (there.low + back.high).abs() < 0.01, "{metric}");
    }
}

/// One user has nine items held out, all found; the others one each, not found.
#[test]
fn found_is_a_ratio_of_sums_over_users() {
    let (users, lists) = (60, 31);
    let known = sparse(vec![[]; users], lists);
    let held_out = |user: usize| (0..if user == 0 { 9 } else { 1 }).collect::<Vec<u32>>();
    let held_out = sparse((0..users).map(held_out), lists);
    let scores =
        (0..users).map(|user| (0..lists).map(|item| if user == 0 { -1.0 } else { 1.0 } * item as f32).collect());
    let mut model = Fixed(scores.collect());
    let mut evaluator = Evaluator::new(&known, &held_out, 3).unwrap();
    let mut measurement = evaluator.measurement(&known, &held_out).unwrap();
    let figures = finished(&mut measurement, |measurement| {
        measurement.poll(Scored { model: &mut model, known: &known, held_out: &held_out })
    });
    evaluator.add("network", figures);
    let comparison = finished(&mut evaluator.conclude().unwrap(), |conclusion| conclusion.poll(()));
    assert_eq!((comparison.list_length, comparison.interactions), (10, 68));
    let found = comparison.models[0].metrics["found@10"];
    assert!((found.value - 9.0 / 68.0).abs() < 1e-9, "the mean recall is 1/60");
    // A third of the resamples leave the user out; some draw the user four times.
    assert!(found.low == 0.0 && (found.high - 4.0 * 9.0 / (4.0 * 9.0 + 56.0)).abs() < 0.1, "{found:?}");
}

#[test]
fn the_same_seed_gives_the_same_comparison() {
    assert_eq!(compared(100, &THREE, Vec::new()), compared(100, &THREE, Vec::new()));
}

#[test]
fn one_model_alone_is_compared_with_itself() {
    let comparison = compared(300, &[("ease", 2, 1)], Vec::new());
    assert!(comparison.differences.is_empty());
    assert_eq!((comparison.difference, comparison.lift), (Interval::point(0.0), Some(Interval::point(1.0))));
}

#[test]
fn segments_have_their_own_users_and_figures() {
    let label = |label: &str| SegmentName::Label { column: "town".to_owned(), label: label.to_owned() };
    let town = |name: &str, users: std::ops::Range<u32>| Segment { name: label(name), users: users.collect() };
    // Of 70 to 99 three users have nothing held out; user 99 is one of them, so Köln has no tested user.
    let segments = vec![town("Bonn", 70..100), town("Köln", 99..100)];
    let comparison = compared(600, &THREE, segments);
    let told: Vec<(&SegmentName, usize)> = comparison.segments.iter().map(|s| (&s.segment, s.users)).collect();
    let (few, many) = (SegmentName::Activity { from: 3, to: 3 }, SegmentName::Activity { from: 12, to: 12 });
    assert_eq!(told, [(&few, 360), (&many, 180), (&label("Bonn"), 27)]);
    assert_eq!(comparison.segments.iter().map(|s| s.too_few).collect::<Vec<_>>(), [false, false, true]);

    let (known, held_out) = problem(600);
    let model = model(&held_out, 2, 2);
    for SegmentMetrics { segment, users, models, differences, .. } in &comparison.segments {
        let of = |user: usize| match segment {
            SegmentName::Activity { from, to } => (*from..=*to).contains(&known.row(user).len()),
            SegmentName::Label { .. } => (70..100).contains(&user),
        };
        let asked = (0..600).filter(|&user| of(user) && !held_out.row(user).is_empty());
        let found = asked.filter(|&user| model.0[user].contains(&1.0)).count();
        let recall = models[2].metrics["recall@10"];
        // Who is found is first, who is not is last.
        assert_eq!(models[2].metrics["ndcg@10"], recall);
        assert!((recall.value - found as f64 / *users as f64).abs() < 1e-9);
        let share = recall.value;
        let expected = 2.0 * 1.96 * (share * (1.0 - share) / *users as f64).sqrt();
        assert!(((recall.high - recall.low) / expected - 1.0).abs() < 0.2, "{recall:?} {expected}");
        // One is held out of each.
        assert_eq!(models[2].metrics["found@10"], recall);
        assert_eq!(models[2].metrics.len(), 3);
        assert_eq!(differences.len(), 6 * 2);
        assert!(difference(differences, "network", "ease", "ndcg@10").high.abs() < 1e-9);
    }
}

#[test]
fn too_few_are_few_users_or_an_interval_wider_than_what_it_is_about() {
    assert!(compared(110, &THREE, Vec::new()).too_few, "99 users");
    assert!(!compared(112, &THREE, Vec::new()).too_few, "101 users");
    // One of a hundred is found by either.
    let rare = [("popularity", 100, 1), ("network", 100, 2)];
    assert!(compared(200, &rare, Vec::new()).too_few);
    assert!(!compared(6_000, &rare, Vec::new()).too_few);
}

#[test]
fn without_anything_held_out_or_without_a_model_there_is_no_comparison() {
    let (known, held_out) = problem(20);
    let empty = sparse(vec![[]; 20], ITEMS);
    assert!(matches!(Evaluator::new(&known, &empty, 1), Err(Error::NothingHeldOut)));
    let evaluator = Evaluator::new(&known, &held_out, 1).unwrap();
    let refused = evaluator.conclude().err();
    let expected = Error::WrongState { call: "conclude", needs: "a measured model", state: "without models" };
    assert_eq!(refused, Some(expected));
}
