//! The encodings from before Unicode (GB18030, Big5, Shift_JIS, windows-1252 …): found by what makes sense or, where
//! nothing does, by `chardetng`, the detector of browsers, and decoded by `encoding_rs`. Their tables are
//! large, hence the feature `formats`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding};

use crate::error::{Error, Result};
use crate::ingest::encoding::detection::plausible;

/// Bytes of output per step of decoding, at most, and what the shortest input gets.
const OUTPUT: usize = 65_536;
const LEAST_OUTPUT: usize = 256;

/// Takes bytes of one of these encodings.
pub struct Legacy {
    decoder: Decoder,
    malformed: u64,
    output: Vec<u8>,
}

impl Legacy {
    /// A decoder for what `sample`, which is no UTF-8, seems to be; `whole` says that it is all there is.
    pub fn of(sample: &[u8], whole: bool) -> Legacy {
        let encoding = plausible(sample).unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(sample, whole);
            detector.guess(None, Utf8Detection::Deny)
        });
        Legacy::with(encoding)
    }

    /// A decoder for the encoding with that label of the Encoding Standard.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] where there is none.
    pub fn named(label: &str) -> Result<Legacy> {
        // The two that are no encodings of text but of trouble have no decoder that can be used.
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        let unknown = || Error::OptionUnknown { option: "encoding", value: label.to_owned() };
        encoding.map(Legacy::with).ok_or_else(unknown)
    }

    fn with(encoding: &'static Encoding) -> Legacy {
        Legacy { decoder: encoding.new_decoder_without_bom_handling(), malformed: 0, output: Vec::new() }
    }

    /// How many characters were malformed.
    pub fn malformed(&self) -> u64 {
        self.malformed
    }

    /// The name that the Encoding Standard has for it.
    pub fn name(&self) -> &'static str {
        self.decoder.encoding().name()
    }

    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Whatever `sink` returns.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        // Few bytes need no large buffer.
        let output = bytes.len().saturating_mul(3).clamp(LEAST_OUTPUT, OUTPUT);
        self.output.resize(self.output.len().max(output), 0);
        loop {
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.output, last);
            sink(&self.output[..written])?;
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.malformed += 1;
                    sink(char::REPLACEMENT_CHARACTER.encode_utf8(&mut [0; 4]).as_bytes())?;
                }
            }
        }
    }
}
