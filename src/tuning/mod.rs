//! Choices on validation: grids of the baselines and of the linear path, the networks that compete, the share of each path.
//!
//! - `grid_search`: the best options of a model in one of its `spaces`, by a `climb` over their grid.
//! - `candidates`, `halving`: which networks and which options compete, and the rules by which most of them drop out.
//! - `validated_trainer`: a training whose epochs are measured on validation.
//! - `blend`: the share of the deep path beside the linear one.

mod blend;
mod candidates;
mod climb;
mod grid_search;
mod halving;
mod spaces;
mod validated_trainer;

pub use blend::{BlendPaths, BlendSearch, DEEP_SHARES};
pub use candidates::{WORK_BUDGET, epoch_work, network_candidates, option_candidates};
pub use climb::Climb;
pub use grid_search::{GRID_DEPTH, GridSearch, GridTrial, SearchSpace, TUNING_USERS, Tuned, tuning_users};
pub use halving::{NetworkCosts, NetworkSearch, OptionsSearch, OptionsTrial, TriedOptions};
pub use spaces::{EASE_LAMBDAS, EaseSpace, ItemKnnSpace, LinearSpace, MAX_CLOSED_FORM_ITEMS};
pub use validated_trainer::{EpochRecord, ValidatedTrainer};
