use std::task::Poll;

use firstpick::error::Error;
use firstpick::job::{Job, run};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::network::{Activation, Mlp, SparseBatch, SparseInput};
use firstpick::rng::{stream, unit};
use firstpick::training::optimiser::Optimiser;
use firstpick::training::{Loss, OptimiserName, Options, Recipe, Trainer};

/// Users of two tastes: the first half of the items, or the second.
fn tastes(users: usize, items: usize) -> CsrMatrix {
    let mut generator = stream(1, "tastes");
    let mut rows = CsrMatrix::new(items);
    for user in 0..users {
        let first = (user % 2) * items / 2;
        let liked = first..first + items / 2;
        let row: Vec<u32> = liked.filter(|_| unit(&mut generator) < 0.6).map(|item| item as u32).collect();
        rows.push_row(&row).unwrap();
    }
    rows
}

fn options(recipe: Recipe, change: impl Fn(&mut Options)) -> Options {
    let mut options = recipe.defaults();
    options.epochs = 5.0;
    options.patience = 0.0;
    change(&mut options);
    options
}

/// The loss of each epoch, and the network at the end.
fn train(options: &Options, rows: &CsrMatrix) -> (Vec<f64>, Mlp<f32>) {
    let mut trainer = Trainer::<f32>::new(options.check().unwrap(), rows).unwrap();
    let mut losses = Vec::new();
    while !trainer.is_finished() {
        if let Poll::Ready(epoch) = trainer.poll(rows).unwrap() {
            losses.push(epoch.loss);
            trainer.end_epoch(None);
        }
    }
    (losses, trainer.finish().1)
}

#[test]
fn the_loss_of_every_recipe_and_optimiser_falls() {
    let rows = tastes(200, 20);
    for recipe in Recipe::ALL {
        for optimiser in [OptimiserName::Adam, OptimiserName::Adamw, OptimiserName::Sgd] {
            let options = options(recipe, |options| {
                options.optimiser = optimiser;
                options.learning_rate = if optimiser == OptimiserName::Sgd { 0.1 } else { 0.005 };
                options.weight_decay = 0.01;
                options.dropout = 0.1;
                options.epochs = 8.0;
            });
            let (losses, _) = train(&options, &rows);
            let (first, last) = (losses[0], losses[7]);
            assert!(last < 0.99 * first, "{recipe:?} with {optimiser:?}: {first} → {last}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_weights_bit_for_bit() {
    let rows = tastes(100, 16);
    for recipe in Recipe::ALL {
        let seeded = |seed: f64| train(&options(recipe, |options| options.seed = seed), &rows).1;
        let bits = |network: &Mlp<f32>| -> Vec<u32> {
            network.slices().iter().flat_map(|(values, _)| values.iter().map(|value| value.to_bits())).collect()
        };
        assert_eq!(bits(&seeded(1.0)), bits(&seeded(1.0)), "{recipe:?}");
        assert_ne!(bits(&seeded(1.0)), bits(&seeded(2.0)), "{recipe:?}");
    }
}

#[test]
fn l2_leaves_smaller_weights_and_l1_more_that_are_nearly_zero() {
    let rows = tastes(200, 20);
    let weights = |change: &dyn Fn(&mut Options)| -> Vec<f32> {
        let (_, network) = train(
            &options(Recipe::Article, |options| {
                options.epochs = 30.0;
                change(options);
            }),
            &rows,
        );
        let slices = network.slices();
        slices.iter().filter(|(_, is_weights)| *is_weights).flat_map(|(values, _)| values.iter().copied()).collect()
    };
    let size = |weights: &[f32]| weights.iter().map(|w| w * w).sum::<f32>();
    let tiny = |weights: &[f32]| weights.iter().filter(|w| w.abs() < 0.01).count();
    let plain = weights(&|_| ());
    let l2 = weights(&|options| options.l2 = 0.01);
    let l1 = weights(&|options| options.l1 = 0.01);
    assert!(size(&l2) < 0.7 * size(&plain), "{} against {}", size(&l2), size(&plain));
    assert!(tiny(&l1) > 2 * tiny(&plain), "{} against {}", tiny(&l1), tiny(&plain));
}

#[test]
fn early_stopping_keeps_the_weights_of_the_best_epoch() {
    let rows = tastes(60, 12);
    let options = options(Recipe::Recommended, |options| {
        options.patience = 2.0;
        options.epochs = 50.0;
    });
    let mut trainer = Trainer::<f32>::new(options.check().unwrap(), &rows).unwrap();
    let mut best = None;
    // The third epoch is said to be the best.
    for score in [0.1, 0.2, 0.5, 0.3, 0.4] {
        run(|| trainer.poll(&rows)).unwrap();
        if score == 0.5 {
            best = Some(trainer.network().clone());
        }
        trainer.end_epoch(Some(score));
    }
    assert!(trainer.is_over_early() && !trainer.is_finished());
    let (epoch, network) = trainer.finish();
    assert_eq!((epoch, Some(network)), (3, best));
}

#[test]
fn a_loss_that_is_no_longer_finite_is_an_error_that_names_the_epoch() {
    let rows = tastes(60, 12);
    let options = options(Recipe::Article, |options| {
        options.activation = Activation::Relu;
        options.optimiser = OptimiserName::Sgd;
        options.learning_rate = 10.0;
        options.momentum = 0.999;
        options.l2 = 1.0;
        options.epochs = 1_000.0;
    });
    let mut trainer = Trainer::<f32>::new(options.check().unwrap(), &rows).unwrap();
    let error = loop {
        match trainer.poll(&rows) {
            Ok(Poll::Pending) => {}
            Ok(Poll::Ready(_)) => {
                trainer.end_epoch(None);
                assert!(!trainer.is_finished(), "the loss stayed finite");
            }
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "diverged");
}

/// A batch too large for one step is trained on in parts; the result is the same but for rounding. 4,096 rows of this
/// network are 24 parts.
#[test]
fn a_large_batch_in_parts_learns_what_it_would_learn_whole() {
    let rows = tastes(4_096, 600);
    let options = options(Recipe::Article, |options| {
        options.hidden = vec![600.0];
        options.batch_size = 4_096.0;
        options.epochs = 2.0;
    });
    let mut trainer = Trainer::<f32>::new(options.check().unwrap(), &rows).unwrap();
    let mut steps = 0;
    let loss = loop {
        steps += 1;
        if let Poll::Ready(epoch) = trainer.poll(&rows).unwrap() {
            break epoch.loss;
        }
    };
    assert!(steps > 10, "only {steps} steps");
    // The whole batch at once, by hand, from the same first weights.
    let mut weights = stream(42, "weights");
    let mut expected = Mlp::<f64>::random(600, &[600], 600, Activation::Sigmoid, &mut weights).unwrap();
    let mut batch = SparseBatch::default();
    (0..rows.rows()).for_each(|user| batch.push(rows.row(user).iter().copied(), 1.0));
    let mut optimiser = Optimiser::new(options.check().unwrap().algorithm, &expected).unwrap();
    let mut workspace = expected.training_workspace(rows.rows()).unwrap();
    let mut gradient = SparseInput::zeros(600, 600).unwrap();
    let mut logits = expected.forward(&batch, &mut workspace, None);
    let whole = Loss::BinaryCrossEntropy.with_gradient(&mut logits, &batch);
    assert!((loss / whole - 1.0).abs() < 1e-5, "{loss} against {whole}");
    optimiser.begin_step();
    expected.backward(&batch, &mut workspace, None, &mut gradient, |slice, range, parameters, gradient| {
        optimiser.step_slice(slice, range, parameters, gradient);
    });
    optimiser.step_dense_input(&mut expected.input, &gradient);
    for ((after, _), (expected, _)) in trainer.network().slices().into_iter().zip(expected.slices()) {
        for (after, expected) in after.iter().zip(expected) {
            assert!((f64::from(*after) - expected).abs() < 1e-4, "{after} against {expected}");
        }
    }
}

#[test]
fn an_epoch_is_a_job_that_ends_and_begins_anew_with_the_next_epoch() {
    let rows = tastes(100, 16);
    let options = options(Recipe::Article, |_| ());
    let mut trainer = Trainer::<f32>::new(options.check().unwrap(), &rows).unwrap();
    for epoch in 1..=2 {
        assert_eq!((trainer.epoch(), trainer.progress(), trainer.running_loss()), (epoch, 0.0, None));
        let mut before = 0.0;
        let figures = loop {
            let poll = trainer.poll(&rows).unwrap();
            assert!(trainer.progress() > before, "each step gets on");
            before = trainer.progress();
            if let Poll::Ready(figures) = poll {
                break figures;
            }
        };
        assert_eq!((figures.epoch, trainer.progress(), trainer.running_loss()), (epoch, 1.0, Some(figures.loss)));
        assert_eq!(trainer.poll(&rows), Err(Error::JOB_OVER), "until the epoch is ended");
        trainer.end_epoch(None);
    }
    assert_eq!(trainer.kept_epoch(), 2);
}
