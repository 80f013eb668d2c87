//! recommendations.csv: `user,rank,item,name,score`, UTF-8, RFC 4180.

use csv::{Terminator, Writer, WriterBuilder};

use crate::data::interactions::Interactions;
use crate::error::{Error, MEMORY_BUDGET, Result};
use crate::models::Model;
use crate::recommend::recommendations::recommend;

/// The table for all users, a block of users at a time.
pub struct RecommendationsCsv {
    k: usize,
    next: usize,
}

impl RecommendationsCsv {
    /// `k` rows per user, fewer where fewer items are left.
    pub fn new(k: usize) -> Self {
        RecommendationsCsv { k, next: 0 }
    }

    /// The bytes of the next block of users; none when all users are done.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn step(&mut self, model: &mut dyn Model, interactions: &Interactions) -> Result<Option<Vec<u8>>> {
        let known = &interactions.matrix;
        if self.next == known.rows() {
            return Ok(None);
        }
        let users: Vec<u32> =
            (self.next..(self.next + model.block()).min(known.rows())).map(|user| user as u32).collect();
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

    /// The share of `interactions`' users that is done, 0–1.
    pub fn fraction(&self, interactions: &Interactions) -> f64 {
        self.next as f64 / interactions.matrix.rows().max(1) as f64
    }
}

fn write(writer: &mut Writer<Vec<u8>>, cells: [&str; 5]) -> Result<()> {
    writer.write_record(cells).map_err(|_| full())
}

/// Writing to memory fails only where there is none.
fn full() -> Error {
    Error::OutOfMemory { needed: MEMORY_BUDGET, limit: MEMORY_BUDGET }
}
