//! What a session holds.

use crate::error::{Error, Result};
use crate::export::{InteractionsCsv, RecommendationsCsv, ReportedResults};
use crate::ingest::build::RejectedReader;
use crate::pipeline::{BaselineTuning, Fold, ModelName, Run, TrainedModel, TrialRun};
use crate::session::data::Dataset;
use crate::session::file::OpenFile;

/// A file, the data set that was read from one, a trained model, and the work under way.
#[derive(Default)]
pub struct Session {
    /// The file that is open, read or not.
    pub(super) file: Option<OpenFile>,
    /// What was read, of this file or the one before.
    pub(super) dataset: Option<Dataset>,
    pub(super) model: Option<TrainedModel>,
    /// What a report says of its evaluation; none before that.
    pub(super) results: Option<ReportedResults>,
    /// Whose recommendations are shown and exported.
    pub(super) chosen: ModelName,
    pub(super) job: Option<SessionJob>,
}

/// Work under way: one at a time, beside the reading of a file.
pub(super) enum SessionJob {
    Run(Box<Run>),
    BaselineTuning(Box<BaselineTuning>),
    Trial(Box<TrialRun>),
    Fold(Box<Fold>),
    RecommendationsCsv(Box<RecommendationsCsv>),
    InteractionsCsv(InteractionsCsv),
    Rejected(Box<RejectedReader>),
}

impl Session {
    /// The refusal of `call`, which needs something that is not there.
    pub(super) fn refuse(&self, call: &'static str, needs: &'static str) -> Error {
        let state = match (&self.job, &self.file, &self.dataset, &self.model) {
            (Some(job), ..) => job.name(),
            (None, Some(file), ..) if file.is_being_read() => "reading",
            (None, _, _, Some(_)) => "trained",
            (None, _, Some(_), None) => "data loaded",
            (None, Some(_), None, None) => "file open",
            (None, None, None, None) => "empty",
        };
        Error::WrongState { call, needs, state }
    }

    pub(super) fn dataset(&self, call: &'static str) -> Result<&Dataset> {
        self.dataset.as_ref().ok_or_else(|| self.refuse(call, "data"))
    }

    pub(super) fn dataset_mut(&mut self, call: &'static str) -> Result<&mut Dataset> {
        let refusal = self.refuse(call, "data");
        self.dataset.as_mut().ok_or(refusal)
    }

    /// The data and the trained network.
    pub(super) fn trained(&self, call: &'static str) -> Result<(&Dataset, &TrainedModel)> {
        Ok((self.dataset(call)?, self.model.as_ref().ok_or(Error::NotTrained)?))
    }
}

impl SessionJob {
    fn name(&self) -> &'static str {
        match self {
            SessionJob::Run(_) => "training",
            SessionJob::BaselineTuning(_) => "tuning baselines",
            SessionJob::Trial(_) => "trying options",
            SessionJob::Fold(_) => "cross-validating",
            SessionJob::RecommendationsCsv(_) | SessionJob::InteractionsCsv(_) | SessionJob::Rejected(_) => "exporting",
        }
    }
}
