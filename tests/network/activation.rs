use firstpick::network::{Activation, sigmoid};

const ALL: [Activation; 3] = [Activation::Sigmoid, Activation::Relu, Activation::Tanh];

#[test]
fn known_values() {
    let mut values = [-1.0, 0.0, 2.0];
    Activation::Relu.forward(&mut values);
    assert_eq!(values, [0.0, 0.0, 2.0]);
    assert_eq!(sigmoid(0.0), 0.5);
    assert!((sigmoid(2.0_f64) - 0.880_797_077_977_882_3).abs() < 1e-15);
}

#[test]
fn sigmoid_of_opposite_sums_adds_up_to_one() {
    for step in -80..=80 {
        let z = f64::from(step) / 4.0;
        assert!((sigmoid(z) + sigmoid(-z) - 1.0).abs() < 1e-15, "at {z}");
    }
}

#[test]
fn derivative_agrees_with_finite_differences() {
    let h = 1e-6;
    for activation in ALL {
        for step in -30..=30 {
            // Not at 0, where relu has a corner.
            let z = f64::from(step) / 7.0 + 0.01;
            let at = |z: f64| {
                let mut value = [z];
                activation.forward(&mut value);
                value[0]
            };
            let mut gradient = [1.0];
            activation.backward(&[at(z)], &mut gradient);
            let numeric = (at(z + h) - at(z - h)) / (2.0 * h);
            assert!((gradient[0] - numeric).abs() < 1e-8, "{activation:?} at {z}: {} against {numeric}", gradient[0]);
        }
    }
}
