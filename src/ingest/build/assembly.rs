//! The end of a reading, in steps: the rows are sorted, their meaning is decided, and they become interactions.

use std::task::Poll;

use crate::dataset::Interactions;
use crate::dataset::Vocabulary;
use crate::dataset::quality::Quality;
use crate::dataset::quality::{EventType, FileFacts};
use crate::error::{Error, Result};
use crate::ingest::build::collector::RowCollector;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::interactions_builder::InteractionsBuilder;
use crate::ingest::build::rejected::RejectionIndex;
use crate::ingest::build::resolve::{Resolved, Resolver};
use crate::ingest::build::row_counts::{Example, OutcomeCounts, RowCounts};
use crate::ingest::build::row_parser::{REPEATED, RowParser};
use crate::ingest::build::rules::ResolveRules;
use crate::ingest::build::sorting::{EventSorter, SortedEvents};
use crate::ingest::schema::cell_rules::{CellRules, FileEvidence, ValueKind, threshold_of_scale};
use crate::ingest::schema::roles::TableLayout;
use crate::ingest::values::timestamps::turned;
use crate::job::Job;
use crate::memory::try_zeroed;

/// A file that was read to its end.
pub struct FileRead {
    pub interactions: Interactions,
    pub account: RowCounts,
    /// What the file's cells were taken to mean, with everything decided.
    pub meaning: CellRules,
    pub quality: Quality,
    /// How many rows each pair has, in the order of the matrix.
    pub counts: Vec<u32>,
    /// By which a second reading tells where each row went.
    pub ledger: RejectionIndex,
}

/// The end of a reading, step by step.
pub struct Assembly {
    /// As somebody has chosen it.
    meaning: CellRules,
    stage: Stage,
}

enum Stage {
    EventSorter(Box<RowCollector>, EventSorter),
    Resolver(Box<Decided>, Box<Resolver>),
    Resolved(Box<Decided>, Box<Resolver>),
    Over,
}

/// What is known once all rows have been seen.
struct Decided {
    meaning: CellRules,
    rules: ResolveRules,
    tally: OutcomeCounts,
    table: RowParser,
    account: RowCounts,
    owners: Vec<(u64, u64)>,
    /// Types of events and how many rows each has.
    types: Vec<(String, u64)>,
}

impl Assembly {
    pub(crate) fn of(gathering: RowCollector, meaning: CellRules) -> Result<Assembly> {
        let RowCollector { table, occurrences, .. } = &gathering;
        let sorting = EventSorter::new(occurrences.len(), table.users.len(), table.items.len())?;
        Ok(Assembly { meaning, stage: Stage::EventSorter(Box::new(gathering), sorting) })
    }

    fn decided(&self, gathering: RowCollector, sorted: SortedEvents) -> Result<Stage> {
        let RowCollector { mut table, mut occurrences, names, segments, categories, owners, account, .. } = gathering;
        if table.moments.as_mut().is_some_and(|moments| moments.turns_at_end()) {
            occurrences.correct_times(turned);
        }
        let meaning = self.meaning.decided(&seen(&table, &occurrences));
        let is_long = table.shape == TableLayout::Long;
        let declared = table.items_are_declared();
        let mut rules = meaning.rules(&table.items, &table.types, table.roles.split.is_some() && is_long, declared)?;
        // Where cells of a matrix are ratings, those below the threshold have been left out already.
        rules.adds_up |= !is_long;
        let types = table.types.ids().map(str::to_owned).zip(table.type_rows.iter().copied()).collect();
        let tally = OutcomeCounts::of(&occurrences)?;
        let builder = InteractionsBuilder {
            users: std::mem::take(&mut table.users),
            items: std::mem::take(&mut table.items),
            names,
            segments,
            categories,
            occurrences,
        };
        let decided = Decided { meaning, rules, tally, table, account, owners, types };
        Ok(Stage::Resolver(Box::new(decided), Box::new(Resolver::new(builder, sorted))))
    }

    fn read(&self, decided: Decided, settling: Resolver) -> Result<FileRead> {
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
        let is_long = table.shape == TableLayout::Long;
        if is_long {
            account_for_events(&mut account, &tally, &settled);
        } else {
            account_for_owners(&mut account, &owners, &settled, &rules);
        }
        let owners_gone = if is_long { Vec::new() } else { gone(&settled, owners.len())? };
        let Resolved { interactions, fates, counts, names_differ, .. } = settled;
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
        let again = CellRules { take_back: self.meaning.take_back, ..meaning.clone() };
        let (roles, sample) = (table.roles, table.sample);
        let ledger = RejectionIndex { roles, sample, rules, meaning: again, fates, owners_gone, of_events: is_long };
        Ok(FileRead { interactions, account, meaning, quality, counts, ledger })
    }
}

impl Job for Assembly {
    type Input<'a> = ();
    type Output = FileRead;

    /// The next step; the file's interactions and all that is to be said of it at the end.
    ///
    /// # Errors
    /// [`Error::JOB_OVER`] after the end; those of [`FileReader::finish_read`](crate::ingest::build::file::FileReader::finish_read).
    fn poll(&mut self, (): ()) -> Result<Poll<FileRead>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::EventSorter(gathering, mut sorting) => match sorting.poll(&gathering.occurrences)? {
                Poll::Pending => Stage::EventSorter(gathering, sorting),
                Poll::Ready(sorted) => self.decided(*gathering, sorted)?,
            },
            Stage::Resolver(mut decided, mut settling) => {
                let Decided { rules, tally, .. } = &mut *decided;
                match settling.poll((rules, tally))? {
                    Poll::Pending => Stage::Resolver(decided, settling),
                    Poll::Ready(()) => Stage::Resolved(decided, settling),
                }
            }
            Stage::Resolved(decided, settling) => return self.read(*decided, *settling).map(Poll::Ready),
            Stage::Over => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::EventSorter(_, sorting) => 0.4 * sorting.progress(),
            Stage::Resolver(_, settling) => 0.4 + 0.4 * settling.progress(),
            Stage::Resolved(..) => 0.8,
            Stage::Over => 1.0,
        }
    }
}

/// The types of events with their weights, most rows first.
fn event_types(types: Vec<(String, u64)>, meaning: &CellRules) -> Vec<EventType> {
    let weight = |name: &String| meaning.events.as_ref().and_then(|events| events.get(name)).copied().unwrap_or(0.0);
    let mut events: Vec<EventType> =
        types.into_iter().map(|(name, rows)| EventType { weight: weight(&name), name, rows }).collect();
    events.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.name.cmp(&other.name)));
    events
}

/// Of all ratings so many at least must reach the threshold: else the scale is another one.
const LEAST_SHARE: f64 = 0.2;

fn seen<'a>(table: &'a RowParser, occurrences: &EventLog) -> FileEvidence<'a> {
    let is_long = table.shape == TableLayout::Long;
    let threshold = threshold_of_scale(table.largest);
    let threshold = if occurrences.share_from(threshold) >= LEAST_SHARE { threshold } else { 0.0 };
    FileEvidence {
        kind: table.value,
        threshold,
        taken_back: table.taken_back,
        order: table.moments.as_ref().and_then(|moments| moments.order()),
        kinds: (is_long && table.roles.event.is_some()).then_some((&table.types, &table.type_rows)),
    }
}

fn account_for_events(account: &mut RowCounts, tally: &OutcomeCounts, settled: &Resolved) {
    (account.used, account.merged) = (tally.used, tally.merged);
    let Resolved { interactions, before, occurrences, .. } = settled;
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
fn account_for_owners(account: &mut RowCounts, owners: &[(u64, u64)], settled: &Resolved, rules: &ResolveRules) {
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

fn gone(settled: &Resolved, users: usize) -> Result<Vec<bool>> {
    if settled.users.len() == users {
        return Ok(Vec::new());
    }
    let mut gone = try_zeroed(true, users)?;
    settled.users.iter().for_each(|&user| gone[user as usize] = false);
    Ok(gone)
}
