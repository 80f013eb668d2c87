//! The number of the line that a text has come to, as an editor counts: LF, CRLF and, where the file
//! has them, carriage returns alone end a line.

/// Counts lines of text that arrives in pieces.
#[derive(Clone, Copy)]
pub(crate) struct Lines {
    /// Whether a carriage return alone ends a line.
    returns: bool,
    /// How many lines have ended.
    pub ended: u64,
    after_return: bool,
}

impl Lines {
    pub fn new(returns: bool) -> Lines {
        Lines { returns, ended: 0, after_return: false }
    }

    /// Takes the next text.
    pub fn take(&mut self, text: &[u8]) {
        if !self.returns {
            self.ended += match text {
                // What stands between most rows.
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

    /// Passes over text in which no line ends.
    pub fn pass(&mut self) {
        self.after_return = false;
    }

    /// Takes text until `count` lines have ended; how many bytes that took.
    pub fn take_until(&mut self, text: &[u8], count: u64) -> usize {
        let mut taken = 0;
        while self.ended < count && taken < text.len() {
            let is_break = |&byte: &u8| byte == b'\n' || self.returns && byte == b'\r';
            let rest = &text[taken..];
            let length = rest.iter().position(is_break).map_or(rest.len(), |place| place + 1);
            self.take(&rest[..length]);
            taken += length;
        }
        taken
    }

    /// How many lines end in `text`, which follows nothing.
    pub fn within(&self, text: &[u8]) -> u64 {
        let mut lines = Lines::new(self.returns);
        lines.take(text);
        lines.ended
    }
}
