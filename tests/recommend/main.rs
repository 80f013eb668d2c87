//! What a user is shown, and why, with models whose scores are known beforehand.

use firstpick::error::Result;
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{Model, Scale};
use firstpick::recommend::{explain_by_co_occurrence, explain_by_leaving_out, recommend};
use firstpick::rng::{stream, unit};

/// Scores an item by the sum of what each of the user's items says for it.
struct Linear {
    /// `says[item][target]`.
    says: Vec<Vec<f32>>,
    /// How many profiles were scored.
    scored: usize,
}

impl Model for Linear {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
        for (&user, scores) in users.iter().zip(scores.chunks_exact_mut(known.width())) {
            self.scored += 1;
            for (target, score) in scores.iter_mut().enumerate() {
                *score = known.row(user as usize).iter().map(|&item| self.says[item as usize][target]).sum();
            }
        }
        Ok(())
    }

    fn scale(&self, _scores: &[f32]) -> Scale {
        Scale::Fraction { whole: 10.0 }
    }

    fn block(&self) -> usize {
        3
    }
}

fn matrix(width: usize, rows: &[&[u32]]) -> CsrMatrix {
    let mut matrix = CsrMatrix::new(width);
    rows.iter().for_each(|row| matrix.push_row(row).expect("a small row"));
    matrix
}

/// The scores of all users are those of item 0's row.
fn constant(scores: &[f32]) -> Linear {
    Linear { says: vec![scores.to_vec(); scores.len()], scored: 0 }
}

#[test]
fn a_list_is_ordered_by_score_and_leaves_out_what_the_user_has() {
    let known = matrix(5, &[&[1], &[4]]);
    let mut model = constant(&[2.0, 9.0, 5.0, 1.0, 4.0]);
    let lists = recommend(&mut model, &known, &[0, 1], 3).expect("lists");
    let items: Vec<Vec<usize>> = lists.iter().map(|list| list.iter().map(|place| place.item).collect()).collect();
    assert_eq!(items, [[2, 4, 0], [1, 2, 0]]);
    let scores: Vec<f64> = lists[0].iter().map(|place| place.score).collect();
    assert_eq!(scores, [0.5, 0.4, 0.2]);
}

#[test]
fn strength_is_relative_to_the_first_of_the_list() {
    let known = matrix(4, &[&[0]]);
    let strengths = |scores: &[f32]| -> Vec<f64> {
        let list = &recommend(&mut constant(scores), &known, &[0], 9).expect("lists")[0];
        list.iter().map(|place| place.strength).collect()
    };
    assert_eq!(strengths(&[9.0, 4.0, 2.0, -1.0]), [1.0, 0.5, 0.0]);
    assert_eq!(strengths(&[9.0, 0.0, 0.0, 0.0]), [0.0; 3], "where the first is worth nothing");
}

#[test]
fn a_user_who_has_everything_is_shown_nothing() {
    let known = matrix(2, &[&[0, 1]]);
    assert!(recommend(&mut constant(&[1.0, 2.0]), &known, &[0], 5).expect("lists")[0].is_empty());
}

#[test]
fn reasons_are_the_items_that_hold_a_score_up_most_telling_first() {
    let known = matrix(7, &[&[], &[0, 1, 2, 3, 4]]);
    let mut says = vec![vec![0.0; 7]; 7];
    for (item, weight) in [1.0_f32, 4.0, -2.0, 3.0, 2.0].into_iter().enumerate() {
        says[item][5] = weight;
        says[item][6] = -weight.abs();
    }
    let reasons = explain_by_leaving_out(&mut Linear { says, scored: 0 }, &known, 1, &[5, 6]).expect("reasons");
    assert_eq!(reasons, [vec![1, 3, 4], vec![]], "at most three, and none where no item speaks for it");
}

/// A model whose scores are shown as shares.
struct Shares(Linear);

impl Model for Shares {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
        self.0.score(known, users, scores)
    }

    fn scale(&self, scores: &[f32]) -> Scale {
        Scale::share_among(scores)
    }

    fn block(&self) -> usize {
        self.0.block()
    }
}

#[test]
fn where_scores_are_shown_as_shares_reasons_are_what_holds_up_the_share() {
    for seed in 0..30 {
        let mut generator = stream(seed, "says");
        let mut random = || (unit(&mut generator) * 2.0 - 1.0) as f32;
        let says: Vec<Vec<f32>> = (0..40).map(|_| (0..40).map(|_| random()).collect()).collect();
        let had = [1, 5, 6, 20, 33];
        let share = |without: Option<u32>, target: usize| {
            let had = had.iter().filter(|&&item| Some(item) != without);
            let score = |target: usize| had.clone().map(|&item| f64::from(says[item as usize][target])).sum::<f64>();
            score(target).exp() / (0..40).map(|item| score(item).exp()).sum::<f64>()
        };
        let reasons = explain_by_leaving_out(
            &mut Shares(Linear { says: says.clone(), scored: 0 }),
            &matrix(40, &[&had]),
            0,
            &[39, 2],
        )
        .expect("reasons");
        for (target, reasons) in [39, 2].into_iter().zip(reasons) {
            let fall = |item: u32| share(None, target) - share(Some(item), target);
            let mut expected: Vec<u32> = had.into_iter().filter(|&item| fall(item) > 0.0).collect();
            expected.sort_by(|&a, &b| fall(b).total_cmp(&fall(a)));
            expected.truncate(3);
            let found: Vec<u32> = reasons.iter().map(|&item| item as u32).collect();
            assert_eq!(found, expected, "seed {seed}, target {target}");
        }
    }
}

#[test]
fn reasons_of_a_long_history_are_looked_for_in_few_profiles() {
    let all: Vec<u32> = (0..699).collect();
    let known = matrix(700, &[&all]);
    let mut model = Linear { says: vec![vec![0.5; 700]; 700], scored: 0 };
    let reasons = explain_by_leaving_out(&mut model, &known, 0, &[699]).expect("reasons");
    assert_eq!(reasons[0].len(), 3);
    assert!(model.scored <= 300, "{} profiles were scored", model.scored);
}

#[test]
fn a_user_without_items_gives_no_reasons() {
    let known = matrix(3, &[&[], &[0]]);
    assert_eq!(explain_by_leaving_out(&mut constant(&[1.0; 3]), &known, 0, &[1, 2]), Ok(vec![vec![], vec![]]));
    let owners = known.transposed().expect("owners");
    assert_eq!(explain_by_co_occurrence(&known, &owners, 0, &[1, 2]), vec![Vec::<usize>::new(); 2]);
}

#[test]
fn co_occurrence_is_the_cosine_between_the_items_owners() {
    for seed in 0..50 {
        let mut generator = stream(seed, "company");
        let mut known = CsrMatrix::new(10);
        for _ in 0..30 {
            let row: Vec<u32> = (0..10).filter(|_| unit(&mut generator) < 0.3).collect();
            known.push_row(&row).expect("a small row");
        }
        let owners = known.transposed().expect("owners");
        let both = |user: usize, a: u32, b: u32| known.row(user).contains(&a) && known.row(user).contains(&b);
        let cosine = |a: u32, b: u32| {
            let norms = ((owners.row(a as usize).len() * owners.row(b as usize).len()) as f64).sqrt();
            (0..30).filter(|&user| both(user, a, b)).count() as f64 / norms.max(1.0)
        };
        for user in 0..30 {
            let targets: Vec<usize> = (0..10).filter(|target| !known.row(user).contains(&(*target as u32))).collect();
            for (reasons, &target) in explain_by_co_occurrence(&known, &owners, user, &targets).iter().zip(&targets) {
                let mut expected: Vec<u32> =
                    known.row(user).iter().copied().filter(|&item| cosine(item, target as u32) > 0.0).collect();
                expected
                    .sort_by(|&a, &b| cosine(b, target as u32).total_cmp(&cosine(a, target as u32)).then(a.cmp(&b)));
                expected.truncate(3);
                let found: Vec<u32> = reasons.iter().map(|&item| item as u32).collect();
                assert_eq!(found, expected, "seed {seed}, user {user}, target {target}");
            }
        }
    }
}
