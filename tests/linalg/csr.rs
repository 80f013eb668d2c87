use firstpick::linalg::csr::CsrMatrix;
use firstpick::rng::{below, stream, unit};

type Dense = Vec<Vec<bool>>;

fn dense(seed: u64, name: &str) -> Dense {
    // Both matrices of a seed have the same shape; single rows and columns come about as well.
    let mut shape = stream(seed, "shape");
    let (rows, width) = (1 + below(&mut shape, 12), 1 + below(&mut shape, 12));
    let mut generator = stream(seed, name);
    (0..rows).map(|_| (0..width).map(|_| unit(&mut generator) < 0.3).collect()).collect()
}

fn ones(row: &[bool]) -> Vec<u32> {
    (0..row.len() as u32).filter(|&column| row[column as usize]).collect()
}

fn sparse(dense: &Dense) -> CsrMatrix {
    let mut sparse = CsrMatrix::new(dense[0].len());
    dense.iter().for_each(|row| sparse.push_row(&ones(row)).expect("a small row"));
    sparse
}

#[test]
fn rows_and_counts_are_those_of_the_dense_matrix() {
    for seed in 0..100 {
        let dense = dense(seed, "matrix");
        let sparse = sparse(&dense);
        assert_eq!((sparse.rows(), sparse.width()), (dense.len(), dense[0].len()));
        assert_eq!(sparse.ones(), dense.iter().flatten().filter(|&&one| one).count());
        for (row, dense) in dense.iter().enumerate() {
            assert_eq!(sparse.row(row), ones(dense), "seed {seed}, row {row}");
        }
        let counts: Vec<u32> =
            (0..sparse.width()).map(|column| dense.iter().filter(|row| row[column]).count() as u32).collect();
        assert_eq!(sparse.column_counts(), counts, "seed {seed}");
    }
}

#[test]
fn transposing_exchanges_rows_and_columns() {
    for seed in 0..100 {
        let dense = dense(seed, "matrix");
        let transposed: Dense =
            (0..dense[0].len()).map(|column| dense.iter().map(|row| row[column]).collect()).collect();
        assert_eq!(sparse(&dense).transposed(), Ok(sparse(&transposed)), "seed {seed}");
    }
}

#[test]
fn the_union_has_a_one_where_either_has_one() {
    for seed in 0..100 {
        let (left, right) = (dense(seed, "left"), dense(seed, "right"));
        let either: Dense =
            left.iter().zip(&right).map(|(left, right)| left.iter().zip(right).map(|(l, r)| l | r).collect()).collect();
        assert_eq!(sparse(&left).union(&sparse(&right)), Ok(sparse(&either)), "seed {seed}");
    }
}
