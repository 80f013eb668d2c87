//! Lists of neighbours with their similarities, one per item.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::memory::{try_reserve, try_zeroed};

/// Entries that a step visits, about.
const STEP_ENTRIES: usize = 1_000_000;

/// Lists one after the other: that of item i is `entries[offsets[i]..offsets[i + 1]]`.
#[derive(Clone, Debug)]
pub struct NeighbourLists {
    offsets: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl NeighbourLists {
    /// No lists, with room for the offsets of `items`.
    pub fn new(items: usize) -> Result<Self> {
        let mut offsets = Vec::new();
        try_reserve(&mut offsets, items + 1)?;
        offsets.push(0);
        Ok(NeighbourLists { offsets, entries: Vec::new() })
    }

    /// Number of lists.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The list of `item`.
    pub fn of(&self, item: usize) -> &[(u32, f32)] {
        &self.entries[self.offsets[item]..self.offsets[item + 1]]
    }

    /// The first `count` entries of the list of `item`.
    pub fn first_of(&self, item: usize, count: usize) -> &[(u32, f32)] {
        let list = self.of(item);
        &list[..list.len().min(count)]
    }

    /// Adds a list.
    pub fn push(&mut self, list: &[(u32, f32)]) -> Result<()> {
        try_reserve(&mut self.entries, list.len())?;
        try_reserve(&mut self.offsets, 1)?;
        self.entries.extend_from_slice(list);
        self.offsets.push(self.entries.len());
        Ok(())
    }

    /// The first `count` entries of each list.
    pub fn truncated(&self, count: usize) -> Result<NeighbourLists> {
        let mut truncated = NeighbourLists::new(self.len())?;
        for item in 0..self.len() {
            truncated.push(self.first_of(item, count))?;
        }
        Ok(truncated)
    }
}

/// The transposition of lists: j in the list of i becomes i in the list of j, with the same similarity.
pub struct Transposition {
    count: usize,
    transposed: NeighbourLists,
    /// The place of the next entry of each transposed list.
    places: Vec<usize>,
    next: usize,
}

impl Transposition {
    /// The transposition of the first `count` entries of each of `lists`.
    pub fn new(lists: &NeighbourLists, count: usize) -> Result<Self> {
        let mut offsets = try_zeroed(0, lists.len() + 1)?;
        for item in 0..lists.len() {
            lists.first_of(item, count).iter().for_each(|&(other, _)| offsets[other as usize + 1] += 1);
        }
        for item in 0..lists.len() {
            offsets[item + 1] += offsets[item];
        }
        let entries = try_zeroed((0, 0.0), offsets[lists.len()])?;
        Ok(Transposition { count, places: offsets.clone(), transposed: NeighbourLists { offsets, entries }, next: 0 })
    }
}

impl Job for Transposition {
    type Input<'a> = &'a NeighbourLists;
    type Output = NeighbourLists;

    fn poll(&mut self, lists: &NeighbourLists) -> Result<Poll<NeighbourLists>> {
        let mut visited = 0;
        while self.next < lists.len() && visited < STEP_ENTRIES {
            let list = lists.first_of(self.next, self.count);
            for &(other, similarity) in list {
                let place = &mut self.places[other as usize];
                self.transposed.entries[*place] = (self.next as u32, similarity);
                *place += 1;
            }
            visited += list.len();
            self.next += 1;
        }
        if self.next < lists.len() {
            return Ok(Poll::Pending);
        }
        let empty = NeighbourLists { offsets: vec![0], entries: Vec::new() };
        Ok(Poll::Ready(std::mem::replace(&mut self.transposed, empty)))
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.places.len() as f64
    }
}
