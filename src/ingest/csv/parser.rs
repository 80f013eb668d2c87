//! The parser of csv-core, pooled: building one takes longer than reading a short text with it, and the sniffer reads
//! the same text in a dozen dialects.

use std::cell::RefCell;
use std::rc::Rc;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::ingest::csv::dialect::Quotes;

/// Limit of the pooled parsers: one for each delimiter and each use of quotation marks, and some to spare.
const MAX_POOLED: usize = 24;

struct Pooled {
    delimiter: u8,
    quotes: Quotes,
    reader: Rc<RefCell<Reader>>,
}

thread_local! {
    /// Parsers built so far; one with no other reference is idle. They cannot be cloned instead: the `clone` of
    /// csv-core omits half of the table.
    static POOL: RefCell<Vec<Pooled>> = const { RefCell::new(Vec::new()) };
}

/// Parser of text with delimiters of one byte.
pub(crate) struct Parser {
    reader: Rc<RefCell<Reader>>,
}

impl Parser {
    /// A parser at the beginning of a row.
    pub fn new(delimiter: u8, quotes: Quotes) -> Parser {
        let is_idle = |pooled: &&Pooled| {
            pooled.delimiter == delimiter && pooled.quotes == quotes && Rc::strong_count(&pooled.reader) == 1
        };
        let reader = POOL.with_borrow_mut(|pool| {
            if let Some(idle) = pool.iter().find(is_idle) {
                return Rc::clone(&idle.reader);
            }
            let escape = (quotes == Quotes::Escaped).then_some(b'\\');
            let mut builder = ReaderBuilder::new();
            builder.delimiter(delimiter).escape(escape).quoting(quotes != Quotes::None);
            let reader = Rc::new(RefCell::new(builder.build()));
            if pool.len() < MAX_POOLED {
                pool.push(Pooled { delimiter, quotes, reader: Rc::clone(&reader) });
            }
            reader
        });
        let mut parser = Parser { reader };
        parser.begin();
        parser
    }

    /// Resets the parser to the beginning of a row.
    pub fn begin(&mut self) {
        let mut reader = self.reader.borrow_mut();
        reader.reset();
        // A fresh csv-core reader drops what looks like a byte order mark; after a blank line it does not.
        reader.read_record(b"\n", &mut [0], &mut [0]);
    }

    /// Current line by csv-core's own count.
    pub fn line(&self) -> u64 {
        self.reader.borrow().line()
    }

    /// See [`Reader::read_record`].
    pub fn read_record(
        &mut self,
        text: &[u8],
        bytes: &mut [u8],
        ends: &mut [usize],
    ) -> (ReadRecordResult, usize, usize, usize) {
        self.reader.borrow_mut().read_record(text, bytes, ends)
    }
}
