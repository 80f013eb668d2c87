//! How good a model is: scores against held-out items, for all users, with intervals.
//!
//! - `metrics`, `catalogue`: figures of one ranked list; what they need to know of the items.
//! - `ranker`: the ranked lists of users, of which `validation` takes NDCG and recall, `measurement` all figures.
//! - `bootstrap`: intervals by resampling users.
//! - `evaluator`: several models on the same users; `comparison` is its result, by `segments` as well; `verdict` says whether it is worth it.
//! - `cross_validation`: the results of folds together.

mod bootstrap;
mod catalogue;
mod comparison;
mod cross_validation;
mod evaluator;
mod measurement;
mod metrics;
mod ranker;
mod segments;
mod validation;
mod verdict;

pub use bootstrap::{Bootstrap, Interval};
pub use catalogue::Catalogue;
pub use comparison::{Comparison, Difference, ModelMetrics, SegmentMetrics};
pub use comparison::{EASE_NAME, ITEM_KNN_NAME, NETWORK_NAME, POPULARITY_NAME};
pub use cross_validation::{CROSS_VALIDATED_METRICS, CrossValidation, FoldTest, FoldedModel, Spread};
pub use evaluator::{Conclusion, Evaluator};
pub use measurement::{FIGURES_PER_USER, Measurement, NDCG_10, RECALL_10, UserFigures, metric_name};
pub use metrics::{Hits, LIST_LENGTHS, MAX_MEASURED_LENGTH, auc, coverage, gini, list_length};
pub use ranker::{RankedList, Ranker, Scored};
pub(crate) use segments::segments_of_file;
pub use segments::{MAX_LABEL_SEGMENTS, Segment, SegmentName, segments_by_activity, segments_by_label};
pub use validation::Validation;
pub use verdict::{CheapModel, MIN_LEAD, MIN_TESTED, OF, Verdict, VerdictKind, VerdictReason};
