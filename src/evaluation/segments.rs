//! Groups of users whose figures are told apart.

use std::collections::HashMap;

use serde::Serialize;

use crate::dataset::Interactions;
use crate::linalg::csr::CsrMatrix;
use crate::order::sort_few;

/// Groups of users by activity.
const ACTIVITIES: usize = 3;
/// Labels that are told apart, at most.
pub const MAX_LABEL_SEGMENTS: usize = 20;

/// What the users of a segment have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SegmentName {
    /// Their number of known items, both ends included.
    Activity { from: usize, to: usize },
    /// A label of theirs: what stands in a column of the file.
    Label { column: String, label: String },
}

/// A group of users.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub name: SegmentName,
    /// Their rows, ascending.
    pub users: Vec<u32>,
}

/// Groups of about a third of `users` each, by their number of known items: few, middling, many.
/// Users with the same number are in the same group, so there may be fewer groups.
pub fn segments_by_activity(users: &[u32], known: &CsrMatrix) -> Vec<Segment> {
    let activity = |user: u32| known.row(user as usize).len();
    let mut counts: Vec<usize> = users.iter().map(|&user| activity(user)).collect();
    counts.sort_unstable();
    let mut segments: Vec<Segment> = Vec::new();
    // Where the next group begins among the counts.
    let mut begin = 0;
    for third in 1..=ACTIVITIES {
        let share = users.len() * third / ACTIVITIES;
        if share <= begin {
            continue;
        }
        let (from, to) = (counts[begin], counts[share - 1]);
        begin = counts.partition_point(|&count| count <= to);
        let name = SegmentName::Activity { from, to };
        let users = users.iter().copied().filter(|&user| (from..=to).contains(&activity(user)));
        segments.push(Segment { name, users: users.collect() });
    }
    segments
}

/// Users by their label in `column`, where they have one: `labels` has an entry per user. The [`MAX_LABEL_SEGMENTS`]
/// labels with the most of `users` are told apart, the most frequent first, among equals in the order of the alphabet;
/// the others are left out: in a column of ids every user has a label of their own.
pub fn segments_by_label(column: &str, labels: &[Option<&str>], users: &[u32]) -> Vec<Segment> {
    let mut groups: HashMap<&str, Vec<u32>> = HashMap::new();
    for &user in users {
        if let Some(label) = labels.get(user as usize).copied().flatten() {
            groups.entry(label).or_default().push(user);
        }
    }
    let mut groups: Vec<(&str, Vec<u32>)> = groups.into_iter().collect();
    sort_few(&mut groups, |(label, users), (other, others)| others.len().cmp(&users.len()).then(label.cmp(other)));
    groups.truncate(MAX_LABEL_SEGMENTS);
    let segment = |(label, users): (&str, Vec<u32>)| {
        let name = SegmentName::Label { column: column.to_owned(), label: label.to_owned() };
        Segment { name, users }
    };
    groups.into_iter().map(segment).collect()
}

/// Groups of the `tested` users by the labels that the file gives them; none where it gives none.
pub fn segments_of_file(interactions: &Interactions, tested: &[u32]) -> Vec<Segment> {
    let Some(labels) = &interactions.segments else { return Vec::new() };
    let label: Vec<Option<&str>> = (0..interactions.users.len()).map(|user| labels.label(user)).collect();
    segments_by_label(&labels.column, &label, tested)
}
