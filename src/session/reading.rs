//! The reading of a file, from its head to a data set.

use std::task::Poll;

use crate::error::Result;
use crate::export::DatasetSummary;
use crate::ingest::build::FileReader;
use crate::ingest::csv::DialectOverrides;
use crate::ingest::schema::{Preview, PreviewSummary};
use crate::job::Job;
use crate::pipeline::{DatasetBuild, ReadOptions, sample_of};
use crate::session::Session;
use crate::session::data::Dataset;
use crate::session::file::{OpenFile, Reading};
use crate::split::SplitPlan;
use crate::training::check_seed;

impl Session {
    /// Looks at the head of a file, with what a person has chosen of its encoding and dialect; `whole` says that there is
    /// no more of it.
    ///
    /// # Errors
    /// Those of [`Preview::with`].
    pub fn open(&mut self, head: &[u8], whole: bool, overrides: &DialectOverrides) -> Result<PreviewSummary> {
        Ok(self.opened(Preview::with(head, whole, overrides)?))
    }

    /// The same of text that was decoded already, from that encoding; so must be the rest of the file.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn open_decoded(
        &mut self,
        head: &[u8],
        whole: bool,
        encoding: &str,
        overrides: &DialectOverrides,
    ) -> Result<PreviewSummary> {
        Ok(self.opened(Preview::of_decoded(head, whole, encoding, overrides)?))
    }

    fn opened(&mut self, preview: Preview) -> PreviewSummary {
        let shown = preview.summary();
        self.file = Some(OpenFile { preview, reading: None });
        shown
    }

    /// Says that the open file, whose head is ASCII, will be read as decoded text after all: [`Session::read`] has failed with
    /// [`crate::Error::FormatsNeeded`], and the reading begins anew.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::open`].
    pub fn take_decoded(&mut self) -> Result<()> {
        match &mut self.file {
            Some(file) => file.preview.expect_decoded(),
            None => return Err(self.refuse("take_decoded", "an open file")),
        }
        Ok(())
    }

    /// Says from which encoding the text was decoded that has been read, and how many characters could not be.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] unless a reading is under way.
    pub fn note_decoded(&mut self, encoding: &str, malformed: u64) -> Result<()> {
        match &mut self.file {
            Some(OpenFile { reading: Some(Reading::Rows(reader, _)), .. }) => reader.note_decoded(encoding, malformed),
            _ => return Err(self.refuse("note_decoded", "a begun reading")),
        }
        Ok(())
    }

    /// Begins to read the open file. A training with another seed splits anew in the same way.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::open`]; those of `Roles::check` and `CellRules::check`;
    /// [`crate::Error::OptionOutOfRange`] for the seed, and for a sample that is no whole number in its range.
    pub fn begin_reading(&mut self, options: ReadOptions) -> Result<()> {
        let refusal = self.refuse("begin_reading", "an open file");
        let file = self.file.as_mut().ok_or(refusal)?;
        file.reading = None;
        let ReadOptions { roles, seed, split, sample, meaning, bytes } = options;
        let plan = SplitPlan { kind: split, seed: check_seed(seed)? };
        let sample = sample_of(sample, plan.seed)?;
        let reader = FileReader::with_rules(&file.preview, roles, meaning)?.sampled(sample).expecting(bytes as u64);
        file.reading = Some(Reading::Rows(Box::new(reader), plan));
        Ok(())
    }

    /// Takes the file's next bytes; says how many rows have been read.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::begin_reading`]; those of [`FileReader::push`].
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<u64> {
        let Some(OpenFile { reading: Some(Reading::Rows(reader, _)), .. }) = &mut self.file else {
            return Err(self.refuse("read", "a begun reading"));
        };
        let outcome = reader.push(bytes, last).map(|()| reader.rows());
        if let (Err(_), Some(file)) = (&outcome, &mut self.file) {
            file.reading = None;
        }
        outcome
    }

    /// The next step of the end of the reading: the share that is done, and the data set at the end. What was trained on
    /// the data before is gone then.
    ///
    /// # Errors
    /// [`crate::Error::WrongState`] before [`Session::begin_reading`]; those of [`FileReader::finish`] and
    /// [`crate::split::Split::of`].
    pub fn poll_reading(&mut self) -> Result<(f64, Option<DatasetSummary>)> {
        let refusal = self.refuse("poll_reading", "a begun reading");
        let file = self.file.as_mut().ok_or(refusal.clone())?;
        let mut build = match file.reading.take().ok_or(refusal)? {
            Reading::Build(build) => build,
            Reading::Rows(reader, plan) => Box::new(DatasetBuild::new(*reader, plan)?),
        };
        let Poll::Ready(built) = build.poll(())? else {
            let progress = build.progress();
            file.reading = Some(Reading::Build(build));
            return Ok((progress, None));
        };
        let (dataset, summary) = Dataset::of(built, file.preview.clone())?;
        *self = Session { file: self.file.take(), dataset: Some(dataset), ..Session::default() };
        Ok((1.0, Some(summary)))
    }

    /// All of [`Session::poll_reading`].
    ///
    /// # Errors
    /// As [`Session::poll_reading`].
    pub fn finish_reading(&mut self) -> Result<DatasetSummary> {
        loop {
            if let (_, Some(summary)) = self.poll_reading()? {
                return Ok(summary);
            }
        }
    }
}
