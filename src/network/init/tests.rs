use crate::network::activation::Activation;
use crate::network::init::Initialisation;
use crate::network::mlp::Mlp;
use crate::rng::stream;

fn spread(initialisation: Initialisation, inputs: usize, outputs: usize) -> (f64, f64, f64) {
    let mut weights = vec![0.0_f64; inputs * outputs];
    initialisation.fill(&mut weights, inputs, outputs, &mut stream(1, "weights"));
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let variance = weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64;
    let largest = weights.iter().fold(0.0_f64, |largest, w| largest.max(w.abs()));
    (mean, variance, largest)
}

#[test]
fn glorot_has_variance_two_over_inputs_plus_outputs() {
    let (mean, variance, largest) = spread(Initialisation::Glorot, 300, 100);
    assert!(mean.abs() < 0.002, "mean {mean}");
    assert!((variance / (2.0 / 400.0) - 1.0).abs() < 0.03, "variance {variance}");
    assert!(largest <= (6.0_f64 / 400.0).sqrt());
}

#[test]
fn he_has_variance_two_over_inputs() {
    let (_, variance, _) = spread(Initialisation::He, 300, 100);
    assert!((variance / (2.0 / 300.0) - 1.0).abs() < 0.03, "variance {variance}");
}

#[test]
fn the_same_seed_gives_the_same_network_and_another_seed_another() {
    let network = |seed| Mlp::<f32>::random(20, &[8, 4], 20, Activation::Tanh, &mut stream(seed, "weights")).unwrap();
    assert_eq!(network(7), network(7));
    assert_ne!(network(7), network(8));
}

#[test]
fn biases_begin_at_zero() {
    let network = Mlp::<f32>::random(9, &[5], 9, Activation::Relu, &mut stream(3, "weights")).unwrap();
    for (values, is_weights) in network.slices() {
        assert_eq!(values.iter().all(|&value| value == 0.0), !is_weights);
    }
}
