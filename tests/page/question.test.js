// What a file leaves open: the page asks before it reads, one click answers, and the question goes when it has lost its sense.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { axeSource } from './browser.js';
import { openHouse, purchases } from './person.js';
import { asked, say, stage } from './staged.js';

/** @typedef {import('../../www/protocol.js').Roles} Roles */
/** @typedef {import('../../www/protocol.js').Answer} Answer */

const house = await openHouse();
after(() => house.close());
const person = await house.visit({ before: stage });
const { page } = person;

/** @type {Roles} */
const NONE = {
  user: null,
  item: null,
  name: null,
  time: null,
  clock: null,
  value: null,
  category: null,
  event: null,
  order: null,
  segment: null,
  split: null,
  shape: null,
};
/** @param {Partial<Answer>} answer @returns {Answer} */
const answer = (answer) => ({ roles: null, meaning: null, parts: null, sample: null, params: {}, ...answer });
const ROLES = {
  code: /** @type {const} */ ('roles'),
  answers: [answer({ roles: { ...NONE, user: 1, item: 0 } }), answer({ roles: { ...NONE, user: 0, item: 1 } })],
};
const PURCHASE = {
  code: /** @type {const} */ ('purchase'),
  answers: ['4', '1'].map((name) =>
    answer({ params: { name, rows: 70 }, meaning: { events: { 1: 0, 4: 0, [name]: 1 }, excludedItems: null } }),
  ),
};
const SHEET = {
  code: /** @type {const} */ ('sheet'),
  answers: [
    answer({ parts: [0, 1], params: { name: 'May', tables: 2 }, sample: { columns: ['a', 'b'], rows: [['1', '2']] } }),
    answer({ parts: [1], params: { name: 'June', tables: 1 }, sample: { columns: ['c', 'd'], rows: [['3', '4']] } }),
  ],
};

const question = () => page.evaluate(() => document.body.dataset.question);
const account = () => page.evaluate(() => JSON.parse(document.body.dataset.account ?? 'null'));
const focused = () => page.evaluate(() => document.activeElement?.id);
/** The last reading that was asked for. */
const reading = async () => (await asked(page)).filter(({ type }) => type === 'read').at(-1)?.payload.how;

/** @param {import('../../www/protocol.js').Question} question @param {string} [content] */
async function openWith(question, content = purchases()) {
  await say(page, { preview: { question } });
  await person.choose(content);
}

test('a file that can be read in two ways is not read before the person has said how', async () => {
  assert.equal(await account(), null);
  await openWith(ROLES);
  assert.equal(await question(), 'roles');
  assert.equal(await person.stage(), 'empty');
  assert.equal(await reading(), undefined);
  assert.equal(await focused(), 'question');
  const cards = page.locator('#question .answer');
  assert.equal(await cards.count(), 2);
  assert.match(await cards.nth(0).innerText(), /Customer\s*item\s*Product\s*user\s*Most likely/);
  assert.equal(await cards.nth(1).locator('tbody tr').count(), 3);
});

test('one click answers, and it can be answered otherwise', async () => {
  await person.through('reading', () => person.click('answer-2'));
  assert.equal(await question(), undefined);
  assert.deepEqual([await person.stage(), await focused()], ['ready', 'room-title']);
  const { users, items, rows, used, merged, rejected, findings } = await account();
  assert.deepEqual([users, items], [60, 24]);
  assert.equal(rows, used + merged);
  assert.deepEqual([rejected, Array.isArray(findings)], [{}, true]);
  await person.click('ask-roles');
  assert.equal(await question(), 'roles');
  assert.match(await page.locator('#question .answer').nth(1).innerText(), /Your answer so far/);
  await person.click('question-keep');
  assert.deepEqual([await question(), await person.stage()], [undefined, 'ready']);
  await person.click('ask-roles');
  await person.through('reading', () => person.click('answer-1'));
  assert.deepEqual([(await account()).users, await person.$('column-user').inputValue()], [24, 'item']);
});

test('a change of a role brings no question back', async () => {
  await person.through('reading', () => person.select('column-item', ''));
  assert.deepEqual([await person.error(), await question()], ['column-missing', undefined]);
});

test('the selects of the columns answer as well', async () => {
  await openWith(ROLES);
  assert.equal(await question(), 'roles');
  await person.through('reading', () => person.select('file-shape', 'long'));
  assert.deepEqual([await question(), await person.stage()], [undefined, 'ready']);
});

test('while the page asks, the data before stay in use, and the next step is the answer', async () => {
  const before = await account();
  await openWith(ROLES, purchases({ users: 30 }));
  assert.deepEqual([await question(), await person.stage(), await account()], ['roles', 'ready', before]);
  await person.goTo('seed');
  await person.click('dock-next');
  await page.waitForFunction(() => document.activeElement?.id === 'question');
  assert.deepEqual([await person.stage(), await reading()], ['ready', undefined]);
});

test('another reading of the text leaves the question open', async () => {
  await openWith(ROLES);
  await person.through('reading', () => person.select('file-header', 'no'));
  assert.deepEqual([await question(), await person.stage()], ['roles', 'ready']);
});

test('another file, and one that cannot be read, take the question away', async () => {
  await say(page, {});
  await person.choose('', 'empty.csv');
  assert.deepEqual([await person.error(), await question()], ['empty-file', undefined]);
  await openWith(ROLES);
  assert.deepEqual([await person.error(), await question()], [undefined, 'roles']);
  await say(page, {});
  await person.choose(purchases());
  assert.deepEqual([await person.stage(), await question()], ['ready', undefined]);
  await openWith(ROLES);
  await person.goTo('columns-lead');
  await page.locator('#columns-lead button').click();
  assert.deepEqual([await person.stage(), await question()], ['ready', undefined]);
});

test('the code of a purchase is asked for, and nothing else is changed by the answer', async () => {
  await openWith(PURCHASE);
  assert.match(await person.$('question').innerText(), /Which code means “bought”\?[\s\S]*70 rows/);
  await person.through('reading', () => person.click('answer-2'));
  assert.deepEqual((await reading())?.meaning, { events: { 1: 1, 4: 0 } });
});

test('tables that belong together are opened again as one, and asked about once', async () => {
  await openWith(SHEET);
  assert.equal(await question(), 'sheet');
  await person.through('reading', () => person.click('answer-1'));
  const opened = (await asked(page)).filter(({ type }) => type === 'open').map(({ payload }) => payload.choices);
  assert.deepEqual(opened, [{}, { parts: [0, 1] }]);
  assert.deepEqual([await question(), await person.stage()], [undefined, 'ready']);
  await person.click('ask-sheet');
  assert.equal(await question(), 'sheet');
});

test('the question can be read by everybody, in both languages', async () => {
  for (const language of ['en', 'zh']) {
    await person.select('language', language);
    await page.evaluate(axeSource);
    const violations = await page.evaluate(async () => {
      const found = await /** @type {any} */ (globalThis).axe.run('#question');
      return found.violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    assert.deepEqual(violations, []);
  }
  assert.match(await person.$('question').innerText(), /要读哪一张表/);
});

test('on a phone the answers stand below each other', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWith(ROLES);
  const [first, second] = await page
    .locator('#question .answer')
    .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().toJSON()));
  assert.ok(first.bottom <= second.top && first.left === second.left);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test('nothing went wrong unseen', () => person.leave());
