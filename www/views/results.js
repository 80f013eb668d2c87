/** The upper part of the page: empty until a training begins, then what it brings, above what it rests on. */

import { isLearning } from '../state.js';
import { block } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showResults({ store }) {
  const results = block('results');
  let before = { isBusy: false, isLearning: false };
  store.watch(['stage', 'trainingStatus', 'trying', 'outcome'], (state) => {
    const now = { isBusy: state.trainingStatus !== null, isLearning: isLearning(state) };
    results.hidden = !now.isLearning && state.outcome === null;
    block('setup-title').hidden = results.hidden;
    if (now.isLearning && !before.isLearning) lead('learning');
    else if (now.isBusy && !before.isBusy) keepFocus('trials');
    if (!now.isBusy && before.isLearning && state.stage === 'trained') lead('step-verdict');
    if (!now.isBusy && before.isLearning && state.stage === 'ready') lead('step-network');
    if (!now.isBusy && before.isBusy && !before.isLearning) keepFocus('trials');
    before = now;
  });
}

/** Shows where the action is now. @param {string} id */
function lead(id) {
  scrollTo({ top: 0 });
  keepFocus(id);
}

/** Takes the focus along if its button has just gone. @param {string} id */
function keepFocus(id) {
  const held = document.activeElement;
  const isLost = !held || held === document.body || held.closest('#dock, .train-row, .trial-row') !== null;
  if (isLost) block(id).focus({ preventScroll: true });
}
