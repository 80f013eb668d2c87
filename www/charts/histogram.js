/** How many of something lie in each of several stretches: bars of the same width, with the stretches' names or edges below. */

import { axisName, BELOW, BELOW_TWO, HALO, horizontalAxis, INK, plotted, verticalAxis } from './axes.js';
import { chart } from './figure.js';
import { widthOf } from './labels.js';
import { COLOURS } from './tones.js';

/** @typedef {import("./tones.js").Tone} Tone */
/**
 * @typedef {Object} HistogramOnly
 * @property {{from: number, to: number, count: number}[]} bins  next to each other; `to` is the last value that belongs to it
 * @property {Tone} [tone]
 * @property {string} [xLabel]  what is counted off along the axis, such as products
 * @property {(bin: string) => string} [xName]  a stretch in words, such as “5–8 products”
 * @property {string} [yLabel]  what is counted, such as customers
 * @property {(edge: number) => string} [edge]
 * @property {number} [height]  in pixels
 * @typedef {import("./figure.js").Frame & HistogramOnly} HistogramSpec
 */

const HEIGHT = 112;
const ABOVE = 20;
/** Between two bars, and between names of neighbours. */
const GAP = 2;
const APART = 8;

export const histogram = chart((/** @type {HistogramSpec} */ spec, words) => {
  const { bins, tone = 'baseline', xLabel, yLabel, height = HEIGHT } = spec;
  const edge = spec.edge ?? ((value) => words.number(value));
  const name = (/** @type {{from: number, to: number}} */ { from, to }) =>
    from === to ? edge(from) : words.text('charts.range', { from: edge(from), to: edge(to) });
  const below = xLabel ? BELOW_TWO : BELOW;
  const counts = bins.map(({ count }) => words.number(count));
  const own = () => ({
    head: [xLabel ?? words.text('charts.name'), yLabel ?? words.text('charts.count')],
    rows: bins.map((bin, n) => [name(bin), counts[n]]),
  });
  const most = Math.max(1, ...bins.map(({ count }) => count));

  return {
    table: spec.table === undefined ? own() : spec.table,
    plain: '',
    height: ABOVE + height + below,
    draw: (library, width) => {
      const isWideEnough = (/** @type {string[]} */ texts, /** @type {number} */ room) =>
        Math.max(0, ...texts.map((text) => widthOf(text))) + APART <= room;
      // A figure on every bar needs no axis.
      const isLabelled = isWideEnough(counts, width / Math.max(1, bins.length));
      const axis = isLabelled ? null : verticalAxis(library, [0, most], { words, count: 3 });
      const marginLeft = axis?.marginLeft ?? 0;
      const step = (width - marginLeft) / Math.max(1, bins.length);
      const names = bins.map(name);
      const isNamed = isWideEnough(names, step);
      const domain = axis?.domain ?? [0, most];
      const places = bins.map((bin, n) => ({ ...bin, n, end: n + 1, middle: n + 0.5, shown: counts[n] }));
      const { picture, x, y } = plotted(library, {
        width,
        height: ABOVE + height + below,
        marginTop: ABOVE,
        marginBottom: below,
        marginLeft,
        marginRight: 0,
        x: { domain: [0, Math.max(1, bins.length)], type: 'linear' },
        y: { domain, type: 'linear' },
        marks: [
          ...(axis?.marks ?? []),
          library.rectY(places, {
            x1: 'n',
            x2: 'end',
            y: 'count',
            insetLeft: Math.min(GAP, step / 4) / 2,
            insetRight: Math.min(GAP, step / 4) / 2,
            fill: COLOURS[tone],
          }),
          library.ruleY([0], { stroke: 'var(--line-strong)' }),
          ...(isLabelled
            ? [library.text(places, { x: 'middle', y: 'count', text: 'shown', dy: -8, ...INK, ...HALO })]
            : []),
          ...(xLabel ? [axisName(library, xLabel)] : []),
          horizontalAxis(library, isNamed ? named(names) : edges(step), isNamed ? 0 : 4),
        ],
      });
      const targets = places.map(({ n, count, middle }) => ({
        x: x(middle),
        y: y(count),
        name: spec.xName?.(names[n]) ?? names[n],
        values: [{ label: yLabel ?? '', value: counts[n], tone }],
        box: { left: x(n), top: y(domain[1]), width: x(n + 1) - x(n), height: y(0) - y(domain[1]) },
      }));
      return { picture, targets };
    },
  };

  /** Each stretch below its own bar. @param {string[]} names */
  function named(names) {
    return names.map((text, n) => ({ at: n + 0.5, text }));
  }

  /** Where stretches begin, as many as there is room for, and where the last one ends. @param {number} step  in pixels */
  function edges(step) {
    const all = [...bins.map(({ from }, n) => ({ at: n, text: edge(from) }))];
    const last = bins.at(-1);
    if (last) all.push({ at: bins.length, text: edge(last.to) });
    const wide = Math.max(0, ...all.map(({ text }) => widthOf(text))) + APART;
    const every = Math.max(1, Math.ceil(wide / step));
    return all.filter(({ at }) => at === bins.length || (at % every === 0 && (bins.length - at) * step >= wide));
  }
});
