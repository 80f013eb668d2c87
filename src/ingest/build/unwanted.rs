//! Users and items that are left out by default: guests, postage, fees; and what else is unusual in the
//! ids of a file.

use std::collections::HashSet;

use crate::dataset::quality::{Guest, IdFacts, ItemList, NonProduct, guests, non_products};
use crate::dataset::{LabelCounts, Vocabulary};
use crate::error::Result;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::row_parser::RowParser;
use crate::ingest::schema::CellRules;
use crate::memory::try_zeroed;

/// Rows that are counted in one step.
const MAX_COUNTED: usize = 4_000_000;
/// Ids beyond which their case is not compared.
const MAX_COMPARED: usize = 2_000_000;

/// Users and items that are no customers and no products.
pub(crate) struct Unwanted {
    pub item_ids: Vec<String>,
    pub user_ids: Vec<String>,
    items: Vec<NonProduct>,
    rows_of_items: Vec<u32>,
    guests: Vec<Guest>,
}

impl Unwanted {
    pub fn of(parser: &RowParser, events: &EventLog, names: &LabelCounts) -> Result<Unwanted> {
        let (mut of_items, mut of_users) =
            (try_zeroed(0_u32, parser.items.len())?, try_zeroed(0_u32, parser.users.len())?);
        // The step must stay short: of a large file a sample of the rows shows which users stand for many.
        let stride = events.len().div_ceil(MAX_COUNTED).max(1);
        for index in (0..events.len() as u32).step_by(stride) {
            of_items[events.item(index) as usize] += 1;
            of_users[events.user(index) as usize] += 1;
        }
        let name = |item: usize| names.first(item).unwrap_or_else(|| parser.items.id(item));
        let mut items = non_products(&ItemList { ids: &parser.items, name: &name, counts: &of_items });
        items.retain(NonProduct::is_excluded_by_default);
        // The rows of a matrix or of lists are customers, however busy.
        let mut guests = if parser.has_rows_of_events() { guests(&parser.users, &of_users) } else { Vec::new() };
        if stride > 1 && items.len() + guests.len() > 0 {
            let all = 0..events.len() as u32;
            for item in &mut items {
                let index = parser.items.find(&item.id).map(|index| index as u32);
                item.users = all.clone().filter(|&row| Some(events.item(row)) == index).count() as u32;
            }
            for guest in &mut guests {
                let index = parser.users.find(&guest.id).map(|index| index as u32);
                guest.rows = all.clone().filter(|&row| Some(events.user(row)) == index).count() as u64;
            }
        }
        let named = guests.iter().filter(|guest| guest.is_named);
        Ok(Unwanted {
            item_ids: items.iter().map(|item| item.id.clone()).collect(),
            user_ids: named.map(|guest| guest.id.clone()).collect(),
            rows_of_items: items.iter().map(|item| item.users).collect(),
            items,
            guests,
        })
    }

    /// What the page says of the ids, under the decided rules.
    pub fn facts(self, rules: &CellRules, parser: &RowParser) -> IdFacts {
        let is_excluded =
            |excluded: &Option<Vec<String>>, id: &String| excluded.iter().flatten().any(|other| other == id);
        let excluded = self.items.iter().zip(&self.rows_of_items);
        let excluded: Vec<(String, u64)> = excluded
            .filter(|(item, _)| is_excluded(&rules.excluded_items, &item.id))
            .map(|(item, &rows)| (item.name.trim().to_owned(), rows.into()))
            .collect();
        let guests = self.guests.into_iter().map(|guest| {
            let is_excluded = is_excluded(&rules.excluded_users, &guest.id);
            (guest, is_excluded)
        });
        IdFacts {
            excluded_items: excluded,
            guests: guests.collect(),
            users_differing_in_case: differing_in_case(&parser.users),
            items_differing_in_case: differing_in_case(&parser.items),
            cut: parser.cut_column().map(|(column, example)| (column.to_owned(), example.to_owned())),
        }
    }
}

/// Ids that are equal to another one but for their case.
fn differing_in_case(ids: &Vocabulary) -> u64 {
    let is_mixed = ids.ids().any(|id| id.bytes().any(|byte| byte.is_ascii_lowercase()))
        && ids.ids().any(|id| id.bytes().any(|byte| byte.is_ascii_uppercase()));
    if !is_mixed || ids.len() > MAX_COMPARED {
        return 0;
    }
    let lower: HashSet<String> = ids.ids().map(str::to_lowercase).collect();
    (ids.len() - lower.len()) as u64
}
