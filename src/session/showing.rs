//! What is shown of models: lists with their reasons, and the files that come out.

use serde::{Deserialize, Serialize};

use super::baselines::Baseline;
use super::dataset::{Data, NamedItem, UsersFound};
use super::{Fitted, Session};
use crate::error::{Error, Result};
use crate::export::model_file;
use crate::export::recommendations_csv::RecommendationsCsv;
use crate::export::report::{DatasetReport, Report};
use crate::models::Model;
use crate::models::wide_deep::WideDeep;
use crate::recommend::explain::{by_company, by_leaving_out};
use crate::recommend::recommendations::recommend;
use crate::training::recipe::Recipe;

/// The most items of a user's history that are shown.
const SHOWN_HISTORY: usize = 200;
/// How many places of a list are explained: reasons cost a scoring of the user for each of their items.
const EXPLAINED: usize = 20;
/// The longest list of recommendations.
pub const LONGEST_LIST: usize = 1_000;

/// Whose recommendations are shown and exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelName {
    #[default]
    Network,
    Popularity,
    ItemKnn,
    Ease,
}

/// The model that was chosen, wherever it is kept.
pub(super) enum Chosen<'a> {
    Network(WideDeep<'a>),
    Baseline(&'a mut dyn Model),
}

impl<'a> Chosen<'a> {
    pub fn of(name: ModelName, fitted: &'a mut Fitted, baselines: &'a mut super::baselines::Baselines) -> Result<Self> {
        let baseline = match name {
            ModelName::Network => return Ok(Chosen::Network(fitted.model())),
            ModelName::Popularity => Baseline::Popularity,
            ModelName::ItemKnn => Baseline::ItemKnn,
            ModelName::Ease => Baseline::Ease,
        };
        baselines.model(baseline).map(Chosen::Baseline).ok_or(Error::NotTrained)
    }

    pub fn model(&mut self) -> &mut dyn Model {
        match self {
            Chosen::Network(model) => model,
            Chosen::Baseline(model) => *model,
        }
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
    /// Whose recommendations are shown and exported from now on.
    ///
    /// # Errors
    /// [`Error::NotTrained`] for a model that is not there: none before a training, baselines before its measurement.
    pub fn choose_model(&mut self, name: ModelName) -> Result<()> {
        let data = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        Chosen::of(name, fitted, &mut data.study.baselines)?;
        self.chosen = name;
        // An export that is under way would go on with another model.
        self.csv = None;
        Ok(())
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
        let Data { interactions, study, owners } = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        let index = interactions.users.find(user).ok_or_else(|| Error::UnknownUser { user: user.to_owned() })?;
        let by_company_only = fitted.recipe == Recipe::Pair && self.chosen == ModelName::Network;
        let mut chosen = Chosen::of(self.chosen, fitted, &mut study.baselines)?;
        let model = chosen.model();
        let matrix = &interactions.matrix;
        let list = recommend(model, matrix, &[index as u32], k)?.pop().unwrap_or_default();
        let targets: Vec<usize> = list.iter().take(EXPLAINED).map(|item| item.item).collect();
        let (kind, reasons) = if by_company_only {
            ("together", by_company(matrix, owners.of(matrix)?, index, &targets))
        } else {
            ("because", by_leaving_out(model, matrix, index, &targets)?)
        };
        let data = self.data()?;
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
        self.check_users(from, to)?;
        self.csv = Some(RecommendationsCsv::of(list_length(k)?, from..to));
        Ok(())
    }

    /// The next bytes of recommendations.csv; none at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_recommendations_csv`].
    pub fn recommendations_csv(&mut self) -> Result<Option<Vec<u8>>> {
        let Data { interactions, study, .. } = self.data.as_mut().ok_or(Error::WrongOrder)?;
        let csv = self.csv.as_mut().ok_or(Error::WrongOrder)?;
        let fitted = self.fitted.as_mut().ok_or(Error::NotTrained)?;
        csv.step(Chosen::of(self.chosen, fitted, &mut study.baselines)?.model(), interactions)
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
        model_file::write(&fitted.network, fitted.wide.as_ref(), &fitted.options, &data.interactions)
    }

    /// A range of users of a trained network.
    pub(super) fn check_users(&self, from: usize, to: usize) -> Result<()> {
        let users = self.fitted.as_ref().and(self.data.as_ref()).ok_or(Error::NotTrained)?.interactions.users.len();
        if from > to || to > users {
            let (value, min, max) = (to as f64, from as f64, users as f64);
            return Err(Error::OptionOutOfRange { option: "users", value, min, max });
        }
        Ok(())
    }
}

pub(super) fn list_length(k: f64) -> Result<usize> {
    let max = LONGEST_LIST as f64;
    if (1.0..=max).contains(&k) && k.fract() == 0.0 {
        Ok(k as usize)
    } else {
        Err(Error::OptionOutOfRange { option: "topK", value: k, min: 1.0, max })
    }
}
