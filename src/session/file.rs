//! A file that is open, and how far its reading has come.

use crate::ingest::build::FileReader;
use crate::ingest::schema::Preview;
use crate::pipeline::DatasetBuild;
use crate::split::SplitPlan;

/// A file whose head has been looked at.
pub(super) struct OpenFile {
    pub preview: Preview,
    pub reading: Option<Reading>,
}

pub(super) enum Reading {
    Rows(Box<FileReader>, SplitPlan),
    Build(Box<DatasetBuild>),
}

impl OpenFile {
    pub fn is_being_read(&self) -> bool {
        self.reading.is_some()
    }
}
