/** One figure of all models as bars with their intervals. */

import { bars as chartOf } from '../charts/bars.js';
import { figureOf, inOrder, shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Result} Result */

/** @type {Partial<Record<ModelName, import("../charts/tones.js").Tone>>} */
const TONES = { network: 'network', popularity: 'sand' };

/** The network first, then the others from best to worst. @param {Result} result @param {string} metric @param {Words} words */
export function bars(result, metric, words) {
  const measured = inOrder(result.models).flatMap((name) => {
    const figure = figureOf(result, name, metric);
    return figure ? [{ name, ...figure }] : [];
  });
  measured.sort((one, other) => place(other) - place(one));
  const rows = measured.map(({ name, value, low, high }) => {
    const tone = TONES[name] ?? 'baseline';
    return { key: name, label: shortName(name, words), value, low, high, tone };
  });
  return chartOf({ title: metric.toUpperCase(), rows, unit: (value) => words.metric(value), isFinal: true }, words);
}

/** @param {{name: string, value: number}} model */
function place({ name, value }) {
  return name === 'network' ? Number.POSITIVE_INFINITY : value;
}
