/** For whom it works: purchases of a hundred and NDCG@10 of each model in groups of users: by how much is known of them, and by labels. */

import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { purchases } from './judgement.js';
import { inOrder, shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../protocol.js").Segment} Segment */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Verdict} Verdict */

const NDCG = 'ndcg@10';

/** @param {import("../controllers/app.js").App} app */
export function showSegments({ store }) {
  const section = block('segments');
  const body = element('div', {});
  section.append(body);
  store.watch(['outcome', 'language'], ({ outcome, language }) => {
    const result = outcome?.result ?? null;
    section.hidden = !result || result.segments.length === 0;
    if (!result || section.hidden) return body.replaceChildren();
    renew(body, ...segments(result, wordsOf(language)));
  });
}

/** Purchases of a hundred in groups by activity; the figures of all models unfold. @param {Result} result @param {Words} words */
function segments({ models, segments, verdict }, words) {
  const names = inOrder(models);
  const shown = verdict
    ? segments.filter(({ segment, models }) => segment.kind === 'activity' && foundBy(models, verdict) !== null)
    : [];
  return [
    shown.length > 0 &&
      verdict &&
      element('ul', { class: 'groups' }, ...shown.map((segment) => group(segment, verdict, words))),
    element('p', { class: 'quiet' }, words.text('verdict.forNote')),
    element(
      'details',
      { class: 'segments' },
      element('summary', {}, words.text('comparison.segments')),
      element('p', { class: 'quiet' }, words.text('comparison.segmentsNote')),
      element(
        'table',
        { class: 'comparison', role: 'table', style: `--models: ${names.length}` },
        element(
          'thead',
          { role: 'rowgroup' },
          element(
            'tr',
            { role: 'row' },
            element('th', { scope: 'col', role: 'columnheader' }, words.text('comparison.segment')),
            ...names.map((name) =>
              element('th', { scope: 'col', role: 'columnheader', class: `is-${name}` }, shortName(name, words)),
            ),
          ),
        ),
        element('tbody', { role: 'rowgroup' }, ...segments.map((segment) => row(segment, names, words))),
      ),
    ),
  ];
}

/** @param {Segment["models"]} models @param {Verdict} verdict */
function foundBy(models, { model, k }) {
  const figure = (/** @type {string} */ name) => models.find((one) => one.name === name)?.metrics[`found@${k}`]?.value;
  const [own, bestsellers] = [figure(model), figure('popularity')];
  return own === undefined || bestsellers === undefined ? null : { own: 100 * own, bestsellers: 100 * bestsellers };
}

/** @param {Segment} segment @param {Verdict} verdict @param {Words} words */
function group(segment, verdict, words) {
  const found = foundBy(segment.models, verdict) ?? { own: 0, bestsellers: 0 };
  return element(
    'li',
    { class: segment.tooFew ? 'quiet' : null },
    element(
      'span',
      {},
      nameOf(segment, words),
      ' ',
      element('span', { class: 'quiet' }, words.text('account.buyers', { n: segment.users })),
    ),
    element(
      'strong',
      {},
      words.text('run.figures', { found: purchases(found.own, words), best: purchases(found.bestsellers, words) }),
    ),
  );
}

/** @param {Segment} segment @param {ModelName[]} names @param {Words} words */
function row(segment, names, words) {
  const figures = names.map((name) => segment.models.find((model) => model.name === name)?.metrics[NDCG] ?? null);
  const best = Math.max(...figures.map((figure) => rounded(figure?.value ?? 0)));
  const few = segment.tooFew ? ` · ${words.text('comparison.fewHere')}` : '';
  return element(
    'tr',
    { role: 'row' },
    element(
      'th',
      { scope: 'row', role: 'rowheader' },
      nameOf(segment, words),
      element('span', { class: 'quiet' }, words.text('account.buyers', { n: segment.users }) + few),
    ),
    ...figures.map((figure, index) => {
      if (!figure) return element('td', { role: 'cell' }, '–');
      const isBest = rounded(figure.value) === best;
      const { low, high } = figure;
      return element(
        'td',
        { role: 'cell', class: `is-${names[index]}${isBest ? ' is-best' : ''}` },
        element('strong', {}, words.metric(figure.value)),
        isBest ? element('span', { class: 'visually-hidden' }, ` (${words.text('comparison.best')})`) : null,
        low < high
          ? element(
              'span',
              { class: 'quiet' },
              words.text('comparison.span', { low: words.metric(low), high: words.metric(high) }),
            )
          : null,
      );
    }),
  );
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 1000);
}

/** @param {Segment} segment @param {Words} words */
function nameOf({ segment }, words) {
  if (segment.kind === 'label') return `${segment.column}: ${segment.label}`;
  const { from, to } = segment;
  return from === to ? words.text('comparison.activityOne', { from }) : words.text('comparison.activity', { from, to });
}
