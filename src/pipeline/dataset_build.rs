//! From a file that was read to its end to interactions and their split, in bounded steps.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::ingest::build::{Assembly, FileRead, FileReader};
use crate::ingest::schema::{Roles, TableLayout};
use crate::job::Job;
use crate::split::{Split, SplitPlan};

/// What a file came to.
pub struct BuiltDataset {
    pub read: FileRead,
    pub split: Split,
    pub layout: TableLayout,
    pub roles: Roles,
    pub encoding: String,
}

/// A file that is being put together and split.
pub struct DatasetBuild {
    stage: Stage,
    plan: SplitPlan,
    layout: TableLayout,
    roles: Roles,
    encoding: String,
}

enum Stage {
    Assembly(Box<Assembly>),
    Splitting(Box<FileRead>),
    Over,
}

impl DatasetBuild {
    /// The build of what `reader` has read, split by `plan`.
    ///
    /// # Errors
    /// Those of [`FileReader::begin_finish`].
    pub fn new(reader: FileReader, plan: SplitPlan) -> Result<DatasetBuild> {
        let (layout, roles, encoding) = (reader.layout(), reader.roles(), reader.encoding().to_owned());
        Ok(DatasetBuild { stage: Stage::Assembly(Box::new(reader.begin_finish()?)), plan, layout, roles, encoding })
    }
}

impl Job for DatasetBuild {
    type Input<'a> = ();
    type Output = BuiltDataset;

    /// The next step.
    ///
    /// # Errors
    /// Those of [`FileReader::finish`] and [`Split::of`]; [`Error::WrongState`] after the end.
    fn poll(&mut self, (): ()) -> Result<Poll<BuiltDataset>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Assembly(mut assembly) => match assembly.poll(())? {
                Poll::Pending => Stage::Assembly(assembly),
                Poll::Ready(read) => Stage::Splitting(Box::new(read)),
            },
            Stage::Splitting(read) => {
                let split = Split::of(&read.interactions, self.plan)?;
                let (layout, roles, encoding) = (self.layout, self.roles, std::mem::take(&mut self.encoding));
                return Ok(Poll::Ready(BuiltDataset { read: *read, split, layout, roles, encoding }));
            }
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Assembly(assembly) => 0.9 * assembly.progress(),
            Stage::Splitting(_) => 0.9,
            Stage::Over => 1.0,
        }
    }
}
