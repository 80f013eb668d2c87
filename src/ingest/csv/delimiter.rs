//! Delimiters of several bytes (`::`, `，`), which csv-core does not know: each becomes
//! one byte that no UTF-8 text has, and where it stood inside quotation marks it is put back.

/// What stands for the delimiter: a byte that occurs nowhere in UTF-8.
pub(crate) const MARK: u8 = 0xff;

/// Puts [`MARK`] in the place of each delimiter, chunk by chunk.
pub(crate) struct WideDelimiter {
    delimiter: &'static [u8],
    /// How many bytes of a delimiter the text so far ends with.
    begun: usize,
    output: Vec<u8>,
}

impl WideDelimiter {
    /// `None` for a delimiter of one byte, which needs no replacement.
    pub fn of(delimiter: &'static str) -> Option<WideDelimiter> {
        (delimiter.len() > 1).then(|| WideDelimiter { delimiter: delimiter.as_bytes(), begun: 0, output: Vec::new() })
    }

    /// `text` with the delimiters replaced, but for a beginning of one at its end. To be handed back by
    /// [`WideDelimiter::reuse`].
    pub fn replace(&mut self, text: &[u8]) -> Vec<u8> {
        let mut output = std::mem::take(&mut self.output);
        output.clear();
        let (first, whole) = (self.delimiter[0], self.delimiter.len());
        let mut rest = text;
        while let Some(&byte) = rest.first() {
            if byte == self.delimiter[self.begun] {
                self.begun = (self.begun + 1) % whole;
                if self.begun == 0 {
                    output.push(MARK);
                }
                rest = &rest[1..];
            } else if self.begun > 0 {
                // Neither delimiter has its beginning again inside itself at another place than the beginning.
                output.extend_from_slice(&self.delimiter[..self.begun]);
                self.begun = 0;
            } else {
                let length = rest.iter().position(|&byte| byte == first).unwrap_or(rest.len());
                output.extend_from_slice(&rest[..length]);
                rest = &rest[length..];
            }
        }
        output
    }

    /// Takes the buffer of [`WideDelimiter::replace`] back.
    pub fn reuse(&mut self, buffer: Vec<u8>) {
        self.output = buffer;
    }

    /// What the end of the text leaves of a delimiter that was begun.
    pub fn finish(&mut self) -> &'static [u8] {
        &self.delimiter[..std::mem::take(&mut self.begun)]
    }

    /// Puts the delimiter back where it stood inside cells; `bytes` are the cells, `ends` where each ends.
    pub fn restore(&mut self, bytes: &mut Vec<u8>, ends: &mut [usize]) {
        let filled = ends.last().copied().unwrap_or(0);
        if !bytes[..filled].contains(&MARK) {
            return;
        }
        let mut output = Vec::with_capacity(bytes.len());
        let mut start = 0;
        for end in ends {
            for &byte in &bytes[start..*end] {
                match byte {
                    MARK => output.extend_from_slice(self.delimiter),
                    byte => output.push(byte),
                }
            }
            start = *end;
            *end = output.len();
        }
        output.resize(output.len().max(bytes.len()), 0);
        *bytes = output;
    }
}
