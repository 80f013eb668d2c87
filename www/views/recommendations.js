/** What the customer would be shown, in order, with a reason for each. */

import { wordsOf } from '../i18n/index.js';
import { MODELS } from '../protocol.js';
import { block, byId, element } from './dom.js';
import { winnerName } from './judgement.js';
import { inOrder } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Recommendations["items"][number]} Recommended */

const DELAY_MS = 200;

/** @param {import("../controllers/app.js").App} app */
export function showRecommendations({ store, recommendations: controller }) {
  const table = byId('recommendations', HTMLTableElement);
  const topK = byId('top-k', HTMLInputElement);
  let waiting = 0;
  const ask = () => {
    clearTimeout(waiting);
    if (!Object.is(topK.valueAsNumber, store.state.topK)) controller.setTopK(topK.valueAsNumber);
  };
  topK.addEventListener('input', () => {
    clearTimeout(waiting);
    // A cleared field is about to get another number.
    if (topK.value !== '') waiting = setTimeout(ask, DELAY_MS);
  });
  topK.addEventListener('change', ask);
  store.watch(['topK'], ({ topK: length }) => {
    // A field that was left empty stays so.
    if (Number.isFinite(length) && topK.valueAsNumber !== length) topK.value = String(length);
  });

  const chooser = byId('list-model', HTMLSelectElement);
  chooser.addEventListener('change', () => {
    const chosen = MODELS.find((name) => name === chooser.value);
    if (chosen) controller.choose(chosen);
  });
  store.watch(['outcome', 'model', 'exporting', 'language'], ({ outcome, model, exporting, language }) => {
    const words = wordsOf(language);
    // Before its measurement the network is the only model that is there.
    const there = inOrder([{ name: 'network' }, ...(outcome?.result?.models ?? [])]);
    chooser.replaceChildren(
      ...there.map((name) =>
        element('option', { value: name }, winnerName(name, outcome?.result?.shares ?? null, words)),
      ),
    );
    chooser.value = model;
    chooser.disabled = there.length < 2 || exporting !== null;
  });

  store.watch(['outcome'], ({ outcome }) => {
    block('lists').hidden = outcome === null;
    block('downloads').hidden = outcome === null;
  });
  store.watch(['badOption'], ({ badOption }) => {
    if (badOption === 'topK') topK.setAttribute('aria-invalid', 'true');
    else topK.removeAttribute('aria-invalid');
  });
  store.watch(['recommendations', 'language'], ({ recommendations, model, language }) => {
    const words = wordsOf(language);
    table.classList.toggle('is-baseline', model !== 'network');
    const items = recommendations?.items ?? [];
    table.replaceChildren(
      element('caption', { class: 'quiet' }, words.text('shown.scoreNote')),
      head(words),
      element('tbody', { role: 'rowgroup' }, ...items.map((item) => row(item, model, words))),
    );
    if (recommendations && items.length === 0) table.caption?.replaceChildren(words.text('shown.nothing'));
  });
}

/** @param {Words} words */
function head(words) {
  const names = /** @type {const} */ (['rank', 'item', 'score', 'why']);
  return element(
    'thead',
    { role: 'rowgroup' },
    element(
      'tr',
      { role: 'row' },
      ...names.map((name) =>
        element('th', { scope: 'col', role: 'columnheader', class: `cell-${name}` }, words.text(`shown.${name}`)),
      ),
    ),
  );
}

/** The roles are spelt out because the style lays the rows out as grids. @param {Recommended} item @param {ModelName} model @param {Words} words */
function row({ rank, id, name, strength, why }, model, words) {
  const relative = Math.round(100 * Math.min(1, Math.max(0, strength)));
  return element(
    'tr',
    { role: 'row' },
    element('td', { role: 'cell', class: 'cell-rank' }, words.number(rank)),
    element(
      'td',
      { role: 'cell', class: 'cell-item' },
      element('bdi', { class: 'item-name' }, name),
      name === id ? null : element('bdi', { class: 'item-id quiet' }, ` ${id}`),
    ),
    element(
      'td',
      { role: 'cell', class: 'cell-score' },
      element('span', { class: 'score-value' }, words.number(relative)),
      element('span', { class: 'score-bar', style: `width: ${relative}%`, 'aria-hidden': 'true' }),
    ),
    element('td', { role: 'cell', class: 'cell-why quiet' }, reason(why, model, words)),
  );
}

/**
 * Why an item stands in a list.
 * @param {import("../protocol.js").Why} why @param {ModelName} model @param {Words} words
 * @param {number} [most]  reasons that are named
 */
export function reason({ kind, items }, model, words, most = items.length) {
  if (model === 'popularity') return words.text('why.bestseller');
  if (kind === 'popular' || items.length === 0) return words.text('why.popular');
  return words.text(`why.${kind}`, { items: words.list(items.slice(0, most).map(({ name }) => name)) });
}
