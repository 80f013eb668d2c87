//! What steps without a gradient come to for one weight.

/// What steps without a gradient come to for a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Idle {
    /// Σ over those steps of the factor by which the velocity, or m / (√v + ε), moves the weight.
    pub moved: f64,
    /// By what the first moment or velocity has shrunk.
    pub first: f64,
    /// By what the second moment has shrunk.
    pub second: f64,
    /// By what decay has shrunk the weight itself.
    pub kept: f64,
}
