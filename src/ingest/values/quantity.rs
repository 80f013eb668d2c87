//! Quantities with the unit in which pieces are counted: `2件`, `2 pcs`, `3 Stk.`, `×2`.

use crate::ingest::values::number::{NumberStyle, parse_number};

/// Words for a piece, a pack or a pair, in lower case and without a point at the end. Words of weight, volume and
/// length are left out on purpose: `500g` says how much is in a piece, and not how many there are.
#[rustfmt::skip]
const PIECES: [&str; 172] = [
    "pc", "pcs", "pce", "pces", "piece", "pieces", "ea", "each", "unit", "units", "item", "items", "nos", "ct",
    "pair", "pairs", "set", "sets", "box", "boxes", "pack", "packs", "pk", "pkg", "pkgs", "bottle", "bottles", "can",
    "cans", "bag", "bags", "roll", "rolls", "copy", "copies", "ticket", "tickets",
    "stk", "stck", "stück", "stueck", "st", "paar", "flasche", "flaschen", "packung", "packungen", "karton", "kiste",
    "pièce", "pièces", "unité", "unités", "boîte", "boîtes", "bouteille", "bouteilles", "u",
    "ud", "uds", "unidad", "unidades", "pza", "pzas", "pieza", "piezas", "caja", "cajas", "botella", "botellas",
    "pz", "pezzo", "pezzi", "un", "unid", "unidade", "peça", "peças", "stuk", "stuks",
    "шт", "штук", "штука", "штуки", "уп", "упак", "пар", "пара", "пары", "компл",
    "szt", "sztuk", "sztuki", "ks", "kus", "db", "adet", "cái", "chiếc", "ชิ้น",
    "件", "个", "個", "只", "隻", "盒", "瓶", "包", "袋", "箱", "本", "双", "雙", "套", "支", "条", "條", "张", "張",
    "台", "臺", "份", "罐", "杯", "块", "塊", "把", "枚", "片", "颗", "顆", "对", "對", "组", "組", "盘", "盤", "桶",
    "卷", "根", "束", "朵", "听", "碗", "串", "粒", "册", "冊", "部", "辆", "次", "点", "足", "缶", "皿",
    "セット", "パック", "ケース",
    "개", "권", "병", "장", "켤레", "세트", "박스", "봉", "봉지", "팩", "캔", "잔", "건", "마리",
];

/// Signs that stand before or behind a count: `x2`, `2×`.
pub(crate) const TIMES: [char; 6] = ['x', 'X', '×', '*', '✕', 'х'];

/// Number of pieces in a cell: a plain number, or one with a word for pieces or a sign of multiplication. `None` for
/// weights, prices, shares and any other text.
pub fn parse_quantity(cell: &str, style: NumberStyle) -> Option<f64> {
    let cell = cell.trim();
    let bare = match cell.strip_prefix(TIMES).or_else(|| cell.strip_suffix(TIMES)) {
        Some(rest) => rest.trim(),
        None => without_unit(cell),
    };
    // Currencies and percentages are numbers too, but neither begins and ends with its digits.
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let begins = bare.trim_start_matches(['-', '+', '.', ',']).starts_with(is_digit);
    let ends = bare.trim_end_matches(['.', '-']).ends_with(is_digit);
    if begins && ends { parse_number(bare, style) } else { None }
}

/// Text without a word for pieces at its end.
fn without_unit(cell: &str) -> &str {
    let text = cell.strip_suffix('.').unwrap_or(cell);
    let rest = text.trim_end_matches(|sign: char| sign.is_alphabetic() || is_mark(sign));
    let word = text.get(rest.len()..).unwrap_or_default();
    if word.is_empty() || !PIECES.contains(&word.to_lowercase().as_str()) { cell } else { rest.trim_end() }
}

/// Whether a sign is a vowel or tone mark, which is no letter of its own: Thai writes its words with them.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}
