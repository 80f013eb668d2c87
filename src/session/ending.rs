//! The end of a reading: put together, split and ready to be shown, step by step.

use super::dataset::{Data, Origin};
use crate::error::{Error, Result};
use crate::ingest::build::file::{FileRead, FileReader, Finishing};
use crate::ingest::schema::preview::Preview;
use crate::ingest::schema::roles::Shape;
use crate::split::{Split, SplitPlan};

/// A file that was read to its end and is being put together and split. Nothing of the data set before it is touched
/// until it is whole.
pub(super) struct Ending {
    stage: Stage,
    preview: Preview,
    shape: Shape,
    encoding: &'static str,
    plan: SplitPlan,
}

enum Stage {
    Finishing(Box<Finishing>),
    Read(Box<FileRead>),
    Split(Box<(Data, Origin)>),
    Over,
}

impl Ending {
    pub fn of(reader: FileReader, preview: &Preview, plan: SplitPlan) -> Result<Ending> {
        let (shape, encoding, preview) = (reader.shape(), reader.encoding(), preview.clone());
        Ok(Ending { stage: Stage::Finishing(Box::new(reader.begin_finish()?)), preview, shape, encoding, plan })
    }

    pub fn step(&mut self) -> Result<Option<(Data, Origin)>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Finishing(mut finishing) => match finishing.step()? {
                None => Stage::Finishing(finishing),
                Some(read) => Stage::Read(Box::new(read)),
            },
            Stage::Read(read) => {
                let FileRead { interactions, account, meaning, quality, counts, ledger } = *read;
                let split = Split::of(&interactions, self.plan)?;
                let (preview, shape, encoding) = (self.preview.clone(), self.shape, self.encoding);
                let origin = Origin { account, preview, ledger, counts, meaning, quality, shape, encoding };
                Stage::Split(Box::new((Data::new(interactions, split), origin)))
            }
            Stage::Split(split) => return Ok(Some(*split)),
            Stage::Over => return Err(Error::WrongOrder),
        };
        Ok(None)
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        match &self.stage {
            Stage::Finishing(finishing) => 0.7 * finishing.fraction(),
            Stage::Read(_) => 0.7,
            Stage::Split(_) | Stage::Over => 1.0,
        }
    }
}
