//! The grid of EASE: λ.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::models::ease::{Ease, EaseFit, EaseOptions};
use crate::tuning::grid_search::SearchSpace;

/// The values of λ.
pub const EASE_LAMBDAS: [f64; 10] = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 30_000.0];
/// Where the climb starts: 300, near the best on most published data of this size.
const START: usize = 5;

/// EASE with the dropout and the weights of users of `base`, and λ from [`EASE_LAMBDAS`].
#[derive(Clone, Copy, Debug, Default)]
pub struct EaseSpace {
    pub base: EaseOptions,
}

impl SearchSpace for EaseSpace {
    type Options = EaseOptions;
    type Model = Ease;
    type Fit = EaseFit;

    fn lengths(&self) -> Vec<usize> {
        vec![EASE_LAMBDAS.len()]
    }

    fn start(&self) -> Vec<usize> {
        vec![START]
    }

    fn options(&self, point: &[usize]) -> EaseOptions {
        EaseOptions { l2: EASE_LAMBDAS[point[0]], ..self.base }
    }

    fn fit(&self, options: &EaseOptions, known: &CsrMatrix, former: Option<Ease>) -> Result<EaseFit> {
        EaseFit::in_place_of(former, known, *options)
    }

    fn refit(&self, options: &EaseOptions, known: &CsrMatrix, former: Option<Ease>) -> Result<EaseFit> {
        EaseFit::in_place_of(former, known, *options)
    }
}
