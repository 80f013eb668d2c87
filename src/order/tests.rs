use crate::order::sort_few;
use crate::rng::{below, stream};

#[test]
fn a_list_is_in_the_order_that_the_standard_library_gives_it() {
    let mut random = stream(7, "lists");
    for length in (0..40).chain([300]) {
        let items: Vec<(usize, usize)> = (0..length).map(|place| (below(&mut random, 9), place)).collect();
        let (mut sorted, mut expected) = (items.clone(), items);
        // By the first alone: that equals stay in their order shows in the second.
        sort_few(&mut sorted, |one, other| other.0.cmp(&one.0));
        expected.sort_by_key(|&(key, _)| std::cmp::Reverse(key));
        assert_eq!(sorted, expected);
    }
}
