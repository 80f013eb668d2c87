//! Writer of tables in any dialect and any encoding, which the tests read back.

use firstpick::ingest::csv::{Dialect, Quotes};

/// A dialect as a program writes it.
#[derive(Clone, Debug)]
pub struct Style {
    pub delimiter: &'static str,
    pub quotes: Quotes,
    /// Whether every cell is quoted, or only those that must be.
    pub all_quoted: bool,
    pub breaks: &'static str,
    /// A delimiter at the end of each row.
    pub trailing: bool,
    /// Lines above the header.
    pub above: Vec<String>,
    pub header: bool,
    /// A comment after every fifth row.
    pub comment: Option<&'static str>,
}

impl Style {
    pub fn of(dialect: &Dialect, breaks: &'static str) -> Style {
        Style {
            delimiter: dialect.delimiter,
            quotes: dialect.quotes,
            all_quoted: false,
            breaks,
            trailing: false,
            above: Vec::new(),
            header: dialect.header,
            comment: None,
        }
    }

    /// The table as text; the first row is the header.
    pub fn write(&self, rows: &[Vec<String>]) -> String {
        let mut text = String::new();
        for line in &self.above {
            text += &format!("{line}{}", self.breaks);
        }
        for (index, row) in rows.iter().enumerate().skip(usize::from(!self.header)) {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            text += &cells.join(self.delimiter);
            text += if self.trailing { self.delimiter } else { "" };
            text += self.breaks;
            if let Some(mark) = self.comment.filter(|_| index % 5 == 4) {
                text += &format!("{mark} {index}{}", self.breaks);
            }
        }
        text
    }

    fn cell(&self, cell: &str) -> String {
        let must =
            cell.contains([self.delimiter.chars().next().expect("a character"), '"', '\n', '\r']) || cell.is_empty();
        match self.quotes {
            Quotes::None => cell.to_owned(),
            _ if !must && !self.all_quoted => cell.to_owned(),
            Quotes::Doubled => format!("\"{}\"", cell.replace('"', "\"\"")),
            Quotes::Escaped => format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\"")),
        }
    }
}

/// Encodings, by their names in these tests.
pub const ENCODINGS: [&str; 11] = [
    "UTF-8",
    "UTF-8 marked",
    "UTF-16LE",
    "UTF-16LE marked",
    "UTF-16BE",
    "UTF-16BE marked",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-kr",
    "windows-1252",
];

/// Label by which an encoding is chosen.
pub fn label(encoding: &str) -> &str {
    encoding.trim_end_matches(" marked")
}

/// Bytes of a text; `None` where the encoding lacks one of its characters.
pub fn encoded(text: &str, encoding: &str) -> Option<Vec<u8>> {
    let marked = if encoding.ends_with(" marked") { format!("\u{feff}{text}") } else { text.to_owned() };
    match label(encoding) {
        "UTF-8" => Some(marked.into_bytes()),
        "UTF-16LE" => Some(marked.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "UTF-16BE" => Some(marked.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        label => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
            let (bytes, _, lost) = encoding.encode(text);
            (!lost).then(|| bytes.into_owned())
        }
    }
}
