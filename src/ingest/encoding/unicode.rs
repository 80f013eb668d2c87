//! UTF-8 and UTF-16 to UTF-8, chunk by chunk, with U+FFFD for whatever is malformed,
//! as the Encoding Standard (<https://encoding.spec.whatwg.org/>) has it. Needs no tables.

use crate::error::Result;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
/// Bytes of UTF-16 whose text is collected before it is handed on: an even number.
const BLOCK: usize = 65_536;

/// Takes UTF-8; what is right is handed on without being copied.
#[derive(Default)]
pub struct Utf8 {
    /// How many characters were malformed.
    pub malformed: u64,
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
                    self.malformed += 1;
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
            self.malformed += 1;
            replace(sink)?;
            bytes = &rest[length..];
        }
        sink(bytes)?;
        if last && !std::mem::take(&mut self.begun).is_empty() {
            self.malformed += 1;
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
    /// How many characters were malformed.
    pub malformed: u64,
    order: Order,
    /// The first half of a unit that the end of a chunk has cut.
    byte: Option<u8>,
    /// The first half of a pair of surrogates.
    high: Option<u16>,
    output: String,
}

impl Utf16 {
    pub fn new(order: Order) -> Utf16 {
        Utf16 { malformed: 0, order, byte: None, high: None, output: String::new() }
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
            self.malformed();
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
            self.malformed();
        }
        match (unit, char::from_u32(unit.into())) {
            (0xd800..0xdc00, _) => self.high = Some(unit),
            (_, Some(character)) => self.output.push(character),
            (_, None) => self.malformed(),
        }
    }

    fn malformed(&mut self) {
        self.malformed += 1;
        self.output.push(REPLACEMENT);
    }
}

/// Whether bytes are UTF-8, but for faults so rare that no other encoding looks like this; the end may cut
/// a character in two unless it `ends` the file.
pub fn is_utf_8(mut bytes: &[u8], ends: bool) -> bool {
    /// Characters of several bytes that stand for one fault: in other encodings hardly any two bytes form one.
    const RIGHT_PER_FAULT: usize = 20;
    let (mut right, mut faults) = (0, 0);
    loop {
        let (valid, error) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(), Some(error)),
        };
        right += valid.chars().filter(|character| !character.is_ascii()).count();
        match error.map(|error| (error.valid_up_to(), error.error_len())) {
            None => break,
            Some((_, None)) => {
                faults += usize::from(ends);
                break;
            }
            Some((valid, Some(length))) => {
                faults += 1;
                bytes = &bytes[valid + length..];
            }
        }
    }
    faults * RIGHT_PER_FAULT <= right
}

/// The order of bytes in a head that is UTF-16 without a mark: one that makes letters, digits and signs of
/// almost all units, with the ends of lines or cells among them.
pub fn utf_16_order(head: &[u8]) -> Option<Order> {
    // Latin text has a NUL in every second byte, on one side only.
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let many = head.len() / 6;
    match head.len() {
        0..4 => return None,
        _ if even + odd == 0 => return None,
        _ if odd > many && even == 0 => return Some(Order::Little),
        _ if even > many && odd == 0 => return Some(Order::Big),
        _ if head.is_ascii() => return None,
        _ => {}
    }
    let units = head.as_chunks::<2>().0;
    let plausible = |read: fn([u8; 2]) -> u16| {
        let plausible = units.iter().filter(|&&unit| is_plausible(read(unit))).count();
        let separators = units.iter().filter(|&&unit| is_separator(read(unit))).count();
        if separators > 0 && plausible * 20 >= units.len() * 19 { plausible } else { 0 }
    };
    let (little, big) = (plausible(u16::from_le_bytes), plausible(u16::from_be_bytes));
    match little.cmp(&big) {
        std::cmp::Ordering::Greater => Some(Order::Little),
        std::cmp::Ordering::Less => Some(Order::Big),
        std::cmp::Ordering::Equal => None,
    }
}

fn is_separator(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x2c | 0x3b | 0x7c)
}

/// Units of Latin, Greek, Cyrillic, Chinese, Japanese and Korean text.
fn is_plausible(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..0x7f | 0xa0..0x250 | 0x370..0x530 | 0x2000..0x2070 | 0x20a0..0x20d0
        | 0x3000..0x3100 | 0x3400..0xa000 | 0xac00..0xd7a4 | 0xd800..0xe000 | 0xff00..0xfff0)
}
