/**
 * Bars with their values and intervals. On the page they are elements, since a race brings them new lengths several times a
 * second: a bar then changes one style, moves by a transition and disturbs nothing around it, and it is there before the
 * library is. What is saved is drawn by the library.
 */

import { element } from '../dom.js';
import { INK, plotted } from './axes.js';
import { chart } from './figure.js';
import { fitted, isolated, widthOf } from './labels.js';
import { COLOURS } from './tones.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("./tones.js").Tone} Tone */
/** @typedef {import("./probe.js").Target} Target */
/**
 * @typedef {Object} Row
 * @property {string} key  stays the same from one update to the next
 * @property {string} label
 * @property {number | null} value  null where it is not known yet
 * @property {number | null} [low]
 * @property {number | null} [high]
 * @property {Tone} tone
 * @property {string} [note]
 */
/**
 * @typedef {Object} BarsOnly
 * @property {Row[]} rows
 * @property {(value: number) => string} unit  a value with its unit
 * @property {[number, number]} [domain]  from zero to beyond the largest value if it isn't said; it never shrinks while it runs
 * @property {boolean} [isRunning]  values still change
 * @property {boolean} [isFinal]  values have become what they stay
 * @property {boolean} [reorder]  whether rows follow the order of `rows`; otherwise each stays where it first was
 * @typedef {import("./figure.js").Frame & BarsOnly} BarsSpec
 */

/** Room at the right end of the longest bar. */
const BEYOND = 1.02;
/** Milliseconds that a row takes to its new place. */
const MOVE_MS = 280;

/** @typedef {ReturnType<typeof newRow>} RowParts */
/** @typedef {{list: HTMLUListElement, rows: Map<string, RowParts>, most: number}} State */

/** What stands in a chart so far. @type {WeakMap<HTMLElement, State>} */
const STATES = new WeakMap();

export const bars = chart((/** @type {BarsSpec} */ spec, words) => {
  const { rows, unit } = spec;
  const figure = (/** @type {number | null | undefined} */ value) =>
    value === null || value === undefined ? '–' : unit(value);
  const hasIntervals = rows.some(({ low, high }) => isNumber(low) && isNumber(high));
  const own = () => ({
    head: [words.text('charts.name'), words.text('charts.value')].concat(
      hasIntervals ? [words.text('charts.low'), words.text('charts.high')] : [],
    ),
    rows: rows.map(({ label, value, low, high }) =>
      [label, figure(value)].concat(hasIntervals ? [figure(low), figure(high)] : []),
    ),
  });
  const table = spec.table === undefined ? own() : spec.table;
  const most = BEYOND * Math.max(...rows.flatMap(({ value, high }) => [value ?? 0, high ?? 0]), Number.MIN_VALUE);

  return {
    table,
    plain: '',
    height: null,
    patch: (host) => patched(host, spec, most, words),
    draw: (library, width) => ({ picture: pictured(library, width, spec, most), targets: [] }),
  };
});

/** @param {HTMLElement} host @param {BarsSpec} spec @param {number} most @param {Words} words @returns {Target[]} */
function patched(host, { rows, unit, domain, isRunning = false, isFinal = false, reorder = false }, most, words) {
  let state = STATES.get(host);
  if (!state) {
    state = { list: element('ul', { class: 'chart-bars', 'aria-hidden': 'true' }), rows: new Map(), most: 0 };
    STATES.set(host, state);
    host.append(state.list);
  }
  const { list } = state;
  state.most = isRunning ? Math.max(state.most, most) : most;
  const [from, to] = domain ?? [0, state.most];
  const share = (/** @type {number} */ value) => Math.min(1, Math.max(0, (value - from) / (to - from || 1)));
  const percent = (/** @type {number} */ value) => `${(100 * share(value)).toFixed(3)}%`;
  list.classList.toggle('is-running', isRunning);
  list.classList.toggle('is-final', isFinal);
  // The widest value decides, so that no bar changes its length because a figure has one digit more.
  const widest = Math.max(...rows.map(({ value }) => unit(value ?? 0).length), unit(to).length);
  list.style.setProperty('--value-width', `${widest}ch`);

  const present = new Set(rows.map(({ key }) => key));
  for (const [key, { item }] of state.rows) {
    if (present.has(key)) continue;
    item.remove();
    state.rows.delete(key);
  }
  for (const row of rows) {
    const parts = state.rows.get(row.key) ?? newRow();
    if (!state.rows.has(row.key)) {
      state.rows.set(row.key, parts);
      list.append(parts.item);
    }
    fillRow(parts, row, unit, percent);
  }
  if (reorder) inOrder(state, rows);
  return targetsOf(state, rows, unit, words);
}

function newRow() {
  const name = element('bdi');
  const bar = element('span', { class: 'chart-bar' });
  const whisker = element('span', { class: 'chart-whisker' });
  const value = element('span', { class: 'chart-bar-value' });
  const note = element('span', { class: 'chart-bar-note' });
  const track = element('span', { class: 'chart-track' }, bar, whisker);
  const item = element('li', {}, element('span', { class: 'chart-bar-name' }, name, note), track, value);
  return { item, name, note, track, bar, whisker, value };
}

/** @param {RowParts} parts @param {Row} row @param {(value: number) => string} unit @param {(value: number) => string} percent */
function fillRow({ item, name, note, bar, whisker, value }, row, unit, percent) {
  item.className = `is-${row.tone}`;
  item.style.setProperty('--tone', COLOURS[row.tone]);
  setText(name, row.label);
  setText(note, row.note ?? '');
  setText(value, row.value === null ? '' : unit(row.value));
  bar.style.width = percent(row.value ?? 0);
  const { low, high } = row;
  const hasInterval = isNumber(low) && isNumber(high);
  whisker.hidden = !hasInterval;
  if (!hasInterval) return;
  whisker.style.left = percent(low);
  whisker.style.right = `calc(100% - ${percent(high)})`;
}

/** Rows glide to their places, where motion is wanted. @param {State} state @param {Row[]} rows */
function inOrder({ list, rows: parts }, rows) {
  const wanted = rows.flatMap(({ key }) => parts.get(key)?.item ?? []);
  if (wanted.every((item, index) => list.children[index] === item)) return;
  const before = wanted.map(({ offsetTop }) => offsetTop);
  list.append(...wanted);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  wanted.forEach((item, index) => {
    const moved = before[index] - item.offsetTop;
    if (moved === 0) return;
    item.animate([{ transform: `translateY(${moved}px)` }, { transform: 'none' }], {
      duration: MOVE_MS,
      easing: 'ease-out',
    });
  });
}

/** Where they are is asked when one is pointed at: to know it, the page has to be laid out. @param {State} state @param {Row[]} rows @param {(value: number) => string} unit @param {Words} words */
function targetsOf({ list, rows: parts }, rows, unit, words) {
  const order = [...list.children];
  const targets = rows.flatMap(({ key, label, value, low, high, tone }) => {
    const part = parts.get(key);
    if (!part) return [];
    const { item, track } = part;
    const interval =
      isNumber(low) && isNumber(high)
        ? ` (${words.text('charts.interval', { low: unit(low), high: unit(high) })})`
        : '';
    const shown = value === null ? '–' : `${unit(value)}${interval}`;
    return [
      {
        get x() {
          return track.offsetLeft + track.offsetWidth / 2;
        },
        get y() {
          return item.offsetTop;
        },
        get box() {
          return { left: -8, top: item.offsetTop - 4, width: list.offsetWidth + 16, height: item.offsetHeight + 8 };
        },
        name: label,
        values: [{ label: '', value: shown, tone }],
        place: order.indexOf(item),
      },
    ];
  });
  return targets.sort((one, other) => one.place - other.place);
}

const SAVED_ROW = 34;

/** @param {import("./library.js").Library} library @param {number} width @param {BarsSpec} spec @param {number} most */
function pictured(library, width, { rows, unit, domain }, most) {
  const shown = rows.map((row) => ({
    ...row,
    value: row.value ?? 0,
    low: row.low ?? Number.NaN,
    high: row.high ?? Number.NaN,
    figure: row.value === null ? '–' : unit(row.value),
  }));
  const names = new Map(rows.map(({ key, label }) => [key, isolated(fitted(label, width * 0.35))]));
  const marginLeft = Math.ceil(Math.max(...[...names.values()].map((name) => widthOf(name)))) + 12;
  const marginRight = Math.ceil(Math.max(...shown.map(({ figure }) => widthOf(figure, '600 12px')))) + 12;
  const whiskers = shown.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const { picture } = plotted(library, {
    width,
    height: rows.length * SAVED_ROW,
    marginTop: 0,
    marginBottom: 0,
    marginLeft,
    marginRight,
    x: { domain: domain ?? [0, most], type: 'linear', axis: null },
    y: { domain: rows.map(({ key }) => key), padding: 0.28, axis: null, label: null },
    marks: [
      ...shown.map((row) =>
        library.barX([row], { x1: domain?.[0] ?? 0, x2: 'value', y: 'key', fill: COLOURS[row.tone], rx: 4 }),
      ),
      library.ruleY(whiskers, { x1: 'low', x2: 'high', y: 'key', stroke: 'var(--ink)', strokeWidth: 1.5 }),
      ...['low', 'high'].map((end) =>
        library.tickX(whiskers, { x: end, y: 'key', inset: 8, stroke: 'var(--ink)', strokeWidth: 1.5 }),
      ),
      library.text(shown, {
        y: 'key',
        text: (/** @type {{key: string}} */ { key }) => names.get(key) ?? '',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -marginLeft,
        fill: 'var(--ink)',
      }),
      library.text(shown, {
        y: 'key',
        text: 'figure',
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: marginRight,
        ...INK,
      }),
    ],
  });
  return picture;
}

/** @param {HTMLElement} node @param {string} text */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {number | null | undefined} value @returns {value is number} */
function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}
