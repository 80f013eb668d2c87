//! Assembly: the end of a reading, in steps. Events are sorted, the cell rules decided, and the interactions resolved.

use std::task::Poll;

use crate::dataset::quality::{EventType, FileFacts, IdFacts, Quality};
use crate::dataset::{Interactions, Vocabulary};
use crate::error::{Error, Result};
use crate::ingest::build::collector::RowCollector;
use crate::ingest::build::event_log::EventLog;
use crate::ingest::build::event_sorter::{EventSorter, SortedEvents};
use crate::ingest::build::interactions_builder::InteractionsBuilder;
use crate::ingest::build::rejected::RejectionIndex;
use crate::ingest::build::resolver::{Resolved, Resolver};
use crate::ingest::build::row_counts::{OutcomeCounts, RowCounts, RowExample};
use crate::ingest::build::row_parser::{DUPLICATE_ROW, RowParser};
use crate::ingest::build::rules::ResolveRules;
use crate::ingest::build::unwanted::Unwanted;
use crate::ingest::schema::{CellRules, FileEvidence, TableLayout, ValueKind, default_threshold};
use crate::ingest::values::swapped_or_same;
use crate::job::Job;
use crate::memory::try_zeroed;
use crate::order::sort_few;

/// Share of all ratings that must reach the default threshold: otherwise the scale is another one.
const MIN_SHARE_ABOVE_THRESHOLD: f64 = 0.2;

/// A file that was read to its end.
pub struct FileRead {
    pub interactions: Interactions,
    pub row_counts: RowCounts,
    /// Rules by which the file's cells were interpreted, all of them decided.
    pub cell_rules: CellRules,
    pub quality: Quality,
    /// Number of rows of each pair, in the order of the matrix.
    pub pair_rows: Vec<u32>,
    /// Index by which a second reading finds the outcome of each row.
    pub rejections: RejectionIndex,
}

/// End of a reading, in steps.
pub struct Assembly {
    /// Rules as the user has chosen them.
    cell_rules: CellRules,
    stage: Stage,
}

enum Stage {
    Sorting(Box<RowCollector>, EventSorter),
    Resolving(Box<Decided>, Box<Resolver>),
    Resolved(Box<Decided>, Box<Resolver>),
    Done,
}

/// Everything that is known once all rows have been read.
struct Decided {
    cell_rules: CellRules,
    rules: ResolveRules,
    outcomes: OutcomeCounts,
    parser: RowParser,
    row_counts: RowCounts,
    owners: Vec<(u64, u64)>,
    /// Types of events, and the number of rows of each.
    event_types: Vec<(String, u64)>,
    facts: IdFacts,
}

impl Assembly {
    pub(crate) fn new(collector: RowCollector, cell_rules: CellRules) -> Result<Assembly> {
        let RowCollector { parser, events, .. } = &collector;
        let sorter = EventSorter::new(events.len(), parser.users.len(), parser.items.len())?;
        Ok(Assembly { cell_rules, stage: Stage::Sorting(Box::new(collector), sorter) })
    }

    /// Decides the rules by the evidence of the whole file, and begins to resolve the events by them.
    fn decide(&self, collector: RowCollector, sorted: SortedEvents) -> Result<Stage> {
        let RowCollector { mut parser, mut events, item_names, segments, categories, owners, row_counts, .. } =
            collector;
        if parser.timestamps.as_mut().is_some_and(|timestamps| timestamps.swaps_at_end()) {
            events.correct_times(swapped_or_same);
        }
        let unwanted = Unwanted::of(&parser, &events, &item_names)?;
        let cell_rules = self.cell_rules.decided(&evidence(&parser, &events, &unwanted));
        let facts = unwanted.facts(&cell_rules, &parser);
        let is_long = parser.layout == TableLayout::Long;
        let (has_split, keeps_all_items) = (parser.roles.split.is_some() && is_long, parser.keeps_all_items());
        let mut rules = cell_rules.resolve_rules(
            (&parser.users, &parser.items),
            &parser.event_types,
            has_split,
            keeps_all_items,
        )?;
        // Where the cells of a wide table are ratings, those below the threshold have been left out already.
        rules.adds_up |= !is_long;
        let event_types = parser.event_types.ids().map(str::to_owned).zip(parser.event_rows.iter().copied()).collect();
        let outcomes = OutcomeCounts::of(&events)?;
        let builder = InteractionsBuilder {
            users: std::mem::take(&mut parser.users),
            items: std::mem::take(&mut parser.items),
            item_names,
            segments,
            categories,
            events,
        };
        let decided = Decided { cell_rules, rules, outcomes, parser, row_counts, owners, event_types, facts };
        Ok(Stage::Resolving(Box::new(decided), Box::new(Resolver::new(builder, sorted))))
    }

    fn finish(&self, decided: Decided, resolver: Resolver) -> Result<FileRead> {
        let Decided { cell_rules, rules, outcomes, parser, mut row_counts, owners, event_types, facts: ids } = decided;
        let duplicates = resolver.duplicates();
        if duplicates > 0 {
            *row_counts.warnings.entry(DUPLICATE_ROW).or_default() += duplicates;
        }
        let resolved = resolver.finish(&rules).map_err(|error| match error {
            // All accepted rows are cancellations.
            Error::TooFewUsers { found: 0, .. } if !rules.removes_rare() => {
                Error::NoUsableRows { rows: row_counts.rows }
            }
            error => error,
        })?;
        let is_long = parser.layout == TableLayout::Long;
        if is_long {
            count_events(&mut row_counts, &outcomes, &resolved);
        } else {
            count_owners(&mut row_counts, &owners, &resolved, &rules);
        }
        let removed_owners = if is_long { Vec::new() } else { removed_owners(&resolved, owners.len())? };
        let Resolved { interactions, statuses, pair_rows, names_differ, .. } = resolved;
        let is_rating = cell_rules.value == Some(ValueKind::Rating);
        let facts = FileFacts {
            rows: row_counts.rows,
            rejected: &row_counts.rejected,
            warnings: &row_counts.warnings,
            rating_threshold: is_rating.then(|| cell_rules.threshold.unwrap_or(0.0)),
            names_differ,
            events: weighted_types(event_types, &cell_rules),
            days: outcomes.days(),
            has_statuses: parser.has_statuses(),
            ids,
        };
        let quality = Quality::of(&interactions, facts);
        // Whether the file has cancellations is known only at its end: a second reading must not depend on it.
        let reread_rules = CellRules { apply_cancellations: self.cell_rules.apply_cancellations, ..cell_rules.clone() };
        let rejections = RejectionIndex {
            roles: parser.roles,
            sample: parser.sample,
            rules,
            cell_rules: reread_rules,
            statuses,
            removed_owners,
            is_long,
        };
        Ok(FileRead { interactions, row_counts, cell_rules, quality, pair_rows, rejections })
    }
}

impl Job for Assembly {
    type Input<'a> = ();
    type Output = FileRead;

    /// The next step; the result at the end.
    ///
    /// # Errors
    /// [`Error::JOB_OVER`] after the end; those of
    /// [`FileReader::finish_read`](crate::ingest::build::FileReader::finish_read).
    fn poll(&mut self, (): ()) -> Result<Poll<FileRead>> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Sorting(collector, mut sorter) => match sorter.poll(&collector.events)? {
                Poll::Pending => Stage::Sorting(collector, sorter),
                Poll::Ready(sorted) => self.decide(*collector, sorted)?,
            },
            Stage::Resolving(mut decided, mut resolver) => {
                let Decided { rules, outcomes, .. } = &mut *decided;
                match resolver.poll((rules, outcomes))? {
                    Poll::Pending => Stage::Resolving(decided, resolver),
                    Poll::Ready(()) => Stage::Resolved(decided, resolver),
                }
            }
            Stage::Resolved(decided, resolver) => return self.finish(*decided, *resolver).map(Poll::Ready),
            Stage::Done => return Err(Error::JOB_OVER),
        };
        Ok(Poll::Pending)
    }

    fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Sorting(_, sorter) => 0.4 * sorter.progress(),
            Stage::Resolving(_, resolver) => 0.4 + 0.4 * resolver.progress(),
            Stage::Resolved(..) => 0.8,
            Stage::Done => 1.0,
        }
    }
}

/// Types of events with their weights, most rows first.
fn weighted_types(types: Vec<(String, u64)>, cell_rules: &CellRules) -> Vec<EventType> {
    let weights = cell_rules.event_weights.as_ref();
    let weight = |name: &String| weights.and_then(|weights| weights.get(name)).copied().unwrap_or(0.0);
    let mut events: Vec<EventType> =
        types.into_iter().map(|(name, rows)| EventType { weight: weight(&name), name, rows }).collect();
    sort_few(&mut events, |one, other| other.rows.cmp(&one.rows).then_with(|| one.name.cmp(&other.name)));
    events
}

/// Evidence of the whole file for the rules that were not chosen.
fn evidence<'a>(parser: &'a RowParser, events: &EventLog, unwanted: &'a Unwanted) -> FileEvidence<'a> {
    let has_types = parser.roles.event.is_some();
    let threshold = default_threshold(parser.largest);
    let is_reached = events.share_at_least(threshold) >= MIN_SHARE_ABOVE_THRESHOLD;
    FileEvidence {
        value_kind: parser.value_kind,
        threshold: if is_reached { threshold } else { 0.0 },
        has_cancellations: parser.has_cancellations,
        date_order: parser.timestamps.as_ref().and_then(|timestamps| timestamps.order()),
        event_rows: has_types.then_some((&parser.event_types, &parser.event_rows)),
        has_statuses: parser.has_statuses(),
        excluded_items: &unwanted.item_ids,
        excluded_users: &unwanted.user_ids,
    }
}

/// Completes the counts of a file of events.
fn count_events(row_counts: &mut RowCounts, outcomes: &OutcomeCounts, resolved: &Resolved) {
    (row_counts.used, row_counts.merged) = (outcomes.used, outcomes.merged);
    let Resolved { interactions, all_ids, events, .. } = resolved;
    let (users, items) =
        all_ids.as_ref().map_or((&interactions.users, &interactions.items), |(users, items)| (users, items));
    let id = |ids: &Vocabulary, index: u32| ids.id(index as usize).to_owned();
    for (reason, rows, first) in outcomes.rejections() {
        let examples = first.iter().map(|&index| {
            let item = id(items, events.item(index));
            let name = interactions.items.find(&item).map(|item| interactions.name(item)).filter(|name| **name != item);
            let cells = [Some(id(users, events.user(index))), name.map(str::to_owned), Some(item)];
            let text = cells.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            RowExample { row: events.row_number(index), text }
        });
        row_counts.reject_at_end(reason, rows, examples);
    }
}

/// Completes the counts of a file whose rows are users or baskets: an owner who remains has used their first row.
fn count_owners(row_counts: &mut RowCounts, owners: &[(u64, u64)], resolved: &Resolved, rules: &ResolveRules) {
    let users = resolved.all_ids.as_ref().map_or(&resolved.interactions.users, |(users, _)| users);
    let mut remaining = resolved.users.iter().peekable();
    for (user, &(row, rows)) in owners.iter().enumerate() {
        if remaining.next_if(|&&remaining| remaining as usize == user).is_some() {
            row_counts.used += 1;
            row_counts.merged += rows - 1;
            continue;
        }
        let example = RowExample { row, text: users.id(user).to_owned() };
        row_counts.reject_at_end(rules.owner_reason(), rows, std::iter::once(example));
    }
}

/// Whether each owner is removed; empty where none is.
fn removed_owners(resolved: &Resolved, owners: usize) -> Result<Vec<bool>> {
    if resolved.users.len() == owners {
        return Ok(Vec::new());
    }
    let mut removed = try_zeroed(true, owners)?;
    resolved.users.iter().for_each(|&user| removed[user as usize] = false);
    Ok(removed)
}
