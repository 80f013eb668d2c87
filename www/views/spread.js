/** Three small charts of how the interactions spread: over products, over customers, over time. */

import { area } from '../charts/area.js';
import { histogram } from '../charts/histogram.js';
import { timeline } from '../charts/timeline.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Quality} Quality */

/** The share of all pairs that the best-selling products make, up to all of them. @param {Quality["tail"]} tail @param {Words} words */
export function tailChart({ curve, top10 }, words) {
  const points = curve.map((y, index) => ({ x: (index + 1) / curve.length, y }));
  const percent = (/** @type {number} */ share) => words.percent(share);
  return area(
    {
      title: words.text('quality.tail'),
      note: words.text('quality.tailNote', { share: words.percent(top10) }),
      points: [{ x: 0, y: 0 }, ...points],
      xLabel: words.text('quality.tailAxis'),
      yLabel: words.text('charts.sharePairs'),
      xName: (x) => words.text('charts.best', { share: percent(x) }),
      xDomain: [0, 1],
      yDomain: [0, 1],
      xFormat: percent,
      yFormat: percent,
      marked: { x: 0.1, y: top10, label: words.percent(top10) },
    },
    words,
  );
}

/** How many customers have how many products. @param {Quality["activity"]} activity @param {Words} words */
export function activityChart({ bins, median, most }, words) {
  return histogram(
    {
      title: words.text('quality.activity'),
      note: words.text('quality.activityNote', { median, most }),
      bins: bins.map(({ from, to, users }) => ({ from, to: Math.min(to, Math.max(most, from)), count: users })),
      xLabel: words.text('charts.products'),
      xName: (n) => words.text('charts.productsOf', { n }),
      yLabel: words.text('charts.customers'),
    },
    words,
  );
}

/** How many rows count in each stretch of time. @param {NonNullable<Quality["timeline"]>} data @param {Words} words */
export function timelineChart({ unit, bins }, words) {
  const months = unit !== 'day' && unit !== 'week';
  const options = /** @type {Intl.DateTimeFormatOptions} */ (
    months ? { year: 'numeric', month: 'short' } : { dateStyle: 'medium' }
  );
  const day = (/** @type {number} */ index) => words.date(bins[index]?.start ?? 0, options);
  const [from, to] = [day(0), day(bins.length - 1)];
  return timeline(
    {
      title: words.text('quality.timeline'),
      note: words.text('quality.timelineNote', { unit: words.text(`unit.${unit}`), from, to }),
      unit,
      // A stretch without a row is more often missing from the export than without a sale.
      bins: bins.map(({ start, rows }) => ({ start, value: rows === 0 ? null : rows })),
      yLabel: words.text('charts.rows'),
    },
    words,
  );
}
