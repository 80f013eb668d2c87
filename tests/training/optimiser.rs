use firstpick::network::{Activation, Mlp};
use firstpick::rng::{below, stream};
use firstpick::training::optimiser::{Adam, AdamW, Algorithm, Optimiser, Sgd};

/// A network of one input, one hidden unit and one output, all parameters `value`.
fn network(value: f64) -> Mlp<f64> {
    let mut network = Mlp::zeros(1, &[1], 1, Activation::Relu).unwrap();
    network.slices_mut().into_iter().for_each(|(values, _)| values.fill(value));
    network
}

/// One step along a whole gradient.
fn step(optimiser: &mut Optimiser<f64>, network: &mut Mlp<f64>, gradient: &Mlp<f64>) {
    optimiser.flush(network);
    optimiser.begin_step();
    optimiser.step_dense_input(&mut network.input, &gradient.input);
    above(optimiser, network, gradient);
}

/// The layers above the first, from the last to the first and in pieces, as training does it.
fn above(optimiser: &mut Optimiser<f64>, network: &mut Mlp<f64>, gradient: &Mlp<f64>) {
    let slices = network.slices_mut().into_iter().zip(gradient.slices()).enumerate().skip(2);
    for (slice, ((parameters, _), (gradient, _))) in slices.collect::<Vec<_>>().into_iter().rev() {
        let middle = parameters.len() / 2;
        for range in [0..middle, middle..parameters.len()] {
            optimiser.step_slice(slice, range.clone(), &mut parameters[range.clone()], &gradient[range]);
        }
    }
}

fn first(network: &Mlp<f64>) -> f64 {
    network.input.weights[0]
}

/// The bowl is w²/2, whose gradient is w.
#[test]
fn each_algorithm_finds_the_bottom_of_a_bowl() {
    let adam = Adam { learning_rate: 0.02, ..Adam::default() };
    for algorithm in [
        Algorithm::Sgd(Sgd { learning_rate: 0.05, momentum: 0.5 }),
        Algorithm::Adam(adam),
        Algorithm::AdamW(AdamW { adam, weight_decay: 0.01 }),
    ] {
        let mut at = network(1.0);
        let mut optimiser = Optimiser::new(algorithm, &at).unwrap();
        for _ in 0..500 {
            let gradient = at.clone();
            step(&mut optimiser, &mut at, &gradient);
        }
        assert!(first(&at).abs() < 0.01, "{algorithm:?} ended at {}", first(&at));
    }
}

/// By hand: v = −0.1 · 2 = −0.2, w = 0.8; then v = 0.5 · −0.2 − 0.2 = −0.3, w = 0.5.
#[test]
fn momentum_by_hand() {
    let mut at = network(1.0);
    let mut optimiser = Optimiser::new(Algorithm::Sgd(Sgd { learning_rate: 0.1, momentum: 0.5 }), &at).unwrap();
    step(&mut optimiser, &mut at, &network(2.0));
    assert!((first(&at) - 0.8).abs() < 1e-15);
    step(&mut optimiser, &mut at, &network(2.0));
    assert!((first(&at) - 0.5).abs() < 1e-15);
}

/// Adam's first step is the learning rate, whatever the size of the gradient.
#[test]
fn the_first_step_of_adam_has_the_length_of_the_learning_rate() {
    for size in [1e-3, 1.0, 1e3] {
        let mut at = network(1.0);
        let mut optimiser = Optimiser::new(Algorithm::Adam(Adam::default()), &at).unwrap();
        step(&mut optimiser, &mut at, &network(size));
        assert!((1.0 - first(&at) - 0.001).abs() < 1e-5, "gradient {size}: {}", first(&at));
    }
}

#[test]
fn weight_decay_shrinks_weights_and_leaves_biases() {
    let adam = Adam { learning_rate: 0.1, ..Adam::default() };
    let mut at = network(1.0);
    let decaying = Algorithm::AdamW(AdamW { adam, weight_decay: 0.5 });
    let mut optimiser = Optimiser::new(decaying, &at).unwrap();
    step(&mut optimiser, &mut at, &network(0.0));
    for (values, is_weights) in at.slices() {
        assert!((values[0] - if is_weights { 0.95 } else { 1.0 }).abs() < 1e-15);
    }
}

/// A gradient, and the columns of the first layer that it touches.
type SparseStep = (Mlp<f64>, Vec<u32>);

/// A network of eleven inputs, and gradients of which each step touches a few, some of them twice in the list.
fn sparse_steps(seed: u64) -> (Mlp<f64>, Vec<SparseStep>) {
    let mut generator = stream(seed, "sparse");
    let start = Mlp::random(11, &[4], 3, Activation::Tanh, &mut generator).unwrap();
    let steps = (0..300).map(|_| {
        let mut gradient = Mlp::random(11, &[4], 3, Activation::Tanh, &mut generator).unwrap();
        let touched: Vec<u32> = (0..3).map(|_| below(&mut generator, 11) as u32).collect();
        for column in (0..11).filter(|column| !touched.contains(column)) {
            gradient.input.weights.column_mut(column as usize).fill(0.0);
        }
        (gradient, touched)
    });
    let steps = steps.collect();
    (start, steps)
}

/// The distance of the weights after dense and sparse steps, relative to their way.
fn distance_of_sparse_from_dense(algorithm: Algorithm, seed: u64) -> f64 {
    let (start, steps) = sparse_steps(seed);
    let (mut dense, mut sparse) = (start.clone(), start.clone());
    let mut dense_optimiser = Optimiser::new(algorithm, &start).unwrap();
    let mut sparse_optimiser = Optimiser::new(algorithm, &start).unwrap();
    for (gradient, touched) in &steps {
        step(&mut dense_optimiser, &mut dense, gradient);
        sparse_optimiser.catch_up(&mut sparse, touched.iter().copied());
        sparse_optimiser.begin_step();
        sparse_optimiser.step_sparse_input(&mut sparse.input, &gradient.input, touched);
        above(&mut sparse_optimiser, &mut sparse, gradient);
    }
    sparse_optimiser.flush(&mut sparse);
    let norm = |a: &Mlp<f64>, b: &Mlp<f64>| {
        let pairs = a.input.weights.iter().zip(b.input.weights.iter());
        pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    };
    assert_eq!(dense.dense, sparse.dense, "layers above the first take the same steps");
    norm(&dense, &sparse) / norm(&dense, &start)
}

#[test]
fn deferring_untouched_columns_is_exact_for_momentum() {
    for seed in 0..10 {
        for momentum in [0.0, 0.9] {
            let distance = distance_of_sparse_from_dense(Algorithm::Sgd(Sgd { learning_rate: 0.01, momentum }), seed);
            assert!(distance < 1e-12, "momentum {momentum}: {distance:e}");
        }
    }
}

#[test]
fn deferring_untouched_columns_is_within_a_millionth_for_adam() {
    for seed in 0..10 {
        let adam = Adam::default();
        let distance = distance_of_sparse_from_dense(Algorithm::Adam(adam), seed);
        assert!(distance < 1e-6, "Adam: {distance:e}");
        let distance = distance_of_sparse_from_dense(Algorithm::AdamW(AdamW { adam, weight_decay: 0.01 }), seed);
        assert!(distance < 1e-4, "AdamW: {distance:e}");
    }
}

/// A column that one batch has, and then none for thousands of steps, more than the tables have.
#[test]
fn a_column_may_be_deferred_for_thousands_of_steps() {
    let adam = Adam::default();
    for algorithm in
        [Algorithm::Sgd(Sgd::default()), Algorithm::Adam(adam), Algorithm::AdamW(AdamW { adam, weight_decay: 0.01 })]
    {
        for steps in [100, 4_095, 4_096, 6_000] {
            let (mut dense, mut sparse) = (network(1.0), network(1.0));
            let mut dense_optimiser = Optimiser::new(algorithm, &dense).unwrap();
            let mut sparse_optimiser = Optimiser::new(algorithm, &sparse).unwrap();
            step(&mut dense_optimiser, &mut dense, &network(0.5));
            step(&mut sparse_optimiser, &mut sparse, &network(0.5));
            let zero = network(0.0);
            for _ in 0..steps {
                step(&mut dense_optimiser, &mut dense, &zero);
                sparse_optimiser.begin_step();
                above(&mut sparse_optimiser, &mut sparse, &zero);
            }
            sparse_optimiser.flush(&mut sparse);
            let (dense, sparse) = (first(&dense), first(&sparse));
            let distance = (dense - sparse).abs() / (1.0 - dense);
            // The closed form of AdamW lets the weight decay, but not what the deferred steps add to it.
            let max = if matches!(algorithm, Algorithm::AdamW(_)) { 1e-2 } else { 1e-4 };
            assert!(distance < max, "{algorithm:?}, {steps} steps: {dense} against {sparse}");
        }
    }
}
