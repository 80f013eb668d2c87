//! The quality report of a data set.

use serde::Serialize;

use crate::dataset::interactions::Interactions;
use crate::dataset::quality::distribution::{Activity, Tail, Timeline};
use crate::dataset::quality::findings::{EventType, FileFacts, Finding, Spread, findings};
use crate::dataset::quality::non_products::{ItemList, NonProduct, non_products};

/// Quality of a data set, as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    pub tail: Tail,
    pub activity: Activity,
    /// None without a column of times.
    pub timeline: Option<Timeline>,
    /// Types of events with their rows and weights, most rows first; none without such a column.
    pub events: Vec<EventType>,
    #[serde(rename = "suspects")]
    pub non_products: Vec<NonProduct>,
    pub findings: Vec<Finding>,
}

impl Quality {
    pub(crate) fn of(interactions: &Interactions, facts: FileFacts) -> Quality {
        let users_of_items = interactions.matrix.column_counts();
        let mut items_of_users: Vec<usize> =
            (0..interactions.matrix.rows()).map(|user| interactions.matrix.row(user).len()).collect();
        items_of_users.sort_unstable();
        let (tail, activity) = (Tail::of(&users_of_items), Activity::of(&items_of_users));
        let name = |item: usize| interactions.name(item);
        let non_products = non_products(&ItemList { ids: &interactions.items, name: &name, counts: &users_of_items });
        let spread = Spread { users_of_items: &users_of_items, items_of_users: &items_of_users, activity: &activity };
        let findings = findings(interactions, &facts, &spread, &non_products);
        Quality { tail, timeline: Timeline::of(&facts.days), events: facts.events, non_products, findings, activity }
    }
}
