//! How a file's text is cut into rows and cells, and what a person may choose of it.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The delimiters that are told apart, the likeliest first.
pub const DELIMITERS: [&str; 6] = [",", "\t", ";", "|", "::", "，"];
/// What a line begins with that is a comment.
pub const COMMENTS: [&str; 2] = ["#", "//"];

/// What quotation marks mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotes {
    /// They enclose cells; inside, two of them stand for one (RFC 4180).
    #[default]
    Doubled,
    /// They enclose cells; inside, `\"` stands for one, and so do two of them.
    Escaped,
    /// They are text like any other.
    None,
}

/// How a file is cut into rows and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// One of [`DELIMITERS`].
    pub delimiter: &'static str,
    pub quotes: Quotes,
    /// What a line begins with that is a comment, one of [`COMMENTS`]; `None` where there are no comments.
    pub comment: Option<&'static str>,
    /// How many lines stand above the header, or above the first row.
    pub skip: u32,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Whether a carriage return alone ends a line somewhere in the head. Only the numbers of lines need it.
    pub returns: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect { delimiter: ",", quotes: Quotes::Doubled, comment: None, skip: 0, header: true, returns: false }
    }
}

/// What a person has chosen; whatever they have not is guessed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DialectOverrides {
    /// A label of the Encoding Standard, such as `gb18030`.
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    pub quotes: Option<Quotes>,
    pub header: Option<bool>,
    pub skip: Option<u32>,
}

impl DialectOverrides {
    /// The delimiter that was chosen.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] for one that is not among [`DELIMITERS`].
    pub fn delimiter(&self) -> Result<Option<&'static str>> {
        let Some(chosen) = self.delimiter.as_deref() else { return Ok(None) };
        let known = DELIMITERS.into_iter().find(|&delimiter| delimiter == chosen);
        known.map(Some).ok_or_else(|| Error::OptionUnknown { option: "delimiter", value: chosen.to_owned() })
    }
}
