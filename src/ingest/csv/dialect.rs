//! Dialects: how a file's text is cut into rows and cells.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The delimiters that are recognised, most likely first.
pub const DELIMITERS: [&str; 6] = [",", "\t", ";", "|", "::", "，"];
/// Delimiter of columns between blanks: any number of blanks and tabs is one. It is recognised only where no other fits.
pub const BLANKS: &str = " ";
/// Beginnings of a comment line.
pub const COMMENTS: [&str; 2] = ["#", "//"];

/// Meaning of quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotes {
    /// They enclose cells; inside, a doubled mark is one mark (RFC 4180).
    #[default]
    Doubled,
    /// They enclose cells; inside, `\"` is one mark, and so is a doubled mark.
    Escaped,
    /// They are ordinary text.
    None,
}

/// What is around cells or rows beside marks and delimiters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wrapping {
    #[default]
    None,
    /// Blanks between a delimiter and the mark that opens a cell: `a, "b, c"`.
    BlankBeforeMark,
    /// Marks around each row: `"a,b,c"`, with doubled marks inside.
    Rows,
}

/// Rules by which a file is cut into rows and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// One of [`DELIMITERS`], or [`BLANKS`].
    pub delimiter: &'static str,
    pub quotes: Quotes,
    pub wrapping: Wrapping,
    /// Beginning of a comment line, one of [`COMMENTS`]; `None` where there are no comments.
    pub comment: Option<&'static str>,
    /// Lines above the header, or above the first row.
    pub skip: u32,
    /// Whether the first row holds the names of the columns.
    pub header: bool,
    /// Whether a lone carriage return ends a line somewhere in the head. Needed for line numbers only.
    pub lone_returns: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect {
            delimiter: ",",
            quotes: Quotes::Doubled,
            wrapping: Wrapping::None,
            comment: None,
            skip: 0,
            header: true,
            lone_returns: false,
        }
    }
}

/// Parts of a dialect that the user has chosen; the others are guessed.
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
    /// The chosen delimiter.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] for a delimiter that is neither one of [`DELIMITERS`] nor [`BLANKS`].
    pub fn delimiter(&self) -> Result<Option<&'static str>> {
        let Some(chosen) = self.delimiter.as_deref() else { return Ok(None) };
        let known = DELIMITERS.into_iter().chain([BLANKS]).find(|&delimiter| delimiter == chosen);
        known.map(Some).ok_or_else(|| Error::OptionUnknown { option: "delimiter", value: chosen.to_owned() })
    }
}
