use crate::models::wide_deep::standardise;

#[test]
fn standardised_scores_have_mean_0_and_deviation_1() {
    for count in [1, 7, 8, 65, 1_000] {
        let mut scores: Vec<f32> = (0..count).map(|index| ((index * 37) % 101) as f32 / 3.0 + 100.0).collect();
        standardise(&mut scores);
        let mean = scores.iter().map(|&score| f64::from(score)).sum::<f64>() / count as f64;
        let variance = scores.iter().map(|&score| f64::from(score).powi(2)).sum::<f64>() / count as f64;
        assert!(mean.abs() < 1e-4, "{count}: {mean}");
        assert!(count == 1 || (variance - 1.0).abs() < 1e-3, "{count}: {variance}");
    }
    let mut equal = vec![3.0; 20];
    standardise(&mut equal);
    assert_eq!(equal, vec![0.0; 20], "nothing to tell apart");
}
