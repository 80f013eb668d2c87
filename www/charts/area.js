/** A share that grows along an axis, such as that of the best-selling products. */

import {
  axisName,
  BELOW_TWO,
  endsAndBetween,
  extent,
  HALO,
  horizontalAxis,
  INK,
  plotted,
  verticalAxis,
} from './axes.js';
import { chart } from './figure.js';
import { valueFormat, widthOf } from './labels.js';
import { thinned } from './thinned.js';
import { AREA_OPACITY, COLOURS } from './tones.js';

/** @typedef {import("./tones.js").Tone} Tone */
/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {Object} AreaOnly
 * @property {Point[]} points  in the order of x
 * @property {Tone} [tone]
 * @property {string} xLabel
 * @property {string} yLabel
 * @property {[number, number]} [xDomain]
 * @property {[number, number]} [yDomain]
 * @property {(x: number) => string} [xFormat]
 * @property {(y: number) => string} [yFormat]
 * @property {(x: number) => string} [xName]  a place in words
 * @property {{x: number, y: number, label: string} | null} [marked]
 * @property {number} [height]  in pixels
 * @typedef {import("./figure.js").Frame & AreaOnly} AreaSpec
 */

const HEIGHT = 112;
const ABOVE = 20;

export const area = chart((/** @type {AreaSpec} */ spec, words) => {
  const { tone = 'sand', xLabel, yLabel, marked, height = HEIGHT } = spec;
  const xFormat =
    spec.xFormat ??
    valueFormat(
      spec.points.map(({ x }) => x),
      words,
    );
  const yFormat =
    spec.yFormat ??
    valueFormat(
      spec.points.map(({ y }) => y),
      words,
    );
  const xName = spec.xName ?? ((x) => `${xLabel} ${xFormat(x)}`);
  const points = thinned(spec.points.filter(({ y }) => Number.isFinite(y)));
  const own = () => ({ head: [xLabel, yLabel], rows: points.map(({ x, y }) => [xFormat(x), yFormat(y)]) });

  return {
    table: spec.table === undefined ? own() : spec.table,
    plain: '',
    height: ABOVE + height + BELOW_TWO,
    draw: (library, width) => {
      const domain = spec.xDomain ?? extent(points.map(({ x }) => x));
      const yDomain = spec.yDomain ?? [0, extent(points.map(({ y }) => y))[1]];
      const axis = verticalAxis(library, [], { words, count: 2, domain: yDomain, format: spec.yFormat });
      const marginRight = Math.ceil(widthOf(xFormat(domain[1])) / 2);
      const inner = width - axis.marginLeft - marginRight;
      const below = endsAndBetween(library, domain, inner, xFormat, false);
      const colour = COLOURS[tone];
      const { picture, x, y } = plotted(library, {
        width,
        height: ABOVE + height + BELOW_TWO,
        marginTop: ABOVE,
        marginBottom: BELOW_TWO,
        marginLeft: axis.marginLeft,
        marginRight,
        x: { domain, type: 'linear' },
        y: { domain: axis.domain, type: 'linear' },
        marks: [
          ...axis.marks,
          library.areaY(points, { x: 'x', y1: 0, y2: 'y', fill: colour, fillOpacity: AREA_OPACITY * 2 }),
          library.lineY(points, { x: 'x', y: 'y', stroke: colour, strokeWidth: 2, strokeLinejoin: 'round' }),
          horizontalAxis(
            library,
            below.map((at) => ({ at, text: xFormat(at) })),
          ),
          axisName(library, xLabel),
          ...(marked
            ? [
                library.dot([marked], { x: 'x', y: 'y', r: 4, fill: 'var(--ink)', ...HALO, strokeWidth: 2 }),
                library.text([marked], {
                  x: 'x',
                  y: 'y',
                  text: [marked.label],
                  textAnchor: 'start',
                  lineAnchor: 'top',
                  dx: 8,
                  dy: 5,
                  ...INK,
                }),
              ]
            : []),
        ],
      });
      const targets = points.map((point) => ({
        x: x(point.x),
        y: y(point.y),
        name: xName(point.x),
        values: [{ label: yLabel, value: yFormat(point.y), tone }],
        dots: [{ y: y(point.y), tone }],
      }));
      return { picture, targets };
    },
  };
});
