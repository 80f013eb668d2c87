//! The end of a reading, in steps: the rows are sorted, their meaning is decided, and they become interactions.

use crate::dataset::interactions::Interactions;
use crate::dataset::quality::findings::{EventType, FileFacts};
use crate::dataset::quality::report::Quality;
use crate::dataset::vocabulary::Vocabulary;
use crate::error::{Error, Result};
use crate::ingest::build::collector::Gathering;
use crate::ingest::build::event_log::Occurrences;
use crate::ingest::build::interactions_builder::InteractionsBuilder;
use crate::ingest::build::rejected::Ledger;
use crate::ingest::build::resolve::{Settled, Settling};
use crate::ingest::build::row_counts::{Account, Example, Tally};
use crate::ingest::build::row_parser::{REPEATED, Table};
use crate::ingest::build::rules::Rules;
use crate::ingest::build::sorting::{Sorted, Sorting};
use crate::ingest::schema::cell_rules::{Meaning, Seen, ValueKind, threshold_of_scale};
use crate::ingest::schema::roles::Shape;
use crate::ingest::values::timestamps::turned;
use crate::memory::try_zeroed;

/// A file that was read to its end.
pub struct FileRead {
    pub interactions: Interactions,
    pub account: Account,
    /// What the file's cells were taken to mean, with everything decided.
    pub meaning: Meaning,
    pub quality: Quality,
    /// How many rows each pair has, in the order of the matrix.
    pub counts: Vec<u32>,
    /// By which a second reading tells where each row went.
    pub ledger: Ledger,
}

/// The end of a reading, step by step.
pub struct Finishing {
    /// As somebody has chosen it.
    meaning: Meaning,
    stage: Stage,
}

enum Stage {
    Sorting(Box<Gathering>, Sorting),
    Settling(Box<Decided>, Box<Settling>),
    Settled(Box<Decided>, Box<Settling>),
    Over,
}

/// What is known once all rows have been seen.
struct Decided {
    meaning: Meaning,
    rules: Rules,
    tally: Tally,
    table: Table,
    account: Account,
    owners: Vec<(u64, u64)>,
    /// Types of events and how many rows each has.
    types: Vec<(String, u64)>,
}

impl Finishing {
    pub(crate) fn of(gathering: Gathering, meaning: Meaning) -> Result<Finishing> {
        let Gathering { table, occurrences, .. } = &gathering;
        let sorting = Sorting::new(occurrences.len(), table.users.len(), table.items.len())?;
        Ok(Finishing { meaning, stage: Stage::Sorting(Box::new(gathering), sorting) })
    }

    /// The share that is done, 0–1.
    pub fn fraction(&self) -> f64 {
        match &self.stage {
            Stage::Sorting(_, sorting) => 0.4 * sorting.fraction(),
            Stage::Settling(_, settling) => 0.4 + 0.4 * settling.fraction(),
            Stage::Settled(..) => 0.8,
            Stage::Over => 1.0,
        }
    }

    /// The next step; the file's interactions and all that is to be said of it at the end.
    ///
    /// # Errors
    /// [`Error::WrongOrder`] after the end; those of [`FileReader::finish_read`](crate::ingest::build::file::FileReader::finish_read).
    pub fn step(&mut self) -> Result<Option<FileRead>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Sorting(gathering, mut sorting) => match sorting.step(&gathering.occurrences)? {
                None => Stage::Sorting(gathering, sorting),
                Some(sorted) => self.decided(*gathering, sorted)?,
            },
            Stage::Settling(mut decided, mut settling) => {
                let Decided { rules, tally, .. } = &mut *decided;
                match settling.step(rules, tally)? {
                    false => Stage::Settling(decided, settling),
                    true => Stage::Settled(decided, settling),
                }
            }
            Stage::Settled(decided, settling) => return self.read(*decided, *settling).map(Some),
            Stage::Over => return Err(Error::WrongOrder),
        };
        Ok(None)
    }

    fn decided(&self, gathering: Gathering, sorted: Sorted) -> Result<Stage> {
        let Gathering { mut table, mut occurrences, names, segments, categories, owners, account, .. } = gathering;
        if table.moments.as_mut().is_some_and(|moments| moments.turns_at_end()) {
            occurrences.correct_times(turned);
        }
        let meaning = self.meaning.decided(&seen(&table, &occurrences));
        let is_long = table.shape == Shape::Long;
        let declared = table.items_are_declared();
        let mut rules = meaning.rules(&table.items, &table.types, table.roles.split.is_some() && is_long, declared)?;
        // Where cells of a matrix are ratings, those below the threshold have been left out already.
        rules.adds_up |= !is_long;
        let types = table.types.ids().map(str::to_owned).zip(table.type_rows.iter().copied()).collect();
        let tally = Tally::of(&occurrences)?;
        let builder = InteractionsBuilder {
            users: std::mem::take(&mut table.users),
            items: std::mem::take(&mut table.items),
            names,
            segments,
            categories,
            occurrences,
        };
        let decided = Decided { meaning, rules, tally, table, account, owners, types };
        Ok(Stage::Settling(Box::new(decided), Box::new(Settling::new(builder, sorted))))
    }

    fn read(&self, decided: Decided, settling: Settling) -> Result<FileRead> {
        let Decided { meaning, rules, tally, table, mut account, owners, types } = decided;
        let repeated = settling.repeated();
        if repeated > 0 {
            *account.warnings.entry(REPEATED).or_default() += repeated;
        }
        let settled = settling.finish(&rules).map_err(|error| match error {
            // Whatever was accepted only took back.
            Error::TooFewUsers { found: 0, .. } if rules.least_per_user.max(rules.least_per_item) <= 1 => {
                Error::NoUsableRows { rows: account.rows }
            }
            error => error,
        })?;
        let is_long = table.shape == Shape::Long;
        if is_long {
            account_for_events(&mut account, &tally, &settled);
        } else {
            account_for_owners(&mut account, &owners, &settled, &rules);
        }
        let owners_gone = if is_long { Vec::new() } else { gone(&settled, owners.len())? };
        let Settled { interactions, fates, counts, names_differ, .. } = settled;
        let facts = FileFacts {
            rows: account.rows,
            rejected: &account.rejected,
            warnings: &account.warnings,
            rating_threshold: (meaning.value == Some(ValueKind::Rating)).then(|| meaning.threshold.unwrap_or(0.0)),
            names_differ,
            events: event_types(types, &meaning),
            days: tally.days(),
        };
        let quality = Quality::of(&interactions, facts);
        // Whether anything was taken back is known only at the end, and not asked for again.
        let again = Meaning { take_back: self.meaning.take_back, ..meaning.clone() };
        let (roles, sample) = (table.roles, table.sample);
        let ledger = Ledger { roles, sample, rules, meaning: again, fates, owners_gone, of_events: is_long };
        Ok(FileRead { interactions, account, meaning, quality, counts, ledger })
    }
}

/// The types of events with their weights, most rows first.
fn event_types(types: Vec<(String, u64)>, meaning: &Meaning) -> Vec<EventType> {
    let weight = |name: &String| meaning.events.as_ref().and_then(|events| events.get(name)).copied().unwrap_or(0.0);
    let mut events: Vec<EventType> =
        types.into_iter().map(|(name, rows)| EventType { weight: weight(&name), name, rows }).collect();
    events.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.name.cmp(&other.name)));
    events
}

/// Of all ratings so many at least must reach the threshold: else the scale is another one.
const LEAST_SHARE: f64 = 0.2;

fn seen<'a>(table: &'a Table, occurrences: &Occurrences) -> Seen<'a> {
    let is_long = table.shape == Shape::Long;
    let threshold = threshold_of_scale(table.largest);
    let threshold = if occurrences.share_from(threshold) >= LEAST_SHARE { threshold } else { 0.0 };
    Seen {
        kind: table.value,
        threshold,
        taken_back: table.taken_back,
        order: table.moments.as_ref().and_then(|moments| moments.order()),
        kinds: (is_long && table.roles.event.is_some()).then_some((&table.types, &table.type_rows)),
    }
}

fn account_for_events(account: &mut Account, tally: &Tally, settled: &Settled) {
    (account.used, account.merged) = (tally.used, tally.merged);
    let Settled { interactions, before, occurrences, .. } = settled;
    let (users, items) =
        before.as_ref().map_or((&interactions.users, &interactions.items), |(users, items)| (users, items));
    let id = |ids: &Vocabulary, index: u32| ids.id(index as usize).to_owned();
    for (reason, rows, first) in tally.late() {
        let examples = first.iter().map(|&index| {
            let item = id(items, occurrences.item(index));
            let name = interactions.items.find(&item).map(|item| interactions.name(item)).filter(|name| **name != item);
            let said = [Some(id(users, occurrences.user(index))), name.map(str::to_owned), Some(item)];
            let text = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            Example { row: occurrences.row(index), text }
        });
        account.reject_late(reason, rows, examples);
    }
}

/// Rows that are users or baskets: a user who is left has used the first of theirs.
fn account_for_owners(account: &mut Account, owners: &[(u64, u64)], settled: &Settled, rules: &Rules) {
    let users = settled.before.as_ref().map_or(&settled.interactions.users, |(users, _)| users);
    let mut left = settled.users.iter().peekable();
    for (user, &(row, rows)) in owners.iter().enumerate() {
        if left.next_if(|&&left| left as usize == user).is_some() {
            account.used += 1;
            account.merged += rows - 1;
            continue;
        }
        let example = Example { row, text: users.id(user).to_owned() };
        account.reject_late(rules.reason_of_owner(), rows, std::iter::once(example));
    }
}

fn gone(settled: &Settled, users: usize) -> Result<Vec<bool>> {
    if settled.users.len() == users {
        return Ok(Vec::new());
    }
    let mut gone = try_zeroed(true, users)?;
    settled.users.iter().for_each(|&user| gone[user as usize] = false);
    Ok(gone)
}
