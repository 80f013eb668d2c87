//! Whether quotation marks are used as such: a cell that begins with one must end with one. csv-core takes
//! whatever comes; where a mark is never closed it would make one cell of the rest of the file.

/// The mark that encloses cells.
pub(crate) const QUOTE: u8 = b'"';
/// More lines than this in one cell are no cell but a mark that was not closed.
const MANY_LINES: usize = 100;

/// How often quotation marks at the beginning of cells were used rightly and wrongly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Usage {
    pub right: usize,
    pub wrong: usize,
}

enum Closing {
    /// The mark is followed by the end of the cell, which is here.
    At(usize),
    /// The mark is followed by more text.
    Wrong,
    /// The text ends first.
    Open,
}

/// Whether all marks in the text of one row are closed where a cell ends.
pub(crate) fn well_quoted(row: &[u8], delimiter: u8, escape: Option<u8>) -> bool {
    let mut at = 0;
    while at < row.len() {
        if row[at] == QUOTE {
            match closing(row, at + 1, delimiter, escape) {
                Closing::At(end) => at = end,
                Closing::Wrong | Closing::Open => return false,
            }
        } else {
            at = cell_end(row, at, delimiter);
        }
        at += 1;
    }
    true
}

/// How marks are used in the first rows of a file; `whole` says that they are all of it. A delimiter of several
/// bytes is known by its `first` and its `last` one.
pub(crate) fn usage(text: &[u8], first: u8, last: u8, escape: Option<u8>, whole: bool) -> Usage {
    let mut usage = Usage::default();
    // Cells that swallow as many delimiters as that many lines have: a mark that ends a cell of a later row.
    let mut swallowing = 0;
    let per_line = commonest_count(text, last);
    let mut at = 0;
    while at < text.len() {
        if text[at] == QUOTE {
            let after = match closing(text, at + 1, first, escape) {
                Closing::At(end) => {
                    let cell = &text[at..end];
                    let (breaks, delimiters) = (count(cell, b'\n'), count(cell, last));
                    if breaks > 0 && delimiters > 0 && delimiters == breaks * per_line {
                        swallowing += 1;
                    } else {
                        usage.right += 1;
                    }
                    Some(end)
                }
                Closing::Wrong => None,
                // The end of the head may cut a cell in two.
                Closing::Open if !whole && count(&text[at..], b'\n') <= MANY_LINES => return usage,
                Closing::Open => None,
            };
            usage.wrong += usize::from(after.is_none());
            at = cell_end(text, after.unwrap_or(at + 1), last);
        } else {
            at = cell_end(text, at, last);
        }
        at += 1;
    }
    if swallowing > 2 && swallowing > usage.right {
        usage.wrong += swallowing;
    } else {
        usage.right += swallowing;
    }
    usage
}

/// Where the mark stands that closes a cell whose text begins at `from`.
fn closing(text: &[u8], from: usize, delimiter: u8, escape: Option<u8>) -> Closing {
    let mut at = from;
    while let Some(&byte) = text.get(at) {
        let doubled = byte == QUOTE && text.get(at + 1) == Some(&QUOTE);
        if Some(byte) == escape || doubled {
            at += 2;
        } else if byte == QUOTE {
            let blank = |&&byte: &&u8| byte == b' ' && byte != delimiter;
            let end = at + 1 + text[at + 1..].iter().take_while(blank).count();
            let closed = text.get(end).is_none_or(|&byte| byte == delimiter || is_break(byte));
            return if closed { Closing::At(end) } else { Closing::Wrong };
        } else {
            at += 1;
        }
    }
    Closing::Open
}

fn cell_end(text: &[u8], from: usize, delimiter: u8) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().position(|&byte| byte == delimiter || is_break(byte)).unwrap_or(rest.len())
}

/// How many delimiters most lines have.
fn commonest_count(text: &[u8], delimiter: u8) -> usize {
    let mut counts: Vec<usize> = text.split(|&byte| byte == b'\n').map(|line| count(line, delimiter)).collect();
    counts.sort_unstable();
    counts.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map_or(0, |run| run[0])
}

fn count(text: &[u8], byte: u8) -> usize {
    text.iter().filter(|&&other| other == byte).count()
}

pub(crate) fn is_break(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}
