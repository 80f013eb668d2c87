/** The sample rows beside an answer: three of them, and only the columns that matter for it. */

import { element } from './dom.js';
import { columnCell, columnHead } from './preview_cells.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Answer} Answer */
/** @typedef {import("../protocol.js").Role} Role */
/** @typedef {import("../protocol.js").Roles} Roles */
/** @typedef {import("../state.js").Opened} Opened */

/** The roles whose columns are shown, in the order in which one reads them: who, what, when, how much. */
const SHOWN = /** @type {const} */ (['user', 'item', 'name', 'event', 'time', 'value', 'order']);
const MOST_ROWS = 3;
const MOST_COLUMNS = 5;
/** Where the roles name fewer columns than this, as of a table by products, its first columns are shown. */
const LEAST_COLUMNS = 2;

/** @param {string} code  of the question @param {Answer} answer @param {Opened} opened @param {Words} words */
export function answerSample(code, answer, { preview }, words) {
  const names = answer.sample?.columns ?? preview.columns.map(({ name }) => name);
  const rows = answer.sample?.rows ?? preview.rows;
  const roles = answer.roles ?? (answer.sample ? null : preview.roles);
  const columns = columnsOf(roles, names.length);
  const roleOf = (/** @type {number} */ column) => SHOWN.find((role) => roles?.[role] === column);
  const shown = code === 'purchase' ? rowsWith(answer, roles, rows) : rows;
  if (columns.length === 0 || shown.length === 0) return null;
  return element(
    'div',
    { class: 'table-scroll answer-sample', tabindex: 0, role: 'group', 'aria-label': words.text('question.sample') },
    element(
      'table',
      { class: 'preview' },
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((column) => columnHead(names[column] ?? '', roleOf(column), words))),
      ),
      element(
        'tbody',
        {},
        ...shown
          .slice(0, MOST_ROWS)
          .map((cells) =>
            element('tr', {}, ...columns.map((column) => columnCell(cells[column] ?? '', roleOf(column)))),
          ),
      ),
    ),
  );
}

/** @param {Roles | null} roles @param {number} count  of the table's columns */
function columnsOf(roles, count) {
  const assigned = SHOWN.map((role) => roles?.[role] ?? null).filter((column) => column !== null);
  const first = [...Array(count).keys()].filter((column) => !assigned.includes(column));
  const columns = assigned.length >= LEAST_COLUMNS ? assigned : [...assigned, ...first];
  return columns.slice(0, MOST_COLUMNS);
}

/** Rows with the code that the answer is about; any, where the head of the file has none. @param {Answer} answer @param {Roles | null} roles @param {string[][]} rows */
function rowsWith({ params }, roles, rows) {
  const event = roles?.event ?? null;
  const found = event === null ? [] : rows.filter((cells) => cells[event]?.trim() === String(params.name));
  return found.length > 0 ? found : rows;
}
