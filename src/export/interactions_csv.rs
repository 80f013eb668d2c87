//! interactions.csv, the cleaned data: `user,item,name,count`, and `time` where the file has times, `category` and
//! `segment` where it has those; UTF-8, RFC 4180.

use std::task::Poll;

use csv::{Terminator, Writer, WriterBuilder};

use crate::dataset::{Interactions, NO_TIME, SECONDS_PER_DAY, date_from_days};
use crate::error::{Error, Result};
use crate::job::Job;

/// Users whose rows are written at once.
const BLOCK: usize = 64;

const FAILED: Error = Error::WriteFailed { file: "interactions.csv" };

/// The table, a block of users at a time.
#[derive(Default)]
pub struct InteractionsCsv {
    user: usize,
    /// How many there are, once that is known.
    users: usize,
    /// The pairs of the users before.
    pairs: usize,
    over: bool,
}

impl InteractionsCsv {
    /// Whether all is written.
    pub fn is_over(&self) -> bool {
        self.over
    }
}

impl Job for InteractionsCsv {
    /// The interactions, the rows of each pair, and what the bytes are added to.
    type Input<'a> = (&'a Interactions, &'a [u32], &'a mut Vec<u8>);
    type Output = ();

    /// Writes the next block of users.
    ///
    /// # Errors
    /// [`Error::WriteFailed`]; [`Error::WrongState`] after the end.
    fn poll(&mut self, (interactions, counts, bytes): (&Interactions, &[u32], &mut Vec<u8>)) -> Result<Poll<()>> {
        if self.over {
            return Err(Error::JOB_OVER);
        }
        let Interactions { users, items, matrix, times, segments, categories, .. } = interactions;
        let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(bytes);
        if self.user == 0 {
            let optional =
                [("time", times.is_some()), ("category", categories.is_some()), ("segment", segments.is_some())];
            let optional = optional.into_iter().filter(|(_, there)| *there).map(|(name, _)| name);
            write(&mut csv, ["user", "item", "name", "count"].into_iter().chain(optional))?;
        }
        let end = (self.user + BLOCK).min(matrix.rows());
        for user in self.user..end {
            let segment = segments.as_ref().map(|segments| segments.label(user).unwrap_or(""));
            for &item in matrix.row(user) {
                let item = item as usize;
                let count = counts.get(self.pairs).copied().unwrap_or(1).to_string();
                let time = times
                    .as_ref()
                    .map(|times| times.get(self.pairs).and_then(|&time| written(time)).unwrap_or_default());
                let category = categories.as_ref().map(|categories| categories.label(item).unwrap_or(""));
                let said = [users.id(user), items.id(item), interactions.name(item), &count];
                write(&mut csv, said.into_iter().chain(time.as_deref()).chain(category).chain(segment))?;
                self.pairs += 1;
            }
        }
        csv.flush().map_err(|_| FAILED)?;
        self.user = end;
        self.users = matrix.rows();
        self.over = end == matrix.rows();
        Ok(if self.over { Poll::Ready(()) } else { Poll::Pending })
    }

    fn progress(&self) -> f64 {
        if self.over { 1.0 } else { self.user as f64 / self.users.max(1) as f64 }
    }
}

/// `2010-12-01T08:26:00`, as ISO 8601 has it; no time without one.
fn written(time: i64) -> Option<String> {
    if time == NO_TIME {
        return None;
    }
    let (year, month, day) = date_from_days(time.div_euclid(SECONDS_PER_DAY))?;
    let seconds = time.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
}

fn write<'a>(csv: &mut Writer<&mut Vec<u8>>, cells: impl Iterator<Item = &'a str>) -> Result<()> {
    csv.write_record(cells.map(str::as_bytes)).map_err(|_| FAILED)
}
