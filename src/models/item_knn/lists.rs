//! Weighted lists of items, a list per item.

use std::task::Poll;

use crate::error::Result;
use crate::job::Job;
use crate::memory::{try_reserve, try_zeroed};

/// Entries that a step passes, about.
const PASSED: usize = 1_000_000;

/// One list after the other; list i is at `entries[offsets[i]..offsets[i + 1]]`.
#[derive(Clone, Debug)]
pub struct Lists {
    offsets: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl Lists {
    /// No lists yet, with room for the ends of `items`.
    pub fn new(items: usize) -> Result<Self> {
        let mut offsets = Vec::new();
        try_reserve(&mut offsets, items + 1)?;
        offsets.push(0);
        Ok(Lists { offsets, entries: Vec::new() })
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The list of `item`.
    pub fn of(&self, item: usize) -> &[(u32, f32)] {
        &self.entries[self.offsets[item]..self.offsets[item + 1]]
    }

    /// The first `most` of the list of `item`.
    pub fn first_of(&self, item: usize, most: usize) -> &[(u32, f32)] {
        let all = self.of(item);
        &all[..all.len().min(most)]
    }

    /// Adds a list.
    pub fn push(&mut self, list: &[(u32, f32)]) -> Result<()> {
        try_reserve(&mut self.entries, list.len())?;
        try_reserve(&mut self.offsets, 1)?;
        self.entries.extend_from_slice(list);
        self.offsets.push(self.entries.len());
        Ok(())
    }

    /// The same lists, each with its first `most` alone.
    pub fn cut(&self, most: usize) -> Result<Lists> {
        let mut cut = Lists::new(self.len())?;
        for item in 0..self.len() {
            cut.push(self.first_of(item, most))?;
        }
        Ok(cut)
    }
}

/// The turning of lists: where j is in the list of i, i will be in the list of j, with the same weight.
pub struct Turning {
    most: usize,
    turned: Lists,
    /// Where the next entry of each turned list goes.
    places: Vec<usize>,
    next: usize,
}

impl Turning {
    /// The turning of the first `most` of each of `lists`.
    pub fn new(lists: &Lists, most: usize) -> Result<Self> {
        let mut offsets = try_zeroed(0, lists.len() + 1)?;
        for item in 0..lists.len() {
            lists.first_of(item, most).iter().for_each(|&(other, _)| offsets[other as usize + 1] += 1);
        }
        for item in 0..lists.len() {
            offsets[item + 1] += offsets[item];
        }
        let entries = try_zeroed((0, 0.0), offsets[lists.len()])?;
        Ok(Turning { most, places: offsets.clone(), turned: Lists { offsets, entries }, next: 0 })
    }
}

impl Job for Turning {
    type Input<'a> = &'a Lists;
    type Output = Lists;

    /// Turns the next lists.
    fn poll(&mut self, lists: &Lists) -> Result<Poll<Lists>> {
        let mut passed = 0;
        while self.next < lists.len() && passed < PASSED {
            let list = lists.first_of(self.next, self.most);
            for &(other, weight) in list {
                let place = &mut self.places[other as usize];
                self.turned.entries[*place] = (self.next as u32, weight);
                *place += 1;
            }
            passed += list.len();
            self.next += 1;
        }
        if self.next < lists.len() {
            return Ok(Poll::Pending);
        }
        Ok(Poll::Ready(std::mem::replace(&mut self.turned, Lists { offsets: vec![0], entries: Vec::new() })))
    }

    fn progress(&self) -> f64 {
        self.next as f64 / self.places.len() as f64
    }
}
