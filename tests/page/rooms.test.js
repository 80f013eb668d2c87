// From a file to the verdict in two actions, without scrolling, by mouse and by keyboard alone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { agrees } from './agreement.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** @param {Person} person @param {string} id  whether it can be seen and pressed without scrolling */
async function isInView(person, id) {
  const { top, bottom, left, right } = await person.$(id).evaluate((node) => node.getBoundingClientRect().toJSON());
  const { width, height } = person.page.viewportSize() ?? { width: 0, height: 0 };
  return top >= 0 && left >= 0 && bottom <= height && right <= width;
}

/** @param {Person} person */
function scrolled(person) {
  return person.page.evaluate(() => scrollY);
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test(`two actions from the drop to the verdict, without scrolling (${width} × ${height})`, async () => {
    const person = await house.visit({ width, height });
    await person.choose(purchases());
    assert.equal(await person.page.evaluate(() => document.body.dataset.room), 'data');
    assert.ok(await isInView(person, 'train'));
    await person.through('training', () => person.click('train'));
    assert.equal(person.actions, 2);
    await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
    assert.equal(await scrolled(person), 0);
    assert.ok(await isInView(person, 'room-title'));
    assert.ok(await person.page.locator('.verdict-body .sentence').first().isVisible());
    assert.ok(await isInView(person, 'dock-next'));
    await person.leave();
  });
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test(`the groceries: two actions, and the ten seconds in which the verdict is read need no scrolling (${width} × ${height})`, async () => {
    const person = await house.visit({ width, height });
    await person.sample('groceries');
    await person.through('training', () => person.click('train'));
    assert.equal(person.actions, 2);
    await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
    assert.equal(await scrolled(person), 0);
    assert.ok(await isInView(person, 'room-title'));
    assert.ok(await isInView(person, 'dock-next'));
    await agrees(person);
    await person.leave();
  });
}

test('by keyboard alone: the training is at most three presses of Tab away from the file, and the focus follows', async () => {
  const person = await house.visit({ width: 1440, height: 900 });
  const { keyboard } = person.page;
  await person.$('sample-article').focus();
  await person.through('reading', () => keyboard.press('Enter'));
  await person.page.waitForFunction(() => document.body.dataset.room === 'data');
  await person.page.waitForFunction(() => document.activeElement?.id === 'room-title');
  let presses = 0;
  const focused = () => person.page.evaluate(() => document.activeElement?.id);
  while ((await focused()) !== 'train' && presses < 4) {
    await keyboard.press('Tab');
    presses += 1;
  }
  assert.ok(presses <= 3, `${presses} presses`);
  await person.through('training', () => keyboard.press('Enter'));
  await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
  await person.page.waitForFunction(() => document.activeElement?.id === 'room-title');
  let steps = 0;
  while ((await focused()) !== 'dock-next' && steps < 4) {
    await keyboard.press('Tab');
    steps += 1;
  }
  await keyboard.press('Enter');
  await person.page.waitForFunction(() => document.body.dataset.room === 'release');
  await person.leave();
});

test('those who cannot see the page hear its stages, and the verdict’s two lines', async () => {
  const person = await house.visit();
  await person.page.evaluate(() => {
    /** @type {string[]} */ const heard = [];
    Object.assign(globalThis, { heard });
    const region = /** @type {Element} */ (document.querySelector('#live'));
    new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, { childList: true });
  });
  await person.choose(purchases());
  await person.train({ epochs: 4 });
  const heard = await person.page.evaluate(() => /** @type {any} */ (globalThis).heard);
  const title = await person.$('room-title').textContent();
  assert.ok(heard.length >= 3, heard.join(' | '));
  assert.ok(heard.at(-1).startsWith(`${title}.`), heard.at(-1));
  await person.leave();
});

test('a new file, or another choice, never throws a verdict away: it becomes an earlier run', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 2 });
  await person.train({ epochs: 3 });
  await person.page.waitForFunction(() => document.querySelectorAll('#runs li').length === 2);
  assert.match((await person.$('runs').textContent()) ?? '', /2 → 3/);
  await person.choose(purchases({ users: 70 }), 'later.csv');
  await person.page.evaluate(() => {
    location.hash = '#verdict';
  });
  assert.equal(await person.page.locator('#runs li').count(), 2);
  assert.ok(await person.$('runs').isVisible());
  await person.leave();
});

test('no room is longer than two screens before its details are unfolded', async () => {
  const person = await house.visit({ width: 1440, height: 900 });
  await person.sample('groceries');
  await person.select('recipe', 'article');
  await person.train({ epochs: 2 });
  await person.untilRecommended(10);
  for (const room of ['start', 'data', 'design', 'model', 'verdict', 'release']) {
    await person.page.evaluate((room) => {
      for (const details of document.querySelectorAll('details')) details.open = false;
      location.hash = `#${room}`;
    }, room);
    await person.page.waitForFunction((room) => document.body.dataset.room === room, room);
    const height = await person.page.evaluate(() => {
      const rooms = [...document.querySelectorAll('.room')].find((room) => room.checkVisibility());
      return rooms?.getBoundingClientRect().bottom ?? 0;
    });
    assert.ok(height <= 1800, `${room}: ${height} px`);
  }
  await person.leave();
});

test('the verdict prints on one page, in ink on white', async () => {
  const person = await house.visit({ width: 1440, scheme: 'dark' });
  await person.choose(purchases());
  await person.through('training', () => person.click('train'));
  await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
  await person.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const pages = (await person.page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
  assert.equal(pages?.length, 1);
  for (const id of ['dock', 'workflow', 'language']) assert.equal(await person.$(id).isVisible(), false, id);
  const paper = await person.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(paper, 'rgb(255, 255, 255)');
  await person.leave();
});
