use firstpick::error::Error;
use firstpick::job::Job;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{ItemKnn, ItemKnnFit, ItemKnnOptions, Model, Scale, Side};

use crate::{fitted, fixture, fixture_rows, largest_difference, matrix, scores_of_all};

fn item_knn(known: &CsrMatrix, options: ItemKnnOptions) -> ItemKnn {
    fitted(ItemKnnFit::new(options).expect("options in range"), known)
}

#[test]
fn scores_agree_with_an_independent_implementation() {
    let fixture = fixture();
    let known = fixture_rows(&fixture);
    for case in fixture["item_knn"].as_array().unwrap() {
        let options = ItemKnnOptions {
            neighbours: case["neighbours"].as_u64().unwrap() as usize,
            shrinkage: case["shrinkage"].as_f64().unwrap(),
            side: if case["side"] == "owned" { Side::Owned } else { Side::Candidate },
        };
        let difference = largest_difference(&scores_of_all(&mut item_knn(&known, options), &known), case);
        assert!(difference < 2e-6, "{options:?}: {difference}");
    }
}

/// Items 0 and 1 share 2 users of 3 and 2; items 0 and 2 share 1 of 3 and 2.
#[test]
fn similarities_by_hand() {
    let mut known = CsrMatrix::new(4);
    for row in [&[0, 1][..], &[0, 1, 2], &[0], &[2]] {
        known.push_row(row).unwrap();
    }
    let options = ItemKnnOptions { neighbours: 5, shrinkage: 0.0, side: Side::Owned };
    let root = 6.0_f64.sqrt();
    assert_eq!(item_knn(&known, options).similar(0), [(1, (2.0 / root) as f32), (2, (1.0 / root) as f32)]);
    let model = item_knn(&known, ItemKnnOptions { shrinkage: 1.0, ..options });
    assert_eq!(model.similar(0), [(1, (2.0 / (root + 1.0)) as f32), (2, (1.0 / (root + 1.0)) as f32)]);
    assert_eq!(model.similar(3), [], "no user has item 3");
    assert_eq!(item_knn(&known, ItemKnnOptions { neighbours: 1, ..options }).similar(0).len(), 1);
}

#[test]
fn with_all_neighbours_both_sides_are_the_same() {
    let known = matrix(2, 30, 20);
    let all = |side| {
        let options = ItemKnnOptions { neighbours: 100, shrinkage: 1.0, side };
        scores_of_all(&mut item_knn(&known, options), &known)
    };
    let (owned, candidate) = (all(Side::Owned), all(Side::Candidate));
    let difference = owned.iter().zip(&candidate).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(difference < 1e-5 && owned.iter().any(|&score| score > 0.0), "{difference}");
}

#[test]
fn a_model_made_from_another_is_the_same_as_a_fresh_one() {
    let known = matrix(5, 30, 40);
    let fitted_for = |neighbours| ItemKnnOptions { neighbours, shrinkage: 2.0, side: Side::Owned };
    let mut model = fitted(ItemKnnFit::keeping(fitted_for(4), 12).unwrap(), &known);
    let sides = [Side::Owned, Side::Candidate];
    let reused = sides.into_iter().flat_map(|side| [1, 4, 12].map(|k| ItemKnnOptions { side, ..fitted_for(k) }));
    let anew = [fitted_for(13), ItemKnnOptions { shrinkage: 0.5, ..fitted_for(3) }];
    for (options, reusable) in reused.map(|options| (options, true)).chain(anew.map(|options| (options, false))) {
        assert_eq!(model.can_become(options), reusable, "{options:?}");
        model = fitted(ItemKnnFit::from_model(model, options).unwrap(), &known);
        let mut fresh = item_knn(&known, options);
        assert_eq!(scores_of_all(&mut model, &known), scores_of_all(&mut fresh, &known), "{options:?}");
        (0..40).for_each(|item| assert_eq!(model.similar(item), fresh.similar(item), "{options:?}"));
    }
}

#[test]
fn options_out_of_range_are_named() {
    for (neighbours, shrinkage, name) in [(0, 0.0, "neighbours"), (9_999, 0.0, "neighbours"), (5, -1.0, "shrinkage")] {
        let error = ItemKnnFit::new(ItemKnnOptions { neighbours, shrinkage, side: Side::Owned }).err();
        assert!(matches!(error, Some(Error::OptionOutOfRange { option, .. }) if option == name), "{error:?}");
    }
}

#[test]
fn scores_are_shown_as_they_are() {
    let known = matrix(1, 5, 5);
    assert_eq!(item_knn(&known, ItemKnnOptions::default()).scale(&[]), Scale::Relative);
}

#[test]
fn many_items_are_counted_in_many_steps() {
    let known = matrix(9, 400, 800);
    let mut fit = ItemKnnFit::new(ItemKnnOptions::default()).unwrap();
    let mut steps = 0;
    while fit.poll(&known).unwrap().is_pending() {
        steps += 1;
    }
    assert!(steps > 5, "{steps}");
}
