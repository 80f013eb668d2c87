//! Models: a score of every item for a user, from users × items, binary. [`Model`] is their contract.
//!
//! | model | score of item i for a user with the items u |
//! | --- | --- |
//! | [`Popularity`] | c_i, the number of users who have i |
//! | [`ItemKnn`] | Σ over j in u of the similarity s_ij, among nearest neighbours |
//! | [`Ease`] | (x_u B)_i, B a closed form |
//! | [`Linear`] | (x_u B)_i / (c_i + 1)^γ, B a closed form |
//! | [`NetworkModel`] | the network's logit z_i |
//! | [`WideDeep`] | (1 − s) · z-score of the linear path + s · z-score of the network |
//!
//! A fit ([`ItemKnnFit`], [`EaseFit`], [`LinearFit`]) is a [`crate::job::Job`] in bounded steps. `top_k` selects the best
//! of many scores.

pub(crate) mod ease;
pub(crate) mod item_knn;
pub(crate) mod linear;
pub(crate) mod model;
pub(crate) mod network_model;
pub(crate) mod popularity;
pub(crate) mod top_k;
pub(crate) mod wide_deep;

pub use ease::{Ease, EaseFit, EaseOptions};
pub use item_knn::{ItemKnn, ItemKnnFit, ItemKnnOptions, Side};
pub use linear::{Linear, LinearFit, LinearOptions};
pub use model::{Model, Scale};
pub use network_model::{NetworkModel, Scorer};
pub use popularity::Popularity;
pub use wide_deep::{Wide, WideDeep};
