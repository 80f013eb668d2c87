use firstpick::evaluation::{MAX_LABEL_SEGMENTS, Segment, SegmentName, segments_by_activity, segments_by_label};

use super::sparse;

fn segments(known: &[usize]) -> Vec<(usize, usize, Vec<u32>)> {
    let rows = known.iter().map(|&count| (0..count as u32).collect::<Vec<u32>>());
    let users: Vec<u32> = (0..known.len() as u32).collect();
    let segments = segments_by_activity(&users, &sparse(rows, 50)).into_iter();
    let told = |Segment { name, users }: Segment| match name {
        SegmentName::Activity { from, to } => (from, to, users),
        SegmentName::Label { .. } => panic!("{name:?}"),
    };
    segments.map(told).collect()
}

#[test]
fn users_fall_into_thirds_by_how_much_is_known_of_them() {
    let expected = [(1, 3, vec![0, 2, 4]), (4, 7, vec![3, 6, 7]), (9, 40, vec![1, 5, 8])];
    assert_eq!(segments(&[1, 9, 2, 7, 3, 40, 5, 4, 12]), expected);
}

#[test]
fn users_of_whom_as_much_is_known_stay_together() {
    assert_eq!(segments(&[2, 2, 2, 2, 5, 2]), [(2, 2, vec![0, 1, 2, 3, 5]), (5, 5, vec![4])]);
    assert_eq!(segments(&[3, 3, 3]), [(3, 3, vec![0, 1, 2])]);
    assert_eq!(segments(&[0, 4]), [(0, 0, vec![0]), (4, 4, vec![1])]);
    assert_eq!(segments(&[6]), [(6, 6, vec![0])]);
    assert!(segments(&[]).is_empty());
}

#[test]
fn every_user_is_in_one_segment_whatever_the_counts() {
    for seed in 0..200_usize {
        let known: Vec<usize> =
            (0..seed % 17 + 1).map(|user| (user * user * (seed + 3) + seed) % (seed % 9 + 2)).collect();
        let segments = segments(&known);
        let mut users: Vec<u32> = segments.iter().flat_map(|(.., users)| users.clone()).collect();
        users.sort_unstable();
        assert!(users.into_iter().eq(0..known.len() as u32), "{known:?}");
        assert!(segments.windows(2).all(|pair| pair[0].1 < pair[1].0), "{segments:?}");
        assert!(segments.len() <= 3);
    }
}

fn told(column: &str, label: &str, users: &[u32]) -> Segment {
    let name = SegmentName::Label { column: column.to_owned(), label: label.to_owned() };
    Segment { name, users: users.to_vec() }
}

#[test]
fn users_fall_into_groups_by_label_the_most_frequent_first() {
    let labels = [Some("b"), Some("c"), None, Some("a"), Some("c"), Some("b"), Some("c"), Some("d")];
    // Of user 6 nothing is held out, and there is a user 8 without an entry.
    let segments = segments_by_label("town", &labels, &[0, 1, 2, 3, 4, 5, 7, 8]);
    let expected = [("b", &[0, 5][..]), ("c", &[1, 4]), ("a", &[3]), ("d", &[7])];
    assert_eq!(segments, expected.map(|(label, users)| told("town", label, users)));
}

#[test]
fn rare_labels_are_left_out_where_there_are_many() {
    let ids: Vec<String> = (0..100).map(|user| format!("{:03}", user / 2 + user / 98)).collect();
    let labels: Vec<Option<&str>> = ids.iter().map(|id| Some(id.as_str())).collect();
    let users: Vec<u32> = (0..100).collect();
    let segments = segments_by_label("id", &labels, &users);
    assert_eq!(segments.len(), MAX_LABEL_SEGMENTS);
    assert_eq!(segments[0], told("id", "000", &[0, 1]));
}
