//! Encodings from before Unicode (GB18030, Big5, Shift_JIS, windows-1252 …): detected by plausibility or else by
//! `chardetng`, the detector of browsers, and decoded by `encoding_rs`. Their tables are large, hence the feature
//! `formats`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, WINDOWS_1252};

use crate::error::{Error, Result};
use crate::ingest::encoding::detection::{is_east_asian, plausible};
use crate::ingest::encoding::european::stands_alone;

/// Limits of the output buffer, in bytes.
const MAX_OUTPUT: usize = 65_536;
const MIN_OUTPUT: usize = 256;

/// Decoder of one of these encodings.
pub(crate) struct Legacy {
    decoder: Decoder,
    malformed: u64,
    output: Vec<u8>,
}

impl Legacy {
    /// A decoder of the encoding that `sample`, which is no UTF-8, is probably in; `complete` where it is all of the
    /// text.
    pub fn detect(sample: &[u8], complete: bool) -> Legacy {
        let encoding = plausible(sample).unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(sample, complete);
            let guess = detector.guess(None, Utf8Detection::Deny);
            if is_east_asian(guess) && stands_alone(sample) { WINDOWS_1252 } else { guess }
        });
        Legacy::with(encoding)
    }

    /// A decoder of the encoding with a label of the Encoding Standard.
    ///
    /// # Errors
    /// [`Error::OptionUnknown`] for an unknown label.
    pub fn named(label: &str) -> Result<Legacy> {
        // The standard's `replacement` encoding decodes nothing.
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        let unknown = || Error::OptionUnknown { option: "encoding", value: label.to_owned() };
        encoding.map(Legacy::with).ok_or_else(unknown)
    }

    fn with(encoding: &'static Encoding) -> Legacy {
        Legacy { decoder: encoding.new_decoder_without_bom_handling(), malformed: 0, output: Vec::new() }
    }

    /// Number of malformed characters so far.
    pub fn malformed(&self) -> u64 {
        self.malformed
    }

    /// Name of the encoding in the Encoding Standard.
    pub fn name(&self) -> &'static str {
        self.decoder.encoding().name()
    }

    /// Decodes the next bytes, `last` at the end of the file, and passes UTF-8 to `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        // A short input needs no large buffer.
        let output = bytes.len().saturating_mul(3).clamp(MIN_OUTPUT, MAX_OUTPUT);
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
