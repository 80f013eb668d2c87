//! Models side by side on the same users and the same held-out items.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evaluation::bootstrap::{Bootstrap, Interval};
use crate::evaluation::measurement::{FIGURES_PER_USER, NDCG_10, RECALL_10, UserFigures, metric_name};
use crate::evaluation::metrics::LIST_LENGTHS;
use crate::evaluation::segments::SegmentName;

/// The model that a comparison is about.
pub const NETWORK_NAME: &str = "network";
/// The model that it is compared with first of all.
pub const POPULARITY_NAME: &str = "popularity";
/// The baselines that are tuned, in the order in which they are measured.
pub const ITEM_KNN_NAME: &str = "item-knn";
pub const EASE_NAME: &str = "ease";
/// Number of tested users below which nothing can be said for certain.
pub const MIN_USERS: usize = 100;

/// A share of purchases below which an end of an interval is 0: sums in f32 leave some 10⁻⁸, and a lead of nothing must not
/// count as one.
const NOTHING: f64 = 1e-6;

/// A model's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelMetrics {
    pub name: String,
    /// `ndcg`, `recall`, `precision`, `mrr`, `map`, `hit_rate`, `coverage`, `novelty`, `gini` and `popularity`, each
    /// `@5`, `@10` and so on, and `auc`. `coverage` and `gini` come without an interval (low = value = high): they are
    /// no means over users but properties of all lists together, and drawing users with replacement leaves out a
    /// third of the lists, which makes either worse in every resample than it is. And `found@K` with K the list length:
    /// hits of all users in K places / what is held out of all users, a ratio of sums.
    pub metrics: BTreeMap<String, Interval>,
}

/// A figure of one model minus that of another, paired: of the same users in every resample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub model: String,
    pub against: String,
    /// `ndcg@10` and so on.
    pub metric: String,
    pub interval: Interval,
}

/// The figures of a group of users: `ndcg@10`, `recall@10` and `found@K` only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentMetrics {
    pub segment: SegmentName,
    /// Those with something held out.
    pub users: usize,
    pub models: Vec<ModelMetrics>,
    /// Of `ndcg@10` and `found@K`, for every two models.
    pub differences: Vec<Difference>,
    /// As [`Comparison::too_few`].
    #[serde(rename = "tooFew")]
    pub too_few: bool,
}

/// What the test came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Users with something held out.
    pub users: usize,
    /// Interactions held out.
    pub interactions: usize,
    /// K of `found@K`, one number for the catalogue: see [`crate::evaluation::list_length`].
    #[serde(rename = "listLength")]
    pub list_length: usize,
    /// In the order in which they were measured.
    pub models: Vec<ModelMetrics>,
    /// For every two models, both ways round, what is a mean over users at length 10, the AUC and `found@K`.
    pub differences: Vec<Difference>,
    /// Recall@10 of the network over that of popularity, paired; none where popularity finds nothing
    /// in a resample that counts for the interval. The network is the model of that name, or else the first;
    /// popularity is the model of that name, or else the last.
    pub lift: Option<Interval>,
    /// NDCG@10 of the network minus that of popularity, paired.
    pub difference: Interval,
    /// The mean share of users who have the item, of the items held out: what is bought, beside the
    /// models' `popularity`, which is what is recommended.
    pub bought: Interval,
    /// Too few users to tell: fewer than `MIN_USERS`, or so few that the interval of `difference` is wider than
    /// the NDCG@10 of the better of the two.
    #[serde(rename = "tooFew")]
    pub too_few: bool,
    pub segments: Vec<SegmentMetrics>,
}

/// From figures drawn again and again to what they say.
pub(super) struct Summary<'a> {
    pub bootstrap: &'a Bootstrap,
    pub names: &'a [String],
    /// How many figures a model has.
    pub figures: usize,
    /// The numbers of NDCG@10 and recall@10 among them.
    pub ndcg_10: usize,
    pub recall_10: usize,
    /// The number of the first model's hits, the steps from one model's to the next one's, and the number of what is held
    /// out.
    hits: (usize, usize, usize),
    /// The places in which hits are counted.
    list_length: usize,
}

impl Summary<'_> {
    /// The name of the share of what is held out that is found.
    fn found_name(&self) -> String {
        format!("found@{}", self.list_length)
    }

    /// What model `model` finds, less what `against` does: hits / what is held out, both summed over users.
    fn found(&self, model: usize, against: Option<usize>) -> Interval {
        let (first, step, held_out) = self.hits;
        let place = |model: usize| first + model * step;
        let Interval { value, low, high } = self.bootstrap.interval(|mean| {
            let hits = mean(place(model)) - against.map_or(0.0, |against| mean(place(against)));
            hits / mean(held_out)
        });
        let exact = |end: f64| if end.abs() < NOTHING { 0.0 } else { end };
        Interval { value, low: exact(low), high: exact(high) }
    }

    fn interval(&self, model: usize, figure: usize) -> Interval {
        self.bootstrap.interval(|mean| mean(model * self.figures + figure))
    }

    fn minus(&self, model: usize, against: usize, figure: usize) -> Interval {
        let place = |model: usize| model * self.figures + figure;
        self.bootstrap.interval(|mean| mean(place(model)) - mean(place(against)))
    }

    /// The models that the verdict is about.
    fn leads(&self) -> (usize, usize) {
        let place = |wanted: &str| self.names.iter().position(|name| name == wanted);
        (place(NETWORK_NAME).unwrap_or(0), place(POPULARITY_NAME).unwrap_or(self.names.len() - 1))
    }

    fn differences(&self, figures: &[(usize, String)]) -> Vec<Difference> {
        let models = 0..self.names.len();
        let pairs = models.clone().flat_map(|model| models.clone().map(move |against| (model, against)));
        let pairs = pairs.filter(|(model, against)| model != against);
        let differences = pairs.flat_map(|(model, against)| {
            let minus = |(figure, metric): &(usize, String)| (metric.clone(), self.minus(model, against, *figure));
            let mut intervals: Vec<_> = figures.iter().map(minus).collect();
            intervals.push((self.found_name(), self.found(model, Some(against))));
            let told = |(metric, interval): (String, Interval)| Difference {
                model: self.names[model].clone(),
                against: self.names[against].clone(),
                metric,
                interval,
            };
            intervals.into_iter().map(told).collect::<Vec<_>>()
        });
        differences.collect()
    }

    fn too_few(&self, users: usize) -> bool {
        let (network, popularity) = self.leads();
        let ndcg = |model: usize| self.bootstrap.mean(model * self.figures + self.ndcg_10);
        let difference = self.minus(network, popularity, self.ndcg_10);
        users < MIN_USERS || difference.high - difference.low > ndcg(network).max(ndcg(popularity))
    }

    /// The figures of a segment of `users` users.
    pub fn segment(&self, segment: SegmentName, users: usize) -> SegmentMetrics {
        let models = self.names.iter().enumerate().map(|(model, name)| {
            let metric = |figure: usize, name: &str| (name.to_owned(), self.interval(model, figure));
            let found = (self.found_name(), self.found(model, None));
            let metrics = [metric(self.ndcg_10, "ndcg@10"), metric(self.recall_10, "recall@10"), found];
            ModelMetrics { name: name.clone(), metrics: metrics.into() }
        });
        let differences = self.differences(&[(self.ndcg_10, "ndcg@10".to_owned())]);
        SegmentMetrics { segment, users, models: models.collect(), differences, too_few: self.too_few(users) }
    }

    /// The comparison of all users, without segments; `measured` are the models in the order of their names. After
    /// their figures the bootstrap has their hits, how much is held out, and the popularity of what was bought.
    pub fn comparison(&self, measured: &[UserFigures], users: usize, interactions: usize) -> Comparison {
        let models = measured.iter().zip(self.names).enumerate().map(|(model, (measured, named))| {
            let mut metrics: BTreeMap<String, Interval> =
                (0..FIGURES_PER_USER).map(|figure| (metric_name(figure), self.interval(model, figure))).collect();
            for (index, k) in LIST_LENGTHS.iter().enumerate() {
                metrics.insert(format!("coverage@{k}"), Interval::point(measured.coverage[index]));
                metrics.insert(format!("gini@{k}"), Interval::point(measured.gini[index]));
            }
            metrics.insert(self.found_name(), self.found(model, None));
            ModelMetrics { name: named.clone(), metrics }
        });
        let compared = (0..FIGURES_PER_USER).map(|figure| (figure, metric_name(figure)));
        let compared: Vec<_> = compared.filter(|(_, name)| name.ends_with("@10") || name == "auc").collect();
        let (network, popularity) = self.leads();
        let recall = |model: usize| model * self.figures + self.recall_10;
        let lift = self.bootstrap.interval(|mean| mean(recall(network)) / mean(recall(popularity)));
        let finite = lift.value.is_finite() && lift.low.is_finite() && lift.high.is_finite();
        Comparison {
            users,
            interactions,
            list_length: self.list_length,
            models: models.collect(),
            differences: self.differences(&compared),
            lift: finite.then_some(lift),
            difference: self.minus(network, popularity, self.ndcg_10),
            bought: self.bootstrap.interval(|mean| mean(self.hits.2 + 1)),
            too_few: self.too_few(users),
            segments: Vec::new(),
        }
    }
}

impl<'a> Summary<'a> {
    /// Of all figures.
    pub fn of_all(bootstrap: &'a Bootstrap, names: &'a [String], list_length: usize) -> Self {
        let (figures, ndcg_10, recall_10) = (FIGURES_PER_USER, NDCG_10, RECALL_10);
        let hits = (names.len() * figures, 1, names.len() * figures + names.len());
        Summary { bootstrap, names, figures, ndcg_10, recall_10, hits, list_length }
    }

    /// Of NDCG@10, recall@10 and the hits of each model, and the number held out.
    pub fn of_told(bootstrap: &'a Bootstrap, names: &'a [String], list_length: usize) -> Self {
        let hits = (2, 3, 3 * names.len());
        Summary { bootstrap, names, figures: 3, ndcg_10: 0, recall_10: 1, hits, list_length }
    }
}
