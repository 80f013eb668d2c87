//! One file, from its bytes to its recommendations: open → read → train and evaluate → recommend and export.
//!
//! What a later step made stays until that step is done again with success: a file that cannot be read leaves the
//! data before it in place, a training that diverges leaves the trained network before it. A call that the present
//! state does not allow says which call it was, what it needs, and what the state is ([`crate::Error::WrongState`]).

mod checkpoint;
mod data;
mod exports;
mod file;
mod learning;
mod reading;
mod recommending;
mod snapshot;
mod state;
mod tuning;

pub use crate::pipeline::ReadOptions;
pub use state::Session;
