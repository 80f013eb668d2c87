//! UTF-8 and UTF-16 to UTF-8, chunk by chunk, with U+FFFD for whatever is malformed,
//! as the Encoding Standard (<https://encoding.spec.whatwg.org/>) has it. Needs no tables.

use crate::error::Result;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
/// Bytes of UTF-16 whose text is collected before it is handed on: an even number.
const BLOCK: usize = 65_536;

/// Takes UTF-8; what is right is handed on without being copied.
#[derive(Default)]
pub struct Utf8 {
    /// The first bytes of a character that the end of a chunk has cut: at most three.
    begun: Vec<u8>,
}

impl Utf8 {
    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Whatever `sink` returns.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        while let (false, Some((&byte, rest))) = (self.begun.is_empty(), bytes.split_first()) {
            self.begun.push(byte);
            match std::str::from_utf8(&self.begun) {
                Ok(_) => {
                    sink(&self.begun)?;
                    self.begun.clear();
                }
                // Still the beginning of a character.
                Err(error) if error.error_len().is_none() => {}
                // The byte does not go on with what was begun: it is looked at anew.
                Err(_) => {
                    self.begun.clear();
                    replace(sink)?;
                    continue;
                }
            }
            bytes = rest;
        }
        while let Err(error) = std::str::from_utf8(bytes) {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            sink(valid)?;
            let Some(length) = error.error_len() else {
                self.begun.extend_from_slice(rest);
                bytes = &[];
                break;
            };
            replace(sink)?;
            bytes = &rest[length..];
        }
        sink(bytes)?;
        if last && !std::mem::take(&mut self.begun).is_empty() {
            replace(sink)?;
        }
        Ok(())
    }
}

fn replace(sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    sink(REPLACEMENT.encode_utf8(&mut [0; 4]).as_bytes())
}

/// The two orders of the bytes in UTF-16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    Little,
    Big,
}

/// Takes UTF-16.
pub struct Utf16 {
    order: Order,
    /// The first half of a unit that the end of a chunk has cut.
    byte: Option<u8>,
    /// The first half of a pair of surrogates.
    high: Option<u16>,
    output: String,
}

impl Utf16 {
    pub fn new(order: Order) -> Utf16 {
        Utf16 { order, byte: None, high: None, output: String::new() }
    }

    /// The name that the Encoding Standard has for it.
    pub fn name(&self) -> &'static str {
        match self.order {
            Order::Little => "UTF-16LE",
            Order::Big => "UTF-16BE",
        }
    }

    /// Takes the next bytes, `last` at the end of the file.
    ///
    /// # Errors
    /// Whatever `sink` returns.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if let (Some(first), Some((&second, rest))) = (self.byte, bytes.split_first()) {
            self.byte = None;
            self.unit([first, second]);
            bytes = rest;
        }
        for block in bytes.chunks(BLOCK) {
            let (units, rest) = block.as_chunks();
            for &unit in units {
                self.unit(unit);
            }
            self.byte = rest.first().copied();
            sink(self.output.as_bytes())?;
            self.output.clear();
        }
        // Both halves at once are one fault.
        if last && (self.byte.take().is_some() | self.high.take().is_some()) {
            self.output.push(REPLACEMENT);
        }
        sink(self.output.as_bytes())?;
        self.output.clear();
        Ok(())
    }

    fn unit(&mut self, bytes: [u8; 2]) {
        let unit = match self.order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        };
        if let Some(high) = self.high.take() {
            if let Some(Ok(pair)) = char::decode_utf16([high, unit]).next() {
                return self.output.push(pair);
            }
            self.output.push(REPLACEMENT);
        }
        match unit {
            0xd800..0xdc00 => self.high = Some(unit),
            _ => self.output.push(char::from_u32(unit.into()).unwrap_or(REPLACEMENT)),
        }
    }
}
