//! The reading of a file, from its head to a data set.

use std::task::Poll;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::export::dataset_summary::{DatasetSummary, FileSummary};
use crate::ingest::build::{Assembly, FileRead, FileReader, UserSample};
use crate::ingest::csv::DialectOverrides;
use crate::ingest::schema::{CellRules, Preview, PreviewSummary, Roles, TableLayout};
use crate::job::Job;
use crate::session::Session;
use crate::session::data::{Dataset, Origin};
use crate::split::{Split, SplitKind, SplitPlan};
use crate::training::options::check_seed;

/// The smallest sample of a file's users is one in this many.
pub const MAX_SAMPLE: f64 = 10_000.0;

/// How a file is read; what is left out is by its default.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    pub roles: Roles,
    /// Of the split and of the sample.
    pub seed: f64,
    /// How the data are split; none is the automatic way of [`SplitPlan`].
    pub split: Option<SplitKind>,
    /// Only one user in this many, as the seed decides; 1, the default, is everybody.
    pub sample: f64,
    /// What cells mean; by content as far as nothing is said.
    pub meaning: CellRules,
    /// How many bytes will come, where that is known: room is made for as many rows as the first of them suggest. 0, the
    /// default, is unknown.
    pub bytes: f64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (roles, meaning) = (Roles::default(), CellRules::default());
        ReadOptions { roles, seed: 1.0, split: None, sample: 1.0, meaning, bytes: 0.0 }
    }
}

/// A file whose head has been looked at.
pub(super) struct OpenFile {
    preview: Preview,
    reading: Option<Reading>,
}

enum Reading {
    Rows(Box<FileReader>, SplitPlan),
    Build(Box<DatasetBuild>),
}

impl OpenFile {
    pub fn is_being_read(&self) -> bool {
        self.reading.is_some()
    }
}

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
    /// [`Error::FormatsNeeded`], and the reading begins anew.
    ///
    /// # Errors
    /// [`Error::WrongState`] before [`Session::open`].
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
    /// [`Error::WrongState`] unless a reading is under way.
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
    /// [`Error::WrongState`] before [`Session::open`]; those of [`Roles::check`] and [`CellRules::check`];
    /// [`Error::OptionOutOfRange`] for the seed, and for a sample that is no whole number from 1 to [`MAX_SAMPLE`].
    pub fn begin_reading(&mut self, options: ReadOptions) -> Result<()> {
        if self.file.is_none() {
            return Err(self.refuse("begin_reading", "an open file"));
        }
        let Some(file) = &mut self.file else { return Ok(()) };
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
    /// [`Error::WrongState`] before [`Session::begin_reading`]; those of [`FileReader::push`].
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
    /// [`Error::WrongState`] before [`Session::begin_reading`]; those of [`FileReader::finish`] and [`Split::of`].
    pub fn poll_reading(&mut self) -> Result<(f64, Option<DatasetSummary>)> {
        let refusal = self.refuse("poll_reading", "a begun reading");
        let file = self.file.as_mut().ok_or(refusal.clone())?;
        let mut build = match file.reading.take().ok_or(refusal)? {
            Reading::Build(build) => build,
            Reading::Rows(reader, plan) => Box::new(DatasetBuild::new(*reader, &file.preview, plan)?),
        };
        let Poll::Ready(dataset) = build.poll(())? else {
            let progress = build.progress();
            file.reading = Some(Reading::Build(build));
            return Ok((progress, None));
        };
        let summary = dataset.summary();
        *self = Session { file: self.file.take(), dataset: Some(dataset), ..Session::default() };
        Ok((1.0, summary))
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

fn sample_of(every: f64, seed: u64) -> Result<UserSample> {
    if !(1.0..=MAX_SAMPLE).contains(&every) || every.fract() != 0.0 {
        return Err(Error::OptionOutOfRange { option: "sample", value: every, min: 1.0, max: MAX_SAMPLE });
    }
    Ok(UserSample::new(every as u64, seed))
}

/// A file that was read to its end and is being put together and split. The data set before it stays untouched until it
/// is whole.
struct DatasetBuild {
    stage: Stage,
    preview: Preview,
    layout: TableLayout,
    encoding: String,
    plan: SplitPlan,
}

enum Stage {
    Assembly(Box<Assembly>),
    Splitting(Box<FileRead>),
    Over,
}

impl DatasetBuild {
    fn new(reader: FileReader, preview: &Preview, plan: SplitPlan) -> Result<DatasetBuild> {
        let (layout, encoding) = (reader.layout(), reader.encoding().to_owned());
        let stage = Stage::Assembly(Box::new(reader.begin_finish()?));
        Ok(DatasetBuild { stage, preview: preview.clone(), layout, encoding, plan })
    }
}

impl Job for DatasetBuild {
    type Input<'a> = ();
    type Output = Dataset;

    fn poll(&mut self, (): ()) -> Result<Poll<Dataset>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Assembly(mut assembly) => match assembly.poll(())? {
                Poll::Pending => Stage::Assembly(assembly),
                Poll::Ready(read) => Stage::Splitting(Box::new(read)),
            },
            Stage::Splitting(read) => {
                let FileRead { interactions, row_counts, cell_rules, quality, pair_rows, rejections } = *read;
                let split = Split::of(&interactions, self.plan)?;
                let (layout, encoding) = (self.layout, self.encoding.clone());
                let summary = FileSummary { counts: row_counts, rules: cell_rules, quality, layout, encoding };
                let preview = self.preview.clone();
                let origin = Origin { summary, preview, rejections, pair_rows };
                return Ok(Poll::Ready(Dataset::new(interactions, split, Some(origin))));
            }
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Assembly(assembly) => 0.9 * assembly.progress(),
            Stage::Splitting(_) => 0.9,
            Stage::Over => 1.0,
        }
    }
}
