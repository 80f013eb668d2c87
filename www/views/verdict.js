/** The decision: whether it is worth it, in counts of purchases; what won; and the least costly way to most of it. */

import { bars } from '../charts/bars.js';
import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { hasNetwork, purchases, verdictOf, verdictSentence, winnerName } from './judgement.js';
import { figureOf, fullName, inOrder, leftOut, shortName, whoIsWho } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../protocol.js").Verdict} Verdict */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../state.js").State} State */

/** The findings that say what is left out by default. */
const LEFT_OUT = ['non-products-excluded', 'statuses-excluded', 'guest-excluded'];

/** @param {import("../controllers/app.js").App} app */
export function showVerdict({ store, recommendations: controller }) {
  const section = block('decision');
  const body = element('div', { class: 'verdict-body' });
  const offer = element('div', { class: 'offer', 'aria-live': 'polite' });
  const figures = element('div', { class: 'verdict-figures' });
  block('verdict-words').append(body);
  block('bars').append(figures, offer);

  store.watch(['outcome', 'account', 'language'], ({ outcome, account, language }) => {
    section.hidden = outcome === null;
    if (!outcome) return;
    const words = wordsOf(language);
    const { result, measuring } = outcome;
    renew(body, ...(measuring === null ? decision(result, account, words) : underWay(measuring, words)));
    renew(figures, ...(result ? chart(result, words) : []));
  });
  store.watch(['outcome', 'model', 'exporting', 'language'], ({ outcome, model, exporting, language }) => {
    const result = outcome && outcome.measuring === null ? outcome.result : null;
    const hadFocus = offer.contains(document.activeElement);
    offer.replaceChildren(...(result ? cheap(result, model, exporting !== null, wordsOf(language)) : []));
    for (const control of offer.querySelectorAll('button')) {
      control.addEventListener('click', () => controller.choose(/** @type {ModelName} */ (control.dataset.model)));
    }
    if (hadFocus) offer.querySelector('button')?.focus({ preventScroll: true });
  });
}

/** @param {number} fraction @param {Words} words */
function underWay(fraction, words) {
  const text = words.text('verdict.measuring');
  return [
    element('p', { class: 'sentence' }, fraction > 0 ? `${text} ${words.percent(fraction)}` : text),
    element('p', { class: 'quiet' }, words.text('verdict.measuringNote')),
  ];
}

/** @param {Result | null} result @param {State["account"]} account @param {Words} words */
function decision(result, account, words) {
  const verdict = verdictOf(result);
  if (!result || !verdict) return [element('p', { class: 'sentence' }, words.text('verdict.reason.unmeasured'))];
  const { users, interactions, shares } = result;
  const gap = words.language === 'zh' ? '' : ' ';
  const how = words.text(`verdict.${account?.dataset.split.kind ?? 'random'}`);
  return [
    element('p', { class: 'sentence' }, verdictSentence(verdict, words)),
    element(
      'p',
      { class: 'won' },
      element('span', { class: 'quiet' }, `${words.text('won.title')} `),
      element(
        'strong',
        { class: hasNetwork(verdict.model, shares) ? 'is-network' : 'is-baseline' },
        winnerName(verdict.model, shares, words),
      ),
    ),
    ...(isAhead(result, verdict) ? [] : [element('p', { class: 'quiet' }, words.text('won.beforehand'))]),
    element(
      'p',
      { class: 'quiet' },
      [words.text('verdict.hit', { k: verdict.k }), words.text('verdict.measured', { users, interactions }), how].join(
        gap,
      ),
    ),
    ...notCounted(account, words),
    element(
      'details',
      { class: 'rules' },
      element('summary', {}, words.text('verdict.rulesTitle')),
      element('p', {}, words.text('verdict.rules', { k: verdict.k })),
    ),
  ];
}

/** Whether nothing found more than what won. @param {Result} result @param {Verdict} verdict */
function isAhead(result, { model, k }) {
  const found = (/** @type {ModelName} */ name) => figureOf(result, name, `found@${k}`)?.value ?? 0;
  return inOrder(result.models).every((name) => found(name) <= found(model));
}

/** What the figures leave out without having been told to. @param {State["account"]} account @param {Words} words */
function notCounted(account, words) {
  const left = account?.dataset.quality.findings.filter(({ code }) => LEFT_OUT.includes(code)) ?? [];
  if (left.length === 0) return [];
  const gap = words.language === 'zh' ? '' : ' ';
  return [element('p', { class: 'quiet small-print' }, left.map((finding) => words.finding(finding)).join(gap))];
}

/** The models in purchases of a hundred. @param {Result} result @param {Words} words */
function chart(result, words) {
  const k = verdictOf(result)?.k ?? 10;
  const rows = inOrder(result.models).flatMap((name) => {
    const figure = figureOf(result, name, `found@${k}`);
    if (!figure) return [];
    const { value, low, high } = figure;
    return [{ key: name, label: labelOf(name, result, words), value, low, high, tone: toneOf(name, result) }];
  });
  rows.sort((one, other) => other.value - one.value);
  const unit = (/** @type {number} */ value) =>
    words.number(100 * value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return [
    bars(
      {
        title: words.text('bars.foundTitle'),
        note: words.text('bars.found', { k }),
        rows,
        unit,
        isFinal: true,
        file: 'verdict',
      },
      words,
    ),
    ...leftOut(result, words).map((text) => element('p', { class: 'quiet left-out' }, text)),
    element('details', {}, element('summary', {}, words.text('bars.models')), whoIsWho(inOrder(result.models), words)),
  ];
}

/** @param {ModelName} name @param {Result} result @returns {import("../charts/tones.js").Tone} */
function toneOf(name, { shares }) {
  if (name === 'popularity') return 'sand';
  return hasNetwork(name, shares) ? 'network' : 'baseline';
}

/** @param {ModelName} name @param {Result} result @param {Words} words */
function labelOf(name, { shares }, words) {
  return name === 'network' ? winnerName(name, shares, words) : shortName(name, words);
}

/**
 * The least costly way to most of it, and which of the two the lists come from.
 * @param {Result} result @param {ModelName} model @param {boolean} isBusy @param {Words} words
 */
function cheap(result, model, isBusy, words) {
  const verdict = verdictOf(result);
  if (!verdict) return [];
  const best = verdict.model;
  const offered = verdict.cheap?.model ?? null;
  /** @param {ModelName} name @param {string} text @param {boolean} isMain */
  const control = (name, text, isMain) =>
    element(
      'button',
      { type: 'button', class: `button small${isMain ? ' primary' : ''}`, 'data-model': name, disabled: isBusy },
      text,
    );
  const useBest = control(best, words.text('verdict.useBest'), true);
  if (!verdict.cheap || offered === null) {
    // What the lists come from is not always what won.
    if (best === model) return [];
    return [
      element('p', {}, words.text('verdict.listsBy', { model: winnerName(model, result.shares, words) })),
      element('p', { class: 'offer-buttons' }, useBest),
    ];
  }
  const name = fullName(offered, words);
  const { value } = verdict.cheap.behind;
  const behind = purchases(value, words);
  const using = model === offered ? words.text('verdict.usingCheap', { model: name }) : '';
  return [
    element('h2', {}, words.text('verdict.cheapTitle')),
    element('p', {}, words.text(value < 0.05 ? 'verdict.cheapLevel' : 'verdict.cheap', { model: name, behind })),
    using !== '' && element('p', { class: 'taken' }, using),
    element(
      'p',
      { class: 'offer-buttons' },
      model === offered ? null : control(offered, words.text('verdict.useCheap', { model: name }), false),
      model === best ? null : useBest,
    ),
  ].filter((child) => child !== false);
}
