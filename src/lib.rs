//! Firstpick (首选): a recommender lab in one browser tab.
//!
//! A CSV of who bought what goes in; a neural network is trained on it and measured beside simple models; a list of
//! products for each customer comes out. All of it is plain Rust that runs natively too: only the module `wasm` knows
//! JavaScript.
//!
//! # Example
//!
//! From a file's bytes to a trained and evaluated recommender:
//!
//! ```
//! use std::time::Instant;
//!
//! use firstpick::{Error, Options, ReadOptions, Recipe, Session};
//!
//! # fn main() -> firstpick::Result<()> {
//! // A shop of two tastes: customers with even numbers buy among the first ten products, the others among the rest.
//! let mut csv = String::from("customer,product\n");
//! for customer in 0..40 {
//!     for product in (customer % 2 * 10)..(customer % 2 * 10 + 10) {
//!         if (customer + 3 * product) % 7 > 1 {
//!             csv += &format!("{customer:02},P{product:02}\n");
//!         }
//!     }
//! }
//!
//! // Read: the head of a file gives the roles of its columns, then all of it is read, in pieces of any size.
//! let mut session = Session::default();
//! let preview = session.open(csv.as_bytes(), true, &Default::default())?;
//! session.begin_reading(ReadOptions { roles: preview.roles, ..Default::default() })?;
//! session.read(csv.as_bytes(), true)?;
//! let dataset = session.finish_reading()?;
//! assert_eq!((dataset.users, dataset.items), (40, 20));
//!
//! // Train and evaluate: in steps of about 16 ms, so that a caller can pause or stop between two.
//! let options = Options { epochs: 20.0, search: false, ..Recipe::Recommended.defaults() };
//! session.begin_training(&options)?;
//! let started = Instant::now();
//! let clock = || started.elapsed().as_secs_f64() * 1_000.0;
//! let result = loop {
//!     let progress = session.train(&clock, 16.0)?;
//!     if progress.over {
//!         break progress.result;
//!     }
//! };
//! let comparison = result.ok_or(Error::NotTrained)?.comparison;
//! for model in &comparison.models {
//!     println!("{}: NDCG@10 {:.3}", model.name, model.metrics["ndcg@10"].value);
//! }
//! assert!(comparison.difference.value > 0.0, "the network is ahead of the bestsellers, which know nothing of tastes");
//!
//! // Recommend: what the customer does not have yet, best first, with reasons.
//! let list = session.recommend("06", 2.0)?;
//! for item in &list.items {
//!     println!("{}. {}", item.rank, item.id);
//! }
//! assert!(list.items.iter().all(|item| item.id.as_str() < "P10"), "customer 06 likes the first ten products");
//! # Ok(())
//! # }
//! ```
//!
//! # The way of the data
//!
//! ```text
//! bytes → rows → interactions → split → tune → train → scores → evaluate → top K → page and files
//! ingest         dataset        split   tuning training models   evaluation recommend  export
//! ```
//!
//! `pipeline` is the one owner of the order from *split* to *evaluate*; [`Session`] holds what there is.
//!
//! # The rooms
//!
//! Each uses only those in the lines below its own, and no two files use each other in a circle: `tests/dependencies`
//! checks both.
//!
//! | room | contents |
//! | --- | --- |
//! | `wasm` | the boundary to JavaScript: conversions |
//! | [`session`] | a file, its data set, a trained model, and the work under way |
//! | [`export`] | recommendations.csv, interactions.csv, report.json, model.safetensors |
//! | [`pipeline`] | tuning, training and evaluation in their order |
//! | [`tuning`] | choices on validation: grids, the networks that compete, the blend |
//! | [`recommend`], [`evaluation`] | lists with reasons; metrics with intervals |
//! | [`models`] | popularity, item-kNN, EASE, linear path, network, wide & deep |
//! | [`training`] | options, batches, losses, optimisers, the trainer |
//! | [`network`] | layers, forward and backward |
//! | [`split`], [`ingest`] | train, validation and test; bytes to a data set |
//! | [`dataset`] | interactions, ids, labels, quality |
//! | [`linalg`] | sparse matrices, products, an inversion |
//! | [`codec`], [`job`], `order` | flat bytes; bounded work; sorting |
//! | [`memory`] | fallible allocation, and its budget |
//! | [`rng`], [`error`] | random streams of one seed; errors with stable codes |

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable
    )
)]

pub mod codec;
pub mod dataset;
pub mod error;
pub mod evaluation;
pub mod export;
pub mod ingest;
pub mod job;
pub mod linalg;
pub mod memory;
pub mod models;
pub mod network;
mod order;
pub mod pipeline;
pub mod recommend;
pub mod rng;
pub mod session;
pub mod split;
pub mod training;
pub mod tuning;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::{Error, Result};
pub use session::{ReadOptions, Session};
pub use training::{Options, Recipe};
