/** Network and bestsellers side by side, as a small table. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Interval} Interval */

const METRICS = /** @type {const} */ (['ndcg@10', 'recall@10', 'coverage@10']);
const MODELS = /** @type {const} */ (['popularity', 'network']);

/** @param {import("../journey/journey.js").Journey} journey */
export function showComparison({ store }) {
  const section = block('comparison');
  const body = element('div', {});
  section.append(body);
  store.watch(['outcome', 'teaching', 'language'], ({ outcome, teaching, language }) => {
    const result = outcome?.result ?? null;
    section.hidden = result === null || teaching !== null;
    if (!result) return body.replaceChildren();
    const words = wordsOf(language);
    const table = element(
      'table',
      { class: 'comparison' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, words.text('comparison.metric')),
          ...MODELS.map((name) => element('th', { scope: 'col', class: `is-${name}` }, words.text(`model.${name}`))),
        ),
      ),
      element(
        'tbody',
        {},
        ...METRICS.map((metric) =>
          element(
            'tr',
            {},
            element(
              'th',
              { scope: 'row' },
              words.text(`metric.${metric}`),
              element('span', { class: 'quiet' }, words.text(`metric.${metric}Note`)),
            ),
            ...MODELS.map((name) => {
              const found = result.models.find((model) => model.name === name);
              return cell(name, metric, found?.metrics[metric] ?? null, words);
            }),
          ),
        ),
      ),
    );
    body.replaceChildren(table, element('p', { class: 'quiet' }, words.text('comparison.note')));
  });
}

/**
 * @param {"popularity" | "network"} model
 * @param {string} metric
 * @param {Interval | null} interval
 * @param {Words} words
 */
function cell(model, metric, interval, words) {
  if (!interval) return element('td', {}, '–');
  const { value, low, high } = interval;
  const figure = metric === 'ndcg@10' ? words.metric.bind(words) : words.percent.bind(words);
  const shown = element('td', { class: `is-${model}` }, element('strong', {}, figure(value)));
  // Coverage is a count, not an estimate: there is no interval to show.
  if (low < high) {
    const text = words.text('comparison.interval', { low: figure(low), high: figure(high) });
    shown.append(element('span', { class: 'quiet' }, text));
  }
  return shown;
}
