//! The encodings from before Unicode (GB18030, Big5, Shift_JIS, windows-1252 …): found by
//! `chardetng`, the detector of browsers, and decoded by `encoding_rs`. Their tables are
//! half of the compiled core, hence the feature `encodings`; without it see `no_legacy.rs`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, WINDOWS_1252};

use crate::error::Result;

/// Bytes of output per step of decoding.
const OUTPUT: usize = 65_536;

/// Takes bytes of one of these encodings.
pub struct Legacy {
    decoder: Decoder,
    output: Vec<u8>,
}

impl Legacy {
    /// A decoder for what `sample`, which is no UTF-8, seems to be; `whole` says that it is all there is.
    ///
    /// # Errors
    /// None where the feature `encodings` is on.
    pub fn of(sample: &[u8], whole: bool) -> Result<Legacy> {
        let encoding = if says_little(sample) {
            WINDOWS_1252
        } else {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(sample, whole);
            detector.guess(None, Utf8Detection::Deny)
        };
        Ok(Legacy { decoder: encoding.new_decoder_without_bom_handling(), output: Vec::new() })
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
        self.output.resize(OUTPUT, 0);
        loop {
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.output, last);
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
