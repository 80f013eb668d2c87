use crate::network::sparse_input::{SparseBatch, SparseInput, TransposedIndex};
use crate::rng::{stream, unit};

/// Both are the same sums in the same order. Each column with ones is handed out once.
#[test]
fn the_gradient_by_column_is_the_accumulated_one_to_the_last_bit() {
    let (columns, width) = (9, 5);
    let mut generator = stream(3, "sparse");
    let mut transposed = TransposedIndex::new(columns).unwrap();
    for rows in [vec![vec![0, 3, 8], vec![3], vec![], vec![1, 3, 8]], vec![vec![2]], vec![vec![3, 4], vec![4]]] {
        let mut batch = SparseBatch::<f32>::default();
        for row in &rows {
            batch.push(row.iter().copied(), unit(&mut generator) as f32);
        }
        let delta: Vec<f32> = (0..rows.len() * width).map(|_| unit(&mut generator) as f32 - 0.5).collect();
        let mut accumulated = SparseInput::zeros(columns, width).unwrap();
        SparseInput::backward(&batch, &delta, &mut accumulated);

        let mut found = SparseInput::<f32>::zeros(columns, width).unwrap();
        let mut seen = Vec::new();
        SparseInput::backward_by_column(&batch, &delta, &mut transposed, &mut vec![7.0; width], |column, gradient| {
            found.weights.column_mut(column as usize).copy_from_slice(gradient);
            seen.push(column);
        });
        SparseInput::backward_of_bias(&delta, found.bias.as_mut_slice());
        assert_eq!(found, accumulated);

        let mut present = rows.concat();
        present.sort();
        present.dedup();
        seen.sort();
        assert_eq!(seen, present, "each column with a one is handed out once");
    }
}
