//! A network as a model: score = logit.

use crate::error::Result;
use crate::linalg::csr::CsrMatrix;
use crate::linalg::gemm::PackedMatrix;
use crate::models::model::{Model, Scale};
use crate::network::dense::Dense;
use crate::network::mlp::Mlp;
use crate::network::sparse_input::SparseBatch;
use crate::network::workspace::Workspace;
use crate::training::{Loss, Recipe, Settings, input_scale};

/// Users that a profile network scores at once; large networks score fewer. More users share the packing of a product.
const BLOCK_USERS: usize = 64;
/// Multiplications at once, at most: about 10 ms.
const BLOCK_WORK: usize = 1 << 27;
/// Pairs that a pair network scores at once.
const BLOCK_PAIRS: usize = 512;

/// The buffers of scoring, and how the network reads its input.
pub struct Scorer {
    recipe: Recipe,
    loss: Loss,
    normalise_input: bool,
    workspace: Workspace<f32>,
    batch: SparseBatch<f32>,
    /// The packed weights of the last layer; None until [`Scorer::prepare_for_inference`].
    prepared: Option<PackedMatrix<f32>>,
    /// An output layer without outputs.
    no_outputs: Dense<f32>,
}

/// A network, and the buffers to score with it.
pub struct NetworkModel<'a> {
    pub network: &'a Mlp<f32>,
    pub scorer: &'a mut Scorer,
}

impl Scorer {
    /// Buffers for networks of the shape of `network`.
    ///
    /// # Errors
    /// [`crate::error::Error::OutOfMemory`].
    pub fn new(settings: &Settings, network: &Mlp<f32>) -> Result<Self> {
        let dense: usize = network.dense.iter().map(|layer| layer.weights.len()).sum();
        // Divisors of the largest block divide all ranges of users that it divides.
        let users = [BLOCK_USERS, 32, 16].into_iter().find(|users| users * dense <= BLOCK_WORK).unwrap_or(8);
        let capacity = if settings.recipe == Recipe::Pair { BLOCK_PAIRS } else { users };
        Ok(Scorer {
            recipe: settings.recipe,
            loss: settings.loss,
            normalise_input: settings.normalise_input,
            workspace: network.inference_workspace(capacity)?,
            batch: SparseBatch::default(),
            prepared: None,
            no_outputs: Dense::zeros(network.dense.last().map_or(0, |top| top.weights.nrows()), 0)?,
        })
    }

    /// Packs the last layer of a profile network whose weights will not change any more, once, if there is memory for
    /// it. Scoring is faster from then on, and the scores are the same.
    pub fn prepare_for_inference(&mut self, network: &Mlp<f32>) {
        if self.prepared.is_none() && self.recipe != Recipe::Pair {
            self.prepared = network.dense.last().and_then(|layer| layer.pack_transposed().ok());
        }
    }
}

impl NetworkModel<'_> {
    /// The logits of `output_layer`, which is the last layer or a selection of its outputs.
    fn score_profiles(&mut self, output_layer: &Dense<f32>, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, normalise_input, .. } = &mut *self.scorer;
        let (block, width) = (workspace.capacity(), output_layer.bias.len());
        for (users, scores) in users.chunks(block).zip(scores.chunks_mut(block * width.max(1))) {
            batch.clear();
            for &user in users {
                let items = known.row(user as usize);
                batch.push(items.iter().copied(), input_scale(items.len(), *normalise_input));
            }
            self.network.forward_to(output_layer, batch, workspace, None).copy_by_row(scores);
        }
    }

    /// The logits of all items, by row from the start where the last layer is prepared.
    fn score_prepared(&mut self, output_layer: &Dense<f32>, known: &CsrMatrix, users: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, normalise_input, prepared, no_outputs, .. } = &mut *self.scorer;
        let Some(weights) = prepared else { return self.score_profiles(output_layer, known, users, scores) };
        let (block, width) = (workspace.capacity(), output_layer.bias.len());
        for (users, scores) in users.chunks(block).zip(scores.chunks_mut(block * width.max(1))) {
            batch.clear();
            for &user in users {
                let items = known.row(user as usize);
                batch.push(items.iter().copied(), input_scale(items.len(), *normalise_input));
            }
            self.network.forward_to(no_outputs, batch, workspace, None);
            scores
                .chunks_exact_mut(width.max(1))
                .for_each(|scores| scores.copy_from_slice(output_layer.bias.as_slice()));
            let hidden = workspace.last_hidden(users.len());
            weights.add_product_with_transposed(users.len(), hidden, scores, width);
        }
    }

    /// The logits of the pairs of `users` and `items`.
    fn score_pairs(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) {
        let Scorer { workspace, batch, .. } = &mut *self.scorer;
        for (&user, scores) in users.iter().zip(scores.chunks_mut(items.len().max(1))) {
            for (items, scores) in items.chunks(BLOCK_PAIRS).zip(scores.chunks_mut(BLOCK_PAIRS)) {
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
                network.dense.last().into_iter().for_each(|layer| self.score_prepared(layer, known, users, scores));
            }
        }
        Ok(())
    }

    fn score_items(&mut self, known: &CsrMatrix, users: &[u32], items: &[u32], scores: &mut [f32]) -> Result<()> {
        match self.scorer.recipe {
            Recipe::Pair => self.score_pairs(known, users, items, scores),
            Recipe::Recommended | Recipe::Article => {
                let selected = self.network.dense.last().map(|layer| layer.select_outputs(items)).transpose()?;
                selected.iter().for_each(|layer| self.score_profiles(layer, known, users, scores));
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
