//! The one owner of the order: what was read is split, the network is trained, the baselines are tuned, and all are
//! evaluated on the same held-out interactions. Parts that another worker has done already may be handed in.

pub mod baseline_tuning;
pub mod baselines;
pub mod dataset_build;
pub mod evaluation;
pub mod fold;
pub mod model_choice;
pub mod plan;
pub mod run;
pub mod split_context;
pub mod trained_model;
pub mod training;
pub mod training_progress;
pub mod trial;
