use firstpick::data::sparse::SparseRows;
use firstpick::error::Result;
use firstpick::evaluation::metrics::{LENGTHS, ndcg, recall};
use firstpick::evaluation::ranking::Ranking;
use firstpick::models::{Model, Scale};
use serde_json::Value;

/// An independent implementation's figures: tests/python/metrics_fixture.py.
const FIXTURE: &str = include_str!("../fixtures/metrics.json");

/// Hits at ranks 1 and 3 of three held-out items, K = 4:
/// DCG = 1 + 1/2, ideal = 1 + 1/log₂3 + 1/2.
#[test]
fn ndcg_by_hand() {
    let found = ndcg(&[7, 1, 9, 2], &[5, 7, 9], 4);
    assert!((found - 1.5 / (1.5 + 1.0 / 3.0_f64.log2())).abs() < 1e-15, "{found}");
}

#[test]
fn recall_divides_by_what_could_be_found() {
    let ranked = [3, 8, 1, 0];
    assert_eq!(recall(&ranked, &[1, 3, 4], 4), 2.0 / 3.0);
    assert_eq!(recall(&ranked, &[1, 3, 4, 5, 6], 2), 1.0 / 2.0);
}

#[test]
fn a_perfect_list_scores_one_at_every_length() {
    let ranked: Vec<u32> = (0..30).collect();
    for held_out in 1..30 {
        for k in 1..40 {
            assert!((ndcg(&ranked, &ranked[..held_out], k) - 1.0).abs() < 1e-12);
            assert_eq!(recall(&ranked, &ranked[..held_out], k), 1.0);
        }
    }
}

#[test]
fn a_list_without_hits_scores_zero() {
    assert_eq!((ndcg(&[1, 2], &[3], 10), recall(&[1, 2], &[3], 10)), (0.0, 0.0));
    assert_eq!((ndcg(&[], &[3], 10), recall(&[], &[3], 10)), (0.0, 0.0));
}

/// A model that says what the fixture says.
struct Fixed(Vec<Vec<f32>>);

impl Model for Fixed {
    fn score(&mut self, known: &SparseRows, users: &[u32], scores: &mut [f32]) -> Result<()> {
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(known.width())) {
            scores.copy_from_slice(&self.0[user as usize]);
        }
        Ok(())
    }
    fn scale(&self, _: &[f32]) -> Scale {
        Scale::Probability
    }
    fn block(&self) -> usize {
        7
    }
}

fn rows(value: &Value, width: usize) -> SparseRows {
    let mut rows = SparseRows::new(width);
    for row in value.as_array().unwrap() {
        let mut items: Vec<u32> = row.as_array().unwrap().iter().map(|item| item.as_u64().unwrap() as u32).collect();
        items.sort_unstable();
        rows.push_row(&items).unwrap();
    }
    rows
}

#[test]
fn full_ranking_agrees_with_an_independent_implementation() {
    let fixture: Value = serde_json::from_str(FIXTURE).unwrap();
    let items = fixture["items"].as_u64().unwrap() as usize;
    let (train, held_out) = (rows(&fixture["train"], items), rows(&fixture["held_out"], items));
    for model in fixture["models"].as_array().unwrap() {
        let scores = model["scores"].as_array().unwrap().iter();
        let scores = scores.map(|row| row.as_array().unwrap().iter().map(|s| s.as_f64().unwrap() as f32).collect());
        let mut fixed = Fixed(scores.collect());
        let mut ranking = Ranking::new(0..train.rows() as u32, &held_out, 100);
        while !ranking.step(&mut fixed, &train, &held_out).unwrap() {}
        let mean =
            |figure: &dyn Fn(usize) -> f64| (0..ranking.users()).map(figure).sum::<f64>() / ranking.users() as f64;
        for k in fixture["ks"].as_array().unwrap().iter().map(|k| k.as_u64().unwrap() as usize) {
            let index = LENGTHS.iter().position(|&length| length == k).unwrap();
            let expected = |name: &str| model["metrics"][format!("{name}@{k}")].as_f64().unwrap();
            let ndcg = mean(&|user| ranking.metrics()[user].ndcg[index]);
            let recall = mean(&|user| ranking.metrics()[user].recall[index]);
            assert!((ndcg - expected("ndcg")).abs() < 1e-12, "NDCG@{k} {ndcg}");
            assert!((recall - expected("recall")).abs() < 1e-12, "recall@{k} {recall}");
            assert!((ranking.coverage()[index] - expected("coverage_evaluated")).abs() < 1e-12, "coverage@{k}");
        }
    }
}
