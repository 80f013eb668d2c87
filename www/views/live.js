/** What those hear who do not see the page: the stage, the quarters of a training, the verdict; and the tab's title. */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block } from './dom.js';
import { verdictOf, verdictSentence, verdictWord } from './judgement.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */

const QUARTERS = 4;

/** @param {import("../controllers/app.js").App} app */
export function showLive({ store }) {
  const region = block('live');
  let quarter = 0;
  let said = store.state.stage;
  store.watch(['stage', 'progress', 'outcome', 'opened', 'language'], (state) => {
    const words = wordsOf(state.language);
    document.title = titleOf(state, words);
    const { stage, progress, outcome } = state;
    if (stage !== said) {
      said = stage;
      quarter = 0;
      region.textContent = stage === 'trained' ? verdictLines(outcome, words) : words.text(`live.stage.${stage}`);
      return;
    }
    if (!isLearning(state) || !progress) return;
    const reached = Math.floor(progress.fraction * QUARTERS);
    if (reached <= quarter || reached >= QUARTERS) return;
    quarter = reached;
    region.textContent = words.text('live.quarter', { share: words.percent(reached / QUARTERS) });
  });
}

/** @param {State["outcome"]} outcome @param {Words} words */
function verdictLines(outcome, words) {
  const verdict = verdictOf(outcome?.result ?? null);
  if (!verdict) return words.text('live.stage.trained');
  return `${verdictWord(verdict, words)}. ${verdictSentence(verdict, words)}`;
}

/** @param {State} state @param {Words} words */
function titleOf({ stage, trainingStatus, progress, outcome, opened }, words) {
  const share = progress ? words.percent(progress.fraction) : '';
  if (stage === 'reading') return words.text('tab.reading', { share });
  if (trainingStatus === 'paused') return words.text('tab.paused', { share });
  if (trainingStatus !== null) return words.text('tab.training', { share });
  if (opened?.question) return words.text('tab.question');
  const verdict = verdictOf(outcome?.result ?? null);
  if (verdict) return words.text('tab.verdict', { verdict: verdictWord(verdict, words) });
  return words.text('title');
}
