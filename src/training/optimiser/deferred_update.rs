//! The sum of an algorithm's steps without a gradient.

/// The effect of a run of steps without a gradient on one weight and its averages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DeferredUpdate {
    /// Σ of the factors of the velocity (SGD) or of m / (√v + ε) (Adam) by which the weight moves.
    pub moved: f64,
    /// The factor of the velocity or first moment.
    pub first: f64,
    /// The factor of the second moment.
    pub second: f64,
    /// The factor of the weight itself, by weight decay.
    pub decay: f64,
}
