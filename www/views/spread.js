/** Three small charts of how the interactions spread: over products, over customers, over time. */

import { element, svg } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Quality} Quality */

const WIDTH = 280;
const PLOT = 84;
const TOP = 18;
const HEIGHT = TOP + PLOT + 20;

/** The share of all pairs that the best-selling products make, up to all of them. @param {Quality["tail"]} tail @param {Words} words */
export function tailChart({ curve, top10 }, words) {
  const x = (/** @type {number} */ index) => (WIDTH * (index + 1)) / curve.length;
  const y = (/** @type {number} */ share) => TOP + PLOT * (1 - share);
  const line = curve.map((share, index) => `L${x(index).toFixed(1)} ${y(share).toFixed(1)}`).join('');
  const at = WIDTH / 10;
  const note = words.text('quality.tailNote', { share: words.percent(top10) });
  return figure(words.text('quality.tail'), note, [
    svg('path', { class: 'area', d: `M0 ${y(0)}${line}L${WIDTH} ${y(0)}Z` }),
    svg('path', { class: 'line', d: `M0 ${y(0)}${line}` }),
    svg('circle', { class: 'mark', cx: at, cy: y(top10), r: 4 }),
    svg('text', { class: 'mark-label', x: at + 8, y: y(top10) + 14 }, words.percent(top10)),
    ...axis('10%', words.text('quality.tailAxis'), at),
  ]);
}

/** How many customers have how many products. @param {Quality["activity"]} activity @param {Words} words */
export function activityChart({ bins, median, most }, words) {
  const name = (/** @type {{from: number, to: number}} */ { from, to }) =>
    from === to ? words.number(from) : `${words.number(from)}–${words.number(Math.min(to, Math.max(most, from)))}`;
  const note = words.text('quality.activityNote', { median, most });
  const values = bins.map(({ users }) => users);
  const label = (/** @type {number} */ index) => {
    const bin = bins[index];
    return bin ? name(bin) : '';
  };
  return figure(words.text('quality.activity'), note, bars(values, words, label(0), label(bins.length - 1)));
}

/** How many rows count in each stretch of time. @param {NonNullable<Quality["timeline"]>} timeline @param {Words} words */
export function timelineChart({ unit, bins }, words) {
  const months = unit !== 'day' && unit !== 'week';
  const options = /** @type {Intl.DateTimeFormatOptions} */ (
    months ? { year: 'numeric', month: 'short' } : { dateStyle: 'medium' }
  );
  const day = (/** @type {number} */ index) => words.date(bins[index]?.start ?? 0, options);
  const [from, to] = [day(0), day(bins.length - 1)];
  const note = words.text('quality.timelineNote', { unit: words.text(`unit.${unit}`), from, to });
  const values = bins.map(({ rows }) => rows);
  return figure(words.text('quality.timeline'), note, bars(values, words, from, bins.length > 1 ? to : ''));
}

/**
 * Bars from a common line, the tallest with its figure, the first and the last with their names.
 * @param {number[]} values @param {Words} words @param {string} first @param {string} last
 */
function bars(values, words, first, last) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const gap = Math.min(2, step / 4);
  const tallest = values.indexOf(most);
  const x = step * (tallest + 0.5);
  const anchor = x < 40 ? 'start' : x > WIDTH - 40 ? 'end' : 'middle';
  const labelAt = anchor === 'start' ? 0 : anchor === 'end' ? WIDTH : x;
  return [
    ...values.map((value, index) => {
      // A bar of one among thousands still is one.
      const height = value > 0 ? Math.max(1, (PLOT * value) / most) : 0;
      return svg('rect', {
        class: 'bar',
        x: index * step,
        y: TOP + PLOT - height,
        width: Math.max(0.5, step - gap),
        height,
      });
    }),
    svg('text', { class: 'mark-label', x: labelAt, y: TOP - 5, 'text-anchor': anchor }, words.number(most)),
    ...axis(first, last),
  ];
}

/** @param {string} first @param {string} last @param {number} [at]  where the first name stands */
function axis(first, last, at = 0) {
  const y = TOP + PLOT;
  return [
    svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y, y2: y }),
    svg('text', { class: 'tick', x: at, y: y + 15, 'text-anchor': at > 0 ? 'middle' : 'start' }, first),
    svg('text', { class: 'tick', x: WIDTH, y: y + 15, 'text-anchor': 'end' }, last),
  ];
}

/** @param {string} title @param {string} note @param {Element[]} shapes */
function figure(title, note, shapes) {
  const chart = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'spread', 'aria-hidden': 'true', preserveAspectRatio: 'xMinYMid meet' },
    ...shapes,
  );
  return element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, element('strong', {}, title), ' ', element('span', { class: 'quiet' }, note)),
    chart,
  );
}
