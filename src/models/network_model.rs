//! A trained (or half-trained) network as a model.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::gemm::PackedMatrix;
use crate::models::{Model, Scale};
use crate::network::dense::Dense;
use crate::network::mlp::{Mlp, Workspace};
use crate::network::sparse_input::SparseBatch;
use crate::training::batches::input_scale;
use crate::training::loss::Loss;
use crate::training::options::Settings;
use crate::training::recipe::Recipe;

/// Users scored at once by a profile network, if it is not large: what a product prepares serves all of them.
const USERS: usize = 64;
/// The most multiplications at once, about 10 ms.
const PRODUCTS: usize = 1 << 27;
/// Pairs scored at once by a pair network.
const PAIRS: usize = 512;

/// The room that scoring needs, and how the network reads its input.
pub struct Scorer {
    recipe: Recipe,
    loss: Loss,
    normalise_input: bool,
    workspace: Workspace<f32>,
    batch: SparseBatch<f32>,
    /// The last layer's weights, once they stay.
    settled: Option<PackedMatrix<f32>>,
    /// A last layer without outputs.
    nothing: Dense<f32>,
}

/// A network with the room to score with it.
pub struct NetworkModel<'a> {
    pub network: &'a Mlp<f32>,
    pub scorer: &'a mut Scorer,
}

impl Scorer {
    /// Room for scoring with networks of the shape of `network`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(settings: &Settings, network: &Mlp<f32>) -> Result<Self> {
        let dense: usize = network.dense.iter().map(|layer| layer.weights.len()).sum();
        // Halves of it divide whatever it divides.
        let users = [USERS, 32, 16].into_iter().find(|users| users * dense <= PRODUCTS).unwrap_or(8);
        let capacity = if settings.recipe == Recipe::Pair { PAIRS } else { users };
        Ok(Scorer {
            recipe: settings.recipe,
            loss: settings.loss,
            normalise_input: settings.normalise_input,
            workspace: Workspace::new(network, capacity, false)?,
            batch: SparseBatch::default(),
            settled: None,
            nothing: Dense::zeros(network.dense.last().map_or(0, |top| top.weights.nrows()), 0)?,
        })
    }

    /// Says that the weights of the profile network will not change any more: what scoring needs of them is then
    /// prepared, once, if there is room for it. The scores are the same.
    pub fn prepare_for_inference(&mut self, network: &Mlp<f32>) {
        if self.settled.is_none() && self.recipe != Recipe::Pair {
            self.settled = network.dense.last().and_then(|top| top.transposed().ok());
        }
    }
}

impl NetworkModel<'_> {
    /// The logits of `top`, which is the last layer or some of its outputs.
    fn score_profiles(&mut self, top: &Dense<f32>, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, normalise_input, .. } = &mut *self.scorer;
        let at_once = workspace.capacity();
        for (users, scores) in users.chunks(at_once).zip(scores.chunks_mut(at_once * top.bias.len().max(1))) {
            batch.clear();
            for &user in users {
                let items = known.row(user as usize);
                batch.push(items.iter().copied(), input_scale(items.len(), *normalise_input));
            }
            self.network.forward_to(top, batch, workspace, None).copy_by_row(scores);
        }
    }

    /// The logits of all items, made by row, with no need to turn them.
    fn score_settled(&mut self, top: &Dense<f32>, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, normalise_input, settled, nothing, .. } = &mut *self.scorer;
        let Some(weights) = settled else { return self.score_profiles(top, known, users, scores) };
        let (at_once, width) = (workspace.capacity(), top.bias.len());
        for (users, scores) in users.chunks(at_once).zip(scores.chunks_mut(at_once * width.max(1))) {
            batch.clear();
            for &user in users {
                let items = known.row(user as usize);
                batch.push(items.iter().copied(), input_scale(items.len(), *normalise_input));
            }
            self.network.forward_to(nothing, batch, workspace, None);
            scores.chunks_exact_mut(width.max(1)).for_each(|scores| scores.copy_from_slice(top.bias.as_slice()));
            weights.multiply_by_transposed_onto(users.len(), workspace.reached(users.len()), scores, width);
        }
    }

    fn score_pairs(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, .. } = &mut *self.scorer;
        for (&user, scores) in users.iter().zip(scores.chunks_mut(items.len().max(1))) {
            for (items, scores) in items.chunks(PAIRS).zip(scores.chunks_mut(PAIRS)) {
                batch.clear();
                for &item in items {
                    batch.push([user, known.rows() as u32 + item], 1.0);
                }
                self.network.forward(batch, workspace, None).copy_by_row(scores);
            }
        }
    }
}

impl Model for NetworkModel<'_> {
    fn score(&mut self, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) -> Result<()> {
        match self.scorer.recipe {
            Recipe::Pair => {
                let items: Vec<u32> = (0..known.width() as u32).collect();
                self.score_pairs(known, users, &items, scores);
            }
            Recipe::Recommended | Recipe::Article => {
                let network = self.network;
                network.dense.last().into_iter().for_each(|top| self.score_settled(top, known, users, scores));
            }
        }
        Ok(())
    }

    fn score_items(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) -> Result<()> {
        match self.scorer.recipe {
            Recipe::Pair => self.score_pairs(known, users, items, scores),
            Recipe::Recommended | Recipe::Article => {
                let top = self.network.dense.last().map(|top| top.some_outputs(items)).transpose()?;
                top.iter().for_each(|top| self.score_profiles(top, known, users, scores));
            }
        }
        Ok(())
    }

    /// σ(z) under binary cross-entropy, softmax(z) under the multinomial loss.
    fn scale(&self, scores: &[f32]) -> Scale {
        match self.scorer.loss {
            Loss::BinaryCrossEntropy => Scale::Probability,
            Loss::Multinomial => Scale::share_among(scores),
        }
    }

    fn block(&self) -> usize {
        if self.scorer.recipe == Recipe::Pair { 1 } else { self.scorer.workspace.capacity() }
    }
}
