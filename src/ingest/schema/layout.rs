//! What a row stands for, told from the first rows: an event, a user, a list, a basket.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ingest::lexicon::dictionary::key;
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::ingest::values::cell::{SEPARATORS, filled, is_binary, is_list, names, without_brackets};

/// How the items of a row are told from one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// `[1,0,1]`: a 0 or a 1 for each item.
    Vector,
    /// Ids or names, with this between them.
    Names(char),
}

/// Whether a column has cells that are not blank, and all of them are such.
pub(crate) fn all(rows: &[Vec<String>], column: usize, test: impl Fn(&str) -> bool) -> bool {
    let mut cells = filled(rows, column).peekable();
    cells.peek().is_some() && cells.all(|cell| test(cell))
}

/// A number as the wide shape has them: at or above zero.
pub(crate) fn amount(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)
}

impl Roles {
    /// The shape that goes with roles as a person has chosen them: the one that they have chosen too, else
    /// their word stands for the item column, and the cells say whether it holds lists.
    pub fn shape(&self, rows: &[Vec<String>]) -> TableLayout {
        match (self.shape, self.item) {
            (Some(shape), _) => shape,
            (None, Some(column)) => match listed(rows, column, self.user.or(self.order)) {
                Some(_) if self.order.is_some() => TableLayout::Basket,
                Some(_) => TableLayout::List,
                None => TableLayout::Long,
            },
            (None, None) => {
                let width = rows.iter().map(Vec::len).max().unwrap_or(0);
                if self.item_columns(rows, width).len() >= 2 { TableLayout::Wide } else { TableLayout::Long }
            }
        }
    }

    /// The columns that stand for an item each in the wide shape: those without a role in which most
    /// cells are 0 or 1, so that a dirty cell costs its row and not the column; where there are none, those of
    /// other numbers and blanks. Others, an age or a city, are left aside.
    pub fn item_columns(&self, rows: &[Vec<String>], width: usize) -> Vec<usize> {
        item_columns(self, rows, width)
    }
}

/// See [`Roles::item_columns`].
pub(crate) fn item_columns(roles: &Roles, rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let mostly = |column: usize, test: fn(&str) -> bool| {
        let (passed, filled) =
            filled(rows, column).fold((0, 0), |(passed, filled), cell| (passed + usize::from(test(cell)), filled + 1));
        passed * 2 > filled
    };
    let free = || (0..width).filter(|&column| !roles.has(column));
    let binary: Vec<usize> = free().filter(|&column| mostly(column, is_binary)).collect();
    let numbers: Vec<usize> = free().filter(|&column| mostly(column, |cell| amount(cell).is_some())).collect();
    let numbers = like_each_other(rows, &numbers);
    if numbers.len() >= 3 && numbers.len() > binary.len() { numbers } else { binary }
}

/// Of columns of numbers those that make a matrix of counts or ratings, in which a quarter of all places is
/// zero or blank: columns that have such places, and full ones whose numbers are no larger than theirs.
fn like_each_other(rows: &[Vec<String>], columns: &[usize]) -> Vec<usize> {
    let of = |row: &Vec<String>, column: usize| row.get(column).and_then(|cell| amount(cell)).unwrap_or(0.0);
    let nothing = |column: usize| rows.iter().filter(|&row| of(row, column) == 0.0).count();
    let largest = |column: usize| rows.iter().map(|row| of(row, column)).fold(0.0, f64::max);
    let with_gaps: Vec<usize> = columns.iter().copied().filter(|&column| nothing(column) > 0).collect();
    let gaps: usize = with_gaps.iter().map(|&column| nothing(column)).sum();
    let limit = with_gaps.iter().map(|&column| largest(column)).fold(0.0, f64::max);
    let alike: Vec<usize> = columns.iter().copied().filter(|&column| largest(column) <= limit).collect();
    if gaps * 4 >= rows.len() * alike.len() { alike } else { Vec::new() }
}

/// Whether the columns of a wide file hold counts or ratings: a few cells of dirt do not make it so.
pub(crate) fn has_counts(rows: &[Vec<String>], columns: &[usize]) -> bool {
    let cells = columns.iter().flat_map(|&column| filled(rows, column));
    let (ones, others) = cells.fold((0, 0), |(ones, others), cell| match amount(cell) {
        Some(0.0) | None => (ones, others),
        Some(1.0) => (ones + 1, others),
        Some(_) => (ones, others + 1),
    });
    others >= 3 && others * 10 >= ones
}

/// How the cells of a column are lists, if they are: all of them vectors, or names of which many come again.
/// `whose` is the column that says whose lists they are, which must not have the same one in every row.
pub(crate) fn listed(rows: &[Vec<String>], column: usize, whose: Option<usize>) -> Option<Listing> {
    if all(rows, column, is_list) {
        return Some(Listing::Vector);
    }
    let whose_repeat = whose.is_some_and(|whose| {
        let owners: HashSet<&String> = filled(rows, whose).collect();
        owners.len() * 2 < filled(rows, whose).count()
    });
    separated(rows, column, whose_repeat).map(Listing::Names)
}

/// What separates the names in the cells of a column, if anything does.
pub(crate) fn separator(rows: &[Vec<String>], column: usize) -> Option<char> {
    separated(rows, column, false)
}

/// Where in the cells a name stands, and how often.
#[derive(Default)]
struct Standing {
    count: usize,
    first: usize,
    moves: bool,
}

/// See [`separator`]. Where somebody has many rows (`whose_repeat`) a cell is a product rather than a basket, unless
/// its parts change places: `Lamp, 20 cm, white` begins with the kind, whatever the lamp.
fn separated(rows: &[Vec<String>], column: usize, whose_repeat: bool) -> Option<char> {
    let cells: Vec<&String> = filled(rows, column).collect();
    SEPARATORS.into_iter().find(|&separator| {
        let mut seen: HashMap<&str, Standing> = HashMap::new();
        let (mut several, mut plain, mut parts) = (0, 0, 0);
        for cell in &cells {
            let before = parts;
            for (place, name) in names(cell, separator).enumerate() {
                let standing = seen.entry(name).or_insert(Standing { first: place, ..Standing::default() });
                standing.count += 1;
                standing.moves |= standing.first != place;
                parts += 1;
            }
            several += usize::from(parts - before >= 2);
            let digits = cell.chars().all(|c| c.is_ascii_digit() || c == ' ');
            plain += usize::from(without_brackets(cell).1 || digits);
        }
        // Blanks and slashes stand inside of names, unless there is nothing but numbers or brackets.
        let trusted = !matches!(separator, ' ' | '/') || plain == cells.len();
        let bracketed = cells.iter().all(|cell| without_brackets(cell).1);
        let again: usize = seen.values().map(|name| name.count).filter(|&count| count > 1).sum();
        let moving: usize = seen.values().filter(|name| name.moves).map(|name| name.count).sum();
        let is_list = several > 0 && several * 5 >= cells.len() * 2 && (again * 10 >= parts * 3 || bracketed);
        trusted && is_list && (!whose_repeat || bracketed || moving * 2 > again)
    })
}

/// Whether all cells of a column are numbers with a decimal comma: `3,50` is one, and two ids only in a column that is
/// said to have items.
pub(crate) fn is_decimal_column(rows: &[Vec<String>], column: usize) -> bool {
    all(rows, column, is_decimal)
}

fn is_decimal(cell: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    cell.trim().split_once(',').is_some_and(|(whole, rest)| is_number(whole) && is_number(rest))
}

/// The columns of a basket's items: `item1`, `item2`, … by their names, or columns that share their content,
/// as those of rows of different length do.
pub(crate) fn basket_columns(columns: &[String], header: bool, rows: &[Vec<String>], roles: &Roles) -> Vec<usize> {
    let free: Vec<usize> = (0..columns.len()).filter(|&column| !roles.has(column)).collect();
    if header && let Some(numbered) = numbered(columns, &free) {
        return numbered;
    }
    let is_name = |cell: &str| !cell.contains([':', '.']) && cell.parse::<f64>().is_err();
    let mut widths: Vec<usize> = rows
        .iter()
        .map(|row| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1))
        .collect();
    widths.sort_unstable();
    widths.dedup();
    let mut where_seen: HashMap<&str, HashSet<usize>> = HashMap::new();
    let texts = free.iter().copied().filter(|&column| widths.len() >= 4 || all(rows, column, is_name));
    let texts: Vec<usize> = texts.collect();
    for &column in &texts {
        for cell in filled(rows, column) {
            where_seen.entry(cell.trim()).or_default().insert(column);
        }
    }
    let shared = |column: usize| {
        let cells: Vec<&String> = filled(rows, column).collect();
        let elsewhere =
            cells.iter().filter(|cell| where_seen.get(cell.trim()).is_some_and(|seen| seen.len() > 1)).count();
        !cells.is_empty() && elsewhere * 5 >= cells.len()
    };
    let Some(first) = texts.iter().copied().find(|&column| shared(column)) else { return Vec::new() };
    // Beyond the first of them all columns go on, however rarely they are filled.
    let found: Vec<usize> = free.into_iter().filter(|&column| column >= first).collect();
    let sharing = found.iter().filter(|&&column| shared(column)).count();
    // A column that most rows fill, and that shares nothing, stands for something else: a price, a date.
    let is_item = |&column: &usize| shared(column) || filled(rows, column).count() * 2 < rows.len();
    if widths.len() >= 2 && sharing >= 2 && found.iter().all(is_item) { found } else { Vec::new() }
}

/// Columns whose names differ in a number at the end only.
fn numbered(columns: &[String], free: &[usize]) -> Option<Vec<usize>> {
    let stem = |column: usize| {
        let key = key(columns.get(column)?);
        let stem = key.trim_end_matches(|c: char| c.is_numeric());
        (stem.len() < key.len() && !stem.is_empty()).then(|| stem.to_owned())
    };
    let mut stems: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &column in free {
        if let Some(stem) = stem(column) {
            stems.entry(stem).or_default().push(column);
        }
    }
    let known = |stem: &str| {
        let stem = stem.trim_end_matches("id");
        ["item", "product", "sku", "article", "artikel", "produkt", "producto", "produit", "good", "goods", "purchase"]
            .contains(&stem)
            || ["商品", "产品", "物品", "產品", "상품", "제품"].iter().any(|word| stem.starts_with(word))
    };
    stems
        .into_iter()
        .filter(|(stem, columns)| columns.len() >= 2 && known(stem))
        .max_by_key(|(_, columns)| columns.len())
        .map(|(_, columns)| columns)
}
