/** Texts of a chart: their width, their direction, and figures with as many decimals as their axis needs. */

/** @typedef {import("../i18n/index.js").Words} Words */

/** Size of all texts in a chart, in pixels. */
export const FONT_SIZE = 12;

/** @type {CanvasRenderingContext2D | null} */ let context = null;

/** The page's fonts in each language, asked for once: the answer takes a pass over all styles. @type {Record<string, string>} */
const families = {};

/** Width of a text in pixels. @param {string} text @param {string} [font]  weight and size */
export function widthOf(text, font = `${FONT_SIZE}px`) {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * FONT_SIZE * 0.6;
  const { lang } = document.documentElement;
  families[lang] ??= getComputedStyle(document.body).fontFamily;
  context.font = `${font} ${families[lang]}`;
  return context.measureText(text).width;
}

/** A name in an isolate, so that its direction disorders nothing around it. @param {string} name */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}

/** The beginning of a text that fits. @param {string} text @param {number} width  in pixels */
export function fitted(text, width) {
  if (widthOf(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Figures of an axis, all with the decimals that its steps need. @param {number[]} ticks @param {Words} words */
export function tickFormat(ticks, words) {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return (/** @type {number} */ value) =>
    words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Single values, each with the decimals that the largest needs for three figures. @param {number[]} values @param {Words} words */
export function valueFormat(values, words) {
  const most = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isWhole = most === 0 || values.every(Number.isInteger);
  const digits = isWhole ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(most) + 1e-9)));
  return (/** @type {number} */ value) =>
    words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * Moves labels apart that stand in each other's way, and keeps them between top and bottom.
 * @param {number[]} wanted  heights in pixels @param {number} least  distance @param {number} bottom
 * @returns {number[]}
 */
export function apart(wanted, least, bottom) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const places = [...wanted];
  order.forEach((index, n) => {
    const above = n > 0 ? places[order[n - 1]] : Number.NEGATIVE_INFINITY;
    places[index] = Math.max(places[index], above + least);
  });
  let limit = bottom;
  for (const index of [...order].reverse()) {
    places[index] = Math.min(places[index], limit);
    limit = places[index] - least;
  }
  return places;
}
