//! Every error of the crate: a stable code for the page to word, parameters that
//! say where, what was expected and what was found, and an English sentence for
//! engineers who use the crate without the page.

use std::fmt;

use serde::Serialize;

/// What a parameter of an [`Error`] can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Param {
    /// A whole number: a row, a count, a number of bytes.
    Whole(u64),
    /// A number as the user gave it; not-a-number and infinities become text.
    Number(f64),
    /// A name: a column, an option, a kind of file.
    Text(String),
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Param::Whole(value as u64)
    }
}
impl From<u64> for Param {
    fn from(value: u64) -> Self {
        Param::Whole(value)
    }
}
impl From<f64> for Param {
    fn from(value: f64) -> Self {
        if value.is_finite() { Param::Number(value) } else { Param::Text(value.to_string()) }
    }
}
impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Param::Text(value.to_owned())
    }
}

/// What went wrong. Codes and parameters are stable; new kinds may be added.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The file has no bytes, or nothing but blanks.
    EmptyFile,
    /// The file is no text; `kind` is what it looks like.
    BinaryFile { kind: &'static str },
    /// Only the module *formats* (the feature `formats`) can read the file: `what` is `encoding` or `container`.
    FormatsNeeded { what: &'static str },
    /// A packed file or a workbook is cut, changed or otherwise against its format.
    ArchiveBroken { kind: &'static str },
    /// A packed file unpacks to more than `limit` bytes, or says that it does.
    ArchiveTooLarge { found: u64, limit: u64 },
    /// A file that can only be read as a whole is larger than `limit` bytes.
    WorkbookTooLarge { found: u64, limit: u64 },
    /// A packed file or a workbook opens only with a password.
    PasswordProtected,
    /// No sheet of a workbook, or no file of an archive, holds a table, or more than one file does: `found` of them.
    NoTableInside { kind: &'static str, found: usize },
    /// A row is longer than `limit` bytes; `row` is the line on which it begins, from 1.
    RowTooLong { row: u64, limit: usize },
    /// Fewer than two columns were found.
    NoColumns { found: usize },
    /// No column has a role that is needed.
    ColumnMissing { role: &'static str },
    /// One column was given two roles.
    ColumnTwice { column: String, role: &'static str, other: &'static str },
    /// There is a header and nothing below it.
    NoRows,
    /// Every row was rejected.
    NoUsableRows { rows: u64 },
    /// The table is no list of purchases: it is `taken` for one of products or customers, for a report in blocks, or for
    /// scores on a scale that the file does not explain; `missing` is `user`, `item`, `table` or `scale`. `rows` are its first ones.
    NoPurchases { taken: &'static str, missing: &'static str, rows: String },
    /// There are too few different users.
    TooFewUsers { found: usize, needed: usize },
    /// There are too few different items.
    TooFewItems { found: usize, needed: usize },
    /// The split leaves nothing to train on.
    NothingToTrain,
    /// A split by time was asked for, and only `found` of `pairs` pairs have a time.
    NoTimes { found: usize, pairs: usize },
    /// The recipe can only score users that it learned from, and whole users are held out.
    NeedsKnownUsers { recipe: &'static str },
    /// More of something than the format or the indices can hold.
    TooMany { what: &'static str, found: u64, limit: u64 },
    /// An allocation would pass the memory budget, or failed; both in bytes.
    OutOfMemory { needed: u64, limit: u64 },
    /// A file that comes out could not be written; its name.
    WriteFailed { file: &'static str },
    /// An option outside its range.
    OptionOutOfRange { option: &'static str, value: f64, min: f64, max: f64 },
    /// An option's value that is not among those it can have.
    OptionUnknown { option: &'static str, value: String },
    /// The loss became infinite or not a number.
    Diverged { epoch: u32, learning_rate: f64 },
    /// A call that the present state does not allow: `call` needs `needs`, and the state is `state`.
    WrongState { call: &'static str, needs: &'static str, state: &'static str },
    /// No user has this id.
    UnknownUser { user: String },
    /// There is no trained network yet.
    NotTrained,
    /// No user has enough interactions to hold one out for the test.
    NothingHeldOut,
    /// What was kept of a session, or comes from another instance, was cut or changed on its way.
    SnapshotBroken,
    /// It was kept by another version of Firstpick, in a format of its own.
    SnapshotVersion { found: u64, known: u64 },
    /// Only the file itself can tell, and the data come from what was kept of it.
    FileNeeded,
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What a job answers that is polled after it has given its output.
    pub const JOB_OVER: Error = Error::WrongState { call: "poll", needs: "work that is not over", state: "over" };

    /// The stable code under which the page words this error.
    pub fn code(&self) -> &'static str {
        match self {
            Error::EmptyFile => "empty-file",
            Error::BinaryFile { .. } => "binary-file",
            Error::FormatsNeeded { .. } => "formats-needed",
            Error::ArchiveBroken { .. } => "archive-broken",
            Error::ArchiveTooLarge { .. } => "archive-too-large",
            Error::WorkbookTooLarge { .. } => "workbook-too-large",
            Error::PasswordProtected => "password-protected",
            Error::NoTableInside { .. } => "no-table-inside",
            Error::RowTooLong { .. } => "row-too-long",
            Error::NoColumns { .. } => "no-columns",
            Error::ColumnMissing { .. } => "column-missing",
            Error::ColumnTwice { .. } => "column-twice",
            Error::NoRows => "no-rows",
            Error::NoUsableRows { .. } => "no-usable-rows",
            Error::NoPurchases { missing: "user", .. } => "no-customers",
            Error::NoPurchases { missing: "scale", .. } => "no-scale",
            Error::NoPurchases { missing: "table", .. } => "no-table",
            Error::NoPurchases { .. } => "no-products",
            Error::TooFewUsers { .. } => "too-few-users",
            Error::TooFewItems { .. } => "too-few-items",
            Error::NothingToTrain => "nothing-to-train",
            Error::NoTimes { .. } => "no-times",
            Error::NeedsKnownUsers { .. } => "needs-known-users",
            Error::TooMany { .. } => "too-many",
            Error::OutOfMemory { .. } => "out-of-memory",
            Error::WriteFailed { .. } => "write-failed",
            Error::OptionOutOfRange { .. } => "option-out-of-range",
            Error::OptionUnknown { .. } => "option-unknown",
            Error::Diverged { .. } => "diverged",
            Error::WrongState { .. } => "wrong-state",
            Error::UnknownUser { .. } => "unknown-user",
            Error::NotTrained => "not-trained",
            Error::NothingHeldOut => "nothing-held-out",
            Error::SnapshotBroken => "snapshot-broken",
            Error::SnapshotVersion { .. } => "snapshot-version",
            Error::FileNeeded => "file-needed",
        }
    }

    /// The parameters by name, as the page's wording uses them.
    pub fn params(&self) -> Vec<(&'static str, Param)> {
        match self {
            Error::FormatsNeeded { what } => vec![("what", (*what).into())],
            Error::BinaryFile { kind } | Error::ArchiveBroken { kind } => vec![("kind", (*kind).into())],
            Error::ArchiveTooLarge { found, limit } | Error::WorkbookTooLarge { found, limit } => {
                vec![("found", (*found).into()), ("limit", (*limit).into())]
            }
            Error::NoTableInside { kind, found } => vec![("kind", (*kind).into()), ("found", (*found).into())],
            Error::RowTooLong { row, limit } => vec![("row", (*row).into()), ("limit", (*limit).into())],
            Error::NoColumns { found } => vec![("found", (*found).into())],
            Error::ColumnMissing { role } => vec![("role", (*role).into())],
            Error::ColumnTwice { column, role, other } => {
                vec![("column", column.as_str().into()), ("role", (*role).into()), ("other", (*other).into())]
            }
            Error::NoUsableRows { rows } => vec![("rows", (*rows).into())],
            Error::NoPurchases { taken, missing, rows } => {
                vec![("taken", (*taken).into()), ("missing", (*missing).into()), ("rows", rows.as_str().into())]
            }
            Error::TooFewUsers { found, needed } | Error::TooFewItems { found, needed } => {
                vec![("found", (*found).into()), ("needed", (*needed).into())]
            }
            Error::NoTimes { found, pairs } => vec![("found", (*found).into()), ("pairs", (*pairs).into())],
            Error::NeedsKnownUsers { recipe } => {
                vec![("option", "recipe".into()), ("recipe", (*recipe).into())]
            }
            Error::TooMany { what, found, limit } => {
                vec![("what", (*what).into()), ("found", (*found).into()), ("limit", (*limit).into())]
            }
            Error::OutOfMemory { needed, limit } => vec![("needed", (*needed).into()), ("limit", (*limit).into())],
            Error::WriteFailed { file } => vec![("file", (*file).into())],
            Error::OptionOutOfRange { option, value, min, max } => vec![
                ("option", (*option).into()),
                ("value", (*value).into()),
                ("min", (*min).into()),
                ("max", (*max).into()),
            ],
            Error::OptionUnknown { option, value } => {
                vec![("option", (*option).into()), ("value", value.as_str().into())]
            }
            Error::Diverged { epoch, learning_rate } => {
                vec![("epoch", u64::from(*epoch).into()), ("learningRate", (*learning_rate).into())]
            }
            Error::WrongState { call, needs, state } => {
                vec![("call", (*call).into()), ("needs", (*needs).into()), ("state", (*state).into())]
            }
            Error::UnknownUser { user } => vec![("user", user.as_str().into())],
            Error::SnapshotVersion { found, known } => vec![("found", (*found).into()), ("known", (*known).into())],
            Error::EmptyFile
            | Error::PasswordProtected
            | Error::NoRows
            | Error::NothingToTrain
            | Error::NotTrained
            | Error::NothingHeldOut
            | Error::SnapshotBroken
            | Error::FileNeeded => Vec::new(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::EmptyFile => write!(f, "the file is empty"),
            Error::BinaryFile { kind } => write!(f, "the file is not text (it looks like: {kind})"),
            Error::FormatsNeeded { what } => {
                write!(f, "this build cannot read the file's {what}: the feature `formats` is off")
            }
            Error::ArchiveBroken { kind } => write!(f, "the {kind} file is cut or changed"),
            Error::ArchiveTooLarge { found, limit } => {
                write!(f, "unpacked, the file has {found} bytes or more, at most {limit} are read")
            }
            Error::WorkbookTooLarge { found, limit } => {
                write!(f, "the packed file has {found} bytes, at most {limit} are read")
            }
            Error::PasswordProtected => write!(f, "the file opens only with a password"),
            Error::NoTableInside { kind, found } => write!(f, "{found} tables in the {kind} file, one is needed"),
            Error::RowTooLong { row, limit } => write!(f, "row {row} is longer than {limit} bytes"),
            Error::NoColumns { found } => write!(f, "two columns are needed, {found} found"),
            Error::ColumnMissing { role } => write!(f, "no column has the role {role}"),
            Error::ColumnTwice { column, role, other } => {
                write!(f, "column {column:?} cannot be both {role} and {other}")
            }
            Error::NoRows => write!(f, "there are no rows below the header"),
            Error::NoPurchases { taken, missing, .. } => write!(f, "a list of {taken}: no column for the {missing}"),
            Error::NoUsableRows { rows } => write!(f, "none of {rows} rows can be used"),
            Error::TooFewUsers { found, needed } => write!(f, "{found} users found, {needed} needed"),
            Error::TooFewItems { found, needed } => write!(f, "{found} items found, {needed} needed"),
            Error::NothingToTrain => write!(f, "the split leaves nothing to train on"),
            Error::NoTimes { found, pairs } => {
                write!(f, "only {found} of {pairs} pairs have a time, too few for a split by time")
            }
            Error::NeedsKnownUsers { recipe } => {
                write!(f, "the recipe {recipe} scores only users that it learned from, and whole users are held out")
            }
            Error::TooMany { what, found, limit } => write!(f, "{found} {what}, at most {limit} are possible"),
            Error::OutOfMemory { needed, limit } => write!(f, "{needed} bytes needed, the budget is {limit}"),
            Error::WriteFailed { file } => write!(f, "{file} could not be written"),
            Error::OptionOutOfRange { option, value, min, max } => {
                write!(f, "{option} must be from {min} to {max}, not {value}")
            }
            Error::OptionUnknown { option, value } => write!(f, "{option} cannot be {value:?}"),
            Error::Diverged { epoch, learning_rate } => {
                write!(f, "the loss is no longer finite in epoch {epoch}, at learning rate {learning_rate}")
            }
            Error::WrongState { call, needs, state } => write!(f, "`{call}` needs {needs}; the state is: {state}"),
            Error::UnknownUser { user } => write!(f, "no user {user:?}"),
            Error::NotTrained => write!(f, "there is no trained network yet"),
            Error::NothingHeldOut => write!(f, "no user has enough interactions to hold one out"),
            Error::SnapshotBroken => write!(f, "what was kept of a session was cut or changed"),
            Error::SnapshotVersion { found, known } => {
                write!(f, "what was kept of a session is in format {found}, and this build reads {known}")
            }
            Error::FileNeeded => write!(f, "this needs the file that the data were read from"),
        }
    }
}

impl std::error::Error for Error {}
