/**
 * Which of several tables is meant: the sheets of a workbook, the files of an archive, files that were dropped together. Decides
 * by what the head of each was taken for, and touches no file.
 *
 * @import { Answer, Failure, Preview, Question } from "../protocol.js"
 */

/** Two tables are equally believable where their scores are closer than this. */
const CLOSE = 0.15;
/** What is left of the score of a table of which nobody can say who bought, or what. */
const UNBELIEVABLE = 0.4;
/** A table of at least this score is no mere list of orders: it is joined only to one that is about as believable. */
const SELF_SUFFICIENT = 0.6;
/** A table with less than this share of the bytes of the best one is some note beside it. */
const TINY = 0.15;
/** Rows of a table that are shown beside an answer. */
const SAMPLE_ROWS = 3;

/** @typedef {{name: string, preview: Preview | null, failure: Failure | null, bytes: number}} Look  bytes: of its head */
/** @typedef {{lookup: number, key: string, columns: string[]}} JoinPlan  columns: of the table `lookup`, which are added */
/** @typedef {{parts: number[], join: JoinPlan | null, question: Question | null}} Choice  parts: read one below the other */

/** @param {Preview} preview */
function isBelievable({ roles, shape }) {
  return roles.user !== null && (roles.item !== null || shape !== 'long');
}

/** @param {Look} look */
function worthOf({ preview }) {
  if (!preview) return 0;
  return preview.score * (isBelievable(preview) ? 1 : UNBELIEVABLE);
}

/** Tables of one layout have the same of it. @param {Preview} preview */
function layoutOf({ columns, header, delimiter, quotes }) {
  const names = columns.map(({ name }) => (header ? name.trim().toLowerCase() : ''));
  return JSON.stringify([header, delimiter, quotes, names]);
}

/** @typedef {{parts: number[], value: number, bytes: number}} Group  tables of one layout */

/** Tables by their layout, the most believable first. @param {Look[]} looks @returns {Group[]} */
function groupsOf(looks) {
  /** @type {Map<string, Group>} */ const groups = new Map();
  for (const [part, look] of looks.entries()) {
    if (!look.preview) continue;
    const layout = layoutOf(look.preview);
    const group = groups.get(layout) ?? { parts: [], value: 0, bytes: 0 };
    group.parts.push(part);
    group.value = Math.max(group.value, worthOf(look));
    group.bytes += look.bytes;
    groups.set(layout, group);
  }
  return [...groups.values()].sort((a, b) => b.value - a.value || b.bytes - a.bytes);
}

/** @param {Preview} preview @param {number | null} column */
function nameOf({ columns }, column) {
  return column === null ? null : (columns[column]?.name ?? null);
}

/** @param {string} name */
const plain = (name) => name.trim().toLowerCase();

/** Whether the cells of a column all differ in the rows that were seen. @param {Preview} preview @param {number} column */
function isUnique({ rows }, column) {
  const cells = rows.map((row) => row[column]);
  return cells.length > 1 && cells.every(Boolean) && new Set(cells).size === cells.length;
}

/**
 * A join that tells of the lines in `table` who ordered: by a key that stands once in `lookup`, which knows the customer.
 * @param {Preview} table @param {Preview} lookup
 * @returns {{key: string, columns: string[]} | null}
 */
export function joinOf(table, lookup) {
  if (!table.header || !lookup.header || table.roles.item === null || lookup.roles.user === null) return null;
  const user = nameOf(lookup, lookup.roles.user);
  const taken = [user, nameOf(table, table.roles.item)].map((name) => plain(name ?? ''));
  const known = new Set(lookup.columns.map(({ name }) => plain(name)));
  // What was bought must be said by the lines alone.
  if (known.has(taken[1])) return null;
  const shared = table.columns.filter(({ name }) => known.has(plain(name)) && !taken.includes(plain(name)));
  for (const { name } of shared) {
    const key = lookup.columns.findIndex((column) => plain(column.name) === plain(name));
    const own = nameOf(table, table.roles.user);
    // Lines with a customer of their own need no join.
    if (own !== null && plain(own) !== plain(name)) continue;
    // Orders stand once in their list, and mostly more than once among the lines.
    if (
      !isUnique(lookup, key) ||
      isUnique(
        table,
        table.columns.findIndex((column) => column.name === name),
      )
    )
      continue;
    const time = nameOf(lookup, lookup.roles.time);
    const columns = /** @type {string[]} */ (
      [user, time].filter((column) => column !== null && plain(column) !== plain(name))
    );
    return { key: name, columns };
  }
  return null;
}

/** @param {Look[]} looks @param {Group[]} groups @returns {Choice | null} */
function joined(looks, groups) {
  const preview = (/** @type {number} */ part) => /** @type {Preview} */ (looks[part].preview);
  for (const { parts } of groups) {
    for (const lookup of groups) {
      if (lookup.parts.length !== 1 || lookup.parts[0] === parts[0]) continue;
      const [lines, orders] = [preview(parts[0]), preview(lookup.parts[0])];
      if (lookup.value >= SELF_SUFFICIENT && lines.score < orders.score - CLOSE) continue;
      const join = joinOf(lines, orders);
      if (join) return { parts, join: { lookup: lookup.parts[0], ...join }, question: null };
    }
  }
  return null;
}

/** @param {Look[]} looks @param {Group} group @returns {Answer} */
function answerOf(looks, { parts }) {
  const { name, preview } = looks[parts[0]];
  const columns = preview?.columns.map((column) => column.name) ?? [];
  const rows = preview?.rows.slice(0, SAMPLE_ROWS) ?? [];
  return { roles: null, meaning: null, parts, sample: { columns, rows }, params: { name, tables: parts.length } };
}

/**
 * What is read if nobody says otherwise, and the question whether it is meant, where that is open; null where no table can be
 * read.
 * @param {Look[]} looks
 * @returns {Choice | null}
 */
export function choose(looks) {
  const groups = groupsOf(looks);
  if (groups.length === 0) return null;
  const join = joined(looks, groups);
  if (join) return join;
  const [best] = groups;
  const rivals = groups.filter(({ parts, value, bytes }) => {
    const { preview } = looks[parts[0]];
    const isClose = best.value - value < CLOSE && bytes >= TINY * best.bytes;
    return preview !== null && isBelievable(preview) && isClose;
  });
  const answers = rivals.map((group) => answerOf(looks, group));
  return { parts: best.parts, join: null, question: answers.length > 1 ? { code: 'sheet', answers } : null };
}

/** What a person has chosen: the tables of the first one's layout, or a join. @param {Look[]} looks @param {number[]} parts @returns {Choice | null} */
export function chosen(looks, parts) {
  const wanted = looks.map((look, part) => (parts.includes(part) ? look : { ...look, preview: null }));
  const choice = choose(wanted);
  return choice && { ...choice, question: null };
}
