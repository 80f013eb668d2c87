//! The ranked lists of users.

use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;
use crate::models::top_k::{Pick, TopK};
use crate::models::{Model, Scale};

/// The longest list of recommendations.
pub const MAX_LIST_LENGTH: usize = 1_000;

/// The length of a list: a whole number from 1 to [`MAX_LIST_LENGTH`].
///
/// # Errors
/// [`Error::OptionOutOfRange`].
pub fn check_list_length(k: f64) -> Result<usize> {
    let max = MAX_LIST_LENGTH as f64;
    if (1.0..=max).contains(&k) && k.fract() == 0.0 {
        Ok(k as usize)
    } else {
        Err(Error::OptionOutOfRange { option: "topK", value: k, min: 1.0, max })
    }
}

/// An item of a list, best first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    pub item: usize,
    /// As the model shows it: a probability or a share, 0–1.
    pub score: f64,
    /// Relative to the first of the list, 0–1.
    pub strength: f64,
}

/// Lists of some users, with room that the next users' take over.
#[derive(Default)]
pub struct ListBuffer {
    width: usize,
    scores: Vec<f32>,
    picks: Vec<Pick>,
    /// Where each user's picks end.
    ends: Vec<usize>,
    selection: TopK,
}

impl ListBuffer {
    /// Makes the first `k` for each of `users`, without what they have in `known`, in the place of the lists before.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn make(&mut self, model: &mut dyn Model, known: &CsrMatrix, users: &[u32], k: usize) -> Result<()> {
        let ListBuffer { width, scores, picks, ends, selection } = self;
        *width = known.width();
        if scores.len() < users.len() * *width {
            *scores = Vec::new();
            *scores = try_zeroed(0.0, users.len() * *width)?;
        }
        model.score(known, users, &mut scores[..users.len() * *width])?;
        picks.clear();
        ends.clear();
        for (&user, scores) in users.iter().zip(scores.chunks_exact((*width).max(1))) {
            picks.extend_from_slice(selection.of(scores, known.row(user as usize), k));
            ends.push(picks.len());
        }
        Ok(())
    }

    /// Each user's picks, best first, with all their scores.
    pub fn iter(&self) -> impl Iterator<Item = (&[Pick], &[f32])> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let picks = starts.zip(&self.ends).map(|(start, &end)| &self.picks[start..end]);
        picks.zip(self.scores.chunks_exact(self.width.max(1)))
    }
}

/// The first `k` for each of `users`, without what they have in `known`.
///
/// # Errors
/// [`crate::error::Error::OutOfMemory`].
pub fn recommend(
    model: &mut dyn Model,
    known: &CsrMatrix,
    users: &[u32],
    k: usize,
) -> Result<Vec<Vec<Recommendation>>> {
    let mut lists = ListBuffer::default();
    lists.make(model, known, users, k)?;
    Ok(lists.iter().map(|(picks, scores)| to_recommendations(picks, model.scale(scores)).collect()).collect())
}

/// Picks as a reader is shown them.
pub fn to_recommendations(picks: &[Pick], scale: Scale) -> impl Iterator<Item = Recommendation> {
    let first = picks.first().map_or(0.0, |pick| scale.shown(pick.score));
    picks.iter().map(move |pick| {
        let score = scale.shown(pick.score);
        let strength = if first > 0.0 { (score / first).clamp(0.0, 1.0) } else { 0.0 };
        Recommendation { item: pick.item as usize, score, strength }
    })
}
