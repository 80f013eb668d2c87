/** How the learning went: loss and validation, epoch by epoch. */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { curve } from './curve.js';
import { block, element, renew } from './dom.js';
import { chosen, gap, linearNumbers, lower, restraints } from './restraint.js';

/** @typedef {import("../protocol.js").EpochRecord} EpochRecord */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../i18n/index.js").Words} Words */

/** @param {import("../controllers/app.js").App} app */
export function showLearning({ store }) {
  const section = block('learning');
  const body = element('div', { class: 'learning-body' });
  section.append(body);
  store.watch(['records', 'outcome', 'trainingStatus', 'trying', 'language'], (state) => {
    const busy = isLearning(state);
    section.hidden = !busy && state.records.length === 0;
    if (section.hidden) return body.replaceChildren();
    renew(body, ...content(state, busy, wordsOf(state.language)));
  });
  let width = 0;
  new ResizeObserver(() => {
    if (body.clientWidth === width) return;
    width = body.clientWidth;
    const { state } = store;
    if (!section.hidden) renew(body, ...content(state, isLearning(state), wordsOf(state.language)));
  }).observe(body);

  /** @param {State} state @param {boolean} busy @param {Words} words */
  function content({ records, outcome, progress, plan }, busy, words) {
    if (records.length === 0) {
      const isSearched = plan?.options.search === true && plan.options.hidden.length === 1;
      return [element('p', { class: 'quiet' }, words.text(isSearched ? 'learning.waitingSearch' : 'learning.waiting'))];
    }
    const shown = thinned(records);
    const last = records[records.length - 1]?.epoch ?? 1;
    const planned = busy && progress?.kind === 'training' ? progress.epochs : last;
    const loss = shown.map(({ epoch, loss }) => ({ epoch, value: loss }));
    const scores = shown.flatMap(({ epoch, validation }) =>
      validation === null ? [] : [{ epoch, value: validation }],
    );
    const columns = scores.length > 0 && body.clientWidth > WIDE ? 2 : 1;
    const frame = {
      width: Math.max(260, Math.floor((body.clientWidth - GAP * (columns - 1)) / columns)),
      epochs: Math.max(planned, 2),
      words,
    };
    const best = records.findLast(({ best }) => best)?.epoch ?? null;
    const kept = busy ? best : (outcome?.trained.kept ?? best);
    const keptLabel = busy ? words.text('learning.best') : words.text('learning.kept', { epoch: kept });
    const charts = element(
      'div',
      { class: 'charts' },
      curve({
        ...frame,
        points: loss,
        title: words.text('learning.loss'),
        note: words.text('learning.lossNote'),
        tone: 'baseline',
        marked: scores.length > 0 ? kept : null,
        markLabel: '',
        axis: columns === 2 || scores.length === 0,
      }),
      scores.length > 0
        ? curve({
            ...frame,
            points: scores,
            title: words.text('learning.validation'),
            note: words.text('learning.validationNote'),
            tone: 'network',
            marked: kept,
            markLabel: keptLabel,
            axis: true,
          })
        : null,
    );
    return [
      charts,
      scores.length > 0 ? null : element('p', { class: 'quiet' }, words.text('learning.noValidation')),
      ...remarks(records, busy ? null : outcome, plan, words),
      figures(shown, words),
    ];
  }
}

/** Width in pixels from which the two curves stand side by side. */
const WIDE = 700;
/** Pixels between the two. */
const GAP = 40;

/** Thins out the points: these are as good as thousands, and quickly drawn; the first, the best and the last stay. @param {EpochRecord[]} records */
function thinned(records) {
  const every = Math.ceil(records.length / 200);
  const best = records.findLastIndex(({ best }) => best);
  return every <= 1 ? records : records.filter((_, n) => n % every === 0 || n === best || n === records.length - 1);
}

/**
 * What was chosen, what the curves say, and what holds the learning back.
 * @param {EpochRecord[]} records @param {State["outcome"]} outcome  null while it learns
 * @param {State["plan"]} plan @param {Words} words
 */
function remarks(records, outcome, plan, words) {
  const last = records[records.length - 1];
  const options = outcome?.plan.options ?? plan?.options;
  const choices = outcome?.trained.choices;
  const lines = [
    outcome ? chosen(outcome, words) : null,
    outcome ? gap(records, outcome.trained.kept, words) : null,
    outcome ? lower(outcome, words) : null,
    options ? restraints(options, choices?.inputDropout ?? options.inputDropout, words) : null,
    linearNumbers(choices, words),
  ];
  if (last && last.accuracy !== null) {
    const share = words.number(last.accuracy, { style: 'percent', maximumFractionDigits: 1 });
    lines.push(element('p', { class: 'quiet' }, words.text('learning.accuracy', { epoch: last.epoch, share })));
  }
  return [element('div', { class: 'remarks' }, ...lines)];
}

/** The same figures for those who cannot see the curves. @param {EpochRecord[]} records @param {Words} words */
function figures(records, words) {
  /** @param {number | null} value */
  const figure = (value) => (value === null ? '–' : words.number(value, { maximumSignificantDigits: 4 }));
  const table = element(
    'table',
    {},
    element('caption', {}, words.text('learning.title')),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, words.text('learning.epoch')),
        element('th', { scope: 'col' }, words.text('learning.loss')),
        element('th', { scope: 'col' }, words.text('learning.validation')),
      ),
    ),
    element(
      'tbody',
      {},
      ...records.map(({ epoch, loss, validation }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, String(epoch)),
          element('td', {}, figure(loss)),
          element('td', {}, figure(validation)),
        ),
      ),
    ),
  );
  return element('div', { class: 'visually-hidden' }, table);
}
