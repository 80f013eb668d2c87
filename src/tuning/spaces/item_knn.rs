//! The grid of item-kNN: whose neighbours, how many, how much shrinkage.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::models::item_knn::{ItemKnn, ItemKnnFit, ItemKnnOptions, Side};
use crate::tuning::grid_search::SearchSpace;

/// The numbers of neighbours.
pub const NEIGHBOURS: [usize; 10] = [1, 2, 3, 5, 10, 20, 50, 100, 200, 400];
/// The values of shrinkage.
pub const SHRINKAGES: [f64; 6] = [0.0, 3.0, 10.0, 30.0, 100.0, 300.0];
const SIDES: [Side; 2] = [Side::Candidate, Side::Owned];

/// Item-kNN; shrinkage is the last axis, since only it needs the similarities anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct ItemKnnSpace;

impl SearchSpace for ItemKnnSpace {
    type Options = ItemKnnOptions;
    type Model = ItemKnn;
    type Fit = ItemKnnFit;

    fn lengths(&self) -> Vec<usize> {
        vec![NEIGHBOURS.len(), SIDES.len(), SHRINKAGES.len()]
    }

    /// 50 neighbours of the candidate, shrinkage 3.
    fn start(&self) -> Vec<usize> {
        vec![6, 0, 1]
    }

    fn options(&self, point: &[usize]) -> ItemKnnOptions {
        ItemKnnOptions { neighbours: NEIGHBOURS[point[0]], side: SIDES[point[1]], shrinkage: SHRINKAGES[point[2]] }
    }

    fn fit(&self, options: &ItemKnnOptions, _known: &CsrMatrix, former: Option<ItemKnn>) -> Result<ItemKnnFit> {
        match former {
            Some(model) => ItemKnnFit::from_model(model, *options),
            None => ItemKnnFit::keeping(*options, NEIGHBOURS[NEIGHBOURS.len() - 1]),
        }
    }

    fn refit(&self, options: &ItemKnnOptions, _known: &CsrMatrix, _former: Option<ItemKnn>) -> Result<ItemKnnFit> {
        ItemKnnFit::new(*options)
    }
}
