//! The options of a training, as typed and as checked.

use serde::{Deserialize, Serialize};

use crate::codec::{flat_enum, flat_struct};
use crate::error::{Error, Result};
use crate::network::activation::Activation;
use crate::training::loss::Loss;
use crate::training::optimiser::{Adam, AdamW, Algorithm, Sgd};
use crate::training::recipe::Recipe;
use crate::training::regularisation::Penalty;

/// The optimiser's name in options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptimiserName {
    Sgd,
    Adam,
    Adamw,
}

flat_enum!(OptimiserName { Sgd = 0, Adam = 1, Adamw = 2 });

/// Options as typed: any number may be out of its range, or not a number. [`Options::check`] turns them into
/// [`Settings`], which alone can train. [`Recipe::defaults`] has the defaults.
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
    /// Of the hidden layers.
    pub activation: Activation,
    pub loss: Loss,
    pub optimiser: OptimiserName,
    /// 0–0.999; SGD only.
    pub momentum: f64,
    /// 0–1; AdamW only.
    pub weight_decay: f64,
    /// The strength of l1 Σ|w|, 0–1.
    pub l1: f64,
    /// The strength of l2 Σw², 0–1.
    pub l2: f64,
    /// Whether a user's input is divided by its Euclidean length.
    pub normalise_input: bool,
    /// The share of a user's items that each step hides from the input, 0–0.95.
    pub input_dropout: f64,
    /// The share of a hidden layer's outputs that each step drops, 0–0.95.
    pub dropout: f64,
    /// Epochs without a better validation score before training stops, 0–10,000; 0 is off.
    pub patience: f64,
    /// Negative rows per positive row, 1–20; recipe `pair` only.
    pub negatives: f64,
    /// Whether a linear path from items to items is fitted beside the network; not with recipe `pair`.
    #[serde(default)]
    pub linear: bool,
    /// Whether width and input dropout are chosen on validation, among those given and a few others; one hidden layer
    /// only. Epochs are cut where they would take too long.
    #[serde(default)]
    pub search: bool,
}

flat_struct!(Options {
    recipe,
    epochs,
    batch_size,
    learning_rate,
    seed,
    hidden,
    activation,
    loss,
    optimiser,
    momentum,
    weight_decay,
    l1,
    l2,
    normalise_input,
    input_dropout,
    dropout,
    patience,
    negatives,
    linear,
    search,
});

/// Checked options.
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
    /// Checks all ranges.
    ///
    /// # Errors
    /// [`Error::OptionOutOfRange`] for the first option that is out of its range or not a number;
    /// [`Error::OptionUnknown`] for the multinomial loss with recipe `pair`.
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
        // The softmax of a single output is always 1, so nothing would be learned.
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

/// Checks a seed, a whole number from 0 to 2³²−1.
///
/// # Errors
/// [`Error::OptionOutOfRange`].
pub(crate) fn check_seed(seed: f64) -> Result<u64> {
    whole("seed", seed, 0.0, f64::from(u32::MAX))
}

fn within(option: &'static str, value: f64, min: f64, max: f64) -> Result<f64> {
    if (min..=max).contains(&value) { Ok(value) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
}

fn whole(option: &'static str, value: f64, min: f64, max: f64) -> Result<u64> {
    let value = within(option, value, min, max)?;
    if value.fract() == 0.0 { Ok(value as u64) } else { Err(Error::OptionOutOfRange { option, value, min, max }) }
}
