/** A line over time that is broken where nothing is known. */

import { BELOW_TWO, HALO, horizontalAxis, INK, plotted, verticalAxis } from './axes.js';
import { chart } from './figure.js';
import { widthOf } from './labels.js';
import { AREA_OPACITY, COLOURS } from './tones.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("./tones.js").Tone} Tone */
/** @typedef {"day" | "week" | "month" | "quarter" | "year" | "decade"} Unit */
/**
 * @typedef {Object} TimelineOnly
 * @property {Unit} unit  of time between two values
 * @property {{start: number, value: number | null}[]} bins  in their order; start: seconds since 1970; null is a gap
 * @property {Tone} [tone]
 * @property {string} yLabel  what is counted, such as rows
 * @property {number} [height]  in pixels
 * @typedef {import("./figure.js").Frame & TimelineOnly} TimelineSpec
 */

const HEIGHT = 112;
const ABOVE = 20;
const DAY = 86_400;

export const timeline = chart((/** @type {TimelineSpec} */ spec, words) => {
  const { bins, unit, tone = 'baseline', yLabel, height = HEIGHT } = spec;
  const points = bins.map(({ start, value }) => ({ at: new Date(start * 1000), value }));
  const names = bins.map(({ start }, n) => periodName(unit, start, bins[n + 1]?.start ?? null, words));
  const figure = (/** @type {number | null} */ value) =>
    value === null ? words.text('charts.none') : words.number(value);
  const own = () => ({
    head: [words.text('charts.time'), yLabel],
    rows: bins.map(({ value }, n) => [names[n], figure(value)]),
  });
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const most = Math.max(1, ...known);

  return {
    table: spec.table === undefined ? own() : spec.table,
    plain: '',
    height: ABOVE + height + BELOW_TWO,
    draw: (library, width) => {
      const axis = verticalAxis(library, [0, most], { words, count: 3 });
      const [from, to] = [points[0]?.at ?? new Date(0), points.at(-1)?.at ?? new Date(0)];
      const marginRight = 16;
      const inner = width - axis.marginLeft - marginRight;
      const colour = COLOURS[tone];
      const isAlone = (/** @type {number} */ n) =>
        points[n].value !== null && (points[n - 1]?.value ?? null) === null && (points[n + 1]?.value ?? null) === null;
      const top = points.find(({ value }) => value === most);
      const { picture, x, y } = plotted(library, {
        width,
        height: ABOVE + height + BELOW_TWO,
        marginTop: ABOVE,
        marginBottom: BELOW_TWO,
        marginLeft: axis.marginLeft,
        marginRight,
        x: {
          domain: from < to ? [from, to] : [new Date(+from - DAY * 1000), new Date(+from + DAY * 1000)],
          type: 'utc',
        },
        y: { domain: axis.domain, type: 'linear' },
        marks: [
          ...axis.marks,
          library.areaY(points, { x: 'at', y1: 0, y2: 'value', fill: colour, fillOpacity: AREA_OPACITY }),
          library.lineY(points, { x: 'at', y: 'value', stroke: colour, strokeWidth: 2, strokeLinejoin: 'round' }),
          library.dot(
            points.filter((_, n) => isAlone(n)),
            { x: 'at', y: 'value', r: 3, fill: colour },
          ),
          library.ruleY([0], { stroke: 'var(--line-strong)' }),
          horizontalAxis(library, timeTicks(library, from, to, inner, words), 4),
          ...(top ? [topLabel(library, top.at, most, ((+top.at - +from) / (+to - +from || 1)) * inner, inner)] : []),
        ],
      });
      const targets = points.map(({ at, value }, n) => ({
        x: x(at),
        y: y(value ?? 0),
        name: names[n],
        values: [{ label: yLabel, value: figure(value), tone }],
        dots: value === null ? [] : [{ y: y(value), tone }],
      }));
      return { picture, targets };
    },
  };

  /**
   * The highest value, above its place and inside of the plot.
   * @param {import("./library.js").Library} library @param {Date} at @param {number} value @param {number} place  in pixels
   * @param {number} inner  width of the plot
   */
  function topLabel(library, at, value, place, inner) {
    const text = words.number(value);
    const half = widthOf(text, '600 12px') / 2;
    const textAnchor = place < half ? 'start' : place > inner - half ? 'end' : 'middle';
    return library.text([{ at, value }], { x: 'at', y: 'value', text: [text], textAnchor, dy: -10, ...INK, ...HALO });
  }
});

/**
 * Round times, with the year below the first one and below every January.
 * @param {import("./library.js").Library} library @param {Date} from @param {Date} to @param {number} width  in pixels @param {Words} words
 */
function timeTicks(library, from, to, width, words) {
  if (+from === +to) return [{ at: from, text: words.date(+from / 1000) }];
  const count = Math.max(2, Math.min(6, Math.floor(width / 64)));
  const ticks = library.utcTicks(from, to, count);
  const hasYears = ticks.every((tick) => tick.getUTCMonth() === 0 && tick.getUTCDate() === 1);
  const hasMonths = ticks.every((tick) => tick.getUTCDate() === 1);
  const options = /** @type {Intl.DateTimeFormatOptions} */ (
    hasYears ? { year: 'numeric' } : hasMonths ? { month: 'short' } : { month: 'short', day: 'numeric' }
  );
  return ticks.map((at, n) => {
    const text = words.date(+at / 1000, options);
    const isNewYear = n === 0 || ticks[n - 1].getUTCFullYear() !== at.getUTCFullYear();
    return { at, text: isNewYear && !hasYears ? `${text}\n${words.date(+at / 1000, { year: 'numeric' })}` : text };
  });
}

/** A period by its name, or by its first and last day. @param {Unit} unit @param {number} start @param {number | null} next @param {Words} words */
function periodName(unit, start, next, words) {
  if (unit === 'day') return words.date(start);
  if (unit === 'month') return words.date(start, { year: 'numeric', month: 'long' });
  if (unit === 'year') return words.date(start, { year: 'numeric' });
  const end = unit === 'week' ? start + 6 * DAY : next === null ? null : next - DAY;
  if (end === null) return words.date(start, { year: 'numeric', month: 'long' });
  const options = /** @type {Intl.DateTimeFormatOptions} */ (
    unit === 'week'
      ? { dateStyle: 'medium' }
      : unit === 'decade'
        ? { year: 'numeric' }
        : { year: 'numeric', month: 'short' }
  );
  return words.text('charts.days', { from: words.date(start, options), to: words.date(end, options) });
}
