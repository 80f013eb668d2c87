/** What cross-validation came to: mean and spread per model, and each fold for itself. */

import { element } from './dom.js';
import { inOrder, shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Validated} Validated */

const METRICS = /** @type {const} */ (['ndcg', 'recall', 'coverage']);

/** @param {Validated} validated @param {Words} words */
export function foldTable({ folds, wanted, models }, words) {
  const named = inOrder(models).flatMap((name) => models.filter((model) => model.name === name));
  const caption = words.text('trials.foldCaption');
  const done = words.text(folds < wanted ? 'trials.foldsSome' : 'trials.foldsDone', { folds, wanted });
  return [
    table(
      caption,
      [words.text('trials.model'), ...METRICS.map((metric) => `${words.text(`metric.${metric}`)}@10`)],
      named.map(({ name, metrics }) => [
        shortName(name, words),
        ...METRICS.map((metric) => {
          const found = metrics[`${metric}@10`];
          if (!found) return '–';
          return words.text('trials.meanSpread', {
            mean: words.metric(found.mean),
            spread: words.metric(found.spread),
          });
        }),
      ]),
      named.map(({ name }) => `is-${name}`),
    ),
    element('p', { class: 'quiet' }, done),
    element('p', { class: 'quiet' }, words.text('verdict.cvDiffers')),
    element(
      'details',
      {},
      element('summary', {}, words.text('trials.foldValues')),
      table(
        words.text('trials.foldValues'),
        [words.text('trials.model'), ...each(folds, (n) => words.text('trials.foldNumber', { n }))],
        named.map(({ name, metrics }) => [
          shortName(name, words),
          ...each(folds, (n) => {
            const value = metrics['ndcg@10']?.folds[n - 1];
            return value === undefined ? '–' : words.metric(value);
          }),
        ]),
        named.map(({ name }) => `is-${name}`),
      ),
    ),
  ];
}

/** @template T @param {number} count @param {(n: number) => T} make */
function each(count, make) {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

/** @param {string} caption @param {string[]} head @param {string[][]} rows @param {string[]} classes  of the rows */
function table(caption, head, rows, classes) {
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      { class: 'trial-table' },
      element('caption', { class: 'visually-hidden' }, caption),
      element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
      element(
        'tbody',
        {},
        ...rows.map(([name, ...cells], index) =>
          element(
            'tr',
            { class: classes[index] ?? null },
            element('th', { scope: 'row' }, name ?? ''),
            ...cells.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}
