//! The data set at hand: its interactions, its split, and the file that it comes from.

use crate::dataset::{Interactions, UsersByItem};
use crate::error::Result;
use crate::export::{DatasetSummary, FileSummary};
use crate::ingest::build::FileRead;
use crate::ingest::build::RejectionIndex;
use crate::ingest::schema::Preview;
use crate::pipeline::{BuiltDataset, SplitContext};
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

    /// The data set of the file with that preview.
    pub fn of(built: BuiltDataset, preview: Preview) -> Dataset {
        let BuiltDataset { read, split, layout, roles, encoding } = built;
        let FileRead { interactions, row_counts, cell_rules, quality, pair_rows, rejections } = read;
        let summary = FileSummary { counts: row_counts, rules: cell_rules, quality, layout, roles, encoding };
        let origin = Origin { summary, preview, rejections, pair_rows };
        Dataset::new(interactions, split, Some(origin))
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
