//! A feed-forward network over sparse binary rows: z = W_n f(… f(W_1 x + b_1) …) + b_n.
//!
//! x has one entry per input, few of them 1; each hidden layer applies the [`Activation`] f; z has one logit per output.
//!
//! - `sparse_input`: the first layer, W_1 outputs × inputs, whose cost is outputs × ones.
//! - `dense`: the layers above, W inputs × outputs.
//! - `activation`, `init`: f with its derivative; the spread of initial weights.
//! - `mlp`: the layers together, forward and backward, with dropout.
//! - `workspace`: the buffers of one batch.
//!
//! Matrices are nalgebra's, column-major. `linalg` has their products with a batch, and the layout of a batch in memory.

pub(crate) mod activation;
pub(crate) mod dense;
pub(crate) mod init;
pub(crate) mod mlp;
pub(crate) mod sparse_input;
pub(crate) mod workspace;

pub use activation::{Activation, sigmoid};
pub use dense::Dense;
pub use mlp::Mlp;
pub use sparse_input::{SparseBatch, SparseInput};
pub use workspace::Workspace;
