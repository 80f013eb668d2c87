//! The data set at hand: its interactions, its split, and the file that it comes from.

use crate::dataset::{Interactions, UsersByItem};
use crate::error::Result;
use crate::evaluation::segments::{Segment, by_label};
use crate::export::dataset_summary::{DatasetSummary, FileSummary};
use crate::ingest::build::RejectionIndex;
use crate::ingest::schema::Preview;
use crate::pipeline::split_context::SplitContext;
use crate::split::{Split, SplitSummary};

/// Interactions, and what was found on their split.
pub(super) struct Dataset {
    pub interactions: Interactions,
    pub context: SplitContext,
    pub users_by_item: UsersByItem,
    /// Not there in a copy: see [`Session::restore_data`](crate::session::Session::restore_data).
    pub origin: Option<Origin>,
}

/// The file that data came from: only the session that read it knows.
pub(super) struct Origin {
    pub summary: FileSummary,
    /// By which the file can be read again; its head as it was then.
    pub preview: Preview,
    pub rejections: RejectionIndex,
    /// How many rows each pair has.
    pub pair_rows: Vec<u32>,
}

impl Dataset {
    pub fn new(interactions: Interactions, split: Split, origin: Option<Origin>) -> Dataset {
        let (context, users_by_item) = (SplitContext::new(split), UsersByItem::default());
        Dataset { interactions, context, users_by_item, origin }
    }

    /// Splits again, in the same way, where `seed` is another one.
    pub fn split_by(&mut self, seed: u64) -> Result<()> {
        if self.context.split.seed != seed {
            self.context = SplitContext::new(self.context.split.again(&self.interactions, seed)?);
        }
        Ok(())
    }

    pub fn summary(&self) -> Option<DatasetSummary> {
        let origin = self.origin.as_ref()?;
        let split = SplitSummary::of(&self.context.split);
        Some(DatasetSummary::of(&self.interactions, split, &origin.summary))
    }
}

/// Groups of the `tested` users that are told apart, beside those by activity: by the label that the file gives them.
pub(super) fn segments(interactions: &Interactions, tested: &[u32]) -> Vec<Segment> {
    let Some(labels) = &interactions.segments else { return Vec::new() };
    let users = interactions.users.len();
    let label: Vec<Option<&str>> = (0..users).map(|user| labels.label(user)).collect();
    by_label(&labels.column, &label, tested)
}
