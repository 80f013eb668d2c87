use crate::training::early_stopping::EarlyStopping;

fn best_epoch(stopping: &EarlyStopping) -> Option<u32> {
    stopping.best.map(|(epoch, _)| epoch)
}

#[test]
fn stops_after_the_patience_is_used_up_and_names_the_best_epoch() {
    let mut stopping = EarlyStopping::new(2);
    let scores = [0.1, 0.3, 0.2, 0.25];
    let over: Vec<bool> = scores
        .iter()
        .zip(1..)
        .map(|(&score, epoch)| {
            stopping.record(epoch, score);
            stopping.is_over()
        })
        .collect();
    assert_eq!(over, [false, false, false, true]);
    assert_eq!(best_epoch(&stopping), Some(2));
}

#[test]
fn a_better_score_starts_the_patience_anew() {
    let mut stopping = EarlyStopping::new(2);
    for (score, epoch) in [0.1, 0.05, 0.2, 0.1].into_iter().zip(1..) {
        stopping.record(epoch, score);
        assert!(!stopping.is_over());
    }
}

#[test]
fn without_patience_it_never_stops() {
    let mut stopping = EarlyStopping::new(0);
    for epoch in 1..1_000 {
        stopping.record(epoch, -f64::from(epoch));
        assert!(!stopping.is_over());
    }
}

#[test]
fn the_first_of_equal_scores_counts() {
    let mut stopping = EarlyStopping::new(3);
    assert!(stopping.record(1, 0.5));
    assert!(!stopping.record(2, 0.5));
    assert_eq!(best_epoch(&stopping), Some(1));
}
