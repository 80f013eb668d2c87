//! Ratings in words, stars and fractions: `4/5`, `★★★☆☆`, `4.0 out of 5 stars`, `五星`, `好评`.

/// Longest cell that can be a rating, in bytes: longer ones are reviews.
const MAX_RATING: usize = 64;
/// Scales that ratings are given on.
const SCALES: [f64; 9] = [3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 20.0, 50.0, 100.0];
/// Scale of stars that name none.
const STARS: f64 = 5.0;

/// Words of satisfaction, on a scale of five.
#[rustfmt::skip]
const WORDS: [(&str, f64); 46] = [
    ("好评", 5.0), ("中评", 3.0), ("差评", 1.0), ("好評", 5.0), ("中評", 3.0), ("差評", 1.0),
    ("非常满意", 5.0), ("很满意", 5.0), ("满意", 4.0), ("一般", 3.0), ("不满意", 2.0), ("很不满意", 1.0), ("非常不满意", 1.0),
    ("力荐", 5.0), ("推荐", 4.0), ("还行", 3.0), ("较差", 2.0), ("很差", 1.0),
    ("excellent", 5.0), ("very good", 5.0), ("great", 5.0), ("good", 4.0), ("fair", 3.0), ("average", 3.0), ("ok", 3.0),
    ("okay", 3.0), ("neutral", 3.0), ("poor", 2.0), ("bad", 2.0), ("very poor", 1.0), ("awful", 1.0), ("terrible", 1.0),
    ("very bad", 1.0), ("very satisfied", 5.0), ("satisfied", 4.0), ("dissatisfied", 2.0), ("very dissatisfied", 1.0),
    ("sehr gut", 5.0), ("gut", 4.0), ("befriedigend", 3.0), ("schlecht", 2.0), ("sehr schlecht", 1.0),
    ("非常满意！", 5.0), ("满意！", 4.0), ("五星好评", 5.0), ("一星差评", 1.0),
];
/// Words between a rating and its scale.
#[rustfmt::skip]
const OF: [&str; 9] = ["out of", "von", "sur", "su", "de", "из", "of", "van", "/"];
/// Words for stars and points behind a rating.
#[rustfmt::skip]
const UNITS: [&str; 28] = [
    "stars", "star", "sternen", "sterne", "stern", "étoiles", "étoile", "estrellas", "estrella", "estrelas", "estrela",
    "stelle", "stella", "sterren", "ster", "звезды", "звёзды", "звезд", "звёзд", "звезда", "つ星", "星级", "星", "별",
    "顆星", "颗星", "★", "⭐",
];
/// Words for points, which tell nothing of the scale.
const POINTS: [&str; 6] = ["points", "pts", "punkte", "分", "점", "点"];

/// Rating in a cell, and the best rating of its scale where the cell shows it; `None` for any other text, and for
/// percentages, which are no ratings.
pub fn parse_rating(cell: &str) -> Option<(f64, Option<f64>)> {
    let cell = cell.trim();
    if cell.is_empty() || cell.len() > MAX_RATING {
        return None;
    }
    if let Some(value) = number(cell) {
        return Some((value, None));
    }
    let lower = cell.to_lowercase();
    if let Some(&(_, value)) = WORDS.iter().find(|(word, _)| *word == lower) {
        return Some((value, Some(STARS)));
    }
    by_stars(cell).or_else(|| by_words(cell))
}

/// Rating drawn in stars: those that are filled, out of all of them.
fn by_stars(cell: &str) -> Option<(f64, Option<f64>)> {
    let (mut filled, mut empty) = (0.0, 0.0);
    for sign in cell.chars() {
        match sign {
            '★' | '⭐' | '🌟' | '✭' | '✮' | '⭑' => filled += 1.0,
            '☆' | '✩' | '⭒' | '✰' => empty += 1.0,
            '½' | '⯪' | '⯨' => filled += 0.5,
            // Blanks, and the mark that asks for a coloured sign.
            ' ' | '\u{fe0f}' | '\u{a0}' => {}
            _ => return None,
        }
    }
    match (filled, empty) {
        (0.0, 0.0) => None,
        (_, 0.0) => Some((filled, (filled <= STARS).then_some(STARS))),
        // A half star may be drawn as an empty one beside a half sign.
        _ => Some((filled, Some((filled + empty).floor()))),
    }
}

fn by_words(cell: &str) -> Option<(f64, Option<f64>)> {
    let lower = cell.to_lowercase();
    let text = lower.strip_prefix("rated ").or_else(|| lower.strip_prefix("rating:")).unwrap_or(&lower).trim();
    // 5つ星のうち4.0, as Amazon writes it in Japan.
    if let Some((scale, value)) = text.split_once("つ星のうち") {
        return on_scale(number(value.trim())?, number(scale.trim())?);
    }
    let is_unit = |text: &str, units: &[&'static str]| units.iter().copied().find(|unit| text.ends_with(unit));
    let stars = is_unit(text, &UNITS);
    let unit = stars.or_else(|| is_unit(text, &POINTS));
    let bare = text.strip_suffix(unit.unwrap_or_default()).unwrap_or(text).trim().trim_end_matches('-');
    for of in OF {
        if let Some((value, scale)) = bare.split_once(of)
            && let (Some(value), Some(scale)) = (number(trimmed(value)), number(trimmed(scale)))
        {
            return on_scale(value, scale);
        }
    }
    let value = number(bare).or_else(|| in_chinese(bare));
    match (value, stars, unit) {
        (Some(value), Some(_), _) => Some((value, (value <= STARS).then_some(STARS))),
        (Some(value), None, Some(_)) => Some((value, None)),
        _ => None,
    }
}

/// Text of a number without the word for stars that some languages put behind it: `4.0 étoiles sur 5`.
fn trimmed(text: &str) -> &str {
    let text = text.trim();
    UNITS.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim()
}

fn on_scale(value: f64, scale: f64) -> Option<(f64, Option<f64>)> {
    (SCALES.contains(&scale) && value <= scale).then_some((value, Some(scale)))
}

/// Number of at most a few digits with a decimal point or comma.
fn number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number = whole.len() <= 3
        && fraction.len() <= 2
        && text.starts_with(|sign: char| sign.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    if is_number { text.replace(',', ".").parse().ok() } else { None }
}

fn in_chinese(text: &str) -> Option<f64> {
    const DIGITS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let value = if text == "两" { Some(2) } else { DIGITS.iter().position(|digit| *digit == text) };
    value.map(|value| value as f64)
}
