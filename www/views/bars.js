/** One figure of all models as bars with their intervals. */

import { element } from './dom.js';
import { figureOf, inOrder, shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */

/** The network first, then the others from best to worst. @param {Result} result @param {string} metric @param {Words} words */
export function bars(result, metric, words) {
  const measured = inOrder(result.models).flatMap((name) => {
    const figure = figureOf(result, name, metric);
    return figure ? [{ name, ...figure }] : [];
  });
  measured.sort((one, other) => place(other) - place(one));
  const most = Math.max(0.001, ...measured.map(({ high }) => high)) * 1.02;
  /** @param {number} value */
  const percent = (value) => `${(100 * Math.max(0, value)) / most}%`;
  return element(
    'ul',
    { class: 'bars' },
    ...measured.map(({ name, value, low, high }) =>
      element(
        'li',
        { class: `is-${name}` },
        element('span', { class: 'bar-name' }, shortName(name, words)),
        element(
          'span',
          { class: 'bar-track', 'aria-hidden': 'true' },
          element('span', { class: 'bar', style: `width: ${percent(value)}` }),
          element('span', { class: 'whisker', style: `left: ${percent(low)}; width: ${percent(high - low)}` }),
        ),
        element('span', { class: 'bar-value' }, words.metric(value)),
        element(
          'span',
          { class: 'visually-hidden' },
          words.text('comparison.interval', { low: words.metric(low), high: words.metric(high) }),
        ),
      ),
    ),
  );
}

/** @param {{name: string, value: number}} model */
function place({ name, value }) {
  return name === 'network' ? Number.POSITIVE_INFINITY : value;
}
