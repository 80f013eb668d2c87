//! The layers together: z = W_n f(… f(W_1 x + b_1) …) + b_n.

use std::ops::Range;

use crate::error::Result;
use crate::linalg::batch_layout::{Logits, stride, to_rows, to_units};
use crate::linalg::scalar::Scalar;
use crate::network::activation::Activation;
use crate::network::dense::{BackwardInput, Dense, ParameterKind};
use crate::network::init::Initialisation;
use crate::network::sparse_input::{SparseBatch, SparseInput};
use crate::network::workspace::Workspace;
use crate::rng::{Generator, unit};

/// A feed-forward network over a sparse binary input, with at least one hidden layer.
///
/// With the activation f and layers 1…n: a_0 = x, a_l = f(W_l a_{l−1} + b_l) for l < n, logits z = W_n a_{n−1} + b_n.
/// The loss gives the logits their meaning: σ(z) is a probability under binary cross-entropy, softmax(z) a share under
/// the multinomial loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp<T> {
    pub input: SparseInput<T>,
    /// The layers above the first; the last one gives the logits.
    pub dense: Vec<Dense<T>>,
    pub activation: Activation,
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

    /// Number of weights and biases of such a network.
    pub fn size(inputs: usize, hidden: &[usize], outputs: usize) -> u64 {
        let widths = [inputs].into_iter().chain(hidden.iter().copied());
        // In 64 bits: WebAssembly's usize has 32.
        widths.zip(hidden.iter().copied().chain([outputs])).map(|(from, to)| (from as u64 + 1) * to as u64).sum()
    }

    /// A network of random weights: hidden layers by the initialisation that suits the activation, the output layer by
    /// Glorot's. Biases are 0.
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

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.input.weights.ncols()
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.dense.last().map_or(0, |layer| layer.bias.len())
    }

    /// Number of weights and biases.
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

    /// The mutable form of [`Mlp::slices`].
    pub fn slices_mut(&mut self) -> Vec<(&mut [T], bool)> {
        let first = [(self.input.weights.as_mut_slice(), true), (self.input.bias.as_mut_slice(), false)];
        let rest = self
            .dense
            .iter_mut()
            .flat_map(|layer| [(layer.weights.as_mut_slice(), true), (layer.bias.as_mut_slice(), false)]);
        first.into_iter().chain(rest).collect()
    }

    /// Buffers for scoring batches of up to `capacity` rows.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn inference_workspace(&self, capacity: usize) -> Result<Workspace<T>> {
        Workspace::new(self.widths(), capacity, false)
    }

    /// Buffers for training on batches of up to `capacity` rows.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn training_workspace(&self, capacity: usize) -> Result<Workspace<T>> {
        Workspace::new(self.widths(), capacity, true)
    }

    /// Widths of the hidden layers, then the number of outputs.
    fn widths(&self) -> Vec<usize> {
        let first = self.input.bias.len();
        [first].into_iter().chain(self.dense.iter().map(|layer| layer.bias.len())).collect()
    }

    /// The logits of a batch. `dropout`, in training only, is the share of hidden outputs to drop, and the generator
    /// that draws them.
    pub fn forward<'w>(
        &self,
        batch: &SparseBatch<T>,
        workspace: &'w mut Workspace<T>,
        dropout: Option<(f64, &mut Generator)>,
    ) -> Logits<'w, T> {
        self.forward_to(&self.dense[self.dense.len() - 1], batch, workspace, dropout)
    }

    /// [`Mlp::forward`] with `output_layer` in the place of the last layer. A selection of its outputs
    /// ([`Dense::select_outputs`]) has the same logits at their share of the cost. It may not have more outputs than the
    /// last layer.
    pub fn forward_to<'w>(
        &self,
        output_layer: &Dense<T>,
        batch: &SparseBatch<T>,
        workspace: &'w mut Workspace<T>,
        mut dropout: Option<(f64, &mut Generator)>,
    ) -> Logits<'w, T> {
        let rows = batch.len();
        let stride = stride(rows);
        let last = self.dense.len();
        let trains = workspace.is_for_training();
        let Workspace { widths, outputs, masks, by_row, packed, .. } = workspace;
        let sums = &mut by_row[0][..widths[0] * rows];
        self.input.forward(batch, sums);
        self.activation.forward(sums);
        to_units(sums, widths[0], &mut outputs[0][..widths[0] * stride]);
        for index in 0..last {
            let (below, above) = outputs.split_at_mut(index + 1);
            let hidden = &mut below[index][..widths[index] * stride];
            // The first layer's outputs were computed by row: without dropout that copy is still right.
            let first = index == 0;
            if !first {
                self.activation.forward(hidden);
            }
            if let Some((share, generator)) = &mut dropout {
                dropout_forward(hidden, &mut masks[index], *share, generator);
            }
            if trains && !(first && dropout.is_none()) {
                to_rows(hidden, &mut by_row[index][..widths[index] * rows], widths[index]);
            }
            let layer = if index + 1 == last { output_layer } else { &self.dense[index] };
            layer.forward(rows, hidden, &mut above[0][..layer.bias.len() * stride], packed);
        }
        Logits { values: &mut outputs[last][..output_layer.bias.len() * stride], rows }
    }

    /// ∂L/∂ of every parameter. [`Mlp::forward`] must have filled the workspace with the same batch, and the loss must
    /// have replaced the logits by ∂L/∂z.
    ///
    /// The dense layers' gradients go to `on_gradient`, from the last layer to the first and a block of outputs at a time:
    /// the index of a slice in [`Mlp::slices`], the range within it, the parameters of this range, and their gradient.
    /// `on_gradient` may change these parameters. The first layer's gradient is added to `gradient`;
    /// [`SparseInput::clear_gradient`] resets it.
    pub fn backward(
        &mut self,
        batch: &SparseBatch<T>,
        workspace: &mut Workspace<T>,
        dropout: Option<f64>,
        gradient: &mut SparseInput<T>,
        on_gradient: impl FnMut(usize, Range<usize>, &mut [T], &mut [T]),
    ) {
        SparseInput::backward(batch, self.backward_to_first(batch.len(), workspace, dropout, on_gradient), gradient);
    }

    /// The part of [`Mlp::backward`] above the first layer, for a batch of `rows`: ∂L/∂z of the first layer, by row.
    pub fn backward_to_first<'w>(
        &mut self,
        rows: usize,
        workspace: &'w mut Workspace<T>,
        dropout: Option<f64>,
        mut on_gradient: impl FnMut(usize, Range<usize>, &mut [T], &mut [T]),
    ) -> &'w [T] {
        let last = self.dense.len();
        let Workspace { widths, outputs, by_row, deltas, masks, block, .. } = workspace;
        let size = |layer: usize| widths[layer] * stride(rows);
        for index in (0..last).rev() {
            let (below, above) = deltas.split_at_mut(index + 1);
            let (hidden, logits) = outputs.split_at_mut(last);
            let above = above.first().unwrap_or(&logits[0]);
            let (hidden, delta) = (&mut hidden[index][..size(index)], &mut below[index][..size(index)]);
            let input = &by_row[index][..widths[index] * rows];
            let batch = BackwardInput { rows, input, delta: &above[..size(index + 1)] };
            self.dense[index].backward(batch, delta, block, |kind, range, parameters, gradient| {
                let slice = 2 + 2 * index + usize::from(kind == ParameterKind::Bias);
                on_gradient(slice, range, parameters, gradient);
            });
            if let Some(share) = dropout {
                dropout_backward(hidden, delta, &masks[index], share);
            }
            self.activation.backward(hidden, delta);
        }
        let delta = &mut by_row[0][..widths[0] * rows];
        to_rows(&deltas[0][..size(0)], delta, widths[0]);
        delta
    }
}

/// Inverted dropout (Srivastava et al. 2014): a value is 0 with probability p, else multiplied by 1 / (1 − p), so that
/// scoring needs no correction.
fn dropout_forward<T: Scalar>(values: &mut [T], mask: &mut [T], share: f64, generator: &mut Generator) {
    let kept = T::of(1.0 / (1.0 - share));
    for (value, mask) in values.iter_mut().zip(mask) {
        *mask = if unit(generator) < share { T::zero() } else { kept };
        *value *= *mask;
    }
}

/// The gradient of [`dropout_forward`]: it is multiplied by the mask. The values become the activation's outputs again,
/// from which its derivative is computed; a dropped value stays 0, where the gradient is 0 as well.
fn dropout_backward<T: Scalar>(values: &mut [T], gradient: &mut [T], mask: &[T], share: f64) {
    let kept = T::of(1.0 - share);
    for ((value, gradient), &mask) in values.iter_mut().zip(gradient).zip(mask) {
        *gradient *= mask;
        *value *= kept;
    }
}
