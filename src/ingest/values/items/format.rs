//! Format in which a column writes the line items of an order.

use std::borrow::Cow;

use crate::ingest::values::items::counted::{CountPlace, SEPARATORS, counted, parts};
use crate::ingest::values::items::item::Item;
use crate::ingest::values::items::{json, pairs};

/// Format of the items in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemFormat {
    /// Names with counts: `2× Tea, 1× Mug`, `Tea x 2; Mug`.
    Counted { separator: char, place: CountPlace },
    /// Keys and values: `name:Tea|sku:T4|quantity:2;name:…`.
    Pairs,
    /// A JSON array of objects.
    Json,
    /// One name per line.
    Lines,
}

/// Cells that are examined.
const SAMPLE: usize = 200;
/// Bytes of a cell in which counts are searched, once for each separator and place.
const SAMPLE_BYTES: usize = 4_096;
/// Share of the cells that must be readable as JSON or pairs, and of those with more than one line.
const MIN_READABLE: f64 = 0.8;
const MIN_LINES: f64 = 0.3;
/// Share of the parts with a count where no cell has more than one part: nothing but the counts shows that the names
/// are items of an order.
const MIN_ALONE: f64 = 0.95;

/// Counts found in the cells of a column.
#[derive(Default)]
struct Counts {
    /// Cells with a count.
    cells: usize,
    parts: usize,
    counted: usize,
    /// Cells of several parts.
    several: usize,
}

impl ItemFormat {
    /// Format of most cells, blank ones aside; `None` where they are single names, or names without counts that only a
    /// separator divides.
    pub fn guess(cells: &[&str]) -> Option<ItemFormat> {
        let filled: Vec<&str> =
            cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).take(SAMPLE).collect();
        let share = |count: usize| count as f64 / filled.len().max(1) as f64;
        if filled.is_empty() {
            return None;
        }
        if share(filled.iter().filter(|cell| json::items(cell).is_some()).count()) >= MIN_READABLE {
            return Some(ItemFormat::Json);
        }
        if share(filled.iter().filter(|cell| pairs::items(cell).is_some()).count()) >= MIN_READABLE {
            return Some(ItemFormat::Pairs);
        }
        let beginning = |cell: &&str| cell.floor_char_boundary(SAMPLE_BYTES.min(cell.len()));
        let filled: Vec<&str> = filled.iter().filter_map(|cell| cell.get(..beginning(cell))).collect();
        let mut best: Option<(ItemFormat, Counts)> = None;
        for separator in SEPARATORS {
            for place in CountPlace::ALL {
                let counts = Counts::of(&filled, separator, place);
                let is_better =
                    best.as_ref().is_none_or(|(_, best)| (counts.counted, best.parts) > (best.counted, counts.parts));
                if counts.fit(filled.len(), place) && is_better {
                    best = Some((ItemFormat::Counted { separator, place }, counts));
                }
            }
        }
        let several = filled.iter().filter(|cell| parts(cell, '\n').nth(1).is_some()).count();
        let lines = (share(several) >= MIN_LINES).then_some(ItemFormat::Lines);
        best.map(|(format, _)| format).or(lines)
    }

    /// Items of a cell; none where it is not of this format.
    pub fn items<'a>(&self, cell: &'a str) -> impl Iterator<Item = Item<'a>> {
        let items: Vec<Item<'a>> = match *self {
            ItemFormat::Json => json::items(cell).unwrap_or_default(),
            ItemFormat::Pairs => pairs::items(cell).unwrap_or_default(),
            ItemFormat::Lines => parts(cell, '\n').map(|name| named(name, 1.0)).collect(),
            ItemFormat::Counted { separator, place } => parts(cell, separator)
                .map(|part| counted(part, place).map_or_else(|| named(part, 1.0), |(name, count)| named(name, count)))
                .collect(),
        };
        items.into_iter()
    }
}

fn named(name: &str, quantity: f64) -> Item<'_> {
    Item { id: Cow::Borrowed(name), name: None, quantity }
}

impl Counts {
    fn of(cells: &[&str], separator: char, place: CountPlace) -> Counts {
        let mut counts = Counts::default();
        for cell in cells {
            let (before, parts_before) = (counts.counted, counts.parts);
            for part in parts(cell, separator) {
                counts.parts += 1;
                counts.counted += usize::from(counted(part, place).is_some());
            }
            counts.cells += usize::from(counts.counted > before);
            counts.several += usize::from(counts.parts > parts_before + 1);
        }
        counts
    }

    /// Whether enough of `cells` cells have counts at that place.
    fn fit(&self, cells: usize, place: CountPlace) -> bool {
        let (of_cells, of_parts) = place.min_shares();
        let of_parts = if self.several == 0 { MIN_ALONE } else { of_parts };
        self.cells as f64 >= of_cells * cells as f64 && self.counted as f64 >= of_parts * self.parts as f64
    }
}
