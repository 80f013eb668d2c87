use firstpick::error::Error;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{Ease, EaseFit, EaseOptions, Model, Scale};
use nalgebra::DMatrix;
use serde_json::Value;

use crate::{fitted, fixture, fixture_rows, largest_difference, matrix, scores_of_all};

fn ease(known: &CsrMatrix, options: EaseOptions) -> Ease {
    fitted(EaseFit::new(known, options).expect("options in range"), known)
}

#[test]
fn scores_agree_with_an_independent_implementation() {
    let fixture = fixture();
    let known = fixture_rows(&fixture);
    for case in fixture["ease"].as_array().unwrap() {
        let of = |name: &str| case[name].as_f64().unwrap();
        let options = EaseOptions { l2: of("l2"), dropout: of("dropout"), activity: of("activity") };
        let difference = largest_difference(&scores_of_all(&mut ease(&known, options), &known), case);
        assert!(difference < 2e-6, "{options:?}: {difference}");
    }
}

/// Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ by nalgebra's own inverse in f64, at sizes around the blocks' edges.
#[test]
fn weights_are_those_of_the_closed_form_at_every_size() {
    for items in [1, 2, 5, 6, 7, 64, 127, 128, 129, 133, 255, 256, 257, 300, 520] {
        let known = matrix(items as u64, 60, items);
        let dense = DMatrix::<f64>::from_fn(60, items, |user, item| {
            f64::from(u8::from(known.row(user).binary_search(&(item as u32)).is_ok()))
        });
        let gram = dense.transpose() * &dense + DMatrix::identity(items, items) * 20.0;
        let inverse = gram.try_inverse().expect("a positive definite matrix");
        let model = ease(&known, EaseOptions { l2: 20.0, ..EaseOptions::default() });
        for i in 0..items {
            for (j, &weight) in model.row(i).iter().enumerate() {
                let expected = if i == j { 0.0 } else { -inverse[(i, j)] / inverse[(j, j)] };
                assert!((f64::from(weight) - expected).abs() < 2e-6, "{items} items, {i} to {j}: {weight} {expected}");
            }
        }
    }
}

#[test]
fn an_item_never_speaks_for_itself_and_unknown_ones_stay_silent() {
    let mut known = CsrMatrix::new(4);
    for row in [[0, 1], [0, 1], [1, 2], [0, 2]] {
        known.push_row(&row).unwrap();
    }
    let model = ease(&known, EaseOptions::default());
    (0..4).for_each(|item| assert_eq!(model.row(item)[item], 0.0));
    (0..4).for_each(|item| assert_eq!(model.row(item)[3], 0.0, "no user has item 3"));
}

#[test]
fn nothing_is_fitted_where_the_memory_does_not_suffice() {
    let items = 17_000;
    let known = CsrMatrix::new(items);
    match EaseFit::new(&known, EaseOptions::default()).err() {
        Some(Error::OutOfMemory { needed, limit }) => {
            assert_eq!((needed, limit), (Ease::memory(items), Ease::MEMORY_BUDGET));
            assert!(needed > 17_000 * 17_000 * 4);
        }
        other => panic!("{other:?}"),
    }
    assert!(Ease::memory(10_000) < Ease::MEMORY_BUDGET);
    assert!(Ease::memory(usize::MAX) > Ease::MEMORY_BUDGET);
}

#[test]
fn options_out_of_range_are_named() {
    let known = matrix(1, 5, 5);
    let with = |l2, dropout, activity| EaseOptions { l2, dropout, activity };
    for (options, name) in [
        (with(0.0, 0.0, 0.0), "l2"),
        (with(f64::NAN, 0.0, 0.0), "l2"),
        (with(1.0, 1.0, 0.0), "dropout"),
        (with(1.0, 0.0, -0.5), "activity"),
    ] {
        let error = EaseFit::new(&known, options).err();
        assert!(
            matches!(error, Some(Error::OptionOutOfRange { option, .. }) if option == name),
            "{options:?} {error:?}"
        );
    }
}

#[test]
fn a_fit_in_place_of_a_former_model_is_the_same_as_a_fresh_one() {
    let (known, other) = (matrix(3, 30, 150), matrix(4, 30, 150));
    let former = ease(&other, EaseOptions::default());
    let options = EaseOptions { l2: 7.0, ..EaseOptions::default() };
    let again = fitted(EaseFit::in_place_of(Some(former), &known, options).unwrap(), &known);
    let fresh = ease(&known, options);
    (0..150).for_each(|item| assert_eq!(again.row(item), fresh.row(item)));
    let narrower = matrix(5, 30, 20);
    let narrow = fitted(EaseFit::in_place_of(Some(again), &narrower, options).unwrap(), &narrower);
    (0..20).for_each(|item| assert_eq!(narrow.row(item), ease(&narrower, options).row(item)));
}

#[test]
fn scores_are_shown_as_they_are() {
    let known = matrix(1, 5, 5);
    let scale = ease(&known, EaseOptions::default()).scale(&[]);
    assert_eq!((scale, scale.shown(-0.25)), (Scale::Relative, -0.25));
}

#[test]
fn the_fixture_has_cases() {
    let fixture: Value = fixture();
    assert!(fixture["ease"].as_array().unwrap().len() > 3 && fixture["item_knn"].as_array().unwrap().len() > 5);
}
