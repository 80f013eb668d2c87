//! The grid of the linear path: γ, λ and p.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::models::ease::EaseOptions;
use crate::models::linear::{Linear, LinearFit, LinearOptions};
use crate::tuning::grid_search::SearchSpace;

/// The values of γ. None below 0: what bestsellers gain by it on a thin validation they lose again on a larger test.
pub const DISCOUNTS: [f64; 9] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/// The values of λ.
pub const LAMBDAS: [f64; 10] = [0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0];
/// The values of p.
pub const DROPOUTS: [f64; 4] = [0.2, 0.33, 0.5, 0.7];
/// Items that are fitted in closed form, at most, in the recommended network's linear path and in EASE: a fit to so
/// many takes some 10 s in a browser of 2026, and is made about nine times.
pub const MAX_CLOSED_FORM_ITEMS: usize = 6_000;
/// How much less a user with many items weighs: 1 / √n_u.
const ACTIVITY: f64 = 0.5;

/// The linear path between at most `max_items`. γ is the first axis: a new γ costs no new fit.
#[derive(Clone, Copy, Debug)]
pub struct LinearSpace {
    pub max_items: usize,
}

impl SearchSpace for LinearSpace {
    type Options = LinearOptions;
    type Model = Linear;
    type Fit = LinearFit;

    fn lengths(&self) -> Vec<usize> {
        vec![DISCOUNTS.len(), LAMBDAS.len(), DROPOUTS.len()]
    }

    /// γ = 0.1, λ = 30, p = 0.5.
    fn start(&self) -> Vec<usize> {
        vec![1, 4, 2]
    }

    fn options(&self, point: &[usize]) -> LinearOptions {
        LinearOptions {
            ease: EaseOptions { l2: LAMBDAS[point[1]], dropout: DROPOUTS[point[2]], activity: ACTIVITY },
            discount: DISCOUNTS[point[0]],
            max_items: self.max_items,
        }
    }

    fn fit(&self, options: &LinearOptions, known: &CsrMatrix, former: Option<Linear>) -> Result<LinearFit> {
        LinearFit::new(former, true, known, *options)
    }

    fn refit(&self, options: &LinearOptions, known: &CsrMatrix, former: Option<Linear>) -> Result<LinearFit> {
        LinearFit::new(former, false, known, *options)
    }
}
