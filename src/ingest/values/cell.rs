//! Cells of the wide shapes: a 0 or a 1, a list of them, or a list of ids or names.

/// A 0 or a 1, also where an unquoted vector was cut at its commas: `[1`, `0`, `1]`.
pub(crate) fn is_binary(cell: &str) -> bool {
    binary(cell).is_some()
}

/// The truth of a 0/1 cell; `None` for any other text.
pub fn binary(cell: &str) -> Option<bool> {
    match cell.trim_matches(['[', ']', ' ', '\t']) {
        "1" | "1.0" => Some(true),
        "0" | "0.0" | "" => Some(false),
        _ => None,
    }
}

pub(crate) fn is_list(cell: &str) -> bool {
    list(cell).is_some_and(|mut ones| ones.all(|one| one.is_some()))
}

/// The truths of a cell such as `[1,0,1]` or `1 0 1` in brackets; `None` without brackets.
pub fn list(cell: &str) -> Option<impl Iterator<Item = Option<bool>>> {
    let inside = cell.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    Some(inside.split([',', ';', ' ']).filter(|part| !part.is_empty()).map(|part| match binary(part) {
        Some(_) if part.contains(['[', ']']) => None,
        truth => truth,
    }))
}

/// What may stand between the names of a list, the likeliest first.
pub(crate) const SEPARATORS: [char; 9] = ['|', ';', '；', '、', '，', '\t', ',', '/', ' '];

/// Brackets that may stand around a list.
const BRACKETS: [(char, char); 4] = [('[', ']'), ('{', '}'), ('(', ')'), ('【', '】')];
const QUOTES: [char; 4] = ['"', '\'', '“', '”'];

/// The inside of a cell in brackets, and whether there were any.
pub(crate) fn without_brackets(cell: &str) -> (&str, bool) {
    let cell = cell.trim();
    let inside = BRACKETS.iter().find_map(|&(open, close)| cell.strip_prefix(open)?.strip_suffix(close));
    (inside.unwrap_or(cell), inside.is_some())
}

/// The ids or names of a cell such as `milk;bread`, `["milk", "bread"]` or `{milk,bread}`, without blanks
/// around them; a separator inside of quotation marks does not separate. Blank ones are left out.
pub fn names(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    let (inside, bracketed) = without_brackets(cell);
    let mut rest = Some(inside);
    std::iter::from_fn(move || {
        let text = rest?.trim_start();
        // Apostrophes are quotation marks only in brackets, as programs print them: `L'eau` has one of its own.
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

/// The cells of a column that are not blank.
pub(crate) fn filled(rows: &[Vec<String>], column: usize) -> impl Iterator<Item = &String> {
    rows.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.trim().is_empty())
}
