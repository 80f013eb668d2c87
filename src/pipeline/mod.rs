//! The one owner of the order: what was read is split, the network is trained, the baselines are tuned, and all are
//! evaluated on the same held-out interactions. Parts that another worker has done already may be handed in.
//!
//! - `read_options`, `dataset_build`, `split_context`: how a file is read, from there to a split, and what is known about that
//!   split.
//! - `plan`, `training`: options once checked; the whole training, told by `training_progress`, kept as `trained_model`.
//! - `baselines`, `baseline_tuning`: the models that the network has to beat, and their options.
//! - `evaluation`, `run`: all models on the test; a training with the evaluation that follows it.
//! - `trial`, `fold`: what workers do beside a run. `model_choice`: the model that recommends.

mod baseline_tuning;
mod baselines;
mod dataset_build;
mod evaluation;
mod fold;
mod model_choice;
mod plan;
mod read_options;
mod run;
mod split_context;
mod trained_model;
mod training;
mod training_progress;
mod trial;

pub use baseline_tuning::{BaselineTuning, Standing};
pub use baselines::{Baseline, BaselineParams, Baselines, SkipReason, SkippedBaseline, TunedBaseline};
pub use dataset_build::{BuiltDataset, DatasetBuild};
pub use evaluation::{Evaluation, EvaluationResult};
pub use fold::Fold;
pub use model_choice::{ChosenModel, ModelName};
pub use plan::{LayerPlan, TrainingPlan};
pub(crate) use read_options::sample_of;
pub use read_options::{MAX_SAMPLE, ReadOptions};
pub use run::{EvaluationProgress, Run, RunInput, RunProgress};
pub use split_context::{SplitContext, SplitNotes};
pub use trained_model::{PathShares, TrainedModel};
pub use training::Training;
pub use training_progress::{
    Peek, SelectedParams, StopReason, Trained, TrainingCourse, TrainingPhase, TrainingProgress,
};
pub use trial::{TrialResult, TrialRun};
