use firstpick::network::product::{Shape, multiply_by_transposed, multiply_onto, multiply_transposed};
use firstpick::random::{Generator, stream, unit};

fn random(length: usize, generator: &mut Generator) -> Vec<f64> {
    (0..length).map(|_| unit(generator) - 0.5).collect()
}

/// The textbook's product of functions (row, column) → value.
fn textbook(shape: Shape, a: impl Fn(usize, usize) -> f64, b: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut c = Vec::new();
    for column in 0..shape.columns {
        for row in 0..shape.rows {
            c.push((0..shape.inner).map(|inner| a(row, inner) * b(inner, column)).sum());
        }
    }
    c
}

fn assert_close(found: &[f64], expected: &[f64], what: &str) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{what}: {found} against {expected}");
    }
}

/// Every mixture of small and large dimensions: nalgebra treats those up to five differently, and
/// with strided views reads beyond their end there.
#[test]
fn all_three_products_agree_with_the_textbook_at_every_size() {
    let mut generator = stream(1, "products");
    let sizes = [1, 2, 5, 6, 7, 33];
    for rows in sizes {
        for inner in sizes {
            for columns in sizes {
                let shape = Shape { rows, inner, columns };
                let (a, b) = (random(rows * inner, &mut generator), random(inner * columns, &mut generator));

                let mut c = vec![2.0; rows * columns];
                multiply_onto(shape, &a, &b, &mut c);
                let expected = textbook(shape, |i, j| a[i + j * rows], |i, j| b[i + j * inner]);
                let onto: Vec<f64> = expected.iter().map(|value| value + 2.0).collect();
                assert_close(&c, &onto, &format!("C + A B, {shape:?}"));

                // What was there before must not matter to the other two.
                c.fill(f64::NAN);

                multiply_transposed(shape, &a, &b, &mut c);
                let expected = textbook(shape, |i, j| a[j + i * inner], |i, j| b[i + j * inner]);
                assert_close(&c, &expected, &format!("Aᵀ B, {shape:?}"));

                c.fill(f64::NAN);
                multiply_by_transposed(shape, &a, &b, &mut c, false);
                let expected = textbook(shape, |i, j| a[i + j * rows], |i, j| b[j + i * columns]);
                assert_close(&c, &expected, &format!("A Bᵀ, {shape:?}"));
                multiply_by_transposed(shape, &a, &b, &mut c, true);
                let twice: Vec<f64> = expected.iter().map(|value| 2.0 * value).collect();
                assert_close(&c, &twice, &format!("C + A Bᵀ, {shape:?}"));
            }
        }
    }
}
