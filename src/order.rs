//! Sorting of lists that are short, or sorted once: one routine for all of them. The standard library's sort is compiled anew
//! for every type and every comparison, some kilobytes of WebAssembly each time.

use std::cmp::Ordering;

/// Sorts stably by `compare`; slower than [`slice::sort_by`], and so nothing for what is sorted again and again.
pub(crate) fn sort_few<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order_of(items.len(), &|one, other| compare(&items[one], &items[other]));
    // Along each cycle of the permutation.
    for start in 0..items.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place], place);
            if from == start || from == place {
                break;
            }
            items.swap(place, from);
            place = from;
        }
    }
}

/// The places of a list's items in their order.
#[inline(never)]
fn order_of(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|&one, &other| compare(one, other));
    order
}

#[cfg(test)]
mod tests;
