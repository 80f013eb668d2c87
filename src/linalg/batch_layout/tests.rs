use crate::linalg::batch_layout::{stride, to_rows, to_units};

#[test]
fn by_unit_and_back_is_what_it_was_with_zeros_beyond_the_rows() {
    for (rows, width) in [(1, 1), (3, 5), (8, 2), (9, 21), (16, 40)] {
        let by_row: Vec<f64> = (1..=rows * width).map(|value| value as f64).collect();
        let mut by_unit = vec![f64::NAN; width * stride(rows)];
        to_units(&by_row, width, &mut by_unit);
        for unit in 0..width {
            for row in 0..stride(rows) {
                let expected = if row < rows { by_row[row * width + unit] } else { 0.0 };
                assert_eq!(by_unit[unit * stride(rows) + row], expected, "{rows} × {width}: unit {unit}, row {row}");
            }
        }
        let mut back = vec![f64::NAN; rows * width];
        to_rows(&by_unit, &mut back, width);
        assert_eq!(back, by_row);
    }
}
