use firstpick::dataset::Interactions;
use firstpick::export::write_model_file;
use firstpick::recommend::recommend;
use firstpick::training::{Loss, Options, Recipe};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

use crate::{ITEMS, USERS, interactions, network, options, with_model};

fn written(options: &Options, interactions: &Interactions) -> Vec<u8> {
    write_model_file(&network(options, interactions), None, options, interactions).expect("a file")
}

fn metadata(bytes: &[u8]) -> Value {
    let (_, metadata) = SafeTensors::read_metadata(bytes).expect("safetensors");
    let entries = metadata.metadata().clone().expect("metadata");
    serde_json::from_str(&entries["firstpick"]).expect("JSON")
}

fn values(file: &SafeTensors, name: &str) -> (Vec<usize>, Vec<f64>) {
    let tensor = file.tensor(name).expect("a tensor");
    assert_eq!(tensor.dtype(), Dtype::F32);
    let floats = tensor.data().chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]));
    (tensor.shape().to_vec(), floats.map(f64::from).collect())
}

/// The logits of `input`, by nothing but the file.
fn logits(file: &SafeTensors, metadata: &Value, input: &[f64]) -> Vec<f64> {
    let layers = metadata["layers"].as_u64().expect("a number");
    let mut reached = input.to_vec();
    for layer in 0..layers {
        let (shape, kernel) = values(file, &format!("layers.{layer}.kernel"));
        let (_, bias) = values(file, &format!("layers.{layer}.bias"));
        assert_eq!((shape[0], shape[1]), (reached.len(), bias.len()), "layer {layer}");
        // x @ kernel + bias
        let sum = |output: usize| -> f64 {
            reached.iter().enumerate().map(|(input, x)| x * kernel[input * shape[1] + output]).sum::<f64>()
                + bias[output]
        };
        let sums: Vec<f64> = (0..shape[1]).map(sum).collect();
        let hidden = layer + 1 < layers;
        reached = sums.into_iter().map(|z| if hidden { activation(metadata, z) } else { z }).collect();
    }
    reached
}

fn activation(metadata: &Value, z: f64) -> f64 {
    match metadata["options"]["activation"].as_str() {
        Some("sigmoid") => 1.0 / (1.0 + (-z).exp()),
        Some("relu") => z.max(0.0),
        Some("tanh") => z.tanh(),
        other => panic!("an activation of the hidden layers, not {other:?}"),
    }
}

/// The scores of all items for a user who has `items`, as an engineer without Firstpick would make them.
fn scores_by_hand(bytes: &[u8], user: &str, items: &[&str]) -> Vec<f64> {
    let file = SafeTensors::deserialize(bytes).expect("safetensors");
    let metadata = metadata(bytes);
    let all: Vec<&str> = metadata["items"].as_array().expect("items").iter().filter_map(Value::as_str).collect();
    let logits = match metadata["users"].as_array() {
        Some(users) => {
            let user = users.iter().position(|id| id == user).expect("a known user");
            let pair = |item: usize| {
                let mut input = vec![0.0; users.len() + all.len()];
                (input[user], input[users.len() + item]) = (1.0, 1.0);
                logits(&file, &metadata, &input)[0]
            };
            (0..all.len()).map(pair).collect()
        }
        None => {
            let length = if metadata["options"]["normaliseInput"] == true { (items.len() as f64).sqrt() } else { 1.0 };
            let input: Vec<f64> = all.iter().map(|id| if items.contains(id) { 1.0 / length } else { 0.0 }).collect();
            logits(&file, &metadata, &input)
        }
    };
    if metadata["output"] == "softmax" {
        let sum: f64 = logits.iter().map(|z| z.exp()).sum();
        logits.iter().map(|z| z.exp() / sum).collect()
    } else {
        logits.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect()
    }
}

#[test]
fn scoring_by_hand_from_the_file_gives_the_same_lists() {
    let (interactions, _) = interactions();
    let multinomial = Options { loss: Loss::Multinomial, ..options(Recipe::Article) };
    for options in [options(Recipe::Recommended), options(Recipe::Article), options(Recipe::Pair), multinomial] {
        let bytes = written(&options, &interactions);
        for user in 0..USERS.len() {
            let row = interactions.matrix.row(user);
            let has: Vec<&str> = row.iter().map(|&item| interactions.items.id(item as usize)).collect();
            let scores = scores_by_hand(&bytes, interactions.users.id(user), &has);
            let mut by_hand: Vec<usize> = (0..ITEMS.len()).filter(|&item| !row.contains(&(item as u32))).collect();
            by_hand.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
            let list = with_model(&options, &network(&options, &interactions), |model| {
                recommend(model, &interactions.matrix, &[user as u32], 5).expect("lists").remove(0)
            });
            let found: Vec<usize> = list.iter().map(|place| place.item).collect();
            assert_eq!(found, by_hand[..found.len()], "{:?} of {}", interactions.users.id(user), options.recipe.name());
            assert_eq!(found.len(), by_hand.len().min(5));
            for place in list {
                let off = (place.score - scores[place.item]).abs();
                assert!(off < 1e-5, "{}: {} by hand, {} shown", options.recipe.name(), scores[place.item], place.score);
            }
        }
    }
}

#[test]
fn the_metadata_has_the_vocabulary_and_the_options() {
    let (interactions, _) = interactions();
    for recipe in Recipe::ALL {
        let options = options(recipe);
        let metadata = metadata(&written(&options, &interactions));
        let ids = |name: &str| -> Vec<String> {
            let ids = metadata[name].as_array().cloned().unwrap_or_default();
            ids.iter().map(|id| id.as_str().expect("text").to_owned()).collect()
        };
        assert_eq!(ids("items"), interactions.items.ids().collect::<Vec<_>>(), "exactly, and in order");
        assert_eq!(ids("names").len(), ITEMS.len());
        assert!(ids("names").contains(&"One, \"the first\"".to_owned()));
        let users = if recipe == Recipe::Pair { interactions.users.ids().collect() } else { Vec::new() };
        assert_eq!(ids("users"), users, "{}", recipe.name());
        let read: Options = serde_json::from_value(metadata["options"].clone()).expect("options");
        assert_eq!(read, options);
        assert_eq!(metadata["version"], env!("CARGO_PKG_VERSION"));
    }
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    let (interactions, _) = interactions();
    let options = options(Recipe::Pair);
    assert!(written(&options, &interactions) == written(&options, &interactions));
}
