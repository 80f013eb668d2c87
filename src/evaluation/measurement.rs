//! All figures of one model, of every tested user.

use std::task::Poll;

use crate::error::Result;
use crate::evaluation::catalogue::Catalogue;
use crate::evaluation::metrics::{Hits, LIST_LENGTHS, MAX_MEASURED_LENGTH, auc, coverage, gini, list_length};
use crate::evaluation::ranker::{Ranker, Scored};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::memory::try_zeroed;

/// Figures at each length in [`LIST_LENGTHS`], as means over users.
const KINDS: [&str; 8] = ["ndcg", "recall", "precision", "mrr", "map", "hit_rate", "novelty", "popularity"];
/// Figures of one user: each kind at each length, and the AUC.
pub const FIGURES_PER_USER: usize = KINDS.len() * LIST_LENGTHS.len() + 1;
/// The number of NDCG@10 among the figures.
pub const NDCG_10: usize = 1;
/// The number of recall@10 among the figures.
pub const RECALL_10: usize = LIST_LENGTHS.len() + 1;

/// The name of figure `figure`: `ndcg@10` and so on, or `auc`.
pub fn metric_name(figure: usize) -> String {
    match KINDS.get(figure / LIST_LENGTHS.len()) {
        Some(kind) => format!("{kind}@{}", LIST_LENGTHS[figure % LIST_LENGTHS.len()]),
        None => "auc".to_owned(),
    }
}

/// The measurement of one model, a block of users at a time.
pub struct Measurement {
    ranker: Ranker,
    catalogue: Catalogue,
    /// A row of [`FIGURES_PER_USER`] per user.
    figures: Vec<f32>,
    /// Hits of each user at the list length of the catalogue.
    hits: Vec<f32>,
    done: usize,
    /// In how many lists each item stood, per length.
    exposure: [Vec<u32>; LIST_LENGTHS.len()],
    room: Vec<f32>,
}

/// What a model came to.
pub struct UserFigures {
    /// A row of [`FIGURES_PER_USER`] per user, in the order of the users.
    pub figures: Vec<f32>,
    /// Hits at the [`list_length`] of the catalogue, a value per user.
    pub hits: Vec<f32>,
    /// Per length in [`LIST_LENGTHS`].
    pub coverage: [f64; LIST_LENGTHS.len()],
    /// Per length in [`LIST_LENGTHS`].
    pub gini: [f64; LIST_LENGTHS.len()],
}

impl Measurement {
    /// A measurement over those of `users` who have something held out.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(users: impl IntoIterator<Item = u32>, known: &CsrMatrix, held_out: &CsrMatrix) -> Result<Self> {
        let ranker = Ranker::new(users, held_out, MAX_MEASURED_LENGTH);
        let users = ranker.users().len();
        let (figures, hits) = (try_zeroed(0.0, users * FIGURES_PER_USER)?, try_zeroed(0.0, users)?);
        let mut exposure = LIST_LENGTHS.map(|_| Vec::new());
        for times in &mut exposure {
            *times = try_zeroed(0, known.width())?;
        }
        let catalogue = Catalogue::of(known);
        Ok(Measurement { ranker, catalogue, figures, hits, done: 0, exposure, room: Vec::new() })
    }
}

impl Job for Measurement {
    type Input<'a> = Scored<'a>;
    type Output = UserFigures;

    /// Measures the next block of users.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    fn poll(&mut self, Scored { model, known, held_out }: Scored) -> Result<Poll<UserFigures>> {
        let Measurement { ranker, catalogue, figures, hits: counts, done, exposure, room } = self;
        let counted = list_length(known.width());
        let poll = ranker.poll((model, known, &mut |list| {
            let (owned, sought) = (known.row(list.user), held_out.row(list.user));
            let hits = Hits::of(list.ranked, sought);
            let row = &mut figures[*done * FIGURES_PER_USER..(*done + 1) * FIGURES_PER_USER];
            counts[*done] = hits.count(counted) as f32;
            *done += 1;
            for (index, k) in LIST_LENGTHS.into_iter().enumerate() {
                let shown = &list.ranked[..k.min(list.ranked.len())];
                let found = [
                    hits.ndcg(k),
                    hits.recall(k),
                    hits.precision(k),
                    hits.reciprocal_rank(k),
                    hits.average_precision(k),
                    hits.hit_rate(k),
                    catalogue.novelty(shown),
                    catalogue.popularity(shown),
                ];
                found
                    .into_iter()
                    .enumerate()
                    .for_each(|(kind, value)| row[kind * LIST_LENGTHS.len() + index] = value as f32);
                shown.iter().for_each(|&item| exposure[index][item as usize] += 1);
            }
            row[FIGURES_PER_USER - 1] = auc(list.scores, owned, sought, room) as f32;
        }))?;
        if poll.is_pending() {
            return Ok(Poll::Pending);
        }
        let [coverage, gini] =
            [coverage, gini].map(|of: fn(&[u32]) -> f64| std::array::from_fn(|index| of(&exposure[index])));
        let (figures, hits) = (std::mem::take(figures), std::mem::take(counts));
        Ok(Poll::Ready(UserFigures { figures, hits, coverage, gini }))
    }

    fn progress(&self) -> f64 {
        self.ranker.progress()
    }
}
