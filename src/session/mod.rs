//! The one place that knows the order of the steps: open → read → train → evaluate →
//! recommend and export. A plain state machine; whoever drives it owns the time.
//!
//! What a later step made stays until that step is done again with success: a file that cannot
//! be read leaves the data before it in place, a training that diverges leaves the
//! trained network before it.

mod baselines;
mod best_items;
mod cleaning;
mod dataset;
mod ending;
mod fold;
mod plan;
mod reading;
mod runner;
mod search;
mod showing;
mod snapshot;
mod study;
mod testing;
mod training;
mod trial;

use crate::error::{Error, Result};
use crate::evaluation::comparison::Comparison;
use crate::export::recommendations_csv::RecommendationsCsv;
use crate::export::report::{SplitReport, TrainingReport};
use crate::ingest::build::file::FileReader;
use crate::ingest::csv::dialect::Choices;
use crate::ingest::schema::preview::{Preview, Shown};
use crate::models::network_model::{NetworkModel, Scorer};
use crate::models::wide_deep::{Wide, WideDeep};
use crate::network::mlp::Network;
use crate::recommend::recommendations::Lists;
use crate::split::SplitPlan;
use crate::training::options::Options;
use crate::training::recipe::Recipe;

pub use baselines::{BaselineChoices, Choice, EASE, ITEM_KNN, Reason, Skipped};
pub use best_items::{BestItems, NO_ITEM};
pub use dataset::{DatasetShown, NamedItem, UserFound, UsersFound};
pub use plan::{LayerPlan, Plan};
pub use reading::Reading;
pub use runner::EpochRecord;
pub use showing::{LONGEST_LIST, ModelName, RankedItem, Recommendations, Why};
pub use testing::{Evaluation, Outcome};
pub use training::{Clock, How, Phase, Progress, Trained};
pub use trial::TrialResult;

use baselines::BaselineTuning;
use cleaning::Cleaning;
use dataset::{Data, Origin};
use ending::Ending;
use fold::Fold;
use testing::Testing;
use training::Training;

/// One file, from its bytes to its recommendations.
#[derive(Default)]
pub struct Session {
    preview: Option<Preview>,
    reader: Option<(FileReader, SplitPlan)>,
    ending: Option<Ending>,
    data: Option<Data>,
    /// Not there in a copy: see [`Session::restore_data`].
    origin: Option<Origin>,
    training: Option<Training>,
    fitted: Option<Fitted>,
    tuning: Option<BaselineTuning>,
    test: Option<Testing>,
    trial: Option<Training>,
    fold: Option<Fold>,
    chosen: ModelName,
    csv: Option<RecommendationsCsv>,
    cleaning: Cleaning,
    /// Room for lists.
    lists: Lists,
}

/// A trained network, and all that is known of it.
struct Fitted {
    options: Options,
    recipe: Recipe,
    network: Network<f32>,
    scorer: Scorer,
    /// The linear path beside the network, where there is one.
    wide: Option<Wide>,
    split: SplitReport,
    training: TrainingReport,
    comparison: Option<Comparison>,
}

impl Fitted {
    fn model(&mut self) -> WideDeep<'_> {
        // Trained to its end: its weights stay.
        self.scorer.settle(&self.network);
        let deep = NetworkModel { network: &self.network, scorer: &mut self.scorer };
        WideDeep { wide: self.wide.as_ref(), deep }
    }
}

impl Session {
    /// Looks at the head of a file; `whole` says that there is no more of it.
    ///
    /// # Errors
    /// Those of [`Preview::of`].
    pub fn open(&mut self, head: &[u8], whole: bool) -> Result<Shown> {
        self.open_with(head, whole, &Choices::default())
    }

    /// As [`Session::open`], with what a person has chosen of the encoding and the dialect.
    ///
    /// # Errors
    /// Those of [`Preview::with`].
    pub fn open_with(&mut self, head: &[u8], whole: bool, choices: &Choices) -> Result<Shown> {
        let preview = Preview::with(head, whole, choices)?;
        let shown = preview.shown();
        self.preview = Some(preview);
        Ok(shown)
    }

    /// What a training with `options` would be.
    ///
    /// # Errors
    /// Those of [`Options::check`]; [`Error::OutOfMemory`] where the network is too large.
    pub fn plan(&self, options: &Options) -> Result<Plan> {
        plan::plan(options, &self.data()?.study.split)
    }

    /// Begins a training. What was trained before stays until this one is finished.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn begin_training(&mut self, options: &Options) -> Result<()> {
        self.training = None;
        self.test = None;
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let seed = options.check()?.seed;
        plan::plan(options, &data.study.split)?;
        data.split_by(seed)?;
        let training = Training::new(options, &mut data.study)?;
        self.training = Some(training);
        Ok(())
    }

    /// Trains for about `budget` milliseconds of `clock`, or to the end of the epoch.
    ///
    /// # Errors
    /// [`Error::Diverged`], which ends the training; [`Error::OutOfMemory`].
    pub fn train(&mut self, clock: &Clock, budget: f64) -> Result<Progress> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let training = self.training.as_mut().ok_or(Error::WrongOrder)?;
        let outcome = training.advance(&mut data.study, clock, budget);
        if outcome.is_err() {
            self.training = None;
        }
        outcome
    }

    /// Ends the training, whether it is over or not. If no epoch was completed, what was trained
    /// before stays.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] where none is under way.
    pub fn finish_training(&mut self) -> Result<Trained> {
        let training = self.training.take().ok_or(Error::WrongOrder)?;
        let data = self.data.as_ref().ok_or(Error::WrongOrder)?;
        let (trained, fitted) = training.finish(&data.study.split)?;
        if trained.kept > 0 {
            self.fitted = Some(fitted);
            self.test = None;
            self.chosen = ModelName::Network;
            // An export that is under way would go on with another network.
            self.csv = None;
        }
        Ok(trained)
    }

    fn data(&self) -> Result<&Data> {
        self.data.as_ref().ok_or(Error::WrongOrder)
    }
}
