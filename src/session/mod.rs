//! The one place that knows the order of the steps: open → read → train → evaluate →
//! recommend and export. A plain state machine; whoever drives it owns the time.
//!
//! What a later step made stays until that step is done again with success: a file that cannot
//! be read leaves the data before it in place, a training that diverges leaves the
//! trained network before it.

mod cleaning;
mod dataset;
mod snapshot;
mod training;

use serde::Serialize;

use crate::data::columns::Roles;
use crate::data::file::FileReader;
use crate::data::meaning::Meaning;
use crate::data::preview::{Preview, Shown};
use crate::error::{Error, Result};
use crate::evaluation::comparison::{Comparison, Test};
use crate::export::model_file;
use crate::export::recommendations_csv::RecommendationsCsv;
use crate::export::report::{DatasetReport, Report, SplitReport, TrainingReport};
use crate::models::network_model::{NetworkModel, Scorer};
use crate::models::popularity::Popularity;
use crate::network::network::Network;
use crate::recommend::explain::{by_company, by_leaving_out};
use crate::recommend::recommendations::recommend;
use crate::training::options::{Options, check_seed};
use crate::training::recipe::Recipe;

pub use dataset::{DatasetShown, NamedItem, UserFound, UsersFound};
pub use training::{Clock, EpochRecord, How, LayerPlan, Phase, Plan, Progress, Trained};

use cleaning::Cleaning;
use dataset::{Data, Origin};
use training::Training;

/// The most items of a user's history that are shown.
const SHOWN_HISTORY: usize = 200;
/// How many places of a list are explained: reasons cost a scoring of the user for each of their items.
const EXPLAINED: usize = 20;
/// The longest list of recommendations.
pub const LONGEST_LIST: usize = 1_000;

/// One file, from its bytes to its recommendations.
#[derive(Default)]
pub struct Session {
    preview: Option<Preview>,
    reader: Option<(FileReader, u64)>,
    data: Option<Data>,
    /// Not there in a copy: see [`Session::restore_data`].
    origin: Option<Origin>,
    training: Option<Training>,
    fitted: Option<Fitted>,
    test: Option<(Test, Popularity)>,
    csv: Option<RecommendationsCsv>,
    cleaning: Cleaning,
}

/// A trained network, and all that is known of it.
struct Fitted {
    options: Options,
    recipe: Recipe,
    network: Network<f32>,
    scorer: Scorer,
    split: SplitReport,
    training: TrainingReport,
    comparison: Option<Comparison>,
}

impl Fitted {
    fn model(&mut self) -> NetworkModel<'_> {
        NetworkModel { network: &self.network, scorer: &mut self.scorer }
    }
}

/// A user's list with what they have already.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recommendations {
    pub user: String,
    pub history: Vec<NamedItem>,
    pub history_total: usize,
    pub items: Vec<RankedItem>,
}

/// A place in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RankedItem {
    pub rank: usize,
    pub id: String,
    pub name: String,
    pub score: f64,
    pub strength: f64,
    pub why: Why,
}

/// What an item's place is owed to: `because` of these, often bought `together` with these, or, `popular`,
/// nothing that can be pointed at.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    pub kind: &'static str,
    pub items: Vec<NamedItem>,
}

impl Session {
    /// Looks at the head of a file; `whole` says that there is no more of it.
    ///
    /// # Errors
    /// Those of [`Preview::of`].
    pub fn open(&mut self, head: &[u8], whole: bool) -> Result<Shown> {
        let preview = Preview::of(head, whole)?;
        let shown = preview.shown();
        self.preview = Some(preview);
        Ok(shown)
    }

    /// Begins to read the file with settled roles, to be split by `seed` at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::open`]; those of [`Roles::check`];
    /// [`Error::OptionOutOfRange`] for the seed.
    pub fn begin_reading(&mut self, roles: Roles, seed: f64) -> Result<()> {
        self.begin_reading_as(roles, Meaning::default(), seed)
    }

    /// The same, where somebody has chosen what the cells mean.
    ///
    /// # Errors
    /// As [`Session::begin_reading`]; those of [`Meaning::check`].
    pub fn begin_reading_as(&mut self, roles: Roles, meaning: Meaning, seed: f64) -> Result<()> {
        self.reader = None;
        let preview = self.preview.as_ref().ok_or(Error::WrongOrder)?;
        self.reader = Some((FileReader::with_meaning(preview, roles, meaning)?, check_seed(seed)?));
        Ok(())
    }

    /// Takes the file's next bytes; says how many rows have been read.
    ///
    /// # Errors
    /// Those of [`FileReader::push`].
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<u64> {
        let (reader, _) = self.reader.as_mut().ok_or(Error::WrongOrder)?;
        let outcome = reader.push(bytes, last).map(|()| reader.rows());
        if outcome.is_err() {
            self.reader = None;
        }
        outcome
    }

    /// Ends the reading and splits. What was trained on the data before is gone.
    ///
    /// # Errors
    /// Those of [`FileReader::finish`] and [`crate::data::split::Split::of`].
    pub fn finish_reading(&mut self) -> Result<DatasetShown> {
        let (reader, seed) = self.reader.take().ok_or(Error::WrongOrder)?;
        let preview = self.preview.as_ref().ok_or(Error::WrongOrder)?;
        let (data, origin) = Data::of(reader, preview, seed)?;
        let shown = data.shown(&origin);
        let (data, origin) = (Some(data), Some(origin));
        *self = Session { preview: self.preview.take(), data, origin, ..Session::default() };
        Ok(shown)
    }

    /// What a training with `options` would be.
    ///
    /// # Errors
    /// Those of [`Options::check`]; [`Error::OutOfMemory`] where the network is too large.
    pub fn plan(&self, options: &Options) -> Result<Plan> {
        training::plan(options, self.data()?)
    }

    /// Begins a training. What was trained before stays until this one is finished.
    ///
    /// # Errors
    /// As [`Session::plan`].
    pub fn begin_training(&mut self, options: &Options) -> Result<()> {
        self.training = None;
        self.test = None;
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let training = Training::new(options, data)?;
        self.training = Some(training);
        Ok(())
    }

    /// Trains for about `budget` milliseconds of `clock`, or to the end of the epoch.
    ///
    /// # Errors
    /// [`Error::Diverged`], which ends the training; [`Error::OutOfMemory`].
    pub fn train(&mut self, clock: &Clock, budget: f64) -> Result<Progress> {
        let data = self.data.as_ref().ok_or(Error::WrongOrder)?;
        let training = self.training.as_mut().ok_or(Error::WrongOrder)?;
        let outcome = training.advance(data, clock, budget);
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
        let (trained, fitted) = training.finish(data)?;
        if trained.kept > 0 {
            self.fitted = Some(fitted);
            self.test = None;
            // An export that is under way would go on with another network.
            self.csv = None;
        }
        Ok(trained)
    }

    /// Begins to measure the trained network on the test interactions.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::NothingHeldOut`].
    pub fn begin_evaluation(&mut self) -> Result<()> {
        let fitted = self.fitted.as_ref().ok_or(Error::NotTrained)?;
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        // A later training that came to nothing may have split by another seed: what this
        // network has learned from must not be its test.
        data.split_by(fitted.split.seed)?;
        let split = &data.split;
        self.test = Some((Test::new(split)?, Popularity::fit(&split.known)));
        Ok(())
    }

    /// The next bounded step of the measurement: the share that is done, and the result at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_evaluation`].
    pub fn evaluate(&mut self) -> Result<(f64, Option<Comparison>)> {
        let split = &self.data.as_ref().ok_or(Error::WrongOrder)?.split;
        let (test, popularity) = self.test.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        let outcome = test.step(&mut fitted.model(), popularity, &split.known, &split.test)?;
        let fraction = test.fraction();
        if let Some(comparison) = &outcome {
            fitted.comparison = Some(comparison.clone());
            self.test = None;
        }
        Ok((fraction, outcome))
    }

    /// The users whose id contains `query`, whatever its case: equal first, then those that begin with it.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read.
    pub fn find_users(&self, query: &str, limit: usize) -> Result<UsersFound> {
        Ok(self.data()?.find_users(query, limit))
    }

    /// The first `k` items for a user, by all that is known of them, with reasons.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::UnknownUser`], [`Error::OptionOutOfRange`] for `k`.
    pub fn recommend(&mut self, user: &str, k: f64) -> Result<Recommendations> {
        let k = list_length(k)?;
        let data = self.data.as_ref().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        let index = data.interactions.users.find(user).ok_or_else(|| Error::UnknownUser { user: user.to_owned() })?;
        let by_company_only = fitted.recipe == Recipe::Pair;
        let mut model = fitted.model();
        let matrix = &data.interactions.matrix;
        let list = recommend(&mut model, matrix, &[index as u32], k)?.pop().unwrap_or_default();
        let targets: Vec<usize> = list.iter().take(EXPLAINED).map(|item| item.item).collect();
        let (kind, reasons) = if by_company_only {
            ("together", by_company(matrix, data.owners()?, index, &targets))
        } else {
            ("because", by_leaving_out(&mut model, matrix, index, &targets)?)
        };
        let named = |item: usize| data.named(item);
        let reasons = reasons.into_iter().chain(std::iter::repeat(Vec::new()));
        let items = list.iter().zip(reasons).enumerate().map(|(place, (item, reasons))| {
            let NamedItem { id, name } = named(item.item);
            let kind = if reasons.is_empty() { "popular" } else { kind };
            let why = Why { kind, items: reasons.into_iter().map(named).collect() };
            RankedItem { rank: place + 1, id, name, score: item.score, strength: item.strength, why }
        });
        let had = data.interactions.matrix.row(index);
        Ok(Recommendations {
            user: user.to_owned(),
            history: had.iter().take(SHOWN_HISTORY).map(|&item| named(item as usize)).collect(),
            history_total: had.len(),
            items: items.collect(),
        })
    }

    /// Begins recommendations.csv with `k` rows per user.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OptionOutOfRange`].
    pub fn begin_recommendations_csv(&mut self, k: f64) -> Result<()> {
        let users = self.data.as_ref().map_or(0, |data| data.interactions.users.len());
        self.begin_recommendations_csv_of(k, 0, users)
    }

    /// Begins the part of recommendations.csv about the users from `from` to before `to`, in the order of
    /// their first rows in the file, from 0. The part from 0 has the header row. Parts that meet at
    /// multiples of [`RecommendationsCsv::BLOCK`] are together the whole file, byte for byte; where they
    /// meet elsewhere the last digit of a score may differ.
    ///
    /// # Errors
    /// As [`Session::begin_recommendations_csv`], also for a range that is none.
    pub fn begin_recommendations_csv_of(&mut self, k: f64, from: usize, to: usize) -> Result<()> {
        let users = self.fitted.as_ref().and(self.data.as_ref()).ok_or(Error::NotTrained)?.interactions.users.len();
        if from > to || to > users {
            let (value, min, max) = (to as f64, from as f64, users as f64);
            return Err(Error::OptionOutOfRange { option: "users", value, min, max });
        }
        self.csv = Some(RecommendationsCsv::of(list_length(k)?, from..to));
        Ok(())
    }

    /// The next bytes of recommendations.csv; none at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_recommendations_csv`].
    pub fn recommendations_csv(&mut self) -> Result<Option<Vec<u8>>> {
        let interactions = &self.data.as_ref().ok_or(Error::WrongOrder)?.interactions;
        let csv = self.csv.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        csv.step(&mut fitted.model(), interactions)
    }

    /// The share of recommendations.csv, or of the part of it, that is done, 0–1.
    pub fn recommendations_csv_fraction(&self) -> f64 {
        self.csv.as_ref().map_or(0.0, RecommendationsCsv::fraction)
    }

    /// report.json.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::WrongOrder`] in a copy, which doesn't know the file.
    pub fn report(&self) -> Result<Report> {
        let data = self.data()?;
        let origin = self.origin.as_ref().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_ref().ok_or(Error::NotTrained)?;
        Ok(Report::new(
            DatasetReport::of(&origin.account, &data.interactions).with_meaning(&origin.meaning),
            fitted.split,
            fitted.options.clone(),
            fitted.training.clone(),
            fitted.comparison.as_ref(),
        ))
    }

    /// model.safetensors.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OutOfMemory`].
    pub fn model_file(&self) -> Result<Vec<u8>> {
        let data = self.data()?;
        let fitted = self.fitted.as_ref().ok_or(Error::NotTrained)?;
        model_file::write(&fitted.network, &fitted.options, &data.interactions)
    }

    fn data(&self) -> Result<&Data> {
        self.data.as_ref().ok_or(Error::WrongOrder)
    }
}

fn list_length(k: f64) -> Result<usize> {
    let max = LONGEST_LIST as f64;
    if (1.0..=max).contains(&k) && k.fract() == 0.0 {
        Ok(k as usize)
    } else {
        Err(Error::OptionOutOfRange { option: "topK", value: k, min: 1.0, max })
    }
}
