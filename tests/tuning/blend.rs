use firstpick::job::{Job, run};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::models::{EaseOptions, Linear, LinearFit, LinearOptions, NetworkModel, Scorer};
use firstpick::network::Mlp;
use firstpick::rng::{stream, unit};
use firstpick::training::Recipe;
use firstpick::tuning::{BlendPaths, BlendSearch, DEEP_SHARES};

use super::finished;

/// Two tastes, and of each user one item of their taste held out.
fn tastes() -> (CsrMatrix, CsrMatrix) {
    let mut generator = stream(1, "tastes");
    let (mut known, mut held_out) = (CsrMatrix::new(40), CsrMatrix::new(40));
    for user in 0..120 {
        let mut row: Vec<u32> = (0..40).filter(|item| item % 2 == user % 2 && unit(&mut generator) < 0.7).collect();
        let last = row.pop().into_iter().collect::<Vec<u32>>();
        known.push_row(&row).expect("a row");
        held_out.push_row(&last).expect("a row");
    }
    (known, held_out)
}

fn linear(known: &CsrMatrix) -> Linear {
    let options = LinearOptions { ease: EaseOptions::default(), discount: 0.0, max_items: 100 };
    let mut fit = LinearFit::new(None, false, known, options).expect("a fit");
    run(|| fit.poll(known)).expect("a fit")
}

#[test]
fn a_network_that_knows_nothing_gets_the_smaller_share() {
    let (known, held_out) = tastes();
    let settings = Recipe::Recommended.defaults().check().expect("options");
    let network = Mlp::random(40, &[8], 40, settings.activation, &mut stream(2, "weights")).expect("a network");
    let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
    let linear = linear(&known);
    let mut search = BlendSearch::new(0..120, &held_out);
    finished(&mut search, |search| {
        let deep = NetworkModel { network: &network, scorer: &mut scorer };
        search.poll(BlendPaths { linear: &linear, deep, known: &known, held_out: &held_out })
    });
    let (share, ndcg) = search.best().expect("users");
    assert!(DEEP_SHARES.contains(&share) && share < 0.5, "{share}");
    assert!(ndcg > 0.1 && ndcg <= 1.0, "{ndcg}");
}

#[test]
fn without_users_there_is_no_choice() {
    let (known, held_out) = tastes();
    let settings = Recipe::Recommended.defaults().check().expect("options");
    let network = Mlp::zeros(40, &[8], 40, settings.activation).expect("a network");
    let mut scorer = Scorer::new(&settings, &network).expect("a scorer");
    let linear = linear(&known);
    let mut search = BlendSearch::new(0..0, &held_out);
    let mut steps = 0;
    finished(&mut search, |search| {
        steps += 1;
        let deep = NetworkModel { network: &network, scorer: &mut scorer };
        search.poll(BlendPaths { linear: &linear, deep, known: &known, held_out: &held_out })
    });
    assert_eq!((search.best(), steps), (None, 1 + 3), "over at once, and three times refused after that");
}
