//! The files to take away.

use std::task::Poll;

use crate::error::{Error, Result};
use crate::export::{InteractionsCsv, RecommendationsCsv, Report, ReportedResults, write_model_file};
use crate::ingest::build::RejectedReader;
use crate::job::Job;
use crate::pipeline::ChosenModel;
use crate::recommend::check_list_length;
use crate::session::Session;
use crate::session::data::Dataset;
use crate::session::state::SessionJob;

impl Session {
    /// Begins recommendations.csv with `k` rows per user.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OptionOutOfRange`].
    pub fn begin_recommendations_csv(&mut self, k: f64) -> Result<()> {
        let users = self.dataset.as_ref().map_or(0, |dataset| dataset.interactions.users.len());
        self.begin_recommendations_csv_of(k, 0, users)
    }

    /// Begins the part of recommendations.csv about the users from `from` to before `to`, from 0, in the order of their first
    /// rows in the file. The part from 0 has the header row. Parts that meet at multiples of [`RecommendationsCsv::BLOCK`] are
    /// together the whole file, byte for byte; where they meet elsewhere the last digit of a score may differ.
    ///
    /// # Errors
    /// As [`Session::begin_recommendations_csv`], also for a range that is none.
    pub fn begin_recommendations_csv_of(&mut self, k: f64, from: usize, to: usize) -> Result<()> {
        self.check_users(from, to)?;
        let csv = RecommendationsCsv::of(check_list_length(k)?, from..to);
        self.job = Some(SessionJob::RecommendationsCsv(Box::new(csv)));
        Ok(())
    }

    /// The next bytes of recommendations.csv; ready at its end, and without bytes whenever it is asked again.
    ///
    /// # Errors
    /// [`Error::WrongState`] before [`Session::begin_recommendations_csv`].
    pub fn poll_recommendations_csv(&mut self, bytes: &mut Vec<u8>) -> Result<Poll<()>> {
        let (Some(SessionJob::RecommendationsCsv(csv)), Some(dataset)) = (&mut self.job, &mut self.dataset) else {
            return Err(self.refuse("poll_recommendations_csv", "begun recommendations"));
        };
        if csv.is_over() {
            return Ok(Poll::Ready(()));
        }
        let trained = self.model.as_mut().ok_or(Error::NotTrained)?;
        let mut model = ChosenModel::new(self.chosen, trained, &mut dataset.context.baselines)?;
        csv.poll((model.model(), &dataset.interactions, bytes))
    }

    /// Begins interactions.csv.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read.
    pub fn begin_interactions_csv(&mut self) -> Result<()> {
        self.dataset("begin_interactions_csv")?;
        self.job = Some(SessionJob::InteractionsCsv(InteractionsCsv::default()));
        Ok(())
    }

    /// The next bytes of interactions.csv; ready at its end, and without bytes whenever it is asked again.
    ///
    /// # Errors
    /// [`Error::WrongState`] before [`Session::begin_interactions_csv`]; [`Error::OutOfMemory`].
    pub fn poll_interactions_csv(&mut self, bytes: &mut Vec<u8>) -> Result<Poll<()>> {
        let (Some(SessionJob::InteractionsCsv(csv)), Some(dataset)) = (&mut self.job, &self.dataset) else {
            return Err(self.refuse("poll_interactions_csv", "begun interactions"));
        };
        let Dataset { interactions, pair_rows, .. } = dataset;
        if csv.is_over() { Ok(Poll::Ready(())) } else { csv.poll((interactions, pair_rows, bytes)) }
    }

    /// The share of the export under way that is done, 0–1.
    pub fn export_progress(&self) -> f64 {
        match &self.job {
            Some(SessionJob::RecommendationsCsv(csv)) => csv.progress(),
            Some(SessionJob::InteractionsCsv(csv)) => csv.progress(),
            _ => 0.0,
        }
    }

    /// Begins to read the file once more, for its rejected rows.
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read; [`Error::FileNeeded`] where the data were restored.
    pub fn begin_rejected(&mut self) -> Result<()> {
        let origin = self.dataset("begin_rejected")?.origin.as_ref().ok_or(Error::FileNeeded)?;
        let reader = RejectedReader::new(&origin.preview, &origin.rejections)?;
        self.job = Some(SessionJob::Rejected(Box::new(reader)));
        Ok(())
    }

    /// Takes the file's next bytes, and gives the next ones of rejected.csv.
    ///
    /// # Errors
    /// [`Error::WrongState`] before [`Session::begin_rejected`]; those of [`RejectedReader::push`].
    pub fn rejected(&mut self, bytes: &[u8], last: bool) -> Result<Vec<u8>> {
        let Some(Dataset { origin: Some(origin), .. }) = &self.dataset else {
            return Err(self.refuse("rejected", "a file that was read"));
        };
        let Some(SessionJob::Rejected(reader)) = &mut self.job else {
            return Err(self.refuse("rejected", "a begun second reading"));
        };
        let csv = reader.push(&origin.rejections, bytes, last);
        if last || csv.is_err() {
            self.job = None;
        }
        csv
    }

    /// report.json, but for what the session does not know: see [`Report::within`].
    ///
    /// # Errors
    /// [`Error::WrongState`] before a file was read; [`Error::NotTrained`].
    pub fn report(&self) -> Result<Report> {
        let (dataset, trained) = self.trained("report")?;
        let results = self.results.clone().map_or_else(ReportedResults::none, Ok)?;
        Ok(Report::new(&dataset.reported, trained, results, self.chosen))
    }

    /// model.safetensors.
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::OutOfMemory`].
    pub fn model_file(&self) -> Result<Vec<u8>> {
        let (dataset, trained) = self.trained("model_file")?;
        write_model_file(&trained.network, trained.wide.as_ref(), &trained.options, &dataset.interactions)
    }
}
