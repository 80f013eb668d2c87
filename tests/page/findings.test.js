// What stands out is said, each with the one click that does something about it; what counts stands open.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';
import { asked, say, stage } from './staged.js';

const house = await openHouse();
after(() => house.close());
const person = await house.visit({ before: stage });
const { page } = person;

const EVENTS = [
  { name: 'paid', rows: 90, weight: 1 },
  { name: 'closed', rows: 40, weight: 0 },
];
/** What the core says, what the button says, and what a click changes of what cells mean. @type {[string, Record<string, string | number>, string, object][]} */
const REMEDIES = [
  ['non-products-excluded', { items: 1, rows: 7, names: 'POSTAGE' }, 'Count anyway', { excludedItems: [] }],
  ['statuses-excluded', { rows: 40, names: 'closed' }, 'Count them all', { events: { paid: 1, closed: 1 } }],
  ['guest-excluded', { id: '0', rows: 9, share: 0.2 }, 'Count it as a customer', { excludedUsers: [] }],
  ['guest-suspected', { id: 'u1', rows: 9, share: 0.2 }, 'Leave it out', { excludedUsers: ['u1'] }],
  ['ids-differ-in-case', { role: 'user', ids: 14 }, 'Take them for one', { foldCase: true }],
];
/** @param {string} code */
const finding = (code) => person.$('quality').locator(`[data-finding="${code}"]`);

/** @param {[string, Record<string, string | number>][]} findings */
async function openWith(findings) {
  const said = findings.map(([code, params]) => ({ code, params }));
  await say(page, { dataset: { quality: { findings: said, events: EVENTS } } });
  await person.choose(purchases());
}

/** What the last reading was told of what cells mean. */
async function meaning() {
  return (await asked(page)).filter(({ type }) => type === 'read').at(-1)?.payload.how.meaning;
}

for (const [code, params, button, patch] of REMEDIES) {
  test(`${code}: one click`, async () => {
    await openWith([[code, params]]);
    assert.ok(!(await finding(code).innerText()).includes(code));
    const { findings } = await page.evaluate(() => JSON.parse(document.body.dataset.account ?? '{}'));
    assert.deepEqual(findings, [code]);
    await person.through('reading', () => finding(code).locator('button', { hasText: button }).click());
    assert.deepEqual(await meaning(), patch);
  });
}

test('what a person has left out or merged can be taken back where nothing else says so', async () => {
  await openWith([['guest-suspected', { id: 'u1', rows: 9, share: 0.2 }]]);
  await person.through('reading', () => finding('guest-suspected').locator('button').click());
  await say(page, {});
  await person.through('reading', () => person.select('split-kind', 'random'));
  const back = person.$('quality').locator('li', { hasText: '1 customer is left out by you' }).locator('button');
  await person.goTo('quality');
  await person.through('reading', () => back.click());
  assert.deepEqual(await meaning(), { excludedUsers: [] });
});

test('what has no remedy has no button, and what was merely done is said last', async () => {
  await openWith([
    ['ids-trimmed', { rows: 3 }],
    ['rows-carried', { rows: 3 }],
    ['ids-cut', { column: 'ean', example: '6.92E+12' }],
    ['total-rows', { rows: 3 }],
    ['times-out-of-range', { rows: 3 }],
  ]);
  const said = await person.$('quality').locator('.findings > li').allInnerTexts();
  assert.equal(await person.$('quality').locator('.findings button').count(), 0);
  assert.match(said[0], /“ean” \(such as 6\.92E\+12\).*export it again/);
  assert.deepEqual(
    said.slice(2).map((text) => text.split(' ')[0]),
    ['Blanks', 'In', '3'],
  );
});

test('the kinds of events stand open, and one click changes whether one counts', async () => {
  await openWith([['events-unclear', { names: 'paid, closed' }]]);
  const closed = person.$('quality').locator('[data-status="closed"]');
  assert.match(await closed.innerText(), /closed\s+40 rows\s+does not count\s+count it/);
  await finding('events-unclear').locator('button').click();
  await page.waitForFunction(() => document.activeElement?.id === 'event-0');
  await person.goTo('quality');
  await person.through('reading', () => closed.locator('button').click());
  assert.deepEqual(await meaning(), { events: { closed: 1 } });
  await person.through('reading', () => person.$('quality').locator('[data-status="paid"] button').click());
  assert.deepEqual(await meaning(), { events: { closed: 1, paid: 0 } });
});

test('the small print of the verdict says what was left out unasked', async () => {
  await openWith([
    ['non-products-excluded', { items: 1, rows: 7, names: 'POSTAGE' }],
    ['duplicates', { rows: 2 }],
  ]);
  await person.train({ epochs: 1 });
  const small = await person.page.locator('.small-print').innerText();
  assert.equal(small, '1 item is no product and is left out, with 7 rows: POSTAGE.');
});

test('nothing went wrong unseen', () => person.leave());
