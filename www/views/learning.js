/** How the learning went: loss and validation, epoch by epoch. */

import { redraw } from '../charts/figure.js';
import { lines } from '../charts/lines.js';
import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block, element, renew } from './dom.js';
import { chosen, gap, linearNumbers, lower, restraints } from './restraint.js';

/** @typedef {import("../protocol.js").EpochRecord} EpochRecord */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../charts/lines.js").LinesSpec} LinesSpec */

/** @param {import("../controllers/app.js").App} app */
export function showLearning({ store }) {
  const section = block('learning');
  const charts = element('div', { class: 'charts' });
  const rest = element('div');
  section.append(element('div', { class: 'learning-body' }, charts, rest));
  store.watch(['records', 'outcome', 'trainingStatus', 'trying', 'language'], (state) => {
    const busy = isLearning(state);
    const words = wordsOf(state.language);
    section.hidden = !busy && state.records.length === 0;
    drawCurves(charts, section.hidden ? [] : curves(state, busy, words), words);
    renew(rest, ...(section.hidden ? [] : said(state, busy, words)));
  });
}

/**
 * The curves stay the same elements while they grow, so that who looks at a point of one stays there.
 * @param {HTMLElement} host @param {LinesSpec[]} specs @param {Words} words
 */
function drawCurves(host, specs, words) {
  specs.forEach((spec, index) => {
    const figure = host.children[index];
    if (figure) redraw(figure, spec, words);
    else host.append(lines(spec, words));
  });
  while (host.children.length > specs.length) host.lastElementChild?.remove();
}

/** The loss and, where there is one, the validation score. @param {State} state @param {boolean} busy @param {Words} words @returns {LinesSpec[]} */
function curves({ records, outcome, progress }, busy, words) {
  if (records.length === 0) return [];
  const shown = thinned(records);
  const last = records[records.length - 1]?.epoch ?? 1;
  const planned = busy && progress?.kind === 'training' ? progress.epochs : last;
  const best = records.findLast(({ best }) => best)?.epoch ?? null;
  const kept = busy ? best : (outcome?.trained.kept ?? best);
  const keptLabel = busy ? words.text('learning.best') : words.text('learning.kept', { epoch: kept });
  const scores = shown.flatMap(({ epoch, validation }) => (validation === null ? [] : [{ x: epoch, y: validation }]));
  const loss = shown.map(({ epoch, loss }) => ({ x: epoch, y: loss }));
  const axis = {
    xLabel: words.text('learning.epoch'),
    xName: (/** @type {number} */ epoch) => words.text('charts.epoch', { epoch }),
    xDomain: /** @type {[number, number]} */ ([1, Math.max(planned, 2)]),
  };
  const mark = (/** @type {string} */ label) => (kept !== null && scores.length > 0 ? { x: kept, label } : null);
  const [lossName, scoreName] = [words.text('learning.loss'), words.text('learning.validation')];
  const curve = {
    title: lossName,
    note: words.text('learning.lossNote'),
    series: [{ label: lossName, tone: /** @type {const} */ ('baseline'), points: loss, marked: mark('') }],
    ...axis,
    table: figures(shown, words),
  };
  if (scores.length === 0) return [curve];
  return [
    curve,
    {
      title: scoreName,
      note: words.text('learning.validationNote'),
      series: [{ label: scoreName, tone: 'network', points: scores, marked: mark(keptLabel) }],
      ...axis,
      // Both stand in the table of the first.
      table: null,
    },
  ];
}

/** What there is to say about the curves. @param {State} state @param {boolean} busy @param {Words} words */
function said({ records, outcome, plan }, busy, words) {
  if (records.length === 0) {
    const isSearched = plan?.options.search === true && plan.options.hidden.length === 1;
    return [element('p', { class: 'quiet' }, words.text(isSearched ? 'learning.waitingSearch' : 'learning.waiting'))];
  }
  const isValidated = records.some(({ validation }) => validation !== null);
  return [
    isValidated ? null : element('p', { class: 'quiet' }, words.text('learning.noValidation')),
    ...remarks(records, busy ? null : outcome, plan, words),
  ];
}

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
    outcome ? gap(records, outcome, words) : null,
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

/** Both curves, epoch by epoch. @param {EpochRecord[]} records @param {Words} words */
function figures(records, words) {
  /** @param {number | null} value */
  const figure = (value) => (value === null ? '–' : words.number(value, { maximumSignificantDigits: 4 }));
  return {
    head: [words.text('learning.epoch'), words.text('learning.loss'), words.text('learning.validation')],
    rows: records.map(({ epoch, loss, validation }) => [words.number(epoch), figure(loss), figure(validation)]),
  };
}
