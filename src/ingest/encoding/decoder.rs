//! Bytes of any encoding to UTF-8, chunk by chunk.
//!
//! Unless a person has chosen it, the encoding is decided once, from the content alone and never from how
//! the bytes are cut into chunks: a byte order mark; else whether the head makes sense as UTF-16; else, from the
//! first byte that is no ASCII on, whether the next [`SAMPLE`] bytes are UTF-8, but for a rare fault; else what
//! `legacy` makes of them. ASCII passes through untouched.

use crate::error::{Error, Result};
#[cfg(feature = "formats")]
use crate::ingest::encoding::legacy::Legacy;
use crate::ingest::encoding::unicode::{Order, Utf8, Utf16, is_utf_8, utf_16_order};

/// How many bytes from the first non-ASCII byte on decide the encoding.
pub const SAMPLE: usize = 65_536;
/// How many bytes at the beginning are looked at for marks, magic numbers and NULs.
const HEAD: usize = 1_024;

const ENDED: Error = Error::WrongState { call: "push", needs: "a file that goes on", state: "at its end" };

/// What turns the bytes into text once the encoding is known.
enum Decoder {
    Utf8(Utf8),
    Utf16(Utf16),
    #[cfg(feature = "formats")]
    Legacy(Legacy),
}

#[cfg(feature = "formats")]
impl Decoder {
    /// Of the encoding from before Unicode with that label.
    fn legacy(label: &str) -> Result<Decoder> {
        Legacy::named(label).map(Decoder::Legacy)
    }

    /// Of the encoding from before Unicode that `sample` seems to be in; `whole` says that it is all there is.
    fn legacy_of(sample: &[u8], whole: bool) -> Result<Decoder> {
        Ok(Decoder::Legacy(Legacy::of(sample, whole)))
    }
}

#[cfg(not(feature = "formats"))]
impl Decoder {
    fn legacy(_label: &str) -> Result<Decoder> {
        Err(Error::FormatsNeeded { what: "encoding" })
    }

    fn legacy_of(_sample: &[u8], _whole: bool) -> Result<Decoder> {
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
    /// Fewer than [`HEAD`] bytes were seen.
    Head(Vec<u8>),
    /// Nothing but ASCII was seen.
    Ascii,
    /// Non-ASCII bytes were seen, not yet more than [`SAMPLE`] from the first of them on.
    Sampling(Vec<u8>),
    Decoding(Box<Decoder>),
    /// The end of the file was seen.
    Ended,
}

/// Decodes a file that arrives in chunks.
pub struct TextDecoder {
    state: State,
    chosen: Option<Decoder>,
    encoding: &'static str,
    /// Once the end was seen.
    malformed: u64,
}

impl Default for TextDecoder {
    fn default() -> Self {
        TextDecoder { state: State::Head(Vec::new()), chosen: None, encoding: "UTF-8", malformed: 0 }
    }
}

impl TextDecoder {
    /// A decoder of the encoding with a label of the Encoding Standard, or, without one, of whatever
    /// encoding the content shows.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] for a label that there is not, [`Error::FormatsNeeded`] for one that only the
    /// feature `formats` knows.
    pub fn of(label: Option<&str>) -> Result<TextDecoder> {
        let chosen = label.map(|label| match label.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Decoder::Utf8(Utf8::default())),
            "utf-16le" | "utf-16" => Ok(Decoder::Utf16(Utf16::new(Order::Little))),
            "utf-16be" => Ok(Decoder::Utf16(Utf16::new(Order::Big))),
            label => Decoder::legacy(label),
        });
        Ok(TextDecoder { chosen: chosen.transpose()?, ..TextDecoder::default() })
    }

    /// How many characters could not be read so far, and stand as U+FFFD.
    pub fn malformed(&self) -> u64 {
        let State::Decoding(decoder) = &self.state else { return self.malformed };
        match &**decoder {
            Decoder::Utf8(utf_8) => utf_8.malformed,
            Decoder::Utf16(utf_16) => utf_16.malformed,
            #[cfg(feature = "formats")]
            Decoder::Legacy(legacy) => legacy.malformed(),
        }
    }

    /// The encoding as far as it is known, by the name that the Encoding Standard has for it: UTF-8 while
    /// there was only ASCII.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Takes the next bytes, `last` at the end of the file, and hands UTF-8 to `sink`,
    /// never cutting a character in two.
    ///
    /// # Errors
    /// [`Error::BinaryFile`] where the head is no text, [`Error::EmptyFile`] where there
    /// was nothing at all, [`Error::WrongState`] after the end, [`Error::FormatsNeeded`] where only the
    /// feature `formats` could read the file, and whatever `sink` returns.
    pub fn push(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let outcome = self.take(bytes, last, sink);
        if last {
            self.malformed = self.malformed();
            self.state = State::Ended;
        }
        outcome
    }

    fn take(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
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
                // One byte more than the sample tells whether the file ends with it.
                if sample.len() <= SAMPLE && !last {
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
        let marked = by_mark(head);
        if let Some(decoder) = self.chosen.take() {
            if let Some(kind) = kind_by_magic(first) {
                return Err(Error::BinaryFile { kind });
            }
            // The mark of the encoding that was chosen is no text.
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
        let ascii = ascii_up_to(bytes);
        sink(&bytes[..ascii])?;
        if ascii == bytes.len() {
            return Ok(());
        }
        self.state = State::Sampling(Vec::new());
        self.take(&bytes[ascii..], last, sink)
    }

    fn decide(&mut self, sample: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let head = &sample[..sample.len().min(SAMPLE)];
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

/// How many bytes at the beginning are ASCII.
fn ascii_up_to(bytes: &[u8]) -> usize {
    // Whole blocks are looked at much faster than single bytes.
    const BLOCK: usize = 1_024;
    // The library's own `is_ascii` takes four bytes at a time in WebAssembly; this becomes vectors.
    let is_ascii = |block: &&[u8]| block.iter().fold(0, |all, &byte| all | byte) < 0x80;
    let blocks = bytes.chunks(BLOCK).take_while(is_ascii).count() * BLOCK;
    let start = blocks.min(bytes.len());
    start + bytes[start..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// The encoding of a byte order mark, and the length of the mark.
fn by_mark(head: &[u8]) -> Option<(Decoder, usize)> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => Some((Decoder::Utf8(Utf8::default()), 3)),
        [0xff, 0xfe, ..] => Some((Decoder::Utf16(Utf16::new(Order::Little)), 2)),
        [0xfe, 0xff, ..] => Some((Decoder::Utf16(Utf16::new(Order::Big)), 2)),
        _ => None,
    }
}

/// What a file that is no text shows at its beginning.
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

/// No text has more than a few control characters, nor several NULs at once.
fn has_controls(head: &[u8]) -> bool {
    let control = |&&byte: &&u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    head.iter().filter(control).count() * 50 > head.len() || contains(head, b"\0\0")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
