//! A part of report.json as text: what is kept of a file and of an evaluation without being understood again.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::codec::{ByteReader, ByteWriter, Flat};
use crate::error::{Error, Result};

/// JSON, indented as it stands in the report.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Fragment(Box<RawValue>);

impl Fragment {
    /// The text of a member of the report.
    ///
    /// # Errors
    /// [`Error::WriteFailed`].
    pub fn of(value: &impl Serialize) -> Result<Fragment> {
        // A line feed inside of a text is written as two other characters.
        let text = serde_json::to_string_pretty(value).map(|text| text.replace('\n', "\n  "));
        let raw = text.and_then(RawValue::from_string);
        raw.map(Fragment).map_err(|_| Error::WriteFailed { file: "report.json" })
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl Flat for Fragment {
    fn write(&self, writer: &mut ByteWriter) -> Result<()> {
        writer.bytes(self.text().as_bytes())
    }
    fn read(reader: &mut ByteReader) -> Result<Fragment> {
        let raw = String::read(reader).map(RawValue::from_string)?;
        raw.map(Fragment).map_err(|_| Error::SnapshotBroken)
    }
}
