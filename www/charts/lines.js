/** Lines over a common axis, each with its name and last value at its end. */

import { BELOW, endsAndBetween, extent, HALO, horizontalAxis, INK, plotted, verticalAxis } from './axes.js';
import { chart } from './figure.js';
import { apart, fitted, isolated, valueFormat, widthOf } from './labels.js';
import { thinned } from './thinned.js';
import { COLOURS } from './tones.js';

/** @typedef {import("./tones.js").Tone} Tone */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{label: string, tone: Tone, points: Point[], marked?: {x: number, label: string} | null}} Series */
/**
 * @typedef {Object} LinesOnly
 * @property {Series[]} series
 * @property {string} xLabel
 * @property {[number, number]} [xDomain]  where the axis is longer than the lines, as while they grow
 * @property {[number, number]} [yDomain]
 * @property {(x: number) => string} [xFormat]
 * @property {(x: number) => string} [xName]  a place in words, such as “epoch 7”
 * @property {(y: number) => string} [yFormat]  of single values; the axis has as many decimals as it needs
 * @property {number} [height]  in pixels
 * @typedef {import("./figure.js").Frame & LinesOnly} LinesSpec
 */

const HEIGHT = 168;
/** Room above for the name of a marked point. */
const ABOVE = 26;
/** Pixels between two names at the ends of lines. */
const LINE_HEIGHT = 15;

export const lines = chart((/** @type {LinesSpec} */ spec, words) => {
  const { xLabel, xDomain, yDomain, height = HEIGHT } = spec;
  const xFormat = spec.xFormat ?? ((x) => words.number(x));
  const xName = spec.xName ?? ((x) => `${xLabel} ${xFormat(x)}`);
  const yFormat =
    spec.yFormat ??
    valueFormat(spec.series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite), words);
  const series = spec.series.map((one) => ({
    ...one,
    points: thinned(
      one.points.filter(({ y }) => Number.isFinite(y)),
      one.marked?.x,
    ),
  }));
  const places = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const byPlace = series.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const value = (/** @type {number | undefined} */ y) => (y === undefined ? '–' : yFormat(y));
  const own = () => ({
    head: [xLabel, ...series.map(({ label }) => label)],
    rows: places.map((x) => [xFormat(x), ...byPlace.map((points) => value(points.get(x)))]),
  });
  const ends = series.flatMap(({ label, tone, points }) => {
    const last = points.at(-1);
    return last ? [{ label, tone, last }] : [];
  });

  return {
    table: spec.table === undefined ? own() : spec.table,
    plain: ends.map(({ label, last }) => `${label}: ${yFormat(last.y)}`).join('\n'),
    height: ABOVE + height + BELOW,
    draw: (library, width) => {
      const aside = Math.ceil(widthOf(xFormat((xDomain ?? extent(places))[1])) / 2) + 7;
      const isSingle = series.length === 1;
      const room = Math.min(width * 0.36, Math.max(0, ...ends.map(({ label }) => widthOf(label))) + 2);
      const values = ends.map(({ last }) => yFormat(last.y));
      const names = ends.map(({ label }, n) => (isSingle ? '' : `${isolated(fitted(label, room))}  `) + values[n]);
      const marginRight = Math.ceil(
        Math.max(widthOf(xLabel) + aside, ...names.map((name) => widthOf(name, '600 12px') + 12)),
      );
      const all = series.flatMap(({ points }) => points.map(({ y }) => y));
      const axis = verticalAxis(library, all, { words, count: 3, domain: yDomain });
      const domain = xDomain ?? extent(places);
      const inner = width - axis.marginLeft - marginRight;
      const isWhole = places.every(Number.isInteger);
      const below = endsAndBetween(library, domain, inner, xFormat, isWhole);
      const [low, high] = axis.domain;
      const top = (/** @type {number} */ y) => height * (1 - (y - low) / (high - low));
      const free = apart(
        ends.map(({ last }) => top(last.y)),
        LINE_HEIGHT,
        height,
      );
      const marked = series.flatMap(({ tone, points, marked }) => {
        const point = points.find(({ x }) => x === marked?.x);
        return point && marked ? [{ ...point, tone, label: marked.label }] : [];
      });
      const { picture, x, y } = plotted(library, {
        width,
        height: ABOVE + height + BELOW,
        marginTop: ABOVE,
        marginBottom: BELOW,
        marginLeft: axis.marginLeft,
        marginRight,
        x: { domain, type: 'linear' },
        y: { domain: axis.domain, type: 'linear' },
        marks: [
          ...axis.marks,
          horizontalAxis(
            library,
            below.map((at) => ({ at, text: xFormat(at) })),
          ),
          library.text([xLabel], {
            frameAnchor: 'bottom-right',
            textAnchor: 'start',
            lineAnchor: 'top',
            dx: aside,
            dy: 8,
            fill: 'var(--ink-soft)',
          }),
          ...marked.map(({ x, y, tone }) =>
            library.ruleX([x], {
              y1: low,
              y2: y,
              stroke: COLOURS[tone],
              strokeDasharray: '2 3',
              strokeOpacity: 0.6,
            }),
          ),
          ...series.map(({ points, tone }) =>
            library.lineY(points, {
              x: 'x',
              y: 'y',
              stroke: COLOURS[tone],
              strokeWidth: 2.25,
              strokeLinejoin: 'round',
              strokeLinecap: 'round',
            }),
          ),
          ...ends.map(({ last, tone }) => library.dot([last], { x: 'x', y: 'y', r: 3, fill: COLOURS[tone] })),
          ...ends.map(({ last }, n) =>
            library.text([last], {
              x: 'x',
              y: 'y',
              text: [names[n]],
              textAnchor: 'start',
              dx: 9,
              dy: free[n] - top(last.y),
              ...INK,
              ...HALO,
            }),
          ),
          ...marked.map(({ x, y, tone }) =>
            library.dot([{ x, y }], {
              x: 'x',
              y: 'y',
              r: 4.5,
              fill: 'var(--card)',
              stroke: COLOURS[tone],
              strokeWidth: 2.5,
            }),
          ),
          ...marked.map(({ x, y, tone, label }) => markLabel({ x, y, tone, label })),
        ],
      });
      const targets = places.map((place) => {
        const dots = series.flatMap(({ tone }, n) => {
          const at = byPlace[n].get(place);
          return at === undefined ? [] : [{ y: y(at), tone }];
        });
        return {
          x: x(place),
          y: Math.min(...dots.map(({ y }) => y)),
          name: xName(place),
          values: series.flatMap(({ label, tone }, n) => {
            const at = byPlace[n].get(place);
            return at === undefined ? [] : [{ label: isSingle ? '' : label, value: yFormat(at), tone }];
          }),
          dots,
        };
      });
      return { picture, targets };

      /** The name of a marked point: above it, and inside of the plot. @param {{x: number, y: number, tone: Tone, label: string}} mark */
      function markLabel({ x, y, tone, label }) {
        const at = ((x - domain[0]) / (domain[1] - domain[0] || 1)) * inner;
        const half = widthOf(label, '600 12px') / 2;
        const textAnchor = at < half ? 'start' : at > inner - half ? 'end' : 'middle';
        return library.text([{ x, y }], {
          x: 'x',
          y: 'y',
          text: [label],
          textAnchor,
          dx: textAnchor === 'start' ? -4 : textAnchor === 'end' ? 4 : 0,
          dy: -15,
          fontWeight: 600,
          fill: tone === 'network' ? 'var(--accent-strong)' : 'var(--ink)',
          ...HALO,
        });
      }
    },
  };
});
