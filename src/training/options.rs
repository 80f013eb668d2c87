//! Everything that decides a training, first as it was typed, then checked.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::network::activation::Activation;
use crate::training::loss::Loss;
use crate::training::optimiser::{Adam, AdamW, Algorithm, Sgd};
use crate::training::recipe::Recipe;
use crate::training::regularisation::Penalty;

/// Which optimiser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptimiserName {
    Sgd,
    Adam,
    Adamw,
}

/// Options as a person typed them: any number may be out of range, or none at all.
/// Only [`Options::check`] makes [`Settings`] of them, and only those can train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    pub recipe: Recipe,
    /// 1–10,000.
    pub epochs: f64,
    /// Rows per step, 1–65,536.
    pub batch_size: f64,
    /// 10⁻⁶–10.
    pub learning_rate: f64,
    /// 0–2³²−1.
    pub seed: f64,
    /// Widths of the hidden layers, 1–8 of them, each 1–4,096.
    pub hidden: Vec<f64>,
    pub activation: Activation,
    pub loss: Loss,
    pub optimiser: OptimiserName,
    /// 0–0.999, SGD only.
    pub momentum: f64,
    /// 0–1, AdamW only.
    pub weight_decay: f64,
    /// 0–1.
    pub l1: f64,
    /// 0–1.
    pub l2: f64,
    /// Whether a user's input is divided by its Euclidean length.
    pub normalise_input: bool,
    /// 0–0.95: the share of a user's items hidden from the input at each step.
    pub input_dropout: f64,
    /// 0–0.95, after each hidden layer.
    pub dropout: f64,
    /// Epochs without a better validation score before stopping, 0–10,000; 0 is off.
    pub patience: f64,
    /// Negative rows per positive one, 1–20; recipe `pair` only.
    pub negatives: f64,
    /// Whether a linear path from items to items stands beside the network; recipes on profiles only.
    #[serde(default)]
    pub linear: bool,
    /// Whether width and input dropout are chosen on validation, from those given and some beside them; one hidden
    /// layer only. Fewer epochs may be taken than given where they would take too long.
    #[serde(default)]
    pub search: bool,
}

/// Options that were checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub recipe: Recipe,
    pub epochs: u32,
    pub batch_size: usize,
    pub seed: u64,
    pub hidden: Vec<usize>,
    pub activation: Activation,
    pub loss: Loss,
    pub algorithm: Algorithm,
    pub learning_rate: f64,
    pub penalty: Penalty,
    pub normalise_input: bool,
    pub input_dropout: f64,
    pub dropout: f64,
    pub patience: u32,
    pub negatives: usize,
    pub linear: bool,
    pub search: bool,
}

impl Options {
    /// Checks every range.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for the first option that is out of its range or no number,
    /// [`Error::OptionUnknown`] for a loss that the recipe cannot use.
    pub fn check(&self) -> Result<Settings> {
        let epochs = whole("epochs", self.epochs, 1.0, 10_000.0)?;
        let batch_size = whole("batchSize", self.batch_size, 1.0, 65_536.0)?;
        let learning_rate = within("learningRate", self.learning_rate, 1e-6, 10.0)?;
        let seed = check_seed(self.seed)?;
        within("hiddenLayers", self.hidden.len() as f64, 1.0, 8.0)?;
        let hidden = self.hidden.iter().map(|&width| Ok(whole("hidden", width, 1.0, 4_096.0)? as usize));
        let hidden = hidden.collect::<Result<Vec<_>>>()?;
        let momentum = within("momentum", self.momentum, 0.0, 0.999)?;
        let weight_decay = within("weightDecay", self.weight_decay, 0.0, 1.0)?;
        let penalty = Penalty { l1: within("l1", self.l1, 0.0, 1.0)?, l2: within("l2", self.l2, 0.0, 1.0)? };
        let input_dropout = within("inputDropout", self.input_dropout, 0.0, 0.95)?;
        let dropout = within("dropout", self.dropout, 0.0, 0.95)?;
        let patience = whole("patience", self.patience, 0.0, 10_000.0)?;
        let negatives = whole("negatives", self.negatives, 1.0, 20.0)?;
        // One output has no shares: its softmax is always 1, and nothing would be learned.
        if self.recipe == Recipe::Pair && self.loss == Loss::Multinomial {
            return Err(Error::OptionUnknown { option: "loss", value: "multinomial".to_owned() });
        }
        let adam = Adam { learning_rate, ..Adam::default() };
        let algorithm = match self.optimiser {
            OptimiserName::Sgd => Algorithm::Sgd(Sgd { learning_rate, momentum }),
            OptimiserName::Adam => Algorithm::Adam(adam),
            OptimiserName::Adamw => Algorithm::AdamW(AdamW { adam, weight_decay }),
        };
        Ok(Settings {
            recipe: self.recipe,
            epochs: epochs as u32,
            batch_size: batch_size as usize,
            seed,
            hidden,
            activation: self.activation,
            loss: self.loss,
            algorithm,
            learning_rate,
            penalty,
            normalise_input: self.normalise_input,
            input_dropout,
            dropout,
            patience: patience as u32,
            negatives: negatives as usize,
            linear: self.linear && self.recipe != Recipe::Pair,
            search: self.search && self.recipe != Recipe::Pair,
        })
    }
}

/// A seed: a whole number from 0 to 2³²−1.
///
/// # Errors
/// [`Error::OptionOutOfRange`].
pub fn check_seed(seed: f64) -> Result<u64> {
    whole("seed", seed, 0.0, f64::from(u32::MAX))
}

fn within(option: &'static str, value: f64, min: f64, max: f64) -> Result<f64> {
    if (min..=max).contains(&value) { Ok(value) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
}

fn whole(option: &'static str, value: f64, min: f64, max: f64) -> Result<u64> {
    let value = within(option, value, min, max)?;
    if value.fract() == 0.0 { Ok(value as u64) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
}
