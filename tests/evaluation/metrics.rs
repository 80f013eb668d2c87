use firstpick::evaluation::{Catalogue, Hits, auc, coverage, gini, list_length};
use firstpick::linalg::csr::CsrMatrix;

fn auc_of(scores: &[f32], known: &[u32], held_out: &[u32]) -> f64 {
    auc(scores, known, held_out, &mut Vec::new())
}

/// Hits at ranks 1 and 3 of three held-out items, K = 4:
/// DCG = 1 + 1/2, ideal = 1 + 1/log₂3 + 1/2.
#[test]
fn ndcg_by_hand() {
    let found = Hits::of(&[7, 1, 9, 2], &[5, 7, 9]).ndcg(4);
    assert!((found - 1.5 / (1.5 + 1.0 / 3.0_f64.log2())).abs() < 1e-15, "{found}");
}

#[test]
fn recall_divides_by_what_could_be_found() {
    let ranked = [3, 8, 1, 0];
    assert_eq!(Hits::of(&ranked, &[1, 3, 4]).recall(4), 2.0 / 3.0);
    assert_eq!(Hits::of(&ranked, &[1, 3, 4, 5, 6]).recall(2), 1.0 / 2.0);
}

#[test]
fn precision_divides_by_k_whatever_could_be_found() {
    let hits = Hits::of(&[3, 8, 1, 0], &[1, 3]);
    assert_eq!([1, 2, 3, 4, 10].map(|k| hits.precision(k)), [1.0, 0.5, 2.0 / 3.0, 0.5, 0.2]);
}

#[test]
fn the_reciprocal_rank_is_that_of_the_first_hit_within_k() {
    let hits = Hits::of(&[8, 0, 1, 3], &[1, 3]);
    assert_eq!([1, 2, 3, 4].map(|k| hits.reciprocal_rank(k)), [0.0, 0.0, 1.0 / 3.0, 1.0 / 3.0]);
}

/// Hits at ranks 1, 3 and 6 of four held-out items: precisions 1, 2/3 and 1/2.
#[test]
fn average_precision_by_hand() {
    let hits = Hits::of(&[4, 9, 2, 8, 7, 1], &[1, 2, 4, 30]);
    let expected = [1.0, 1.0 / 2.0, (1.0 + 2.0 / 3.0) / 3.0, (1.0 + 2.0 / 3.0) / 4.0, (1.0 + 2.0 / 3.0 + 0.5) / 4.0];
    for (k, expected) in [1, 2, 3, 5, 6].into_iter().zip(expected) {
        assert!((hits.average_precision(k) - expected).abs() < 1e-15, "{k}: {}", hits.average_precision(k));
    }
}

#[test]
fn a_hit_is_a_hit_wherever_it_stands_within_k() {
    let hits = Hits::of(&[4, 9, 2, 8], &[2, 8]);
    assert_eq!([1, 2, 3, 4].map(|k| hits.hit_rate(k)), [0.0, 0.0, 1.0, 1.0]);
}

#[test]
fn a_perfect_list_scores_one_at_every_length() {
    let ranked: Vec<u32> = (0..30).collect();
    for held_out in 1..30 {
        let hits = Hits::of(&ranked, &ranked[..held_out]);
        for k in 1..40 {
            assert!((hits.ndcg(k) - 1.0).abs() < 1e-12 && (hits.average_precision(k) - 1.0).abs() < 1e-12);
            assert_eq!([hits.recall(k), hits.reciprocal_rank(k), hits.hit_rate(k)], [1.0; 3]);
        }
    }
}

#[test]
fn a_list_without_hits_scores_zero() {
    for (ranked, held_out) in [(&[1, 2][..], &[3][..]), (&[], &[3]), (&[1, 2], &[]), (&[], &[])] {
        let hits = Hits::of(ranked, held_out);
        for k in [0, 1, 10] {
            let all = [hits.ndcg(k), hits.recall(k), hits.precision(k), hits.reciprocal_rank(k)];
            assert_eq!((all, hits.average_precision(k), hits.hit_rate(k)), ([0.0; 4], 0.0, 0.0));
        }
    }
}

/// Held out: 5 and 2, others: 1, 3 and 2. 5 is above all three; 2 is above 1, below 3 and equal to 2: 4½ of 6 pairs.
#[test]
fn auc_by_hand_with_a_tie_and_without_what_is_known() {
    assert_eq!(auc_of(&[5.0, 1.0, 9.0, 3.0, 2.0, 2.0], &[2], &[0, 4]), 4.5 / 6.0);
}

#[test]
fn auc_is_one_for_a_perfect_order_zero_for_the_reverse_and_a_half_for_none() {
    let rising: Vec<f32> = (0..100_u8).map(f32::from).collect();
    let (last, first): (Vec<u32>, Vec<u32>) = ((70..100).collect(), (0..30).collect());
    for count in [1, 16, 17, 30] {
        assert_eq!(auc_of(&rising, &[], &last[30 - count..]), 1.0, "{count}");
        assert_eq!(auc_of(&rising, &[], &first[..count]), 0.0, "{count}");
        assert_eq!(auc_of(&[3.5; 100], &[40], &first[..count]), 0.5, "{count}");
    }
    assert_eq!(auc_of(&[1.0, 2.0], &[0], &[1]), 0.5, "nothing to tell apart");
}

/// Counting and looking up change over at a number of held-out items; pairs one by one are the judge.
#[test]
fn auc_of_few_and_of_many_held_out_items_is_the_share_of_pairs() {
    // Repeats, infinities and no numbers; the last are below all.
    let score = |index: usize| match index % 29 {
        0 => f32::NAN,
        1 => f32::NEG_INFINITY,
        2 => f32::INFINITY,
        _ => ((index * 37) % 23) as f32 - 0.5 * ((index % 3) as f32),
    };
    let scores: Vec<f32> = (0..300).map(score).collect();
    let known: Vec<u32> = (0..300).filter(|item| item % 7 == 3).collect();
    for count in [1, 2, 15, 16, 17, 18, 60] {
        let held_out: Vec<u32> = (0..300).filter(|item| item % 7 != 3 && item % 4 == 1).take(count).collect();
        let number = |item: u32| if score(item as usize).is_nan() { f32::NEG_INFINITY } else { score(item as usize) };
        let (mut points, mut pairs) = (0.0, 0.0);
        for &found in &held_out {
            for other in (0..300).filter(|item| !known.contains(item) && !held_out.contains(item)) {
                pairs += 1.0;
                points += f64::from(u8::from(number(found) > number(other)));
                points += 0.5 * f64::from(u8::from(number(found) == number(other)));
            }
        }
        assert_eq!(auc_of(&scores, &known, &held_out), points / pairs, "{count}");
    }
}

#[test]
fn coverage_counts_items_that_stand_in_any_list() {
    assert_eq!(coverage(&[0, 3, 0, 1]), 0.5);
    assert_eq!((coverage(&[0, 0]), coverage(&[])), (0.0, 0.0));
}

/// Of 1, 2 and 3 the differences of all nine pairs sum to 8: 8 / (2 · 3 · 6).
#[test]
fn gini_by_hand() {
    assert!((gini(&[3, 1, 2]) - 8.0 / 36.0).abs() < 1e-15);
    assert_eq!((gini(&[4, 4, 4]), gini(&[0, 0, 0, 8]), gini(&[0, 0])), (0.0, 0.75, 0.0));
}

/// Of four users, four have item 0, two have item 1, one has item 2 and no user has item 3.
#[test]
fn novelty_and_popularity_by_hand() {
    let mut known = CsrMatrix::new(4);
    for row in [&[0, 1, 2][..], &[0, 1], &[0], &[0]] {
        known.push_row(row).unwrap();
    }
    let catalogue = Catalogue::of(&known);
    assert_eq!([[0], [1], [2], [3]].map(|items| catalogue.novelty(&items)), [0.0, 1.0, 2.0, 2.0]);
    assert_eq!([[0], [1], [2], [3]].map(|items| catalogue.popularity(&items)), [1.0, 0.5, 0.25, 0.0]);
    assert_eq!((catalogue.novelty(&[1, 2]), catalogue.popularity(&[1, 3])), (1.5, 0.25));
    assert_eq!((catalogue.novelty(&[]), catalogue.popularity(&[])), (0.0, 0.0));
}

#[test]
fn the_list_fits_the_catalogue_and_is_never_all_of_it() {
    let lengths = [1, 2, 5, 6, 8, 9, 29, 30, 31, 5_000].map(list_length);
    assert_eq!(lengths, [1, 1, 1, 2, 2, 3, 9, 10, 10, 10]);
    assert!((2..100).all(|items| list_length(items) < items));
}
