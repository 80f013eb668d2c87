use crate::linalg::gemm::{MatrixRef, PackedMatrix};
use crate::rng::{Generator, stream, unit};

fn random(length: usize, generator: &mut Generator) -> Vec<f64> {
    (0..length).map(|_| unit(generator) - 0.5).collect()
}

#[derive(Clone, Copy, Debug)]
struct Shape {
    rows: usize,
    inner: usize,
    columns: usize,
}

/// The product by its definition; the factors are functions (row, column) → value.
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

/// A matrix with columns `stride` apart; the NaN between them must neither matter nor change.
fn spread(values: &[f64], rows: usize, stride: usize) -> Vec<f64> {
    let mut spread = vec![f64::NAN; (values.len() / rows.max(1)) * stride];
    for (to, from) in spread.chunks_exact_mut(stride).zip(values.chunks_exact(rows)) {
        to[..rows].copy_from_slice(from);
    }
    spread
}

/// Whole and partial tiles in every combination.
#[test]
fn both_products_agree_with_the_textbook_at_every_size() {
    let mut generator = stream(1, "products");
    // One buffer for all, as in training: the values of a larger product must not matter.
    let mut packed = PackedMatrix::new(24, 300).unwrap();
    for rows in [24, 1, 2, 5, 8, 9] {
        for inner in [300, 1, 2, 7, 33, 256] {
            for columns in [1, 3, 4, 5, 12] {
                for gap in [0, 3] {
                    check(Shape { rows, inner, columns }, gap, &mut packed, &mut generator);
                }
            }
        }
    }
}

fn check(shape: Shape, gap: usize, packed: &mut PackedMatrix<f64>, generator: &mut Generator) {
    let Shape { rows, inner, columns } = shape;
    let (a, b) = (random(rows * inner, generator), random(inner * columns, generator));
    packed.pack(rows, inner, MatrixRef { values: &spread(&a, rows, rows + gap), stride: rows + gap });
    let compare = |found: &[f64], product: &[f64], before: &dyn Fn(usize, usize) -> f64| {
        for (column, found) in found.chunks_exact(rows + gap).enumerate() {
            let sum: Vec<f64> = (0..rows).map(|row| before(row, column) + product[column * rows + row]).collect();
            assert_close(&found[..rows], &sum, &format!("{shape:?}, gap {gap}"));
            assert!(found[rows..].iter().all(|value| value.is_nan()), "written between columns");
        }
    };

    let start = random(columns, generator);
    let mut c = vec![f64::NAN; columns * (rows + gap)];
    let right = spread(&b, inner, inner + gap);
    packed.multiply_from(&start, MatrixRef { values: &right, stride: inner + gap }, &mut c, rows + gap);
    compare(&c, &textbook(shape, |i, j| a[i + j * rows], |i, j| b[i + j * inner]), &|_, column| start[column]);

    let before = random(rows * columns, generator);
    let mut c = spread(&before, rows, rows + gap);
    let right = MatrixRef { values: &spread(&b, columns, columns + gap), stride: columns + gap };
    packed.add_product_with_transposed(columns, right, &mut c, rows + gap);
    let product = textbook(shape, |i, j| a[i + j * rows], |i, j| b[j + i * columns]);
    compare(&c, &product, &|row, column| before[column * rows + row]);
}
