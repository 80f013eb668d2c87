//! Bytes of any encoding to UTF-8, chunk by chunk.
//!
//! The encoding is decided once, from the content alone and never from how the
//! bytes are cut into chunks: a byte order mark; else the pattern of NULs that
//! UTF-16 leaves in Latin text; else, from the first byte that is no ASCII on,
//! whether the next [`SAMPLE`] bytes are valid UTF-8; else what `chardetng`, the
//! detector of browsers, makes of them, where they say enough. ASCII passes through untouched.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, Result};

/// How many bytes from the first non-ASCII byte on decide the encoding.
pub const SAMPLE: usize = 65_536;
/// How many bytes at the beginning are looked at for marks, magic numbers and NULs.
const HEAD: usize = 1_024;
/// Bytes of output per step of decoding.
const OUTPUT: usize = 65_536;

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
    encoding: &'static Encoding,
    output: Vec<u8>,
}

impl Default for TextDecoder {
    fn default() -> Self {
        TextDecoder { state: State::Head(Vec::new()), encoding: UTF_8, output: Vec::new() }
    }
}

impl TextDecoder {
    /// The encoding as far as it is known: UTF-8 while there was only ASCII.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Takes the next bytes, `last` at the end of the file, and hands UTF-8 to `sink`,
    /// never cutting a character in two.
    ///
    /// # Errors
    /// [`Error::BinaryFile`] where the head is no text, [`Error::EmptyFile`] where there
    /// was nothing at all, [`Error::WrongOrder`] after the end, and whatever `sink` returns.
    pub fn push(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let outcome = self.take(bytes, last, sink);
        if last {
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
            State::Ended => Err(Error::WrongOrder),
        }
    }

    fn open(&mut self, head: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if head.iter().all(|byte| byte.is_ascii_whitespace()) && last {
            return Err(Error::EmptyFile);
        }
        if let Some((encoding, length)) = Encoding::for_bom(head) {
            self.start(encoding);
            return self.decode(&head[length..], last, sink);
        }
        if let Some(encoding) = utf_16_by_nuls(&head[..head.len().min(HEAD)]) {
            self.start(encoding);
            return self.decode(head, last, sink);
        }
        if let Some(kind) = binary_kind(&head[..head.len().min(HEAD)]) {
            return Err(Error::BinaryFile { kind });
        }
        self.state = State::Ascii;
        self.pass_ascii(head, last, sink)
    }

    fn pass_ascii(&mut self, bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let ascii = Encoding::ascii_valid_up_to(bytes);
        sink(&bytes[..ascii])?;
        if ascii == bytes.len() {
            return Ok(());
        }
        self.state = State::Sampling(Vec::new());
        self.take(&bytes[ascii..], last, sink)
    }

    fn decide(&mut self, sample: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let head = &sample[..sample.len().min(SAMPLE)];
        let utf_8 = match std::str::from_utf8(head) {
            Ok(_) => true,
            // A character that the end of the sample cuts in two is no fault.
            Err(error) => error.error_len().is_none() && head.len() < sample.len(),
        };
        let encoding = if utf_8 {
            UTF_8
        } else if says_little(head) {
            WINDOWS_1252
        } else {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(head, last && head.len() == sample.len());
            detector.guess(None, Utf8Detection::Deny)
        };
        self.start(encoding);
        self.decode(sample, last, sink)
    }

    fn start(&mut self, encoding: &'static Encoding) {
        self.encoding = encoding;
        self.state = State::Decoding(Box::new(encoding.new_decoder_without_bom_handling()));
    }

    fn decode(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let State::Decoding(decoder) = &mut self.state else { return Err(Error::WrongOrder) };
        self.output.resize(OUTPUT, 0);
        loop {
            let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut self.output, last);
            sink(&self.output[..written])?;
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}

/// Whether the bytes that are no ASCII are too few, and each too much alone, to tell one
/// encoding from another: a pound sign here, an accent there. Western Europe's is the likeliest then.
fn says_little(sample: &[u8]) -> bool {
    const FEW: usize = 16;
    sample.iter().filter(|byte| !byte.is_ascii()).count() < FEW
        && !sample.windows(2).any(|pair| !pair[0].is_ascii() && !pair[1].is_ascii())
}

/// UTF-16 without a mark: Latin text has a NUL in every second byte, on one side only.
fn utf_16_by_nuls(head: &[u8]) -> Option<&'static Encoding> {
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let many = head.len() / 6;
    match head.len() {
        0..4 => None,
        _ if odd > many && even == 0 => Some(UTF_16LE),
        _ if even > many && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// What a head that is no text looks like; `None` for text.
fn binary_kind(head: &[u8]) -> Option<&'static str> {
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
    // No encoding of the web but UTF-16 has NULs, nor any text more than a few control characters.
    let controls =
        head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    kind.or((head.contains(&0) || controls * 50 > head.len()).then_some("unknown"))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
