//! What is told of a training: how far it has come, and what it left.

use serde::Serialize;

use crate::codec::flat_struct;
use crate::dataset::Interactions;
use crate::models::linear::LinearOptions;
use crate::recommend::NamedItem;
use crate::split::SplitSummary;
use crate::tuning::EpochRecord;

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TrainingPhase {
    /// The tuning of the baselines, where this run does it itself.
    Baselines,
    /// The choice of the linear path, on validation.
    Linear,
    /// The choice among several networks.
    Search,
    /// An epoch's batches.
    Batches,
    /// The validation after them.
    Validation,
    /// The choice of the deep path's share.
    Blend,
    /// What was chosen learns once more, from train and validation together.
    Refit,
}

/// How far a training has come.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainingProgress {
    pub phase: TrainingPhase,
    /// Which part of how many is under way: networks of a search; 0 of 0 where there are none.
    pub part: usize,
    pub parts: usize,
    pub epoch: u32,
    pub epochs: u32,
    /// The share of the whole training that is done, 0–1.
    pub fraction: f64,
    pub loss: Option<f64>,
    /// Of work, without pauses.
    pub seconds: f64,
    /// Until the end of the evaluation, about.
    pub seconds_left: Option<f64>,
    /// NDCG@10 of the linear path on validation: of the best so far, then of the one that was chosen.
    pub linear_validation: Option<f64>,
    /// NDCG@10 of the best network so far on validation, those of a search included.
    pub network_validation: Option<f64>,
    /// After an epoch; not after each where they are short.
    pub peek: Option<Peek>,
    /// Epochs that were not told of yet.
    pub records: Vec<EpochRecord>,
}

/// What a user would be shown if the training ended now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Peek {
    pub user: String,
    /// Best first.
    pub items: Vec<NamedItem>,
}

impl Peek {
    /// Of a user and items by their numbers.
    pub fn of(interactions: &Interactions, user: u32, items: &[u32]) -> Peek {
        let named = |&item: &u32| NamedItem::of(interactions, item as usize);
        Peek { user: interactions.users.id(user as usize).to_owned(), items: items.iter().map(named).collect() }
    }
}

/// Why a training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StopReason {
    /// All epochs are done.
    Finished,
    /// Early stopping.
    Early,
    /// The user stopped it.
    Stopped,
}

/// What a training chose on validation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SelectedParams {
    /// The linear path's λ, p, γ and users' weights; none without one.
    pub linear: Option<LinearOptions>,
    /// The linear path's NDCG@10 on validation, alone.
    pub linear_validation: Option<f64>,
    /// The deep path's share in the blend, 0–1.
    pub deep_share: Option<f64>,
    /// The blend's NDCG@10 on validation.
    pub validation: Option<f64>,
    /// Widths of the hidden layers, and the share of a user's items that is hidden from the input.
    pub hidden: Vec<usize>,
    pub input_dropout: f64,
}

flat_struct!(SelectedParams { linear, linear_validation, deep_share, validation, hidden, input_dropout });

/// What a training left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trained {
    pub how: StopReason,
    /// Completed epochs.
    pub epochs: u32,
    /// The epoch whose weights are in use; 0 where none was completed, and nothing is in use.
    pub kept: u32,
    pub seconds: f64,
    /// The split that it learned from: by its own seed, which may not be that of the reading.
    pub split: SplitSummary,
    pub choices: SelectedParams,
}

/// The course of a training; a value per epoch.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingCourse {
    pub epochs: u32,
    /// The epoch whose weights are in use.
    pub kept: u32,
    pub seconds: f64,
    pub loss: Vec<f64>,
    /// NDCG@10 on validation.
    pub validation: Vec<Option<f64>>,
    /// What was chosen on validation beside the epoch.
    pub choices: SelectedParams,
}

flat_struct!(TrainingCourse { epochs, kept, seconds, loss, validation, choices });
