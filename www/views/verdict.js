/** The hero: is the network worth it, against showing everybody the bestsellers and against simple methods? */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { bars } from './bars.js';
import { block, element, renew } from './dom.js';
import { judge } from './judgement.js';
import { fullName, inOrder, leftOut, whoIsWho } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../state.js").State} State */

/** The findings that say what is left out by default. */
const LEFT_OUT = ['non-products-excluded', 'statuses-excluded', 'guest-excluded'];

/** @param {import("../controllers/app.js").App} app */
export function showVerdict({ store, recommendations: controller }) {
  const section = block('step-verdict');
  const body = element('div', { class: 'verdict-body' });
  const offer = element('button', { type: 'button', class: 'button', id: 'take-offer' });
  const taken = element('p', { class: 'taken' });
  const action = element('div', { class: 'offer', 'aria-live': 'polite' }, offer, taken);
  block('verdict').append(body, action);

  offer.addEventListener('click', () => {
    const offered = offerOf(store.state);
    if (offered) controller.choose(offered);
  });
  store.watch(['outcome', 'trainingStatus', 'trying', 'language'], (state) => {
    const { outcome, account, language } = state;
    section.hidden = outcome === null || isLearning(state);
    if (!outcome) return;
    const words = wordsOf(language);
    body.replaceChildren(
      ...(outcome.measuring === null ? hero(outcome.result, account, words) : measuring(outcome.measuring, words)),
    );
    renew(block('bars'), ...(outcome.result ? chart(outcome.result, words) : []));
  });
  store.watch(['outcome', 'model', 'exporting', 'language'], (state) => {
    const offered = offerOf(state);
    const isTaken = offered !== null && state.model === offered;
    const words = wordsOf(state.language);
    const model = offered ? fullName(offered, words) : '';
    action.hidden = offered === null;
    // A button that goes away takes the focus with it.
    if (isTaken && document.activeElement === offer) section.focus({ preventScroll: true });
    offer.hidden = isTaken;
    offer.disabled = state.exporting !== null;
    offer.textContent = words.text('verdict.offer', { model });
    taken.textContent = isTaken ? words.text('verdict.taken', { model }) : '';
  });
}

/** @param {State} state */
function offerOf({ outcome, account, language }) {
  if (!outcome || outcome.measuring !== null) return null;
  return judge(outcome.result, account?.dataset.items ?? 0, wordsOf(language)).offer;
}

/** @param {number} fraction @param {Words} words */
function measuring(fraction, words) {
  const text = words.text('verdict.measuring');
  return [
    element('p', { class: 'hero is-quiet' }, fraction > 0 ? `${text} ${words.percent(fraction)}` : text),
    element('p', { class: 'sentence' }, words.text('verdict.measuringNote')),
  ];
}

/** @param {Result | null} result @param {import("../state.js").Account | null} account @param {Words} words */
function hero(result, account, words) {
  const judgement = judge(result, account?.dataset.items ?? 0, words);
  const { tone, isNumber, sentence, rival, warning, range, measured } = judgement;
  const how = measured && words.text(`verdict.${account?.dataset.split.kind ?? 'random'}`);
  const gap = words.language === 'zh' ? '' : ' ';
  return [
    element('p', { class: `hero is-${tone}${isNumber ? ' is-number' : ''}` }, judgement.hero),
    element('p', { class: 'sentence' }, sentence),
    warning ? element('p', { class: 'warning' }, warning) : '',
    rival ? element('p', { class: 'rival' }, rival) : '',
    element('p', { class: 'quiet' }, [range, measured, how].filter(Boolean).join(gap)),
    notCounted(account, words),
  ].filter(Boolean);
}

/** What the figures leave out without having been told to. @param {import("../state.js").Account | null} account @param {Words} words */
function notCounted(account, words) {
  const left = account?.dataset.quality.findings.filter(({ code }) => LEFT_OUT.includes(code)) ?? [];
  if (left.length === 0) return '';
  const gap = words.language === 'zh' ? '' : ' ';
  return element('p', { class: 'quiet small-print' }, left.map((finding) => words.finding(finding)).join(gap));
}

/** @param {Result} result @param {Words} words */
function chart(result, words) {
  return [
    bars(result, 'ndcg@10', words),
    element('p', { class: 'quiet' }, words.text('bars.title')),
    ...leftOut(result, words).map((text) => element('p', { class: 'quiet left-out' }, text)),
    element('details', {}, element('summary', {}, words.text('bars.models')), whoIsWho(inOrder(result.models), words)),
    element(
      'details',
      {},
      element('summary', {}, words.text('bars.what')),
      element('p', {}, words.text('bars.explain')),
    ),
  ];
}
