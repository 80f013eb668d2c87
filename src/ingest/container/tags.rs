//! Tags and text of XML and HTML, as a stream and with little asked: what is not closed ends with the file, and every
//! tag and every text is bounded.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

/// Limit of a tag, and of a text between two tags, in bytes.
const MAX_BYTES: u64 = 1 << 20;
/// Elements of HTML whose content is no text.
const NO_TEXT: [&str; 2] = ["script", "style"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// `empty` where the element ends with its tag.
    Start {
        empty: bool,
    },
    End,
    Text,
}

/// Reader of tags; the name, the attributes and the text are those of the last token.
pub(crate) struct Tags<R> {
    reader: R,
    bytes: Vec<u8>,
    name: String,
    html: bool,
    /// Whether the reader stands behind a `<`.
    in_tag: bool,
    /// Whether the text is not to be unescaped.
    literal: bool,
    read: u64,
}

impl<R: BufRead> Tags<R> {
    pub fn xml(reader: R) -> Self {
        let (bytes, name) = (Vec::new(), String::new());
        Tags { reader, bytes, name, html: false, in_tag: false, literal: false, read: 0 }
    }

    pub fn html(reader: R) -> Self {
        Tags { html: true, ..Tags::xml(reader) }
    }

    /// The next token; none at the end.
    ///
    /// # Errors
    /// Those of the reader, and `InvalidData` for what is too long or not closed.
    pub fn next(&mut self) -> Result<Option<Token>> {
        loop {
            if !self.in_tag {
                self.bytes.clear();
                self.literal = false;
                let has_more = self.read_text()?;
                self.in_tag = has_more;
                if !self.bytes.is_empty() {
                    return Ok(Some(Token::Text));
                }
                if !has_more {
                    return Ok(None);
                }
            }
            self.in_tag = false;
            self.bytes.clear();
            if let Some(token) = self.read_tag()? {
                if self.html && token == (Token::Start { empty: false }) && NO_TEXT.contains(&self.name.as_str()) {
                    self.skip_content()?;
                    continue;
                }
                return Ok(Some(token));
            }
        }
    }

    /// Reads up to and without the next `<` that begins a tag; whether there is one.
    fn read_text(&mut self) -> Result<bool> {
        loop {
            if !self.read_until(b'<')? {
                return Ok(false);
            }
            self.bytes.pop();
            let next = self.reader.fill_buf()?.first().copied();
            // In HTML a lone `<` is text.
            if !self.html || next.is_none_or(|byte| byte.is_ascii_alphabetic() || b"/!?".contains(&byte)) {
                return Ok(true);
            }
            self.bytes.push(b'<');
        }
    }

    fn read_until(&mut self, end: u8) -> Result<bool> {
        let left = MAX_BYTES.saturating_sub(self.bytes.len() as u64);
        let read = (&mut self.reader).take(left).read_until(end, &mut self.bytes)?;
        self.read += read as u64;
        if self.bytes.last() == Some(&end) && read > 0 {
            return Ok(true);
        }
        if read as u64 == left { Err(Error::from(ErrorKind::InvalidData)) } else { Ok(false) }
    }

    /// Reads a tag to its end; none for comments and the like.
    fn read_tag(&mut self) -> Result<Option<Token>> {
        let mut quote = Quotes::default();
        loop {
            let before = self.bytes.len();
            if !self.read_until(b'>')? {
                return if self.html { Ok(None) } else { Err(Error::from(ErrorKind::UnexpectedEof)) };
            }
            let (bytes, last) = (self.bytes.as_slice(), self.bytes.len() - 1);
            let is_complete = if bytes.starts_with(b"!--") {
                bytes.ends_with(b"-->") && last >= 5
            } else if bytes.starts_with(b"![CDATA[") {
                bytes.ends_with(b"]]>")
            } else {
                bytes.starts_with(b"!") || bytes.starts_with(b"?") || !quote.is_open(&bytes[before..])
            };
            if is_complete {
                break;
            }
        }
        self.bytes.pop();
        if self.bytes.starts_with(b"![CDATA[") {
            self.bytes.truncate(self.bytes.len() - 2);
            self.bytes.drain(..8);
            self.literal = true;
            return Ok((!self.bytes.is_empty()).then_some(Token::Text));
        }
        if self.bytes.starts_with(b"!") || self.bytes.starts_with(b"?") {
            return Ok(None);
        }
        let is_end = self.bytes.first() == Some(&b'/');
        let empty = !is_end && self.bytes.last() == Some(&b'/');
        let bytes = &self.bytes[usize::from(is_end)..self.bytes.len() - usize::from(empty)];
        let length = bytes.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(bytes.len());
        self.name.clear();
        self.name.push_str(&String::from_utf8_lossy(&bytes[..length]));
        self.name.make_ascii_lowercase();
        Ok(Some(if is_end { Token::End } else { Token::Start { empty } }))
    }

    /// Skips what stands before the end tag of the element that has begun.
    fn skip_content(&mut self) -> Result<()> {
        loop {
            self.bytes.clear();
            // Text of any length: only the few bytes behind each `<` matter.
            let mut read = self.reader.skip_until(b'<')?;
            read += (&mut self.reader).take(16).read_until(b'>', &mut self.bytes)?;
            self.read += read as u64;
            if read == 0 {
                return Ok(());
            }
            let is_end = self.bytes.strip_prefix(b"/").is_some_and(|rest| {
                rest.get(..self.name.len()).is_some_and(|name| name.eq_ignore_ascii_case(self.name.as_bytes()))
            });
            if is_end {
                return Ok(());
            }
        }
    }

    /// Name of the element, in small letters.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Name of the element without its prefix.
    pub fn local_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }

    /// Value of an attribute, by its name without a prefix, unescaped.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.bytes.get(self.name.len()..)?;
        loop {
            rest = rest.trim_ascii_start();
            let length = rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'=')?;
            let (name, after) = rest.split_at(length);
            let after = after.trim_ascii_start();
            let Some(after) = after.strip_prefix(b"=") else {
                // An attribute without a value.
                rest = after;
                continue;
            };
            let after = after.trim_ascii_start();
            let (value, end) = match after.first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let value = after[1..].split(|byte| byte == quote).next()?;
                    (value, value.len() + 2)
                }
                Some(_) => {
                    let end = after.iter().position(u8::is_ascii_whitespace).unwrap_or(after.len());
                    (&after[..end], end)
                }
                None => return None,
            };
            let local = name.rsplit(|&byte| byte == b':').next()?;
            if local.eq_ignore_ascii_case(wanted.as_bytes()) {
                let mut text = String::new();
                unescape(value, &mut text);
                return Some(text);
            }
            rest = after.get(end..).unwrap_or_default();
        }
    }

    /// Adds the text to `text`, unescaped.
    pub fn text(&self, text: &mut String) {
        if self.literal { text.push_str(&String::from_utf8_lossy(&self.bytes)) } else { unescape(&self.bytes, text) }
    }
}

/// Quotation marks around values of attributes, in which `>` does not end a tag.
#[derive(Default)]
struct Quotes {
    open: Option<u8>,
    after_equals: bool,
}

impl Quotes {
    /// Whether a mark is open after the next bytes.
    fn is_open(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            match self.open {
                Some(mark) if mark == byte => self.open = None,
                Some(_) => {}
                None if self.after_equals && (byte == b'"' || byte == b'\'') => self.open = Some(byte),
                None => {}
            }
            if !byte.is_ascii_whitespace() {
                self.after_equals = byte == b'=';
            }
        }
        self.open.is_some()
    }
}

/// Replaces character references; those that are unknown stay as they are.
pub(crate) fn unescape(bytes: &[u8], text: &mut String) {
    let source = String::from_utf8_lossy(bytes);
    let mut rest = source.as_ref();
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest reference that is known has ten characters.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let character = end.and_then(|end| referenced(&rest[1..end]));
        match (character, end) {
            (Some(character), Some(end)) => {
                text.push(character);
                rest = &rest[end + 1..];
            }
            _ => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
}

fn referenced(name: &str) -> Option<char> {
    let code = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(decimal) => decimal.parse().ok(),
        None => None,
    };
    if code.is_some() {
        return code.and_then(char::from_u32);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "yen" => Some('¥'),
        "euro" => Some('€'),
        "pound" => Some('£'),
        "copy" => Some('©'),
        "reg" => Some('®'),
        "times" => Some('×'),
        "middot" => Some('·'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "hellip" => Some('…'),
        "trade" => Some('™'),
        "eacute" => Some('é'),
        "egrave" => Some('è'),
        "agrave" => Some('à'),
        "ccedil" => Some('ç'),
        "ntilde" => Some('ñ'),
        "auml" => Some('ä'),
        "ouml" => Some('ö'),
        "uuml" => Some('ü'),
        "Auml" => Some('Ä'),
        "Ouml" => Some('Ö'),
        "Uuml" => Some('Ü'),
        "szlig" => Some('ß'),
        _ => None,
    }
}
