//! What a file became, to be taken away: its interactions, and the rows that were not used.

use super::Session;
use crate::error::{Error, Result};
use crate::export::interactions_csv::InteractionsCsv;
use crate::ingest::build::rejected::RejectedReader;

/// Files that are being written.
#[derive(Default)]
pub(super) struct Cleaning {
    interactions: Option<InteractionsCsv>,
    rejected: Option<RejectedReader>,
}

impl Session {
    /// Begins interactions.csv.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read, and in a copy.
    pub fn begin_interactions_csv(&mut self) -> Result<()> {
        self.origin.as_ref().ok_or(Error::WrongOrder)?;
        self.cleaning.interactions = Some(InteractionsCsv::default());
        Ok(())
    }

    /// The next bytes of interactions.csv; none at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_interactions_csv`]; [`Error::OutOfMemory`].
    pub fn interactions_csv(&mut self) -> Result<Option<Vec<u8>>> {
        let (Some(data), Some(origin)) = (&self.data, &self.origin) else { return Err(Error::WrongOrder) };
        let csv = self.cleaning.interactions.as_mut().ok_or(Error::WrongOrder)?;
        csv.step(&data.interactions, &origin.counts)
    }

    /// The share of interactions.csv that is done, 0–1.
    pub fn interactions_csv_fraction(&self) -> f64 {
        let users = self.data.as_ref().map_or(0, |data| data.interactions.users.len());
        self.cleaning.interactions.as_ref().map_or(0.0, |csv| csv.fraction(users))
    }

    /// Begins to read the file once more, for its rejected rows.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before a file was read, and in a copy.
    pub fn begin_rejected(&mut self) -> Result<()> {
        let origin = self.origin.as_ref().ok_or(Error::WrongOrder)?;
        self.cleaning.rejected = Some(RejectedReader::new(&origin.preview, &origin.ledger)?);
        Ok(())
    }

    /// Takes the file's next bytes, and gives the next ones of rejected.csv.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] before [`Session::begin_rejected`]; those of [`RejectedReader::push`].
    pub fn rejected(&mut self, bytes: &[u8], last: bool) -> Result<Vec<u8>> {
        let origin = self.origin.as_ref().ok_or(Error::WrongOrder)?;
        let reader = self.cleaning.rejected.as_mut().ok_or(Error::WrongOrder)?;
        let csv = reader.push(&origin.ledger, bytes, last);
        if last || csv.is_err() {
            self.cleaning.rejected = None;
        }
        csv
    }
}
