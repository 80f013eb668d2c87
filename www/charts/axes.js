/** What the drawn charts have in common: texts, a quiet grid, figures of the axes in the reader's language. */

import { FONT_SIZE, tickFormat, widthOf } from './labels.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("@observablehq/plot").PlotOptions} PlotOptions */

/** Pixels below the plot for one line of figures. */
export const BELOW = 26;
/** For two: the axis's name, or a month and its year. */
export const BELOW_TWO = 42;
/** Between an axis and its figures. */
const PADDING = 8;
/** Between two figures of the horizontal axis, at least. */
const BETWEEN = 14;

/** Text on whatever is drawn below it. */
export const HALO = { stroke: 'var(--card)', strokeWidth: 4, paintOrder: 'stroke' };
export const INK = { fill: 'var(--ink)', fontWeight: 600 };

/** @param {Library} library @param {PlotOptions} options */
export function plotted(library, options) {
  const style = {
    fontFamily: 'inherit',
    fontSize: `${FONT_SIZE}px`,
    fontVariantNumeric: 'tabular-nums',
    color: 'var(--ink)',
    overflow: 'visible',
  };
  // Without a caption or a legend the result is the picture itself, with its scales.
  const scales = { x: { axis: null, ...options.x }, y: { axis: null, ...options.y } };
  const picture = library.plot({ ...options, ...scales, style });
  const [x, y] = [picture.scale('x'), picture.scale('y')];
  return {
    picture: /** @type {SVGSVGElement} */ (/** @type {unknown} */ (picture)),
    x: (/** @type {number | Date} */ value) => Number(x?.apply(value)),
    y: (/** @type {number | Date} */ value) => Number(y?.apply(value)),
  };
}

/**
 * The vertical axis of some values: round figures that enclose them.
 * @param {Library} library @param {number[]} values
 * @param {{words: Words, count?: number, domain?: [number, number], format?: (value: number) => string}} options
 */
export function verticalAxis(library, values, { words, count = 4, domain, format }) {
  const [low, high] = domain ?? extent(values);
  const isFlat = high === low;
  const margin = isFlat ? Math.abs(high) * 0.1 || 1 : 0;
  const [from, to] = domain ?? library.nice(low - margin, high + margin, count);
  const ticks = library.ticks(from, to, count);
  const figure = format ?? tickFormat(ticks, words);
  return {
    domain: /** @type {[number, number]} */ ([from, to]),
    marginLeft: Math.ceil(Math.max(0, ...ticks.map((tick) => widthOf(figure(tick)))) + PADDING + 2),
    marks: [
      library.gridY(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
      library.axisY(ticks, {
        label: null,
        tickSize: 0,
        tickPadding: PADDING,
        fill: 'var(--ink-soft)',
        tickFormat: (/** @type {number} */ value) => figure(value),
      }),
    ],
  };
}

/**
 * Figures below the plot; those that would stand too close to each other are left out.
 * @param {Library} library @param {{at: number | Date, text: string}[]} figures @param {number} tickSize
 */
export function horizontalAxis(library, figures, tickSize = 0) {
  const texts = new Map(figures.map(({ at, text }) => [Number(at), text]));
  return library.axisX(
    figures.map(({ at }) => at),
    {
      label: null,
      tickSize,
      tickPadding: PADDING - tickSize,
      stroke: 'var(--line-strong)',
      fill: 'var(--ink-soft)',
      tickFormat: (/** @type {number | Date} */ value) => texts.get(Number(value)) ?? '',
    },
  );
}

/**
 * The first and the last value, and round ones between them where there is room.
 * @param {Library} library @param {[number, number]} domain @param {number} width  in pixels
 * @param {(value: number) => string} format @param {boolean} isWhole
 */
export function endsAndBetween(library, [from, to], width, format, isWhole) {
  if (from === to) return [from];
  const wide = Math.max(widthOf(format(from)), widthOf(format(to))) + BETWEEN;
  const count = Math.min(6, Math.max(1, Math.floor(width / wide)));
  const place = (/** @type {number} */ value) => ((value - from) / (to - from)) * width;
  /** @param {number} wanted @returns {number[]} */
  const between = (wanted) => {
    const ticks = library.ticks(from, to, wanted).filter((value) => !isWhole || Number.isInteger(value));
    const fitting = ticks.filter((value) => place(value) > wide && place(value) < width - wide);
    // Between round ends the steps are even, or the eye takes the gap for a mistake.
    const isEven = !ticks.includes(from) || !ticks.includes(to) || fitting.length === ticks.length - 2;
    return isEven || wanted === 1 ? fitting : between(wanted - 1);
  };
  return [from, ...between(count), to];
}

/** What is counted off along the horizontal axis, below its figures. @param {Library} library @param {string} name */
export function axisName(library, name) {
  const place = /** @type {const} */ ({ frameAnchor: 'bottom-right', textAnchor: 'end', lineAnchor: 'top', dy: BELOW });
  return library.text([name], { ...place, fill: 'var(--ink-soft)' });
}

/** @param {number[]} values @returns {[number, number]} */
export function extent(values) {
  if (values.length === 0) return [0, 1];
  let [low, high] = [values[0], values[0]];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
