//! Delimiters of several bytes (`::`, `，`), which csv-core does not know. Each one is replaced by a byte that no UTF-8
//! text contains, and put back where it stood inside quotation marks.

/// Byte that replaces a delimiter of several bytes; it occurs nowhere in UTF-8.
pub(crate) const PLACEHOLDER: u8 = 0xff;

/// Replacement of a delimiter of several bytes by [`PLACEHOLDER`], chunk by chunk.
pub(crate) struct MultibyteDelimiter {
    delimiter: &'static [u8],
    /// Bytes of a delimiter that the text so far ends with.
    matched: usize,
    output: Vec<u8>,
}

impl MultibyteDelimiter {
    /// `None` for a delimiter of one byte, which needs no replacement.
    pub fn of(delimiter: &'static str) -> Option<MultibyteDelimiter> {
        let multibyte = MultibyteDelimiter { delimiter: delimiter.as_bytes(), matched: 0, output: Vec::new() };
        (delimiter.len() > 1).then_some(multibyte)
    }

    /// `text` with its delimiters replaced, without the beginning of one at its end. The buffer should be handed back
    /// to [`MultibyteDelimiter::reuse`].
    pub fn replace(&mut self, text: &[u8]) -> Vec<u8> {
        let mut output = std::mem::take(&mut self.output);
        output.clear();
        let (first, length) = (self.delimiter[0], self.delimiter.len());
        let mut rest = text;
        while let Some(&byte) = rest.first() {
            if byte == self.delimiter[self.matched] {
                self.matched = (self.matched + 1) % length;
                if self.matched == 0 {
                    output.push(PLACEHOLDER);
                }
                rest = &rest[1..];
            } else if self.matched > 0 {
                // Neither delimiter contains its own beginning at another place than the beginning.
                output.extend_from_slice(&self.delimiter[..self.matched]);
                self.matched = 0;
            } else {
                let other = rest.iter().position(|&byte| byte == first).unwrap_or(rest.len());
                output.extend_from_slice(&rest[..other]);
                rest = &rest[other..];
            }
        }
        output
    }

    /// Takes back the buffer of [`MultibyteDelimiter::replace`].
    pub fn reuse(&mut self, buffer: Vec<u8>) {
        self.output = buffer;
    }

    /// The incomplete delimiter at the end of the text.
    pub fn finish(&mut self) -> &'static [u8] {
        &self.delimiter[..std::mem::take(&mut self.matched)]
    }

    /// Puts the delimiter back where it stood inside cells; `bytes` are the cells, `ends` the end of each.
    pub fn restore(&mut self, bytes: &mut Vec<u8>, ends: &mut [usize]) {
        let filled = ends.last().copied().unwrap_or(0);
        if !bytes[..filled].contains(&PLACEHOLDER) {
            return;
        }
        let mut output = Vec::with_capacity(bytes.len());
        let mut start = 0;
        for end in ends {
            for &byte in &bytes[start..*end] {
                match byte {
                    PLACEHOLDER => output.extend_from_slice(self.delimiter),
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
