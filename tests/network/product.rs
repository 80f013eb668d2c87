use firstpick::network::product::{Columns, Shape, multiply_by_transposed_onto, multiply_onto};
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

/// A matrix with columns `stride` apart; what stands between them must neither matter nor change.
fn spread(values: &[f64], rows: usize, stride: usize) -> Vec<f64> {
    let mut spread = vec![f64::NAN; (values.len() / rows.max(1)) * stride];
    for (to, from) in spread.chunks_exact_mut(stride).zip(values.chunks_exact(rows)) {
        to[..rows].copy_from_slice(from);
    }
    spread
}

/// Whole tiles and what is left of them, in every mixture, and an inner dimension of more than one block.
#[test]
fn both_products_agree_with_the_textbook_at_every_size() {
    let mut generator = stream(1, "products");
    for rows in [1, 2, 5, 8, 9, 24] {
        for inner in [1, 2, 7, 33, 256, 300] {
            for columns in [1, 3, 4, 5, 12] {
                let shape = Shape { rows, inner, columns };
                let (a, b) = (random(rows * inner, &mut generator), random(inner * columns, &mut generator));
                let start = random(rows * columns, &mut generator);
                for gap in [0, 3] {
                    let wide_a = spread(&a, rows, rows + gap);
                    let left = Columns { values: &wide_a, stride: rows + gap };
                    let check = |found: &[f64], product: &[f64], what: &str| {
                        for (column, found) in found.chunks_exact(rows + gap).enumerate() {
                            let place = column * rows..(column + 1) * rows;
                            let sum: Vec<f64> =
                                start[place.clone()].iter().zip(&product[place]).map(|(c, p)| c + p).collect();
                            assert_close(&found[..rows], &sum, &format!("{what}, {shape:?}, gap {gap}"));
                            assert!(found[rows..].iter().all(|value| value.is_nan()), "written between columns");
                        }
                    };

                    let wide_b = spread(&b, inner, inner + gap);
                    let mut c = spread(&start, rows, rows + gap);
                    let right = Columns { values: &wide_b, stride: inner + gap };
                    multiply_onto(shape, left, right, &mut c, rows + gap);
                    check(&c, &textbook(shape, |i, j| a[i + j * rows], |i, j| b[i + j * inner]), "C + A B");

                    let wide_b = spread(&b, columns, columns + gap);
                    let mut c = spread(&start, rows, rows + gap);
                    let right = Columns { values: &wide_b, stride: columns + gap };
                    multiply_by_transposed_onto(shape, left, right, &mut c, rows + gap);
                    check(&c, &textbook(shape, |i, j| a[i + j * rows], |i, j| b[j + i * columns]), "C + A Bᵀ");
                }
            }
        }
    }
}
