//! Choices on validation: grids of the baselines and of the linear path, the networks that compete, the share of each path.

pub mod blend;
pub mod candidates;
pub mod climb;
pub mod grid_search;
pub mod halving;
pub mod spaces;
pub mod validated_trainer;
