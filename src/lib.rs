//! Firstpick (首选): a recommender lab in one browser tab.
//!
//! A CSV of who bought what goes in; a neural network is trained on it and honestly measured;
//! what each user would be shown comes out. All of it is plain Rust that runs natively as
//! well; the module `wasm` is the only part that knows JavaScript.
//!
//! ```text
//! bytes → text → rows → columns' roles → interactions → split → batches → network → scores → top K → page and files
//!         data                                                  training  network   models   recommend, export
//!                                                               evaluation looks at scores against held-out items
//! ```
//!
//! Each room may use only what stands to its right, which `tests/dependencies.rs` holds it to:
//! `wasm → session → export → recommend, evaluation → models → training → network → data → random, error`.

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
pub mod pipeline;
pub mod recommend;
pub mod rng;
pub mod session;
pub mod split;
pub mod training;
pub mod tuning;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
