use crate::linalg::csr::CsrMatrix;
use crate::rng::stream;
use crate::training::batches::{Batch, Batches};
use crate::training::options::{Options, Settings};
use crate::training::recipe::Recipe;

fn matrix(rows: &[&[u32]], width: usize) -> CsrMatrix {
    let mut matrix = CsrMatrix::new(width);
    rows.iter().for_each(|row| matrix.push_row(row).unwrap());
    matrix
}

fn settings(recipe: Recipe, change: impl Fn(&mut Options)) -> Settings {
    let mut options = recipe.defaults();
    change(&mut options);
    options.check().unwrap()
}

/// All rows of an epoch as (inputs, targets, scale).
fn epoch(batches: &Batches, train: &CsrMatrix, seed: u64) -> Vec<(Vec<u32>, Vec<u32>, f64)> {
    let mut rows = Vec::new();
    let mut batch = Batch::default();
    let mut noise = stream(seed, "noise");
    for index in 0..batches.rows().div_ceil(batches.batch_size) {
        batches.fill(batches.batch(index), train, &mut noise, &mut batch);
        for row in 0..batch.inputs.len() {
            rows.push((batch.inputs.row(row).to_vec(), batch.targets.row(row).to_vec(), batch.inputs.scales[row]));
        }
    }
    rows
}

#[test]
fn an_epoch_has_every_user_with_items_once() {
    let train = matrix(&[&[0, 1], &[], &[2], &[1, 3]], 4);
    let settings = settings(Recipe::Article, |options| options.batch_size = 2.0);
    let mut batches = Batches::new(&settings, &train).unwrap();
    batches.shuffle(&mut stream(1, "order"));
    let mut rows = epoch(&batches, &train, 1);
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [vec![0, 1], vec![1, 3], vec![2]];
    assert_eq!(rows.len(), expected.len());
    for ((inputs, targets, scale), expected) in rows.into_iter().zip(expected) {
        assert_eq!((inputs, targets, scale), (expected.clone(), expected, 1.0));
    }
}

#[test]
fn normalised_inputs_have_length_one() {
    let train = matrix(&[&[0, 1, 2, 3], &[2]], 4);
    let settings = settings(Recipe::Recommended, |options| options.input_dropout = 0.0);
    for (inputs, _, scale) in epoch(&Batches::new(&settings, &train).unwrap(), &train, 1) {
        assert!((inputs.len() as f64 * scale * scale - 1.0).abs() < 1e-12);
    }
}

#[test]
fn input_dropout_hides_its_share_and_keeps_the_targets() {
    let items: Vec<u32> = (0..1_000).collect();
    let train = matrix(&[&items], 1_000);
    let settings = settings(Recipe::Recommended, |options| options.input_dropout = 0.3);
    let batches = Batches::new(&settings, &train).unwrap();
    let (inputs, targets, _) = epoch(&batches, &train, 5).remove(0);
    assert!((inputs.len() as f64 / 1_000.0 - 0.7).abs() < 0.05, "{} of 1000 left", inputs.len());
    assert_eq!(targets, items);
}

#[test]
fn pairs_have_the_asked_number_of_negatives_that_the_user_does_not_have() {
    let train = matrix(&[&[0, 1], &[2], &[1, 3]], 50);
    let settings = settings(Recipe::Pair, |options| options.negatives = 3.0);
    let batches = Batches::new(&settings, &train).unwrap();
    let rows = epoch(&batches, &train, 9);
    assert_eq!(rows.len(), 5 * 4);
    assert_eq!(rows.iter().filter(|(_, targets, _)| targets == &[0]).count(), 5);
    for (inputs, targets, _) in rows {
        let (user, item) = (inputs[0] as usize, inputs[1] - 3);
        assert_eq!(train.row(user).contains(&item), targets == [0], "user {user}, item {item}");
    }
}

#[test]
fn a_user_who_has_everything_does_not_hang_the_sampling() {
    let train = matrix(&[&[0, 1]], 2);
    let settings = settings(Recipe::Pair, |_| ());
    assert_eq!(epoch(&Batches::new(&settings, &train).unwrap(), &train, 1).len(), 4);
}
