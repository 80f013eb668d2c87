//! A training under way, to be kept and to go on from in another session with the same data: a head, and a part for the state
//! of each network, so that no piece is large.

use crate::codec::{ByteReader, ByteWriter, Flat, Parts};
use crate::error::{Error, Result};
use crate::pipeline::{Run, Training, TrainingPlan};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::session::state::SessionJob;
use crate::training::Options;

/// The name of the head.
const TRAINING: &str = "firstpick training";

impl Session {
    /// How many pieces a checkpoint of the training under way has; 0 where none can be made now: before the end of the first
    /// epoch, and within each later one.
    pub fn checkpoint_pieces(&self) -> usize {
        self.resumable().map_or(0, |(_, training)| 1 + training.parts())
    }

    /// Piece `index` of it, for [`Session::begin_resumed`]; all of them before the next [`Session::train`].
    ///
    /// # Errors
    /// [`Error::WrongState`] where none can be made now; [`Error::OutOfMemory`], after which the training may go on.
    pub fn checkpoint_piece(&self, index: usize) -> Result<Vec<u8>> {
        let (Some((run, training)), Some(Dataset { context, .. })) = (self.resumable(), &self.dataset) else {
            return Err(self.refuse("checkpoint_piece", "the end of an epoch"));
        };
        let head = ByteWriter::begin(TRAINING).and_then(|mut writer| {
            training.options().write(&mut writer)?;
            context.split.train.fingerprint().write(&mut writer)?;
            run.write(context, &mut writer)?;
            writer.seal()
        })?;
        let Some(part) = index.checked_sub(1) else { return Ok(head) };
        let mut writer = Parts::begin(&head)?;
        training.write_part(part, &context.split, &mut writer)?;
        writer.seal()
    }

    /// Begins a training where a checkpoint has kept it; it comes to the same bits. The pieces are fetched one by one.
    ///
    /// # Errors
    /// As [`Session::begin_training`]; [`Error::SnapshotBroken`], also for a checkpoint of other data;
    /// [`Error::SnapshotVersion`].
    pub fn begin_resumed(&mut self, pieces: &mut dyn Iterator<Item = Vec<u8>>) -> Result<TrainingPlan> {
        self.job = None;
        let head = pieces.next().ok_or(Error::SnapshotBroken)?;
        let mut reader = ByteReader::sealed(&head, TRAINING)?;
        let mut parts = Parts::of(&head, pieces);
        let plan = self.plan_for("begin_resumed", &Options::read(&mut reader)?)?;
        let dataset = self.dataset_mut("begin_resumed")?;
        dataset.split_by(plan.settings.seed)?;
        let context = &mut dataset.context;
        if reader.word()? != context.split.train.fingerprint() {
            return Err(Error::SnapshotBroken);
        }
        let run = Run::read(&plan, context, &mut reader, &mut parts)?;
        reader.finish().and_then(|()| parts.finish())?;
        self.job = Some(SessionJob::Run(Box::new(run)));
        Ok(plan)
    }

    fn resumable(&self) -> Option<(&Run, &Training)> {
        match &self.job {
            Some(SessionJob::Run(run)) => run.resumable().map(|training| (&**run, training)),
            _ => None,
        }
    }
}
