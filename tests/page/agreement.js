// What the verdict room says, held against report.json: the line, the counts and the name of what has won.
import assert from 'node:assert/strict';

/** @typedef {import('./person.js').Person} Person */

const KINDS = /** @type {Record<string, string>} */ ({
  worth: 'Worth it',
  either: 'Could go either way',
  not: 'Not worth it',
});
const NAMES = /** @type {Record<string, string>} */ ({
  ease: 'Linear model (EASE)',
  'item-knn': 'Similar products (item-kNN)',
});

/** What a mixture is called, by its shares. @param {{linear: number, deep: number}} shares */
function mixture({ linear, deep }) {
  if (linear === 0) return 'Neural network';
  if (deep === 0) return 'Linear path alone';
  return `Linear path ${Math.round(100 * linear)}% + network ${Math.round(100 * deep)}%`;
}

/** Goes to the verdict in English, and compares. @param {Person} person @returns {Promise<any>} the report */
export async function agrees(person) {
  /** @type {any} */ const report = await person.report();
  const { verdict, shares, models } = report;
  await person.goTo('decision');
  const title = await person.$('room-title').innerText();
  const said = (await person.page.locator('.verdict-body').innerText()).replace(/\s+/g, ' ');
  assert.equal(title, KINDS[verdict.kind]);
  const isNarrow = verdict.high - verdict.low < 3;
  const figure = (/** @type {number} */ value) => value.toFixed(isNarrow || value < 9.95 ? 1 : 0);
  const { found, found_by_bestsellers, low, high, of, k } = verdict;
  assert.equal(of, 100);
  assert.ok(low <= found && found <= high, `${low} ${found} ${high}`);
  assert.ok(said.includes(`finds ${figure(found_by_bestsellers)}`), said);
  assert.ok(said.includes(figure(found)) && said.includes(`${figure(low)}–${figure(high)}`), said);
  const name = verdict.model === 'network' ? mixture(shares) : NAMES[verdict.model];
  assert.ok(said.includes(name), `${name} in: ${said}`);
  const isNetwork = await person.page.locator('.won strong').evaluate((node) => node.classList.contains('is-network'));
  assert.equal(isNetwork, verdict.model === 'network' && shares.deep > 0, 'the colour of the network');
  for (const { name: model, metrics } of models) {
    const own = metrics[`found@${k}`];
    if (model === verdict.model) assert.ok(Math.abs(100 * own.value - found) < 1e-9);
    if (model === 'popularity') assert.ok(Math.abs(100 * own.value - found_by_bestsellers) < 1e-9);
  }
  assert.ok(k < report.dataset.items, 'a list is never the whole catalogue');
  return report;
}
