/** The upper part of the page: empty until a training begins, then what it brings, above what it rests on. */

import { block } from './dom.js';

/** @typedef {import("../state.js").Stage} Stage */

/** @param {import("../journey/journey.js").Journey} journey */
export function showResults({ store }) {
  const results = block('results');
  /** @type {Stage} */ let before = 'empty';
  store.watch(['stage', 'outcome'], ({ stage, outcome }) => {
    const busy = stage === 'training' || stage === 'paused';
    results.hidden = !busy && outcome === null;
    block('setup-title').hidden = results.hidden;
    const arrived = stage === 'trained' && (before === 'training' || before === 'paused');
    if (stage === 'training' && before !== 'paused') lead('learning');
    if (arrived) lead('step-verdict');
    if (stage === 'ready' && (before === 'training' || before === 'paused')) lead('step-network');
    before = stage;
  });
}

/** Shows where the action is now, and takes the focus along if its button has just gone. @param {string} id */
function lead(id) {
  scrollTo({ top: 0 });
  const held = document.activeElement;
  const isLost = !held || held === document.body || held.closest('#dock, .train-row') !== null;
  if (isLost) block(id).focus({ preventScroll: true });
}
