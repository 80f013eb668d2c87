//! Cells of the wide shapes: a 0 or a 1, or a list of them.

/// A 0 or a 1, also where an unquoted vector was cut at its commas: `[1`, `0`, `1]`.
pub(super) fn is_binary(cell: &str) -> bool {
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

pub(super) fn is_list(cell: &str) -> bool {
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
