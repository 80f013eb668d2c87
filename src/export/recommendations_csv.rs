//! recommendations.csv: `user,rank,item,name,score`, UTF-8, RFC 4180.

use std::ops::Range;

use csv::{Terminator, Writer, WriterBuilder};

use crate::data::interactions::Interactions;
use crate::error::{Error, MEMORY_BUDGET, Result};
use crate::models::Model;
use crate::recommend::recommendations::recommend;

/// The table for a range of users, a block of users at a time.
pub struct RecommendationsCsv {
    k: usize,
    users: Range<usize>,
    next: usize,
}

impl RecommendationsCsv {
    /// Users that a model scores together may share a product whose sums are rounded by its size. Ranges
    /// that begin at multiples of this cut no such group of [`Model::block`] users, which divides it.
    pub const BLOCK: usize = 64;

    /// `k` rows per user, fewer where fewer items are left; the header comes with user 0.
    pub fn of(k: usize, users: Range<usize>) -> Self {
        RecommendationsCsv { k, next: users.start, users }
    }

    /// The bytes of the next block of users; none when all of the range are done.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn step(&mut self, model: &mut dyn Model, interactions: &Interactions) -> Result<Option<Vec<u8>>> {
        let known = &interactions.matrix;
        let end = self.users.end.min(known.rows());
        if self.next >= end {
            return Ok(None);
        }
        let users: Vec<u32> = (self.next..(self.next + model.block()).min(end)).map(|user| user as u32).collect();
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        if self.next == 0 {
            write(&mut writer, ["user", "rank", "item", "name", "score"])?;
        }
        for (&user, list) in users.iter().zip(recommend(model, known, &users, self.k)?) {
            for (index, item) in list.iter().enumerate() {
                let rank = (index + 1).to_string();
                // As many digits as tell an f32 apart, and no more.
                let score = (item.score as f32).to_string();
                let id = interactions.items.id(item.item);
                write(
                    &mut writer,
                    [interactions.users.id(user as usize), &rank, id, interactions.name(item.item), &score],
                )?;
            }
        }
        self.next += users.len();
        writer.into_inner().map(Some).map_err(|_| full())
    }

    /// The share of the range that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        (self.next - self.users.start) as f64 / self.users.len().max(1) as f64
    }
}

fn write(writer: &mut Writer<Vec<u8>>, cells: [&str; 5]) -> Result<()> {
    writer.write_record(cells).map_err(|_| full())
}

/// Writing to memory fails only where there is none.
fn full() -> Error {
    Error::OutOfMemory { needed: MEMORY_BUDGET, limit: MEMORY_BUDGET }
}
