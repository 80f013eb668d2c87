//! Decoder of a file: bytes of any encoding to UTF-8, chunk by chunk.
//!
//! The encoding is decided once, from the content alone and independent of the chunks, unless the user has chosen it:
//! by a byte order mark; else by whether the head is plausible as UTF-16; else by whether [`ENCODING_SAMPLE`] bytes
//! from the first non-ASCII byte on are UTF-8 with rare errors at most; else by `legacy`. ASCII passes through
//! unchanged.

use crate::error::{Error, Result};
#[cfg(feature = "formats")]
use crate::ingest::encoding::legacy::Legacy;
use crate::ingest::encoding::unicode::{ByteOrder, Utf8, Utf16, is_utf_8, utf_16_order};

/// Bytes from the first non-ASCII byte on that decide the encoding.
pub const ENCODING_SAMPLE: usize = 65_536;
/// Bytes at the beginning that are searched for byte order marks, magic numbers and NULs.
const HEAD: usize = 1_024;

const ENDED: Error = Error::WrongState { call: "push", needs: "a file that goes on", state: "at its end" };

/// Decoder of a known encoding.
enum Decoder {
    Utf8(Utf8),
    Utf16(Utf16),
    #[cfg(feature = "formats")]
    Legacy(Legacy),
}

#[cfg(feature = "formats")]
impl Decoder {
    /// Decoder of the encoding from before Unicode with this label.
    fn legacy(label: &str) -> Result<Decoder> {
        Legacy::named(label).map(Decoder::Legacy)
    }

    /// Decoder of the encoding from before Unicode that `sample` is probably in; `complete` where it is all of the
    /// text.
    fn legacy_of(sample: &[u8], complete: bool) -> Result<Decoder> {
        Ok(Decoder::Legacy(Legacy::detect(sample, complete)))
    }
}

#[cfg(not(feature = "formats"))]
impl Decoder {
    fn legacy(_label: &str) -> Result<Decoder> {
        Err(Error::FormatsNeeded { what: "encoding" })
    }

    fn legacy_of(_sample: &[u8], _complete: bool) -> Result<Decoder> {
        Err(Error::FormatsNeeded { what: "encoding" })
    }
}

impl Decoder {
    fn name(&self) -> &'static str {
        match self {
            Decoder::Utf8(_) => "UTF-8",
            Decoder::Utf16(utf_16) => utf_16.name(),
            #[cfg(feature = "formats")]
            Decoder::Legacy(legacy) => legacy.name(),
        }
    }
}

enum State {
    /// Fewer than [`HEAD`] bytes so far.
    Head(Vec<u8>),
    /// ASCII only so far.
    Ascii,
    /// Bytes from the first non-ASCII byte on, at most [`ENCODING_SAMPLE`] of them.
    Sampling(Vec<u8>),
    Decoding(Box<Decoder>),
    /// The file has ended.
    Ended,
}

/// Decoder of a file that arrives in chunks.
pub struct TextDecoder {
    state: State,
    chosen: Option<Decoder>,
    encoding: &'static str,
    /// Malformed characters of a file that has ended.
    malformed: u64,
}

impl Default for TextDecoder {
    fn default() -> Self {
        TextDecoder { state: State::Head(Vec::new()), chosen: None, encoding: "UTF-8", malformed: 0 }
    }
}

impl TextDecoder {
    /// A decoder of the encoding with a label of the Encoding Standard, or, without one, of the encoding that the
    /// content shows.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] for an unknown label, [`Error::FormatsNeeded`] for one that only the feature `formats`
    /// knows.
    pub fn of(label: Option<&str>) -> Result<TextDecoder> {
        let chosen = label.map(|label| match label.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Decoder::Utf8(Utf8::default())),
            "utf-16le" | "utf-16" => Ok(Decoder::Utf16(Utf16::new(ByteOrder::Little))),
            "utf-16be" => Ok(Decoder::Utf16(Utf16::new(ByteOrder::Big))),
            label => Decoder::legacy(label),
        });
        Ok(TextDecoder { chosen: chosen.transpose()?, ..TextDecoder::default() })
    }

    /// Number of malformed characters so far, each decoded as U+FFFD.
    pub fn malformed(&self) -> u64 {
        let State::Decoding(decoder) = &self.state else { return self.malformed };
        match &**decoder {
            Decoder::Utf8(utf_8) => utf_8.malformed,
            Decoder::Utf16(utf_16) => utf_16.malformed,
            #[cfg(feature = "formats")]
            Decoder::Legacy(legacy) => legacy.malformed(),
        }
    }

    /// Name of the encoding in the Encoding Standard; UTF-8 as long as all bytes are ASCII.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Decodes the next bytes, `last` at the end of the file, and passes UTF-8 to `sink` in whole characters.
    ///
    /// # Errors
    /// [`Error::BinaryFile`] where the head is no text, [`Error::EmptyFile`] for a file without content,
    /// [`Error::WrongState`] after the end, [`Error::FormatsNeeded`] where only the feature `formats` can read the
    /// file, and those of `sink`.
    pub fn push(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let outcome = self.advance(bytes, last, sink);
        if last {
            self.malformed = self.malformed();
            self.state = State::Ended;
        }
        outcome
    }

    fn advance(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        match &mut self.state {
            State::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() < HEAD && !last {
                    return Ok(());
                }
                let head = std::mem::take(head);
                self.open(&head, last, sink)
            }
            State::Ascii => self.pass_ascii(bytes, last, sink),
            State::Sampling(sample) => {
                sample.extend_from_slice(bytes);
                // One byte more than the sample shows whether the file ends with it.
                if sample.len() <= ENCODING_SAMPLE && !last {
                    return Ok(());
                }
                let sample = std::mem::take(sample);
                self.decide(&sample, last, sink)
            }
            State::Decoding(_) => self.decode(bytes, last, sink),
            State::Ended => Err(ENDED),
        }
    }

    fn open(&mut self, head: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if head.iter().all(|byte| byte.is_ascii_whitespace()) && last {
            return Err(Error::EmptyFile);
        }
        let first = &head[..head.len().min(HEAD)];
        let marked = by_byte_order_mark(head);
        if let Some(decoder) = self.chosen.take() {
            if let Some(kind) = kind_by_magic(first) {
                return Err(Error::BinaryFile { kind });
            }
            // The byte order mark of the chosen encoding is no text.
            let length = marked.filter(|(found, _)| found.name() == decoder.name()).map_or(0, |(_, length)| length);
            self.start(decoder);
            return self.decode(&head[length..], last, sink);
        }
        if let Some((decoder, length)) = marked {
            self.start(decoder);
            return self.decode(&head[length..], last, sink);
        }
        if let Some(order) = utf_16_order(first) {
            self.start(Decoder::Utf16(Utf16::new(order)));
            return self.decode(head, last, sink);
        }
        if let Some(kind) = kind_by_magic(first).or_else(|| has_controls(first).then_some("unknown")) {
            return Err(Error::BinaryFile { kind });
        }
        self.state = State::Ascii;
        self.pass_ascii(head, last, sink)
    }

    fn pass_ascii(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let ascii = ascii_length(bytes);
        sink(&bytes[..ascii])?;
        if ascii == bytes.len() {
            return Ok(());
        }
        self.state = State::Sampling(Vec::new());
        self.advance(&bytes[ascii..], last, sink)
    }

    fn decide(&mut self, sample: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let head = &sample[..sample.len().min(ENCODING_SAMPLE)];
        let ends = last && head.len() == sample.len();
        let utf_8 = is_utf_8(head, ends);
        self.start(if utf_8 { Decoder::Utf8(Utf8::default()) } else { Decoder::legacy_of(head, ends)? });
        self.decode(sample, last, sink)
    }

    fn start(&mut self, decoder: Decoder) {
        self.encoding = decoder.name();
        self.state = State::Decoding(Box::new(decoder));
    }

    fn decode(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let State::Decoding(decoder) = &mut self.state else { return Err(ENDED) };
        match &mut **decoder {
            Decoder::Utf8(utf_8) => utf_8.push(bytes, last, sink),
            Decoder::Utf16(utf_16) => utf_16.push(bytes, last, sink),
            #[cfg(feature = "formats")]
            Decoder::Legacy(legacy) => legacy.push(bytes, last, sink),
        }
    }
}

/// Number of ASCII bytes at the beginning.
fn ascii_length(bytes: &[u8]) -> usize {
    // Whole blocks are checked much faster than single bytes.
    const BLOCK: usize = 1_024;
    // The standard `is_ascii` checks four bytes at a time in WebAssembly; this is vectorised.
    let is_ascii = |block: &&[u8]| block.iter().fold(0, |all, &byte| all | byte) < 0x80;
    let blocks = bytes.chunks(BLOCK).take_while(is_ascii).count() * BLOCK;
    let start = blocks.min(bytes.len());
    start + bytes[start..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Encoding of a byte order mark, and the length of the mark.
fn by_byte_order_mark(head: &[u8]) -> Option<(Decoder, usize)> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => Some((Decoder::Utf8(Utf8::default()), 3)),
        [0xff, 0xfe, ..] => Some((Decoder::Utf16(Utf16::new(ByteOrder::Little)), 2)),
        [0xfe, 0xff, ..] => Some((Decoder::Utf16(Utf16::new(ByteOrder::Big)), 2)),
        _ => None,
    }
}

/// Kind of a binary file, by its magic number.
fn kind_by_magic(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "zip"),
        (b"\xd0\xcf\x11\xe0", "xls"),
        (b"\x1f\x8b", "gzip"),
        (b"%PDF-", "pdf"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff", "image"),
        (b"GIF8", "image"),
        (b"RIFF", "unknown"),
        (b"\x7fELF", "unknown"),
    ];
    let kind = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, kind)| kind);
    if kind == Some("zip") && contains(head, b"[Content_Types].xml") {
        return Some("xlsx");
    }
    kind
}

/// Whether there are more control characters than in any text, or two NULs in a row.
fn has_controls(head: &[u8]) -> bool {
    let control = |&&byte: &&u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    head.iter().filter(control).count() * 50 > head.len() || contains(head, b"\0\0")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
