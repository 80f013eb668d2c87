//! Cells of wide tables, lists and baskets: a 0/1 flag, a list of flags, a list of ids or names.

/// Whether a cell is a 0/1 flag.
pub(crate) fn is_binary(cell: &str) -> bool {
    parse_binary(cell).is_some()
}

/// Value of a 0/1 flag, also in an unquoted vector that was cut at its commas: `[1`, `0`, `1]`. `None` for any other
/// text.
pub fn parse_binary(cell: &str) -> Option<bool> {
    match cell.trim_matches(['[', ']', ' ', '\t']) {
        "1" | "1.0" => Some(true),
        "0" | "0.0" | "" => Some(false),
        _ => None,
    }
}

/// Whether a cell is a list of 0/1 flags in brackets.
pub(crate) fn is_binary_list(cell: &str) -> bool {
    parse_binary_list(cell).is_some_and(|mut flags| flags.all(|flag| flag.is_some()))
}

/// Flags of a cell such as `[1,0,1]` or `[1 0 1]`, each `None` where it is no flag; `None` without brackets.
pub fn parse_binary_list(cell: &str) -> Option<impl Iterator<Item = Option<bool>>> {
    let inner = cell.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    Some(inner.split([',', ';', ' ']).filter(|part| !part.is_empty()).map(|part| match parse_binary(part) {
        Some(_) if part.contains(['[', ']']) => None,
        flag => flag,
    }))
}

/// Separators of the names in a list, most likely first.
pub(crate) const NAME_SEPARATORS: [char; 10] = ['|', '┋', ';', '；', '、', '，', '\t', ',', '/', ' '];

/// Brackets around a list.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('{', '}'), ('(', ')'), ('【', '】')];
const QUOTES: [char; 4] = ['"', '\'', '“', '”'];

/// Text of a cell without the brackets around it, and whether there were any.
pub(crate) fn strip_brackets(cell: &str) -> (&str, bool) {
    let cell = cell.trim();
    let inner = BRACKETS.iter().find_map(|&(open, close)| cell.strip_prefix(open)?.strip_suffix(close));
    (inner.unwrap_or(cell), inner.is_some())
}

/// Ids or names in a cell such as `milk;bread`, `["milk", "bread"]` or `{milk,bread}`, without blanks around them and
/// without empty ones. A separator inside quotation marks does not separate.
pub(crate) fn split_names(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    let (inner, bracketed) = strip_brackets(cell);
    let mut rest = Some(inner);
    std::iter::from_fn(move || {
        let text = rest?.trim_start();
        // An apostrophe is a quotation mark only in brackets, as programs print lists: `L'eau` contains one.
        let quote = text.chars().next().filter(|first| *first == '"' || (bracketed && *first == '\''));
        let quoted = quote.and_then(|quote| {
            let end = text[1..].find(quote)? + 1;
            let after = text[end + 1..].trim_start();
            (after.is_empty() || after.starts_with(separator)).then(|| (&text[1..end], after))
        });
        let (name, after) = match quoted {
            Some((name, after)) => (name, after.strip_prefix(separator)),
            None => text.split_once(separator).map_or((text, None), |(name, after)| (name, Some(after))),
        };
        rest = after;
        Some(name.trim().trim_matches(QUOTES.as_slice()).trim())
    })
    .filter(|name| !name.is_empty())
}

/// Cells of a column that are not blank.
pub(crate) fn filled_cells(rows: &[Vec<String>], column: usize) -> impl Iterator<Item = &String> {
    rows.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.trim().is_empty())
}
