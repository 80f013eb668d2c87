/** One line over the epochs, labelled where it stands. */

import { element, svg } from './dom.js';

/** @typedef {{epoch: number, value: number}} Point */
/**
 * @typedef {Object} Curve
 * @property {number} width  in CSS pixels
 * @property {number} epochs  right end of the axis
 * @property {import("../i18n/index.js").Words} words
 * @property {Point[]} points
 * @property {string} title
 * @property {string} note
 * @property {"network" | "baseline"} tone
 * @property {number | null} marked  epoch of the point that stands out
 * @property {string} markLabel
 * @property {boolean} axis  whether the epochs stand below it
 */

const PLOT = 104;
/** Leaves room for the mark's label above the highest point. */
const TOP = 24;
const LEFT = 44;
const RIGHT = 56;
const AXIS = 26;
const CHARACTER = 6.6;
/** Room for a point and its value. */
const VALUE = 52;

/** @param {Curve} options */
export function curve({ width, epochs, words, points, title, note, tone, marked, markLabel, axis }) {
  const finite = points.filter(({ value }) => Number.isFinite(value));
  const ticks = niceTicks(finite.map(({ value }) => value));
  const low = ticks[0] ?? 0;
  const high = ticks[ticks.length - 1] ?? 1;
  const digits = decimals(ticks);
  const plotWidth = width - LEFT - RIGHT;
  /** @param {number} epoch */
  const x = (epoch) => LEFT + (plotWidth * (epoch - 1)) / Math.max(1, epochs - 1);
  /** @param {number} value */
  const y = (value) => TOP + PLOT * (1 - (value - low) / (high - low || 1));
  /** @param {number} value */
  const figure = (value) => words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const height = TOP + PLOT + (axis ? AXIS : 8);

  const chart = svg('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    class: `curve is-${tone}`,
    'aria-hidden': 'true',
  });
  for (const tick of ticks) {
    chart.append(
      svg('line', { class: 'grid', x1: LEFT, x2: LEFT + plotWidth, y1: y(tick), y2: y(tick) }),
      svg('text', { class: 'tick', x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end' }, figure(tick)),
    );
  }
  if (axis) chart.append(...epochAxis(epochs, x, TOP + PLOT + 18, words));
  const path = finite.map(
    ({ epoch, value }, index) => `${index === 0 ? 'M' : 'L'}${x(epoch).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  chart.append(svg('path', { class: 'line', d: path.join('') }));

  const last = finite[finite.length - 1];
  if (last) {
    chart.append(
      svg('circle', { class: 'end', cx: x(last.epoch), cy: y(last.value), r: 3 }),
      svg(
        'text',
        { class: 'value', x: x(last.epoch) + 8, y: y(last.value) + 4 },
        words.number(last.value, { maximumSignificantDigits: 3 }),
      ),
    );
  }
  const mark = finite.find(({ epoch }) => epoch === marked);
  if (mark) chart.append(...marker(mark, markLabel, mark === last));
  return element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, element('strong', {}, title), ' ', element('span', { class: 'quiet' }, note)),
    chart,
  );

  /** @param {Point} point @param {string} label @param {boolean} isLast  its value stands right of it */
  function marker(point, label, isLast) {
    const cx = x(point.epoch);
    const cy = y(point.value);
    const wide = [...label].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : CHARACTER), 0);
    const left = Math.min(Math.max(cx - wide / 2, LEFT), LEFT + plotWidth - wide);
    const beside = cx + VALUE;
    const at = isLast && beside + wide < width ? { x: beside, y: cy + 4 } : { x: left, y: cy - 12 };
    return [
      svg('line', { class: 'mark-line', x1: cx, x2: cx, y1: cy, y2: TOP + PLOT }),
      svg('circle', { class: 'mark', cx, cy, r: 5 }),
      svg('text', { class: 'mark-label', ...at }, label),
    ];
  }
}

/**
 * @param {number} epochs
 * @param {(epoch: number) => number} x
 * @param {number} baseline
 * @param {import("../i18n/index.js").Words} words
 */
function epochAxis(epochs, x, baseline, words) {
  const step = niceStep((epochs - 1) / 5, true);
  const marks = [1];
  for (let epoch = step; epoch < epochs - step * 0.6; epoch += step) if (epoch > 1) marks.push(epoch);
  marks.push(epochs);
  const labels = marks.map((epoch) =>
    svg('text', { class: 'tick', x: x(epoch), y: baseline, 'text-anchor': 'middle' }, words.number(epoch)),
  );
  const name = svg('text', { class: 'tick', x: x(epochs) + 16, y: baseline }, words.text('learning.epoch'));
  return [...labels, name];
}

/** Two to five round values that enclose all others. @param {number[]} values */
function niceTicks(values) {
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spread = high - low || Math.abs(high) || 1;
  const step = niceStep(spread / 3, false);
  const first = Math.floor(low / step) * step;
  const ticks = [];
  for (let n = 0; n < 8; n++) {
    ticks.push(first + n * step);
    if (first + n * step >= high) break;
  }
  return ticks;
}

/** @param {number} rough @param {boolean} whole */
function niceStep(rough, whole) {
  if (whole && rough <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}

/** @param {number[]} ticks */
function decimals(ticks) {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}
