//! The parser of csv-core, used again: to build one takes longer than to read a short text with it, and the
//! guess of a dialect reads the same text with a dozen of them.

use std::cell::RefCell;
use std::rc::Rc;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::ingest::csv::dialect::Quotes;

/// How many parsers are kept: one for each delimiter and each use of quotation marks.
const KEPT: usize = 24;

struct Built {
    delimiter: u8,
    quotes: Quotes,
    reader: Rc<RefCell<Reader>>,
}

thread_local! {
    /// Those that were built. Nobody uses one that only this list knows of. They cannot be copied: the `clone` of
    /// csv-core leaves half of the table out.
    static BUILT: RefCell<Vec<Built>> = const { RefCell::new(Vec::new()) };
}

/// Cuts text into cells between single bytes.
pub(crate) struct Parser {
    reader: Rc<RefCell<Reader>>,
}

impl Parser {
    /// A parser at the beginning of a row.
    pub fn new(delimiter: u8, quotes: Quotes) -> Parser {
        let idle = |built: &&Built| {
            built.delimiter == delimiter && built.quotes == quotes && Rc::strong_count(&built.reader) == 1
        };
        let reader = BUILT.with_borrow_mut(|all| {
            if let Some(built) = all.iter().find(idle) {
                return Rc::clone(&built.reader);
            }
            let escape = (quotes == Quotes::Escaped).then_some(b'\\');
            let mut builder = ReaderBuilder::new();
            builder.delimiter(delimiter).escape(escape).quoting(quotes != Quotes::None);
            let reader = Rc::new(RefCell::new(builder.build()));
            if all.len() < KEPT {
                all.push(Built { delimiter, quotes, reader: Rc::clone(&reader) });
            }
            reader
        });
        let mut parser = Parser { reader };
        parser.begin();
        parser
    }

    /// Begins a row, whatever was read before.
    pub fn begin(&mut self) {
        let mut reader = self.reader.borrow_mut();
        reader.reset();
        // It drops what looks like a byte order mark where it has read nothing yet; a blank line takes that from it.
        reader.read_record(b"\n", &mut [0], &mut [0]);
    }

    /// The line that it has come to, by its own count.
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
