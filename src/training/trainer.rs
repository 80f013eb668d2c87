//! The training of a network, one batch per step: the caller decides when to pause or stop.

use std::ops::Range;
use std::task::Poll;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::mlp::Mlp;
use crate::network::sparse_input::{SparseInput, TransposedIndex};
use crate::network::workspace::Workspace;
use crate::rng::{Generator, stream};
use crate::training::batches::{Batch, Batches};
use crate::training::early_stopping::EarlyStopping;
use crate::training::loss::right_answers;
use crate::training::optimiser::Optimiser;
use crate::training::options::Settings;
use crate::training::recipe::Recipe;

mod checkpoint;

/// A training in epochs. Each epoch is a [`Job`]: poll it to its end, then call [`Trainer::end_epoch`], which begins the
/// next one.
pub struct Trainer<T> {
    settings: Settings,
    network: Mlp<T>,
    /// Accumulated gradient; None when each block is applied as soon as it is computed.
    accumulated: Option<Mlp<T>>,
    /// The batch by columns, and the gradient of one column of the first layer, when it is not accumulated.
    transposed: TransposedIndex,
    column_gradient: Vec<T>,
    optimiser: Optimiser<T>,
    workspace: Workspace<T>,
    batches: Batches,
    /// The part of a batch that a step works on, and its number of rows, at most.
    part: Batch<T>,
    part_rows: usize,
    /// The inputs of the batch's parts so far, when the gradient is accumulated.
    columns: Vec<u32>,
    order: Generator,
    noise: Generator,
    stopping: EarlyStopping,
    /// The network to keep and its epoch: with early stopping the best so far, otherwise the last complete one.
    kept: Option<(u32, Mlp<T>)>,
    epoch: u32,
    /// The epoch's next row.
    next: usize,
    sums: Sums,
}

/// Multiplications and additions of a step, at most: 16 ms at 25 GFLOP/s. Larger batches are split into parts whose
/// gradients are added up, so that a pause takes effect soon.
const STEP_WORK: usize = 400_000_000;
/// Rows of a part, at least: with fewer, matrix products are inefficient.
const MIN_PART_ROWS: usize = 8;

/// The sums of an epoch so far.
#[derive(Default)]
struct Sums {
    loss: f64,
    rows: usize,
    right: u64,
}

/// The training figures of an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochLoss {
    /// From 1.
    pub epoch: u32,
    /// The mean over the epoch's rows, each at the weights of its own step, without the penalties on weights.
    pub loss: f64,
    /// The share of right answers, 0–1; recipe `pair` only.
    pub accuracy: Option<f64>,
}

impl<T: Scalar> Trainer<T> {
    /// A training of random initial weights on `train`, users × items.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::NothingToTrain`] where no user has an item.
    pub fn new(settings: Settings, train: &CsrMatrix) -> Result<Self> {
        let (inputs, outputs) = settings.recipe.network_shape(train);
        let mut weights = stream(settings.seed, "weights");
        let network = Mlp::random(inputs, &settings.hidden, outputs, settings.activation, &mut weights)?;
        Self::with_network(settings, train, network)
    }

    /// A training of given initial weights.
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn with_network(settings: Settings, train: &CsrMatrix, network: Mlp<T>) -> Result<Self> {
        let batches = Batches::new(&settings, train)?;
        if batches.is_empty() {
            return Err(Error::NothingToTrain);
        }
        let weights: usize = network.dense.iter().map(|layer| layer.weights.len()).sum();
        let affordable = (STEP_WORK / (6 * weights)).max(MIN_PART_ROWS);
        let part_rows = affordable.min(settings.batch_size).min(batches.rows());
        let in_one_part = part_rows == settings.batch_size.min(batches.rows()) && settings.penalty.is_none();
        let zeros = || Mlp::zeros(network.inputs(), &settings.hidden, network.outputs(), settings.activation);
        Ok(Trainer {
            accumulated: if in_one_part { None } else { Some(zeros()?) },
            transposed: TransposedIndex::new(network.inputs())?,
            column_gradient: try_zeroed(T::zero(), network.input.bias.len())?,
            optimiser: Optimiser::new(settings.algorithm, &network)?,
            workspace: network.training_workspace(part_rows)?,
            order: stream(settings.seed, "order"),
            noise: stream(settings.seed, "noise"),
            stopping: EarlyStopping::new(settings.patience),
            part: Batch::default(),
            part_rows,
            columns: Vec::new(),
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

    /// The network at the end of the last epoch. Within an epoch, columns of the first layer have deferred updates (see
    /// [`Optimiser`]).
    pub fn network(&self) -> &Mlp<T> {
        &self.network
    }

    /// The network that [`Trainer::finish`] would give now.
    pub fn kept(&self) -> &Mlp<T> {
        self.kept.as_ref().map_or(&self.network, |(_, network)| network)
    }

    /// The epoch of [`Trainer::kept`]; 0 before the first is complete.
    pub fn kept_epoch(&self) -> u32 {
        self.kept.as_ref().map_or(0, |&(epoch, _)| epoch)
    }

    /// The epoch under way, from 1; one more than the settings' epochs at the end.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The mean loss of the epoch so far; None before its first batch.
    pub fn running_loss(&self) -> Option<f64> {
        (self.sums.rows > 0).then(|| self.sums.loss / self.sums.rows as f64)
    }

    /// Forward, loss and backward for the rows `part` of a batch of `rows`; `adds` to the gradient of earlier parts.
    /// The part's share of the loss, and for recipe `pair` the number of right answers.
    ///
    /// Without an accumulated gradient the optimiser steps as soon as a gradient is computed.
    fn forward_backward(&mut self, part: Range<usize>, rows: usize, adds: bool, train: &CsrMatrix) -> (f64, u64) {
        let Trainer { settings, network, optimiser, workspace, part: batch, noise, .. } = self;
        self.batches.fill(part, train, noise, batch);
        let share = (settings.dropout > 0.0).then_some(settings.dropout);
        optimiser.catch_up(network, batch.inputs.indices.iter().copied());
        let mut logits = network.forward(&batch.inputs, workspace, share.map(|share| (share, noise)));
        let right = if settings.recipe == Recipe::Pair { right_answers(&logits, &batch.targets) } else { 0 };
        let loss = settings.loss.part_with_gradient(&mut logits, &batch.targets, rows);
        match &mut self.accumulated {
            None => {
                optimiser.begin_step();
                let on_gradient = |slice: usize, range: Range<usize>, parameters: &mut [T], gradient: &mut [T]| {
                    optimiser.step_slice(slice, range, parameters, gradient);
                };
                let delta = network.backward_to_first(batch.inputs.len(), workspace, share, on_gradient);
                let (layer, transposed, column) = (&mut network.input, &mut self.transposed, &mut self.column_gradient);
                SparseInput::backward_by_column(&batch.inputs, delta, transposed, column, |column, gradient| {
                    optimiser.step_input_column(layer, column, gradient);
                });
                // The buffer, as wide as the bias, takes the bias's gradient next.
                column.fill(T::zero());
                SparseInput::backward_of_bias(delta, column);
                optimiser.step_slice(1, 0..column.len(), layer.bias.as_mut_slice(), column);
            }
            Some(Mlp { input, dense, .. }) => {
                self.columns.extend_from_slice(&batch.inputs.indices);
                network.backward(&batch.inputs, workspace, share, input, |slice, range, _, gradient| {
                    let layer = &mut dense[slice / 2 - 1];
                    let weights = slice.is_multiple_of(2);
                    let sums = if weights { layer.weights.as_mut_slice() } else { layer.bias.as_mut_slice() };
                    let sums = &mut sums[range];
                    if adds {
                        sums.iter_mut().zip(gradient).for_each(|(sum, &mut gradient)| *sum += gradient);
                    } else {
                        sums.copy_from_slice(gradient);
                    }
                });
            }
        }
        (loss, right)
    }

    /// The optimiser's step along the accumulated gradient of a batch, if there is one.
    fn step_accumulated(&mut self) {
        let Trainer { settings, network, accumulated: Some(gradient), optimiser, columns, .. } = self else { return };
        let penalty = settings.penalty;
        if !penalty.is_none() {
            // A penalty reaches every weight, not only the batch's columns.
            optimiser.flush(network);
            penalty.add_gradient(network.input.weights.as_slice(), gradient.input.weights.as_mut_slice());
        }
        optimiser.begin_step();
        for (index, (layer, gradient)) in network.dense.iter_mut().zip(&mut gradient.dense).enumerate() {
            let (weights, bias) = (layer.weights.as_mut_slice(), layer.bias.as_mut_slice());
            penalty.add_gradient(weights, gradient.weights.as_mut_slice());
            optimiser.step_slice(2 + 2 * index, 0..weights.len(), weights, gradient.weights.as_slice());
            optimiser.step_slice(3 + 2 * index, 0..bias.len(), bias, gradient.bias.as_slice());
        }
        let gradient = &mut gradient.input;
        if penalty.is_none() {
            optimiser.step_sparse_input(&mut network.input, gradient, columns);
            SparseInput::clear_gradient(columns, gradient);
        } else {
            optimiser.step_dense_input(&mut network.input, gradient);
            gradient.weights.fill(T::zero());
            gradient.bias.fill(T::zero());
        }
        columns.clear();
    }

    /// Ends an epoch with its validation score, if there is one, and begins the next. Whether it is the best so far.
    pub fn end_epoch(&mut self, score: Option<f64>) -> bool {
        let (best, keeps) = self.is_to_keep(self.epoch, score);
        if keeps {
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

    /// Records an epoch's score: whether it is the best so far, and whether its network is to be kept.
    fn is_to_keep(&mut self, epoch: u32, score: Option<f64>) -> (bool, bool) {
        let best = score.is_some_and(|score| self.stopping.record(epoch, score));
        (best, best || self.settings.patience == 0 || score.is_none())
    }

    /// Whether early stopping ends the training.
    pub fn is_over_early(&self) -> bool {
        self.stopping.is_over()
    }

    /// Whether all epochs are done.
    pub fn is_finished(&self) -> bool {
        self.epoch > self.settings.epochs
    }

    /// The epoch and the network to keep: with early stopping the best on validation, otherwise the last complete one.
    /// Without a complete epoch 0 and the half-trained network.
    pub fn finish(self) -> (u32, Mlp<T>) {
        self.kept.unwrap_or((0, self.network))
    }
}

impl<T: Scalar> Job for Trainer<T> {
    /// The matrix that the training began with, users × items.
    type Input<'a> = &'a CsrMatrix;
    type Output = EpochLoss;

    /// Trains on the next batch, or on a part of it where it is large; ready with the epoch's figures at its end.
    ///
    /// # Errors
    /// [`Error::Diverged`] where the loss is no longer finite; [`Error::WrongState`] between the end of an epoch and
    /// [`Trainer::end_epoch`].
    fn poll(&mut self, train: &CsrMatrix) -> Result<Poll<EpochLoss>> {
        if self.next == self.batches.rows() {
            return Err(Error::JOB_OVER);
        }
        if self.next == 0 {
            self.batches.shuffle(&mut self.order);
        }
        let batch = self.batches.batch(self.next / self.settings.batch_size);
        let part = self.next..batch.end.min(self.next + self.part_rows);
        let (loss, right) = self.forward_backward(part.clone(), batch.len(), part.start > batch.start, train);
        if !loss.is_finite() {
            return Err(Error::Diverged { epoch: self.epoch, learning_rate: self.settings.learning_rate });
        }
        self.sums.loss += loss * batch.len() as f64;
        self.sums.rows += part.len();
        self.sums.right += right;
        self.next = part.end;
        if part.end == batch.end {
            self.step_accumulated();
        }
        if self.next < self.batches.rows() {
            return Ok(Poll::Pending);
        }
        self.optimiser.flush(&mut self.network);
        Ok(Poll::Ready(EpochLoss {
            epoch: self.epoch,
            loss: self.sums.loss / self.sums.rows as f64,
            accuracy: (self.settings.recipe == Recipe::Pair).then(|| self.sums.right as f64 / self.sums.rows as f64),
        }))
    }

    /// The share of the epoch's rows that is done.
    fn progress(&self) -> f64 {
        self.next as f64 / self.batches.rows() as f64
    }
}

#[cfg(test)]
mod pair_tests;
