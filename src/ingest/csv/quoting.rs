//! Quotation marks that do not enclose cells: a cell that begins with a mark must end with one. csv-core accepts
//! anything; after a mark that is never closed it would make one cell of the rest of the file.

/// Mark that encloses cells.
pub(crate) const QUOTE: u8 = b'"';
/// Lines in one cell beyond which its mark counts as never closed.
const MAX_CELL_LINES: usize = 100;

/// Number of quotation marks at the beginning of cells that were used correctly and incorrectly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct QuoteUsage {
    pub correct: usize,
    pub incorrect: usize,
}

/// Mark that closes a cell.
enum Closing {
    /// The cell ends behind the mark, at this position.
    At(usize),
    /// More text follows the mark.
    Incorrect,
    /// The text ends first.
    Open,
}

/// Whether all marks in the text of one row close where a cell ends.
pub(crate) fn well_quoted(row: &[u8], delimiter: u8, escape: Option<u8>) -> bool {
    let mut at = 0;
    while at < row.len() {
        if row[at] == QUOTE {
            match closing(row, at + 1, delimiter, escape) {
                Closing::At(end) => at = end,
                Closing::Incorrect | Closing::Open => return false,
            }
        } else {
            at = cell_end(row, at, delimiter);
        }
        at += 1;
    }
    true
}

/// Whether a line is well quoted only if backslashes escape the marks behind them.
pub(crate) fn has_escaped_marks(line: &[u8], delimiter: u8) -> bool {
    line.windows(2).any(|pair| pair == b"\\\"")
        && !well_quoted(line, delimiter, None)
        && well_quoted(line, delimiter, Some(b'\\'))
}

/// Whether each line of a row in several has the `width` of the row before it, so that it is a row itself, and two stray
/// marks made them one. If the row has as many `cells`, too, it may be chance in two lines.
pub(crate) fn are_rows(row: &[u8], delimiter: u8, width: usize, cells: usize) -> bool {
    let lines = || row.split(|&byte| is_break(byte)).filter(|line| !line.is_empty());
    width > 1
        && count(row, QUOTE) == 2
        && (cells != width || lines().nth(2).is_some())
        && lines().all(|line| count(line, delimiter) + 1 == width)
}

/// First line of a row, without the breaks around it.
pub(crate) fn first_line(row: &[u8]) -> &[u8] {
    let row = row.get(leading_breaks(row)..).unwrap_or_default();
    row.split(|&byte| is_break(byte)).next().unwrap_or_default()
}

/// Bytes of line breaks at the beginning of a text.
pub(crate) fn leading_breaks(row: &[u8]) -> usize {
    row.iter().take_while(|&&byte| is_break(byte)).count()
}

/// Use of marks in the first rows of a file, or in all of it where it is `complete`. A delimiter of several bytes is
/// recognised by its `first` and its `last` one.
pub(crate) fn usage(text: &[u8], first: u8, last: u8, escape: Option<u8>, complete: bool) -> QuoteUsage {
    let mut usage = QuoteUsage::default();
    // Cells with as many delimiters as that many whole lines have: their closing mark belongs to a later row.
    let mut swallowing = 0;
    let per_line = most_common_count(text, last);
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
                        usage.correct += 1;
                    }
                    Some(end)
                }
                Closing::Incorrect => None,
                // The end of the head may fall inside a cell.
                Closing::Open if !complete && count(&text[at..], b'\n') <= MAX_CELL_LINES => return usage,
                Closing::Open => None,
            };
            usage.incorrect += usize::from(after.is_none());
            at = cell_end(text, after.unwrap_or(at + 1), last);
        } else {
            at = cell_end(text, at, last);
        }
        at += 1;
    }
    if swallowing > 2 && swallowing > usage.correct {
        usage.incorrect += swallowing;
    } else {
        usage.correct += swallowing;
    }
    usage
}

/// Closing mark of a cell whose text begins at `from`.
fn closing(text: &[u8], from: usize, delimiter: u8, escape: Option<u8>) -> Closing {
    let mut at = from;
    while let Some(&byte) = text.get(at) {
        let is_doubled = byte == QUOTE && text.get(at + 1) == Some(&QUOTE);
        if Some(byte) == escape || is_doubled {
            at += 2;
        } else if byte == QUOTE {
            let blank = |&&byte: &&u8| byte == b' ' && byte != delimiter;
            let end = at + 1 + text[at + 1..].iter().take_while(blank).count();
            let is_closed = text.get(end).is_none_or(|&byte| byte == delimiter || is_break(byte));
            return if is_closed { Closing::At(end) } else { Closing::Incorrect };
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

/// Most common number of delimiters in a line.
fn most_common_count(text: &[u8], delimiter: u8) -> usize {
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
