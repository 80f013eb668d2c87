//! The layers together: y = W_n f(… f(W_1 x + b_1) …) + b_n, in logits.

use std::ops::Range;

use crate::error::Result;
use crate::linalg::batch_layout::{Logits, stride, to_rows, to_units};
use crate::linalg::gemm::{MatrixRef, PackedMatrix};
use crate::linalg::scalar::Scalar;
use crate::memory::try_zeroed;
use crate::network::activation::Activation;
use crate::network::dense::{BackwardInput, Dense, GradientBlock, Parameters};
use crate::network::init::Initialisation;
use crate::network::sparse_input::{SparseBatch, SparseInput};
use crate::rng::{Generator, unit};

/// A feed-forward network over a sparse binary input.
///
/// With activation f and layers 1…n: a_0 = x, a_l = f(W_l a_{l−1} + b_l) for l < n,
/// logits z = W_n a_{n−1} + b_n. There is at least one hidden layer. What a logit means is
/// the loss's to say: σ(z) is a probability under binary cross-entropy, softmax(z) a share
/// under the multinomial.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp<T> {
    pub input: SparseInput<T>,
    /// The layers above the first; the last one gives the logits.
    pub dense: Vec<Dense<T>>,
    pub activation: Activation,
}

/// Room for the values of one batch, used again for the next. All of it is by unit (see
/// [`crate::linalg::batch_layout`]) but `by_row`; a batch of fewer rows uses the first entries.
pub struct Workspace<T> {
    capacity: usize,
    widths: Vec<usize>,
    /// Outputs of each hidden layer after activation and dropout, then the logits, and after the loss ∂L/∂z of them.
    outputs: Vec<Vec<T>>,
    /// Each hidden layer's outputs once more, by row; of the first also its sums, and at the end ∂L/∂z.
    by_row: Vec<Vec<T>>,
    /// ∂L/∂z (on the way there ∂L/∂a) of each hidden layer.
    deltas: Vec<Vec<T>>,
    /// Where dropout let a hidden output pass: 0 or 1 / (1 − p).
    masks: Vec<Vec<T>>,
    /// A layer's input as a factor.
    strips: PackedMatrix<T>,
    panel: GradientBlock<T>,
}

impl<T: Scalar> Mlp<T> {
    /// A network of zeros: `inputs` → `hidden` … → `outputs`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn zeros(inputs: usize, hidden: &[usize], outputs: usize, activation: Activation) -> Result<Self> {
        let first = hidden.first().copied().unwrap_or(1);
        let widths = hidden.iter().copied().chain([outputs]);
        let dense = widths.clone().zip(widths.skip(1)).map(|(from, to)| Dense::zeros(from, to));
        Ok(Mlp { input: SparseInput::zeros(inputs, first)?, dense: dense.collect::<Result<_>>()?, activation })
    }

    /// A network with random weights as suits its activation; the output layer by Glorot.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn random(
        inputs: usize,
        hidden: &[usize],
        outputs: usize,
        activation: Activation,
        generator: &mut Generator,
    ) -> Result<Self> {
        let mut network = Self::zeros(inputs, hidden, outputs, activation)?;
        let suited = Initialisation::for_activation(activation);
        let first = network.input.bias.len();
        suited.fill(network.input.weights.as_mut_slice(), inputs, first, generator);
        let last = network.dense.len() - 1;
        for (index, layer) in network.dense.iter_mut().enumerate() {
            let (from, to) = layer.weights.shape();
            let initialisation = if index == last { Initialisation::Glorot } else { suited };
            initialisation.fill(layer.weights.as_mut_slice(), from, to, generator);
        }
        Ok(network)
    }

    /// How many inputs there are.
    pub fn inputs(&self) -> usize {
        self.input.weights.ncols()
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.dense.last().map_or(0, |layer| layer.bias.len())
    }

    /// How many weights and biases there are.
    pub fn parameters(&self) -> usize {
        self.slices().iter().map(|(slice, _)| slice.len()).sum()
    }

    /// All parameters, layer by layer, weights before biases; `true` marks weights.
    pub fn slices(&self) -> Vec<(&[T], bool)> {
        let first = [(self.input.weights.as_slice(), true), (self.input.bias.as_slice(), false)];
        let rest =
            self.dense.iter().flat_map(|layer| [(layer.weights.as_slice(), true), (layer.bias.as_slice(), false)]);
        first.into_iter().chain(rest).collect()
    }

    /// As [`Mlp::slices`], to be changed.
    pub fn slices_mut(&mut self) -> Vec<(&mut [T], bool)> {
        let first = [(self.input.weights.as_mut_slice(), true), (self.input.bias.as_mut_slice(), false)];
        let rest = self
            .dense
            .iter_mut()
            .flat_map(|layer| [(layer.weights.as_mut_slice(), true), (layer.bias.as_mut_slice(), false)]);
        first.into_iter().chain(rest).collect()
    }

    /// The logits of a batch; `dropout` is the share of hidden outputs to drop, with its generator, in training only.
    pub fn forward<'w>(
        &self,
        batch: &SparseBatch<T>,
        workspace: &'w mut Workspace<T>,
        dropout: Option<(f64, &mut Generator)>,
    ) -> Logits<'w, T> {
        self.forward_to(&self.dense[self.dense.len() - 1], batch, workspace, dropout)
    }

    /// As [`Mlp::forward`], with `top` in the place of the last layer: some of its outputs, made by
    /// [`Dense::some_outputs`], have the same logits and cost only their share. There may be no more of them than
    /// the last layer has.
    pub fn forward_to<'w>(
        &self,
        top: &Dense<T>,
        batch: &SparseBatch<T>,
        workspace: &'w mut Workspace<T>,
        mut dropout: Option<(f64, &mut Generator)>,
    ) -> Logits<'w, T> {
        let rows = batch.len();
        let stride = stride(rows);
        let last = self.dense.len();
        let trains = workspace.is_for_training();
        let Workspace { widths, outputs, masks, by_row, strips, .. } = workspace;
        let sums = &mut by_row[0][..widths[0] * rows];
        self.input.forward(batch, sums);
        self.activation.forward(sums);
        to_units(sums, widths[0], &mut outputs[0][..widths[0] * stride]);
        for index in 0..last {
            let (below, above) = outputs.split_at_mut(index + 1);
            let reached = &mut below[index][..widths[index] * stride];
            // The first layer's outputs come from by row, and stay what they are there unless some are dropped.
            let first = index == 0;
            if !first {
                self.activation.forward(reached);
            }
            if let Some((share, generator)) = &mut dropout {
                drop_out(reached, &mut masks[index], *share, generator);
            }
            if trains && !(first && dropout.is_none()) {
                to_rows(reached, &mut by_row[index][..widths[index] * rows], widths[index]);
            }
            let layer = if index + 1 == last { top } else { &self.dense[index] };
            layer.forward(rows, reached, &mut above[0][..layer.bias.len() * stride], strips);
        }
        Logits { values: &mut outputs[last][..top.bias.len() * stride], rows }
    }

    /// The gradient of the loss by every parameter, after [`Mlp::forward`] with the same batch in a workspace
    /// for training, in which the loss has put ∂L/∂z in the place of the logits.
    ///
    /// The dense layers' gradients go to `take` as [`Dense::backward`] says, with the place of their slice in
    /// [`Mlp::slices`]; that of the first layer is added to `gradient` (see [`SparseInput::clear_gradient`]).
    pub fn backward(
        &mut self,
        batch: &SparseBatch<T>,
        workspace: &mut Workspace<T>,
        dropout: Option<f64>,
        gradient: &mut SparseInput<T>,
        take: impl FnMut(usize, Range<usize>, &mut [T], &mut [T]),
    ) {
        SparseInput::backward(batch, self.backward_to_first(batch.len(), workspace, dropout, take), gradient);
    }

    /// As [`Mlp::backward`] of a batch of `rows`, down to ∂L/∂z of the first layer, which comes back by row.
    pub fn backward_to_first<'w>(
        &mut self,
        rows: usize,
        workspace: &'w mut Workspace<T>,
        dropout: Option<f64>,
        mut take: impl FnMut(usize, Range<usize>, &mut [T], &mut [T]),
    ) -> &'w [T] {
        let last = self.dense.len();
        let Workspace { widths, outputs, by_row, deltas, masks, panel, .. } = workspace;
        let size = |layer: usize| widths[layer] * stride(rows);
        for index in (0..last).rev() {
            let (below, above) = deltas.split_at_mut(index + 1);
            let (reached, logits) = outputs.split_at_mut(last);
            let above = above.first().unwrap_or(&logits[0]);
            let (reached, delta) = (&mut reached[index][..size(index)], &mut below[index][..size(index)]);
            let input = &by_row[index][..widths[index] * rows];
            let lesson = BackwardInput { rows, input, delta: &above[..size(index + 1)] };
            self.dense[index].backward(lesson, delta, panel, |kind, range, parameters, gradient| {
                let slice = 2 + 2 * index + usize::from(kind == Parameters::Bias);
                take(slice, range, parameters, gradient);
            });
            if let Some(share) = dropout {
                restore(reached, delta, &masks[index], share);
            }
            self.activation.backward(reached, delta);
        }
        let delta = &mut by_row[0][..widths[0] * rows];
        to_rows(&deltas[0][..size(0)], delta, widths[0]);
        delta
    }
}

impl<T: Scalar> Workspace<T> {
    /// Room for batches of up to `capacity` rows; `training` adds what only training needs.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(network: &Mlp<T>, capacity: usize, training: bool) -> Result<Self> {
        let first = network.input.bias.len();
        let widths: Vec<usize> =
            [first].into_iter().chain(network.dense.iter().map(|layer| layer.bias.len())).collect();
        let matrices = |widths: &[usize], rows: usize| {
            widths.iter().map(|width| try_zeroed(T::zero(), width * rows)).collect::<Result<Vec<_>>>()
        };
        let hidden = &widths[..widths.len() - 1];
        let trained = if training { hidden } else { &[] };
        let widest = hidden.iter().copied().max().unwrap_or(0);
        Ok(Workspace {
            capacity,
            outputs: matrices(&widths, stride(capacity))?,
            by_row: matrices(if training { hidden } else { &hidden[..1] }, capacity)?,
            deltas: matrices(trained, stride(capacity))?,
            masks: matrices(trained, stride(capacity))?,
            strips: PackedMatrix::new(stride(capacity), widest)?,
            panel: if training { GradientBlock::new(widest, capacity)? } else { GradientBlock::new(0, 0)? },
            widths,
        })
    }

    /// The most rows of a batch.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// The logits of the batch of `rows` that [`Mlp::forward`] had last.
    pub fn logits(&mut self, rows: usize) -> Logits<'_, T> {
        let (last, width) = (self.widths.len() - 1, self.widths[self.widths.len() - 1]);
        Logits { values: &mut self.outputs[last][..width * stride(rows)], rows }
    }

    /// The last hidden layer's outputs, by unit, for the batch of `rows` that [`Mlp::forward`] had last.
    pub fn reached(&self, rows: usize) -> MatrixRef<'_, T> {
        let (last, stride) = (self.widths.len() - 2, stride(rows));
        MatrixRef { values: &self.outputs[last][..self.widths[last] * stride], stride }
    }

    fn is_for_training(&self) -> bool {
        !self.deltas.is_empty()
    }
}

/// Inverted dropout (Srivastava et al. 2014): each value passes with probability 1 − p and is
/// then multiplied by 1 / (1 − p), so that scoring needs no correction.
fn drop_out<T: Scalar>(values: &mut [T], mask: &mut [T], share: f64, generator: &mut Generator) {
    let kept = T::of(1.0 / (1.0 - share));
    for (value, mask) in values.iter_mut().zip(mask) {
        *mask = if unit(generator) < share { T::zero() } else { kept };
        *value *= *mask;
    }
}

/// Backwards through [`drop_out`]: the gradient takes the mask, and the values become what
/// the activation had given, which its derivative is taken from (0 where dropped: no gradient there).
fn restore<T: Scalar>(values: &mut [T], gradient: &mut [T], mask: &[T], share: f64) {
    let kept = T::of(1.0 - share);
    for ((value, gradient), &mask) in values.iter_mut().zip(gradient).zip(mask) {
        *gradient *= mask;
        *value *= kept;
    }
}
