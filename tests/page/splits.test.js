// What is held back to measure with: chosen on the page, said in words, kept to by everything after it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

const house = await openHouse();
after(() => house.close());
const person = await house.visit();

/** Chooses what is held back. @param {import('../../www/protocol.js').SplitChoice} kind */
const divide = (kind) => person.through('reading', () => person.select('split-kind', kind));

const note = () => person.$('split-kind-note').innerText();
const account = async () => (await person.$('account').textContent()) ?? '';

/** Which kinds can be chosen. */
function offered() {
  const options = person.$('split-kind').locator('option:not([disabled])');
  return options.evaluateAll((found) => found.map((option) => /** @type {HTMLOptionElement} */ (option).value));
}

test('without times the page divides at random, and says why', async () => {
  await person.choose(purchases());
  assert.equal(await person.$('split-kind').inputValue(), 'auto');
  assert.deepEqual(await offered(), ['auto', 'random', 'users']);
  assert.match(await note(), /once a time column is chosen/);
  assert.match(await account(), /drawn at random by the seed.*the file has no times/s);
  await person.train({ epochs: 2 });
  const { split } = await person.report();
  assert.deepEqual([split.kind, split.reason, split.given], ['random', 'untimed', 0]);
});

test('whole customers are held back where that is chosen', async () => {
  await person.choose(purchases({ users: 400 }));
  await person.train({ epochs: 1 });
  await divide('users');
  assert.equal(await person.stage(), 'ready', 'what was learnt from another division is gone');
  assert.match(await account(), /Whole customers are held back.*you chose/s);
  await person.train({ epochs: 2, seed: 5 });
  const { split, dataset } = await person.report();
  assert.deepEqual([split.kind, split.reason, split.users, split.seed], ['users', 'asked', 40, 5]);
  assert.equal(split.train + split.validation + split.test + split.given, dataset.interactions);
  assert.match(await person.page.locator('.verdict-body').innerText(), /Nothing of these customers was learned from/);
});

test('a recipe that must know its customers is refused then, and taken again with another division', async () => {
  await person.select('recipe', 'pair');
  await person.untilError('needs-known-users');
  assert.match(await person.message(), /Choose another recipe, or another division/);
  await divide('auto');
  await person.page.waitForFunction(() => document.body.dataset.error === undefined);
  await person.select('recipe', 'recommended');
});

test('a column for it in the file decides alone', async () => {
  const [, ...rows] = purchases().trim().split('\n');
  const parts = ['train', 'train', 'train', 'validation', 'test'];
  await divide('users');
  await person.choose(`user,item,split\n${rows.map((row, index) => `${row},${parts[index % 5]}`).join('\n')}\n`);
  assert.equal(await person.$('split-kind').isDisabled(), true);
  assert.match(await note(), /The split column of the file decides/);
  await person.assign('split', '');
  assert.equal(await person.$('split-kind').isDisabled(), false);
  assert.match(await account(), /drawn at random by the seed/);
});

test('too few customers cannot be held back whole', async () => {
  await person.choose(purchases({ users: 8 }));
  assert.deepEqual(await offered(), ['auto', 'random']);
  assert.match(await note(), /at least ten with three products each/);
});

test('nothing went wrong unseen', () => person.leave());
