use std::task::Poll;

use firstpick::codec::{ByteReader, ByteWriter};
use firstpick::error::Error;
use firstpick::job::Job;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{EaseFit, EaseOptions, Linear, LinearFit, LinearOptions};

use crate::{fitted, matrix, scores_of_all};

const EASE: EaseOptions = EaseOptions { l2: 5.0, dropout: 0.3, activity: 0.5 };

fn options(discount: f64, max_items: usize) -> LinearOptions {
    LinearOptions { ease: EASE, discount, max_items }
}

fn linear(known: &CsrMatrix, options: LinearOptions) -> Linear {
    fitted(LinearFit::new(None, false, known, options).expect("a fit"), known)
}

/// EASE's scores, each divided by (users of the item + 1)^γ.
fn by_hand(known: &CsrMatrix, discount: f64) -> Vec<f64> {
    let mut ease = fitted(EaseFit::new(known, EASE).expect("a fit"), known);
    let counts = known.column_counts();
    let scores = scores_of_all(&mut ease, known);
    let discounted = scores.iter().enumerate().map(|(index, &score)| {
        let count = f64::from(counts[index % known.width()]);
        f64::from(score) / (count + 1.0).powf(discount)
    });
    discounted.collect()
}

fn largest_difference(scores: &[f32], expected: &[f64]) -> f64 {
    scores.iter().zip(expected).map(|(&score, expected)| (f64::from(score) - expected).abs()).fold(0.0, f64::max)
}

#[test]
fn its_scores_are_eases_with_a_discount_for_popularity() {
    let known = matrix(1, 60, 25);
    for discount in [0.0, 0.2, 0.5] {
        let mut linear = linear(&known, options(discount, 100));
        assert!(
            largest_difference(&scores_of_all(&mut linear, &known), &by_hand(&known, discount)) < 1e-5,
            "γ = {discount}"
        );
    }
}

#[test]
fn another_discount_needs_no_other_fit_and_gives_the_same_as_one() {
    let known = matrix(2, 60, 25);
    let former = linear(&known, options(0.0, 100));
    let mut fit = LinearFit::new(Some(former), true, &known, options(0.3, 100)).expect("a fit");
    let Poll::Ready(quick) = fit.poll(&known).expect("a step") else { panic!("at once") };
    assert_eq!(quick.options().discount, 0.3);
    let (mut quick, mut anew) = (quick, linear(&known, options(0.3, 100)));
    assert_eq!(scores_of_all(&mut quick, &known), scores_of_all(&mut anew, &known));
}

#[test]
fn other_data_need_another_fit() {
    let (known, other) = (matrix(3, 60, 25), matrix(4, 60, 25));
    let former = linear(&known, options(0.1, 100));
    let fit = LinearFit::new(Some(former), false, &other, options(0.1, 100)).expect("a fit");
    let (mut refitted, mut anew) = (fitted(fit, &other), linear(&other, options(0.1, 100)));
    assert_eq!(scores_of_all(&mut refitted, &other), scores_of_all(&mut anew, &other));
}

#[test]
fn where_there_are_too_many_items_the_most_owned_are_fitted_and_the_others_score_nothing() {
    let known = matrix(5, 80, 30);
    let mut part = linear(&known, options(0.0, 12));
    let items = part.items().expect("a part").to_vec();
    assert_eq!(items.len(), 12);
    let counts = known.column_counts();
    let fewest = items.iter().map(|&item| counts[item as usize]).min().expect("items");
    assert!((0..30).all(|item| items.contains(&item) || counts[item as usize] <= fewest));
    // The same as a fit to just these columns.
    let places: Vec<u32> = (0..30)
        .map(|item| items.iter().position(|&kept| kept == item).map_or(u32::MAX, |place| place as u32))
        .collect();
    let columns = known.selected(&places, items.len()).expect("a part");
    let mut alone = linear(&columns, options(0.0, 100));
    let (whole, alone) = (scores_of_all(&mut part, &known), scores_of_all(&mut alone, &columns));
    for user in 0..known.rows() {
        for item in 0..30 {
            let score = whole[user * 30 + item];
            let expected =
                items.iter().position(|&kept| kept as usize == item).map_or(0.0, |place| alone[user * 12 + place]);
            assert!((score - expected).abs() < 1e-6, "user {user}, item {item}: {score} and {expected}");
        }
    }
}

#[test]
fn a_weight_is_what_an_item_adds_to_the_score_of_another() {
    let known = matrix(6, 60, 20);
    let linear = linear(&known, options(0.2, 15));
    let (mut with, mut without) = (vec![0.0; 20], vec![0.0; 20]);
    linear.score_one(&[2, 5, 9], &mut with);
    linear.score_one(&[2, 9], &mut without);
    for target in 0..20 {
        let added = with[target] - without[target];
        assert!((added - linear.weight(5, target as u32)).abs() < 1e-6, "{target}");
    }
}

#[test]
fn a_copy_scores_as_the_original_and_a_cut_one_is_refused() {
    let known = matrix(7, 60, 20);
    for max_items in [8, 100] {
        let mut original = linear(&known, options(0.2, max_items));
        let mut flat = ByteWriter::default();
        original.write(&mut flat).expect("bytes");
        let bytes = flat.finish();
        let mut copy = Linear::read(&mut ByteReader::new(&bytes), 20).expect("a copy");
        assert_eq!(scores_of_all(&mut copy, &known), scores_of_all(&mut original, &known));
        assert_eq!(Linear::read(&mut ByteReader::new(&bytes), 21).err(), Some(Error::SnapshotBroken));
        for length in (0..bytes.len()).step_by(7) {
            assert!(Linear::read(&mut ByteReader::new(&bytes[..length]), 20).is_err(), "{length} bytes");
        }
    }
}

#[test]
fn a_discount_out_of_range_is_refused() {
    let known = matrix(8, 20, 10);
    let refused = LinearFit::new(None, false, &known, options(1.5, 100)).err();
    assert!(matches!(refused, Some(Error::OptionOutOfRange { option: "discount", .. })));
}
