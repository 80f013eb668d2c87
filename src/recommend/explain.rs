//! Why an item stands in a user's list, as far as that can be said truly.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::top_k::top_k;
use crate::models::{Model, Scale};
use crate::order::sort_few;

/// Reasons for one item, at most.
const REASONS: usize = 3;
/// Items of a user that are tried as reasons, at most; of more an even selection.
const TRIED: usize = 256;
/// Items that a target's share is compared with.
const COMPARED: usize = 256;

/// For each of `targets`, the user's items without which its score would fall most (leave one
/// out), most telling first; empty where no item holds it up.
///
/// A share is taken among the targets and the `COMPARED` items that are strongest when nothing is left out,
/// which hold nearly all of it: all items' scores for each item left out would cost many times as much.
///
/// # Errors
/// [`crate::error::Error::OutOfMemory`].
pub fn explain_by_leaving_out(
    model: &mut dyn Model,
    known: &CsrMatrix,
    user: usize,
    targets: &[usize],
) -> Result<Vec<Vec<usize>>> {
    let had = known.row(user);
    let tried: Vec<u32> = had.iter().copied().step_by(had.len().div_ceil(TRIED).max(1)).collect();
    let mut variants = CsrMatrix::new(known.width());
    variants.push_row(had)?;
    let mut others = Vec::with_capacity(had.len());
    for &item in &tried {
        others.clear();
        others.extend(had.iter().copied().filter(|&other| other != item));
        variants.push_row(&others)?;
    }
    let compared = compared(model, &variants, targets)?;
    let rows: Vec<u32> = (0..variants.rows() as u32).collect();
    let mut scores = try_zeroed(0.0, rows.len() * compared.len())?;
    model.score_items(&variants, &rows, &compared, &mut scores)?;
    let runs = scores.chunks_exact(compared.len().max(1)).map(|scores| {
        let scale = model.scale(scores);
        scores[..targets.len()].iter().map(|&score| scale.shown(score)).collect()
    });
    let kept: Vec<Vec<f64>> = runs.collect();
    let reasons = (0..targets.len()).map(|target| {
        let fall = |variant: usize| kept[0][target] - kept[variant + 1][target];
        strongest(tried.iter().enumerate().map(|(variant, &item)| (item as usize, fall(variant))))
    });
    Ok(reasons.collect())
}

/// The targets, and after them the items with which a share is shared.
fn compared(model: &mut dyn Model, variants: &CsrMatrix, targets: &[usize]) -> Result<Vec<u32>> {
    let mut compared: Vec<u32> = targets.iter().map(|&target| target as u32).collect();
    let mut scores = try_zeroed(0.0, variants.width())?;
    model.score(variants, &[0], &mut scores)?;
    if matches!(model.scale(&scores), Scale::Share { .. }) {
        let mut excluded = compared.clone();
        excluded.sort_unstable();
        compared.extend(top_k(&scores, &excluded, COMPARED).iter().map(|pick| pick.item));
    }
    Ok(compared)
}

/// For each of `targets`, the user's items that most often belong to the same users, by the cosine
/// of their columns; for models that do not look at a user's items.
pub fn explain_by_co_occurrence(
    known: &CsrMatrix,
    owners: &CsrMatrix,
    user: usize,
    targets: &[usize],
) -> Vec<Vec<usize>> {
    let had = known.row(user);
    let mut shared = vec![0_u32; had.len()];
    let reasons = targets.iter().map(|&target| {
        shared.fill(0);
        for &owner in owners.row(target) {
            for item in known.row(owner as usize) {
                if let Ok(place) = had.binary_search(item) {
                    shared[place] += 1;
                }
            }
        }
        let cosine = |item: u32, shared: u32| {
            let owned = |item: usize| owners.row(item).len().max(1) as f64;
            f64::from(shared) / (owned(item as usize) * owned(target)).sqrt()
        };
        strongest(had.iter().zip(&shared).map(|(&item, &shared)| (item as usize, cosine(item, shared))))
    });
    reasons.collect()
}

/// The items with the greatest positive weights, at most [`REASONS`].
fn strongest(weighted: impl Iterator<Item = (usize, f64)>) -> Vec<usize> {
    let mut weighted: Vec<(usize, f64)> = weighted.filter(|&(_, weight)| weight > 0.0).collect();
    sort_few(&mut weighted, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighted.into_iter().take(REASONS).map(|(item, _)| item).collect()
}
