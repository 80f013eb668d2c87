/** All models side by side: every measure at a length of list that can be chosen. */

import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { figureIn, METRICS, MORE_METRICS, winners } from './metrics.js';
import { figureOf, inOrder, shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Interval} Interval */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("./metrics.js").Metric} Metric */

/** Lengths that are measured (`LIST_LENGTHS` of src/evaluation/metrics.rs). */
const LENGTHS = [5, 10, 20, 50, 100];

/** @param {import("../controllers/app.js").App} app */
export function showComparison({ store }) {
  const section = block('comparison');
  const length = element('select', { id: 'metric-k' });
  length.append(...LENGTHS.map((k) => element('option', { value: k, selected: k === 10 }, String(k))));
  const label = element('span', {});
  const body = element('div', {});
  const choice = element('label', { class: 'metric-k' }, label, length);
  section.append(choice, body);
  length.addEventListener('change', () => show(store.state));
  store.watch(['outcome', 'language'], show);

  /** @param {import("../state.js").State} state */
  function show(state) {
    const { outcome, language } = state;
    const result = outcome?.result ?? null;
    section.hidden = result === null;
    if (!result) return body.replaceChildren();
    const words = wordsOf(language);
    label.textContent = words.text('comparison.k');
    const k = Number(length.value);
    renew(
      body,
      table(METRICS, result, k, words),
      element(
        'details',
        {},
        element('summary', {}, words.text('comparison.more')),
        table(MORE_METRICS, result, k, words),
      ),
      element('p', { class: 'quiet' }, words.text('comparison.note')),
    );
  }
}

/** The roles are spelt out because the style lays the rows out as grids where it is narrow. @param {readonly Metric[]} metrics @param {Result} result @param {number} k @param {Words} words */
function table(metrics, result, k, words) {
  const models = inOrder(result.models);
  const rows = metrics.filter(({ key }) => figureOf(result, models[0] ?? 'network', key(k)) !== null);
  return element(
    'table',
    { class: 'comparison', role: 'table', style: `--models: ${models.length}` },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        element('th', { scope: 'col', role: 'columnheader' }, words.text('comparison.metric')),
        ...models.map((name) =>
          element('th', { scope: 'col', role: 'columnheader', class: `is-${name}` }, shortName(name, words)),
        ),
      ),
    ),
    element('tbody', { role: 'rowgroup' }, ...rows.map((metric) => row(metric, result, models, k, words))),
  );
}

/** @param {Metric} metric @param {Result} result @param {ModelName[]} models @param {number} k @param {Words} words */
function row(metric, result, models, k, words) {
  const key = metric.key(k);
  const best = winners(metric, result, models, k);
  const title = metric.hasLength ? `${words.text(`metric.${metric.name}`)}@${k}` : words.text(`metric.${metric.name}`);
  const bought = result.bought ? words.number(result.bought.value, PERCENT) : words.text('value.missing');
  return element(
    'tr',
    { role: 'row', 'data-metric': metric.name },
    element(
      'th',
      { scope: 'row', role: 'rowheader' },
      title,
      element('span', { class: 'quiet' }, words.text(`metric.${metric.name}Note`, { k, bought })),
    ),
    ...models.map((name) => cell(name, metric, figureOf(result, name, key), best.includes(name), words)),
  );
}

const PERCENT = /** @type {const} */ ({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/**
 * @param {ModelName} model @param {Metric} metric @param {Interval | null} interval @param {boolean} isBest @param {Words} words
 */
function cell(model, metric, interval, isBest, words) {
  if (!interval) return element('td', { role: 'cell' }, '–');
  const { value, low, high } = interval;
  const figure = (/** @type {number} */ each) => figureIn(metric, each, words);
  const shown = element(
    'td',
    { role: 'cell', class: `is-${model}${isBest ? ' is-best' : ''}` },
    element('strong', {}, figure(value)),
    isBest ? element('span', { class: 'visually-hidden' }, ` (${words.text('comparison.best')})`) : null,
  );
  // Coverage and Gini are counts, not estimates: there is no interval to show.
  if (low < high) {
    const text = words.text('comparison.span', { low: figure(low), high: figure(high) });
    shown.append(element('span', { class: 'quiet' }, text));
  }
  return shown;
}
