//! Decoders of UTF-8 and UTF-16, chunk by chunk. Malformed characters become U+FFFD as in the Encoding Standard
//! (<https://encoding.spec.whatwg.org/>). They need no tables.

use crate::error::Result;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
/// Bytes of UTF-16 that are decoded before their text is passed on; an even number.
const BLOCK: usize = 65_536;

/// Decoder of UTF-8; valid text is passed on without being copied.
#[derive(Default)]
pub struct Utf8 {
    /// Number of malformed characters so far.
    pub malformed: u64,
    /// First bytes of a character that the end of a chunk has cut, at most three.
    partial: Vec<u8>,
}

impl Utf8 {
    /// Decodes the next bytes, `last` at the end of the file, and passes UTF-8 to `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        while let (false, Some((&byte, rest))) = (self.partial.is_empty(), bytes.split_first()) {
            self.partial.push(byte);
            match std::str::from_utf8(&self.partial) {
                Ok(_) => {
                    sink(&self.partial)?;
                    self.partial.clear();
                }
                // Still incomplete.
                Err(error) if error.error_len().is_none() => {}
                // The byte does not continue the character; it is decoded on its own.
                Err(_) => {
                    self.partial.clear();
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
                self.partial.extend_from_slice(rest);
                bytes = &[];
                break;
            };
            self.malformed += 1;
            replace(sink)?;
            bytes = &rest[length..];
        }
        sink(bytes)?;
        if last && !std::mem::take(&mut self.partial).is_empty() {
            self.malformed += 1;
            replace(sink)?;
        }
        Ok(())
    }
}

fn replace(sink: &mut impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    sink(REPLACEMENT.encode_utf8(&mut [0; 4]).as_bytes())
}

/// Order of the bytes in UTF-16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ByteOrder {
    Little,
    Big,
}

/// Decoder of UTF-16.
pub struct Utf16 {
    /// Number of malformed characters so far.
    pub malformed: u64,
    order: ByteOrder,
    /// First byte of a unit that the end of a chunk has cut.
    byte: Option<u8>,
    /// High surrogate that waits for its low one.
    high: Option<u16>,
    output: String,
}

impl Utf16 {
    /// A decoder of UTF-16 in this order.
    pub fn new(order: ByteOrder) -> Utf16 {
        Utf16 { malformed: 0, order, byte: None, high: None, output: String::new() }
    }

    /// Name of the encoding in the Encoding Standard.
    pub fn name(&self) -> &'static str {
        match self.order {
            ByteOrder::Little => "UTF-16LE",
            ByteOrder::Big => "UTF-16BE",
        }
    }

    /// Decodes the next bytes, `last` at the end of the file, and passes UTF-8 to `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
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
        // A cut unit behind a lone surrogate is one malformed character.
        if last && (self.byte.take().is_some() | self.high.take().is_some()) {
            self.push_malformed();
        }
        sink(self.output.as_bytes())?;
        self.output.clear();
        Ok(())
    }

    fn unit(&mut self, bytes: [u8; 2]) {
        let unit = match self.order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        };
        if let Some(high) = self.high.take() {
            if let Some(Ok(pair)) = char::decode_utf16([high, unit]).next() {
                return self.output.push(pair);
            }
            self.push_malformed();
        }
        match (unit, char::from_u32(unit.into())) {
            (0xd800..0xdc00, _) => self.high = Some(unit),
            (_, Some(character)) => self.output.push(character),
            (_, None) => self.push_malformed(),
        }
    }

    fn push_malformed(&mut self) {
        self.malformed += 1;
        self.output.push(REPLACEMENT);
    }
}

/// Whether bytes are UTF-8, perhaps with a few bytes from elsewhere; a character may be cut at the end unless it `ends`
/// the file.
///
/// Where there are errors, the characters must outweigh them. Those of three and four bytes hardly occur in any other
/// encoding. Those of two are every sixth pair of bytes in GBK, but there of all kinds, while a text in UTF-8 has them
/// of one script.
pub(crate) fn is_utf_8(mut bytes: &[u8], ends: bool) -> bool {
    /// Characters of any kind that outweigh one error.
    const ANY_PER_ERROR: usize = 20;
    /// Characters of three or four bytes, or of one script, that outweigh one error.
    const TELLING_PER_ERROR: usize = 2;
    let mut errors = 0;
    let mut found = Multibyte::default();
    loop {
        let (valid, error) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(), Some(error)),
        };
        found.add(valid);
        match error.map(|error| (error.valid_up_to(), error.error_len())) {
            None => break,
            Some((_, None)) => {
                errors += usize::from(ends);
                break;
            }
            Some((valid, Some(length))) => {
                errors += 1;
                bytes = &bytes[valid + length..];
            }
        }
    }
    errors * ANY_PER_ERROR <= found.all() || errors * TELLING_PER_ERROR <= found.telling()
}

/// Characters of several bytes in a text.
#[derive(Default)]
struct Multibyte {
    /// Characters of three or four bytes.
    long: usize,
    /// Characters of two bytes: Latin, Greek, Cyrillic, and others.
    short: [usize; 4],
}

impl Multibyte {
    fn add(&mut self, text: &str) {
        for character in text.chars().filter(|character| !character.is_ascii()) {
            let [latin, greek, cyrillic, other] = &mut self.short;
            *match character {
                '\u{80}'..='\u{17f}' => latin,
                '\u{380}'..='\u{3ff}' => greek,
                '\u{400}'..='\u{4ff}' => cyrillic,
                '\u{180}'..='\u{7ff}' => other,
                _ => &mut self.long,
            } += 1;
        }
    }

    fn all(&self) -> usize {
        self.long + self.short.iter().sum::<usize>()
    }

    /// Characters that speak for UTF-8: long ones, and short ones where nearly all are of one script.
    fn telling(&self) -> usize {
        let short: usize = self.short.iter().sum();
        let [named @ .., _] = &self.short;
        let most = named.iter().max().copied().unwrap_or(0);
        self.long + if most * 5 >= short * 4 { most } else { 0 }
    }
}

/// Byte order of a head that is UTF-16 without a byte order mark: the order in which almost all units are letters,
/// digits and signs, with ends of lines or cells among them.
pub(crate) fn utf_16_order(head: &[u8]) -> Option<ByteOrder> {
    // Latin text has a NUL in every second byte, at even or at odd positions only.
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let many = head.len() / 6;
    match head.len() {
        0..4 => return None,
        _ if even + odd == 0 => return None,
        _ if odd > many && even == 0 => return Some(ByteOrder::Little),
        _ if even > many && odd == 0 => return Some(ByteOrder::Big),
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
        std::cmp::Ordering::Greater => Some(ByteOrder::Little),
        std::cmp::Ordering::Less => Some(ByteOrder::Big),
        std::cmp::Ordering::Equal => None,
    }
}

fn is_separator(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x2c | 0x3b | 0x7c)
}

/// Whether a unit occurs in Latin, Greek, Cyrillic, Chinese, Japanese or Korean text.
fn is_plausible(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..0x7f | 0xa0..0x250 | 0x370..0x530 | 0x2000..0x2070 | 0x20a0..0x20d0
        | 0x3000..0x3100 | 0x3400..0xa000 | 0xac00..0xd7a4 | 0xd800..0xe000 | 0xff00..0xfff0)
}
