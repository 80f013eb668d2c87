/** The upper part of the page: empty until a training begins, then what it brings, above what it rests on. */

import { block } from './dom.js';

/** @param {import("../journey/journey.js").Journey} journey */
export function showResults({ store }) {
  const results = block('results');
  /** @type {import("../state.js").State["teaching"]} */ let before = null;
  store.watch(['stage', 'teaching', 'outcome'], ({ stage, teaching, outcome }) => {
    results.hidden = teaching === null && outcome === null;
    block('setup-title').hidden = results.hidden;
    if (teaching !== null && before === null) lead('learning');
    if (teaching === null && before !== null && stage === 'trained') lead('step-verdict');
    if (teaching === null && before !== null && stage === 'ready') lead('step-network');
    before = teaching;
  });
}

/** Shows where the action is now, and takes the focus along if its button has just gone. @param {string} id */
function lead(id) {
  scrollTo({ top: 0 });
  const held = document.activeElement;
  const isLost = !held || held === document.body || held.closest('#dock, .train-row') !== null;
  if (isLost) block(id).focus({ preventScroll: true });
}
