//! Training, one batch at a time: whoever calls decides when to pause or stop.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::mlp::{Mlp, Workspace};
use crate::network::sparse_input::{Occurrences, SparseInput};
use crate::rng::{Generator, stream};
use crate::training::batches::{Batch, Batches};
use crate::training::early_stopping::EarlyStopping;
use crate::training::loss::right_answers;
use crate::training::optimiser::Optimiser;
use crate::training::options::Settings;
use crate::training::recipe::Recipe;

/// A training under way.
pub struct Trainer<T> {
    settings: Settings,
    network: Mlp<T>,
    /// The gradients, where they cannot be used up as they are made.
    stored: Option<Mlp<T>>,
    /// Where they can, what the first layer's are made with.
    occurrences: Occurrences,
    column: Vec<T>,
    optimiser: Optimiser<T>,
    workspace: Workspace<T>,
    batches: Batches,
    /// The part of a batch that is worked on, and the most rows that a part has.
    part: Batch<T>,
    part_rows: usize,
    /// The inputs that the batch's parts so far have touched.
    touched: Vec<u32>,
    order: Generator,
    noise: Generator,
    stopping: EarlyStopping,
    /// The network to keep and its epoch: with early stopping the best so far, otherwise the last that was complete.
    kept: Option<(u32, Mlp<T>)>,
    epoch: u32,
    /// The epoch's next row.
    next: usize,
    sums: Sums,
}

/// Multiplications and additions of one step, at most: some 20 ms. A larger batch is worked on in parts, whose
/// gradients are added up, so that whoever waits between steps never waits long.
const STEP_WORK: usize = 400_000_000;
/// The least rows of a part: fewer would waste the matrix products.
const LEAST_PART: usize = 8;

#[derive(Default)]
struct Sums {
    loss: f64,
    rows: usize,
    right: u64,
}

/// An epoch's training figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochLoss {
    /// From 1.
    pub epoch: u32,
    /// Mean over the epoch's rows, each at the weights of its own step, without the penalties on weights.
    pub loss: f64,
    /// The share of right answers; recipe `pair` only.
    pub accuracy: Option<f64>,
}

impl<T: Scalar> Trainer<T> {
    /// Sets everything up for the users of `train`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::NothingToTrain`].
    pub fn new(settings: Settings, train: &CsrMatrix) -> Result<Self> {
        let (inputs, outputs) = shape(settings.recipe, train);
        let mut weights = stream(settings.seed, "weights");
        let network = Mlp::random(inputs, &settings.hidden, outputs, settings.activation, &mut weights)?;
        Self::with_network(settings, train, network)
    }

    /// As [`Trainer::new`], from given weights.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], [`Error::NothingToTrain`].
    pub fn with_network(settings: Settings, train: &CsrMatrix, network: Mlp<T>) -> Result<Self> {
        let batches = Batches::new(&settings, train)?;
        if batches.is_empty() {
            return Err(Error::NothingToTrain);
        }
        let weights: usize = network.dense.iter().map(|layer| layer.weights.len()).sum();
        let affordable = (STEP_WORK / (6 * weights)).max(LEAST_PART);
        let part_rows = affordable.min(settings.batch_size).min(batches.rows());
        let in_one_go = part_rows == settings.batch_size.min(batches.rows()) && settings.penalty.is_none();
        let zeros = || Mlp::zeros(network.inputs(), &settings.hidden, network.outputs(), settings.activation);
        Ok(Trainer {
            stored: if in_one_go { None } else { Some(zeros()?) },
            occurrences: Occurrences::new(network.inputs())?,
            column: try_zeroed(T::zero(), network.input.bias.len())?,
            optimiser: Optimiser::new(settings.algorithm, &network)?,
            workspace: Workspace::new(&network, part_rows, true)?,
            order: stream(settings.seed, "order"),
            noise: stream(settings.seed, "noise"),
            stopping: EarlyStopping::new(settings.patience),
            part: Batch::default(),
            part_rows,
            touched: Vec::new(),
            kept: None,
            epoch: 1,
            next: 0,
            sums: Sums::default(),
            settings,
            network,
            batches,
        })
    }

    /// The settings of this training.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The network as it was at the end of the last epoch; within an epoch, inputs that
    /// the last batches did not have lag behind (see [`Optimiser`]).
    pub fn network(&self) -> &Mlp<T> {
        &self.network
    }

    /// The network that would be kept if training ended now: see [`Trainer::finish`].
    pub fn kept(&self) -> &Mlp<T> {
        self.kept.as_ref().map_or(&self.network, |(_, network)| network)
    }

    /// The epoch of [`Trainer::kept`]; 0 where none was complete.
    pub fn kept_epoch(&self) -> u32 {
        self.kept.as_ref().map_or(0, |&(epoch, _)| epoch)
    }

    /// The epoch under way, from 1; one more than there are when all is done.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The share of the epoch's rows that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        self.next as f64 / self.batches.rows() as f64
    }

    /// The mean loss of the epoch so far; none before its first batch.
    pub fn running_loss(&self) -> Option<f64> {
        (self.sums.rows > 0).then(|| self.sums.loss / self.sums.rows as f64)
    }

    /// Trains on the next batch, or on a part of it where it is large. At the end of an epoch its figures come
    /// back, and [`Trainer::end_epoch`] is to be called before the next step.
    ///
    /// # Errors
    /// [`Error::Diverged`].
    pub fn step(&mut self, train: &CsrMatrix) -> Result<Option<EpochLoss>> {
        if self.next == 0 {
            self.batches.shuffle(&mut self.order);
        }
        let batch = self.batches.batch(self.next / self.settings.batch_size);
        let part = self.next..batch.end.min(self.next + self.part_rows);
        let (loss, right) = self.learn(part.clone(), batch.len(), part.start > batch.start, train);
        if !loss.is_finite() {
            return Err(Error::Diverged { epoch: self.epoch, learning_rate: self.settings.learning_rate });
        }
        self.sums.loss += loss * batch.len() as f64;
        self.sums.rows += part.len();
        self.sums.right += right;
        self.next = part.end;
        if part.end == batch.end {
            self.descend();
        }
        let ended = self.next == self.batches.rows();
        if ended {
            self.optimiser.flush(&mut self.network);
        }
        Ok(ended.then(|| EpochLoss {
            epoch: self.epoch,
            loss: self.sums.loss / self.sums.rows as f64,
            accuracy: (self.settings.recipe == Recipe::Pair).then(|| self.sums.right as f64 / self.sums.rows as f64),
        }))
    }

    /// Forward, loss and backward on some rows of a batch of `rows`; `onto` the gradient of its earlier parts.
    /// The loss, and for recipe `pair` the number of right answers.
    ///
    /// Where nothing else has to be added to the gradient, the layers above the first take their step at once.
    fn learn(&mut self, part: Range<usize>, rows: usize, onto: bool, train: &CsrMatrix) -> (f64, u64) {
        let Trainer { settings, network, optimiser, workspace, part: batch, noise, .. } = self;
        self.batches.fill(part, train, noise, batch);
        let share = (settings.dropout > 0.0).then_some(settings.dropout);
        optimiser.catch_up(network, batch.inputs.indices.iter().copied());
        let mut logits = network.forward(&batch.inputs, workspace, share.map(|share| (share, noise)));
        let right = if settings.recipe == Recipe::Pair { right_answers(&logits, &batch.targets) } else { 0 };
        let loss = settings.loss.part_with_gradient(&mut logits, &batch.targets, rows);
        match &mut self.stored {
            None => {
                optimiser.begin();
                let take = |slice: usize, range: Range<usize>, parameters: &mut [T], gradient: &mut [T]| {
                    optimiser.part(slice, range, parameters, gradient);
                };
                let delta = network.backward_to_first(batch.inputs.len(), workspace, share, take);
                let (layer, occurrences, column) = (&mut network.input, &mut self.occurrences, &mut self.column);
                SparseInput::backward_by_column(&batch.inputs, delta, occurrences, column, |column, gradient| {
                    optimiser.input_column(layer, column, gradient);
                });
                column.fill(T::zero());
                SparseInput::backward_of_bias(delta, column);
                optimiser.part(1, 0..column.len(), layer.bias.as_mut_slice(), column);
            }
            Some(Mlp { input, dense, .. }) => {
                self.touched.extend_from_slice(&batch.inputs.indices);
                network.backward(&batch.inputs, workspace, share, input, |slice, range, _, gradient| {
                    let layer = &mut dense[slice / 2 - 1];
                    let weights = slice.is_multiple_of(2);
                    let sums = if weights { layer.weights.as_mut_slice() } else { layer.bias.as_mut_slice() };
                    let sums = &mut sums[range];
                    if onto {
                        sums.iter_mut().zip(gradient).for_each(|(sum, &mut gradient)| *sum += gradient);
                    } else {
                        sums.copy_from_slice(gradient);
                    }
                });
            }
        }
        (loss, right)
    }

    /// The optimiser's step when the gradient of the whole batch is known, unless it was taken as that was made.
    fn descend(&mut self) {
        let Trainer { settings, network, stored: Some(gradient), optimiser, touched, .. } = self else { return };
        let penalty = settings.penalty;
        if !penalty.is_none() {
            // A penalty reaches every weight, not only those of the batch's items.
            optimiser.flush(network);
            penalty.add_gradient(network.input.weights.as_slice(), gradient.input.weights.as_mut_slice());
        }
        optimiser.begin();
        for (index, (layer, gradient)) in network.dense.iter_mut().zip(&mut gradient.dense).enumerate() {
            let (weights, bias) = (layer.weights.as_mut_slice(), layer.bias.as_mut_slice());
            penalty.add_gradient(weights, gradient.weights.as_mut_slice());
            optimiser.part(2 + 2 * index, 0..weights.len(), weights, gradient.weights.as_slice());
            optimiser.part(3 + 2 * index, 0..bias.len(), bias, gradient.bias.as_slice());
        }
        let gradient = &mut gradient.input;
        if penalty.is_none() {
            optimiser.input(&mut network.input, gradient, touched);
            SparseInput::clear_gradient(touched, gradient);
        } else {
            optimiser.whole_input(&mut network.input, gradient);
            gradient.weights.fill(T::zero());
            gradient.bias.fill(T::zero());
        }
        touched.clear();
    }

    /// Ends an epoch with its validation score, if there is one; says whether it is the best so far.
    pub fn end_epoch(&mut self, score: Option<f64>) -> bool {
        let best = score.is_some_and(|score| self.stopping.record(self.epoch, score));
        if best || self.settings.patience == 0 || score.is_none() {
            match &mut self.kept {
                Some((epoch, network)) => {
                    *epoch = self.epoch;
                    network.clone_from(&self.network);
                }
                None => self.kept = Some((self.epoch, self.network.clone())),
            }
        }
        self.epoch += 1;
        self.next = 0;
        self.sums = Sums::default();
        best
    }

    /// Whether early stopping says that it is enough.
    pub fn is_over_early(&self) -> bool {
        self.stopping.is_over()
    }

    /// Whether there is no epoch left.
    pub fn is_finished(&self) -> bool {
        self.epoch > self.settings.epochs
    }

    /// The network to keep and its epoch: with early stopping the best on validation, otherwise the last
    /// that was complete; epoch 0 and a half-trained network where none was.
    pub fn finish(self) -> (u32, Mlp<T>) {
        self.kept.unwrap_or((0, self.network))
    }
}

/// How many inputs and outputs the network of a recipe has.
pub fn shape(recipe: Recipe, train: &CsrMatrix) -> (usize, usize) {
    match recipe {
        Recipe::Pair => (train.rows() + train.width(), 1),
        Recipe::Recommended | Recipe::Article => (train.width(), train.width()),
    }
}
