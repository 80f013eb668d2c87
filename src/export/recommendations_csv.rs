//! recommendations.csv: `user,rank,item,name,score`, UTF-8, RFC 4180.

use std::ops::Range;
use std::task::Poll;

use crate::dataset::Interactions;
use crate::error::{Error, Result};
use crate::export::decimal::{push_f32, push_whole};
use crate::job::Job;
use crate::memory::{try_reserve, try_zeroed};
use crate::models::Model;
use crate::recommend::{ListBuffer, to_recommendations};

/// Bytes of a row, about: the room that is made for each.
const ROW_BYTES: usize = 64;

/// The table for a range of users, a block of users at a time.
pub struct RecommendationsCsv {
    k: usize,
    users: Range<usize>,
    next: usize,
    lists: ListBuffer,
    items: Cells,
    over: bool,
}

impl RecommendationsCsv {
    /// Users that a model scores together may share a product whose sums are rounded by its size. Ranges
    /// that begin at multiples of this cut no such group of [`Model::block`] users, which divides it.
    pub const BLOCK: usize = 64;

    /// `k` rows per user, fewer where fewer items are left; the header comes with user 0.
    pub fn of(k: usize, users: Range<usize>) -> Self {
        let (lists, items) = (ListBuffer::default(), Cells::default());
        RecommendationsCsv { k, next: users.start, users, lists, items, over: false }
    }

    /// Whether all is written.
    pub fn is_over(&self) -> bool {
        self.over
    }
}

impl Job for RecommendationsCsv {
    /// The model, the interactions, and what the bytes are added to.
    type Input<'a> = (&'a mut dyn Model, &'a Interactions, &'a mut Vec<u8>);
    type Output = ();

    /// Writes the next block of users.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; [`Error::WrongState`] after the end.
    fn poll(&mut self, (model, interactions, text): (&mut dyn Model, &Interactions, &mut Vec<u8>)) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
        let RecommendationsCsv { k, lists, items, .. } = self;
        let known = &interactions.matrix;
        let end = self.users.end.min(known.rows());
        if self.next >= end {
            self.over = true;
            return Ok(Poll::Ready(()));
        }
        let users: Vec<u32> = (self.next..(self.next + model.block()).min(end)).map(|user| user as u32).collect();
        if self.next == 0 {
            text.extend_from_slice(b"user,rank,item,name,score\r\n");
        }
        lists.make(model, known, &users, *k)?;
        let mut own = Vec::new();
        for (&user, (picks, scores)) in users.iter().zip(lists.iter()) {
            own.clear();
            push_cell(&mut own, interactions.users.id(user as usize));
            try_reserve(text, picks.len() * (own.len() + ROW_BYTES))?;
            for (index, item) in to_recommendations(picks, model.scale(scores)).enumerate() {
                text.extend_from_slice(&own);
                push_whole(text, index + 1);
                text.push(b',');
                text.extend_from_slice(items.of(item.item, interactions)?);
                push_f32(text, item.score as f32);
                text.extend_from_slice(b"\r\n");
            }
        }
        self.next += users.len();
        self.over = self.next >= end;
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.over { 1.0 } else { (self.next - self.users.start) as f64 / self.users.len().max(1) as f64 }
    }
}

/// The cells `item,name,` of the items that were in a list already: most are in many.
#[derive(Default)]
struct Cells {
    text: Vec<u8>,
    /// Where each item's cells are in `text`; empty until they are wanted.
    ranges: Vec<Range<usize>>,
}

impl Cells {
    fn of(&mut self, item: usize, interactions: &Interactions) -> Result<&[u8]> {
        if self.ranges.is_empty() {
            self.ranges = try_zeroed(0..0, interactions.items.len())?;
        }
        if self.ranges[item].is_empty() {
            let (id, name) = (interactions.items.id(item), interactions.name(item));
            // Twice the length, if they are all quotation marks, and two around each.
            try_reserve(&mut self.text, 2 * (id.len() + name.len()) + 6)?;
            let start = self.text.len();
            push_cell(&mut self.text, id);
            push_cell(&mut self.text, name);
            self.ranges[item] = start..self.text.len();
        }
        Ok(&self.text[self.ranges[item].clone()])
    }
}

/// A cell with the comma behind it; in quotation marks where RFC 4180 wants them.
fn push_cell(text: &mut Vec<u8>, cell: &str) {
    if cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        text.push(b'"');
        for byte in cell.bytes() {
            if byte == b'"' {
                text.push(b'"');
            }
            text.push(byte);
        }
        text.push(b'"');
    } else {
        text.extend_from_slice(cell.as_bytes());
    }
    text.push(b',');
}
