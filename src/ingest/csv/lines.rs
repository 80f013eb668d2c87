//! Line numbers as an editor counts them: LF, CRLF and, where the file has them, lone carriage returns end a line.

/// Counter of the lines of text that arrives in pieces.
#[derive(Clone, Copy)]
pub(crate) struct LineCounter {
    /// Whether a lone carriage return ends a line.
    lone_returns: bool,
    /// Lines that have ended.
    pub ended: u64,
    after_return: bool,
}

impl LineCounter {
    pub fn new(lone_returns: bool) -> LineCounter {
        LineCounter { lone_returns, ended: 0, after_return: false }
    }

    /// Counts the lines that end in the next text.
    pub fn add(&mut self, text: &[u8]) {
        if !self.lone_returns {
            self.ended += match text {
                // The text between most rows.
                [b'\n'] | [b'\r', b'\n'] => 1,
                _ => text.iter().filter(|&&byte| byte == b'\n').count() as u64,
            };
            return;
        }
        for &byte in text {
            self.ended += u64::from(byte == b'\r' || byte == b'\n' && !self.after_return);
            self.after_return = byte == b'\r';
        }
    }

    /// Passes over text without a line break.
    pub fn add_unbroken(&mut self) {
        self.after_return = false;
    }

    /// Counts until `count` lines have ended; returns the length of the text up to there, in bytes.
    pub fn add_until(&mut self, text: &[u8], count: u64) -> usize {
        let mut length = 0;
        while self.ended < count && length < text.len() {
            let is_break = |&byte: &u8| byte == b'\n' || self.lone_returns && byte == b'\r';
            let rest = &text[length..];
            let line = rest.iter().position(is_break).map_or(rest.len(), |place| place + 1);
            self.add(&rest[..line]);
            length += line;
        }
        length
    }

    /// Lines that end in a separate `text`.
    pub fn within(&self, text: &[u8]) -> u64 {
        let mut lines = LineCounter::new(self.lone_returns);
        lines.add(text);
        lines.ended
    }
}
