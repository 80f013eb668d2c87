//! Layout of a table, by its first rows: a row is an event, a user, a list or a basket.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ingest::lexicon::{is_total, name_key};
use crate::ingest::schema::roles::{Roles, TableLayout};
use crate::ingest::values::{
    ItemFormat, NAME_SEPARATORS, filled_cells, is_binary, is_binary_list, parse_flag, split_names, strip_brackets,
};

/// Format of several items in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListFormat {
    /// `[1,0,1]`: a 0/1 flag for each item.
    Vector,
    /// Ids or names with this separator.
    Names(char),
    /// Line items with counts, keys or line breaks.
    Items(ItemFormat),
}

/// Whether a column has cells that are not blank, and all of them pass the test.
pub(crate) fn all_cells(rows: &[Vec<String>], column: usize, test: impl Fn(&str) -> bool) -> bool {
    let mut cells = filled_cells(rows, column).peekable();
    cells.peek().is_some() && cells.all(|cell| test(cell))
}

/// Number of a cell in a wide table, if it is at least zero.
fn amount(cell: &str) -> Option<f64> {
    cell.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)
}

impl Roles {
    /// Layout of a table with these chosen roles: the layout chosen with them, else by whether the cells of the item
    /// column are lists.
    pub fn layout_of(&self, rows: &[Vec<String>]) -> TableLayout {
        match (self.layout, self.item) {
            (Some(layout), _) => layout,
            (None, Some(column)) => match list_format(rows, column, self.user.or(self.order)) {
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

    /// Columns of a wide table that are an item each: columns without a role in which most cells are 0 or 1, so that an
    /// invalid cell costs its row and not the column; else columns of other numbers and blanks. All others, such as an
    /// age or a city, are ignored.
    pub fn item_columns(&self, rows: &[Vec<String>], width: usize) -> Vec<usize> {
        item_columns(self, rows, width, &[])
    }
}

/// See [`Roles::item_columns`]; `names` of the columns tell totals apart.
pub(crate) fn item_columns(roles: &Roles, rows: &[Vec<String>], width: usize, names: &[String]) -> Vec<usize> {
    let is_named_total = |column: usize| names.get(column).is_some_and(|name| is_total(name));
    let mut cells = ItemCells::default();
    let mut of_kind: [Vec<usize>; 3] = Default::default();
    for column in (0..width).filter(|&column| !roles.has(column) && !is_named_total(column)) {
        cells.count(rows, column, names.get(column).map_or("", |name| name.trim()));
        let counts = [cells.binary, cells.numbers, cells.flags];
        for (columns, count) in of_kind.iter_mut().zip(counts) {
            if count * 2 > cells.filled {
                columns.push(column);
            }
        }
    }
    let [binary, numbers, flags] = of_kind;
    let numbers = matrix_columns(rows, &numbers);
    let items = if numbers.len() >= 3 && numbers.len() > binary.len() { numbers } else { binary };
    // Words for yes and no, ticks and crosses; a few such columns may be anything.
    if flags.len() >= 3 && flags.len() > items.len() { flags } else { items }
}

/// Cells of a column that may be that of an item, by their kind; counted in one pass, since there may be many columns.
#[derive(Default)]
struct ItemCells {
    filled: usize,
    binary: usize,
    numbers: usize,
    flags: usize,
}

impl ItemCells {
    fn count(&mut self, rows: &[Vec<String>], column: usize, name: &str) {
        *self = ItemCells::default();
        for cell in filled_cells(rows, column) {
            self.filled += 1;
            if is_binary(cell) {
                self.binary += 1;
                self.flags += 1;
                self.numbers += usize::from(amount(cell).is_some());
            } else if amount(cell).is_some() {
                self.numbers += 1;
            } else {
                // Forms write the name of what was ticked.
                self.flags += usize::from(parse_flag(cell).is_some() || cell.trim() == name);
            }
        }
    }
}

/// Whether more than half of a column's cells are 0/1 flags.
pub(crate) fn is_mostly_binary(rows: &[Vec<String>], column: usize) -> bool {
    let (binary, filled) = filled_cells(rows, column)
        .fold((0, 0), |(binary, filled), cell| (binary + usize::from(is_binary(cell)), filled + 1));
    binary * 2 > filled
}

/// Columns among those of numbers that form a matrix of counts or ratings, a quarter of which is zero or blank: columns
/// with such cells, and full ones whose numbers are no larger than theirs.
fn matrix_columns(rows: &[Vec<String>], columns: &[usize]) -> Vec<usize> {
    let value = |row: &Vec<String>, column: usize| row.get(column).and_then(|cell| amount(cell)).unwrap_or(0.0);
    let zeros = |column: usize| rows.iter().filter(|&row| value(row, column) == 0.0).count();
    let largest = |column: usize| rows.iter().map(|row| value(row, column)).fold(0.0, f64::max);
    let with_gaps: Vec<usize> = columns.iter().copied().filter(|&column| zeros(column) > 0).collect();
    let gaps: usize = with_gaps.iter().map(|&column| zeros(column)).sum();
    let limit = with_gaps.iter().map(|&column| largest(column)).fold(0.0, f64::max);
    let matrix: Vec<usize> = columns.iter().copied().filter(|&column| largest(column) <= limit).collect();
    if gaps * 4 >= rows.len() * matrix.len() { matrix } else { Vec::new() }
}

/// Whether the columns of a wide table hold counts or ratings; a few invalid cells are not enough.
pub(crate) fn has_counts(rows: &[Vec<String>], columns: &[usize]) -> bool {
    let cells = columns.iter().flat_map(|&column| filled_cells(rows, column));
    let (ones, others, words) = cells.fold((0, 0, 0), |(ones, others, words), cell| match amount(cell) {
        Some(0.0) => (ones, others, words),
        Some(1.0) => (ones + 1, others, words),
        Some(_) => (ones, others + 1, words),
        None => (ones, others, words + usize::from(parse_flag(cell).is_some())),
    });
    // Numbers among yes and no are those of a row of totals.
    others >= 3 && others * 10 >= ones && words * 2 < ones + others
}

/// Format of the lists in a column, if it has any: all cells are vectors, or names many of which repeat. `owner` is the
/// column of the lists' owners.
pub(crate) fn list_format(rows: &[Vec<String>], column: usize, owner: Option<usize>) -> Option<ListFormat> {
    if all_cells(rows, column, is_binary_list) {
        return Some(ListFormat::Vector);
    }
    let cells: Vec<&str> = filled_cells(rows, column).map(String::as_str).collect();
    if is_mostly(rows.len(), cells.len())
        && let Some(format) = ItemFormat::guess(&cells)
        // Counts and line breaks also stand in single names; keys do not.
        && (matches!(format, ItemFormat::Json | ItemFormat::Pairs) || items_repeat(&cells, format))
    {
        return Some(ListFormat::Items(format));
    }
    let owners_repeat = owner.is_some_and(|owner| {
        let owners: HashSet<&String> = filled_cells(rows, owner).collect();
        owners.len() * 2 < filled_cells(rows, owner).count()
    });
    find_separator(rows, column, owners_repeat).map(ListFormat::Names)
}

/// Whether hardly any of the rows leaves a column blank.
fn is_mostly(rows: usize, filled: usize) -> bool {
    filled * 5 >= rows * 4
}

/// Whether some cells hold several items, and many items occur in several cells.
fn items_repeat(cells: &[&str], format: ItemFormat) -> bool {
    let (mut seen, mut several, mut all) = (HashMap::new(), 0, 0);
    for cell in cells {
        let before = all;
        for item in format.items(cell) {
            *seen.entry(item.id.into_owned()).or_insert(0_usize) += 1;
            all += 1;
        }
        several += usize::from(all - before >= 2);
    }
    let repeated: usize = seen.values().filter(|&&count| count > 1).sum();
    several * 10 >= cells.len() && repeated * 10 >= all * 3
}

/// Separator of the names in a column of lists, if it is one.
pub(crate) fn name_separator(rows: &[Vec<String>], column: usize) -> Option<char> {
    find_separator(rows, column, false)
}

/// Positions of a name in the cells of a column.
#[derive(Default)]
struct Occurrences {
    count: usize,
    /// Position in the first cell that has the name.
    position: usize,
    /// Whether the position varies.
    moves: bool,
}

/// See [`name_separator`]. Where owners have many rows (`owners_repeat`), a cell is a product rather than a basket,
/// unless its parts change position: `Lamp, 20 cm, white` begins with the kind, whatever the lamp.
fn find_separator(rows: &[Vec<String>], column: usize, owners_repeat: bool) -> Option<char> {
    let cells: Vec<&String> = filled_cells(rows, column).collect();
    NAME_SEPARATORS.into_iter().find(|&separator| {
        let mut seen: HashMap<&str, Occurrences> = HashMap::new();
        let (mut several, mut plain, mut parts) = (0, 0, 0);
        for cell in &cells {
            let before = parts;
            for (position, name) in split_names(cell, separator).enumerate() {
                let name = seen.entry(name).or_insert(Occurrences { position, ..Occurrences::default() });
                name.count += 1;
                name.moves |= name.position != position;
                parts += 1;
            }
            several += usize::from(parts - before >= 2);
            let digits = cell.chars().all(|c| c.is_ascii_digit() || c == ' ');
            plain += usize::from(strip_brackets(cell).1 || digits);
        }
        // Blanks and slashes are parts of names, unless all cells are numbers or in brackets.
        let is_reliable = !matches!(separator, ' ' | '/') || plain == cells.len();
        let bracketed = cells.iter().all(|cell| strip_brackets(cell).1);
        let repeated: usize = seen.values().map(|name| name.count).filter(|&count| count > 1).sum();
        let moving: usize = seen.values().filter(|name| name.moves).map(|name| name.count).sum();
        let is_list = several > 0 && several * 5 >= cells.len() * 2 && (repeated * 10 >= parts * 3 || bracketed);
        is_reliable && is_list && (!owners_repeat || bracketed || moving * 2 > repeated)
    })
}

/// Whether all cells of a column are numbers with a comma: `3,50` is such a number, and two ids only in a column that
/// was chosen as that of items.
pub(crate) fn is_decimal_column(rows: &[Vec<String>], column: usize) -> bool {
    all_cells(rows, column, is_decimal) || is_grouped_column(rows, column)
}

/// Whether all cells are numbers, some of them with separators of thousands: `1,204` is one id.
pub(crate) fn is_grouped_column(rows: &[Vec<String>], column: usize) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = |cell: &str| {
        let mut parts = cell.trim().split(',');
        let first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_digits(first));
        first && parts.all(|part| part.len() == 3 && is_digits(part))
    };
    all_cells(rows, column, is_grouped) && filled_cells(rows, column).any(|cell| cell.contains(','))
}

fn is_decimal(cell: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    cell.trim()
        .trim_start_matches(['-', '+'])
        .split_once(',')
        .is_some_and(|(whole, rest)| is_number(whole) && is_number(rest))
}

/// Columns of a basket's items: `item1`, `item2`, … by their names, or columns that share their contents, in rows of
/// different lengths.
pub(crate) fn basket_columns(columns: &[String], header: bool, rows: &[Vec<String>], roles: &Roles) -> Vec<usize> {
    let mut free: Vec<usize> = (0..columns.len()).filter(|&column| !roles.has(column)).collect();
    // The first column may say how many items follow.
    if let Some(place) = free.iter().position(|&column| counts_items(rows, column)) {
        free.remove(place);
    }
    if header && let Some(items) = numbered_columns(columns, &free) {
        return items;
    }
    let is_name = |cell: &str| !cell.contains([':', '.']) && cell.parse::<f64>().is_err();
    let mut widths: Vec<usize> = rows
        .iter()
        .map(|row| row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1))
        .collect();
    widths.sort_unstable();
    widths.dedup();
    let mut columns_of: HashMap<&str, HashSet<usize>> = HashMap::new();
    let texts = free.iter().copied().filter(|&column| widths.len() >= 4 || all_cells(rows, column, is_name));
    let texts: Vec<usize> = texts.collect();
    for &column in &texts {
        for cell in filled_cells(rows, column) {
            columns_of.entry(cell.trim()).or_default().insert(column);
        }
    }
    let is_shared = |column: usize| {
        let cells: Vec<&String> = filled_cells(rows, column).collect();
        let elsewhere =
            cells.iter().filter(|cell| columns_of.get(cell.trim()).is_some_and(|seen| seen.len() > 1)).count();
        !cells.is_empty() && elsewhere * 5 >= cells.len()
    };
    let Some(first) = texts.iter().copied().find(|&column| is_shared(column)) else { return Vec::new() };
    // All columns behind the first one belong to the basket, however rarely they are filled.
    let found: Vec<usize> = free.into_iter().filter(|&column| column >= first).collect();
    let sharing = found.iter().filter(|&&column| is_shared(column)).count();
    // A column that most rows fill and that shares nothing is something else: a price, a date.
    let is_item = |&column: &usize| is_shared(column) || filled_cells(rows, column).count() * 2 < rows.len();
    if widths.len() >= 2 && sharing >= 2 && found.iter().all(is_item) { found } else { Vec::new() }
}

/// Whether the cells of a column say how many cells behind it are filled.
pub(crate) fn counts_items(rows: &[Vec<String>], column: usize) -> bool {
    let counted = |row: &Vec<String>| {
        let count: usize = row.get(column)?.trim().parse().ok()?;
        let behind = row.iter().skip(column + 1).filter(|cell| !cell.trim().is_empty()).count();
        Some(count == behind && count > 0)
    };
    let fitting = rows.iter().filter(|row| counted(row) == Some(true)).count();
    let widths: HashSet<usize> = rows.iter().filter_map(|row| row.get(column)?.trim().parse().ok()).collect();
    fitting * 10 >= rows.len() * 9 && widths.len() >= 2
}

/// Columns of items whose names differ only in a number at the end.
fn numbered_columns(columns: &[String], free: &[usize]) -> Option<Vec<usize>> {
    let stem = |column: usize| {
        let key = name_key(columns.get(column)?);
        let stem = key.trim_end_matches(|c: char| c.is_numeric());
        (stem.len() < key.len() && !stem.is_empty()).then(|| stem.to_owned())
    };
    let mut stems: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &column in free {
        if let Some(stem) = stem(column) {
            stems.entry(stem).or_default().push(column);
        }
    }
    let is_item_name = |stem: &str| {
        let stem = stem.trim_end_matches("id");
        [
            "item", "lineitem", "product", "sku", "article", "artikel", "produkt", "producto", "produit", "good",
            "goods", "purchase",
        ]
        .contains(&stem)
            || ["商品", "产品", "物品", "產品", "상품", "제품"].iter().any(|word| stem.starts_with(word))
    };
    stems
        .into_iter()
        .filter(|(stem, columns)| columns.len() >= 2 && is_item_name(stem))
        .max_by_key(|(_, columns)| columns.len())
        .map(|(_, columns)| columns)
}
