//! model.safetensors: the network's weights with all that is needed to score without Firstpick.
//!
//! Tensors, float32, row-major: `layers.N.kernel` of shape `[inputs, outputs]` and `layers.N.bias` of shape
//! `[outputs]`, N from 0, so that a layer is `x @ kernel + bias`. The metadata's one entry
//! `firstpick` is JSON: version, options, activation of the hidden layers, what the output's logits
//! become, how the input is made, and the ids of inputs and outputs in order.
//!
//! Where a linear path stands beside the network there are `linear.weights` `[n, n]`, from row to column between the n items
//! of the metadata's `linear.items` (all where that is null), and `linear.factors` `[items]`. With x = 1 at each of the
//! user's items, a score is then
//!
//! ```text
//! (1 − s) · z((x @ weights) · factors) + s · z(logits)        z(v) = (v − mean v) / standard deviation of v
//! ```
//!
//! with s = `linear.deepShare`, means and deviations over all items, and 0 for items without a place in `weights`.

use std::collections::HashMap;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde::Serialize;

use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::memory::MEMORY_BUDGET;
use crate::models::linear::LinearOptions;
use crate::models::wide_deep::Wide;
use crate::network::mlp::Mlp;
use crate::training::{Loss, Options, Recipe};

#[derive(Serialize)]
struct Metadata<'a> {
    version: &'static str,
    options: &'a Options,
    layers: usize,
    output: &'static str,
    linear: Option<LinearPath<'a>>,
    input: &'static str,
    users: Option<Vec<&'a str>>,
    items: Vec<&'a str>,
    names: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LinearPath<'a> {
    deep_share: f64,
    items: Option<Vec<&'a str>>,
    options: LinearOptions,
}

/// The file's bytes; `wide` is the linear path, where there is one.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn write_model_file(
    network: &Mlp<f32>,
    wide: Option<&Wide>,
    options: &Options,
    interactions: &Interactions,
) -> Result<Vec<u8>> {
    let refused = || Error::OutOfMemory { needed: 4 * network.parameters() as u64, limit: MEMORY_BUDGET };
    let pair = options.recipe == Recipe::Pair;
    let metadata = Metadata {
        version: env!("CARGO_PKG_VERSION"),
        options,
        layers: network.dense.len() + 1,
        output: match (wide, options.loss) {
            (Some(_), _) => "mix",
            (None, Loss::Multinomial) => "softmax",
            (None, Loss::BinaryCrossEntropy) => "sigmoid",
        },
        linear: wide.map(|Wide { linear, deep_share }| {
            let id = |&item: &u32| interactions.items.id(item as usize);
            let items = linear.items().map(|items| items.iter().map(id).collect());
            LinearPath { deep_share: *deep_share, items, options: linear.options() }
        }),
        input: match (pair, options.normalise_input) {
            (true, _) => "1 at the user's index and 1 at users + the item's index",
            (false, true) => "1 / sqrt(number of the user's items) at each of the user's items",
            (false, false) => "1 at each of the user's items",
        },
        users: pair.then(|| interactions.users.ids().collect()),
        items: interactions.items.ids().collect(),
        names: (0..interactions.items.len()).map(|item| interactions.name(item)).collect(),
    };
    let metadata = serde_json::to_string(&metadata).map_err(|_| refused())?;
    // The first layer is outputs × inputs, column-major, which is inputs × outputs, row-major; the others are
    // turned around.
    let input = &network.input;
    let mut tensors = vec![
        (vec![input.weights.ncols(), input.weights.nrows()], bytes(input.weights.as_slice())),
        (vec![input.bias.len()], bytes(input.bias.as_slice())),
    ];
    for layer in &network.dense {
        let shape = vec![layer.weights.nrows(), layer.weights.ncols()];
        tensors.push((shape, bytes(layer.weights.transpose().as_slice())));
        tensors.push((vec![layer.bias.len()], bytes(layer.bias.as_slice())));
    }
    let mut views = Vec::new();
    for (index, (shape, bytes)) in tensors.iter().enumerate() {
        let part = if index % 2 == 0 { "kernel" } else { "bias" };
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(|_| refused())?;
        views.push((format!("layers.{}.{part}", index / 2), view));
    }
    let linear = wide.map(|Wide { linear, .. }| {
        let size = linear.items().map_or(interactions.items.len(), <[u32]>::len);
        (size, bytes(linear.weights()), bytes(linear.factors()))
    });
    if let Some((size, weights, factors)) = &linear {
        let view = |shape: Vec<usize>, bytes| TensorView::new(Dtype::F32, shape, bytes).map_err(|_| refused());
        views.push(("linear.weights".to_owned(), view(vec![*size, *size], weights)?));
        views.push(("linear.factors".to_owned(), view(vec![interactions.items.len()], factors)?));
    }
    let metadata = HashMap::from([("firstpick".to_owned(), metadata)]);
    safetensors::serialize(views, Some(metadata)).map_err(|_| refused())
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}
