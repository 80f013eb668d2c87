//! The data set at hand: its interactions, its split, and the file that it comes from.

use crate::dataset::{Interactions, UsersByItem};
use crate::error::Result;
use crate::export::{DatasetReport, DatasetSummary, FileMapping, FileSummary, ReportedData};
use crate::ingest::build::{FileRead, RejectionIndex};
use crate::ingest::schema::Preview;
use crate::pipeline::{BuiltDataset, SplitContext};
use crate::split::{Split, SplitSummary};

/// Interactions, and what was found on their split.
pub(super) struct Dataset {
    pub interactions: Interactions,
    pub context: SplitContext,
    pub users_by_item: UsersByItem,
    /// How many rows each pair has.
    pub pair_rows: Vec<u32>,
    /// What a report says of the file.
    pub reported: ReportedData,
    /// Only the session that read the file has it.
    pub origin: Option<Origin>,
}

/// By which the file can be read again.
pub(super) struct Origin {
    /// Its head as it was then.
    pub preview: Preview,
    pub rejections: RejectionIndex,
}

impl Dataset {
    pub fn new(interactions: Interactions, split: Split, pair_rows: Vec<u32>, reported: ReportedData) -> Dataset {
        let (context, users_by_item) = (SplitContext::new(split), UsersByItem::default());
        Dataset { interactions, context, users_by_item, pair_rows, reported, origin: None }
    }

    /// The data set of the file with that preview, and what is shown of it.
    pub fn of(built: BuiltDataset, preview: Preview) -> Result<(Dataset, DatasetSummary)> {
        let BuiltDataset { read, split, layout, roles, encoding } = built;
        let FileRead { interactions, row_counts, cell_rules, quality, pair_rows, rejections } = read;
        let file = FileSummary { counts: row_counts, rules: cell_rules, quality, layout, roles, encoding };
        let summary = DatasetSummary::of(&interactions, SplitSummary::of(&split), &file);
        let told = DatasetReport::of(&file.counts, &interactions).with_meaning(&file.rules);
        let reported = ReportedData::of(&FileMapping::of(&preview, &file), &told)?;
        let dataset = Dataset::new(interactions, split, pair_rows, reported);
        Ok((Dataset { origin: Some(Origin { preview, rejections }), ..dataset }, summary))
    }

    /// Splits again, in the same way, where `seed` is another one.
    pub fn split_by(&mut self, seed: u64) -> Result<()> {
        if self.context.split.seed != seed {
            self.context = SplitContext::new(self.context.split.again(&self.interactions, seed)?);
        }
        Ok(())
    }
}
