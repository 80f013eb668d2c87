// The article's workflow, the frame of the page: a diagram where it is wide, one line of steps where it is narrow; each node a
// live fact and a link to its room.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const ARTICLE = [
  '创业产品经理',
  '数据收集与分析',
  '需求分析与产品设计',
  '大模型应用',
  '智能优化与调整',
  '产品发布与迭代',
];
const ROOMS = ['start', 'data', 'design', 'model', 'verdict', 'release'];

const house = await openHouse();
after(() => house.close());

/** @param {Person} person */
function nodes(person) {
  return person.page.locator('#workflow [data-node]');
}

/** @param {Person} person */
async function untilDrawn(person) {
  await person.page.locator('#workflow svg [data-node]').first().waitFor();
}

/** The names in the nodes, without the facts below them. @param {Person} person */
function names(person) {
  return nodes(person).evaluateAll((found) =>
    found.map((node) => {
      const copy = /** @type {Element} */ (node.cloneNode(true));
      for (const other of copy.querySelectorAll('.fact, .step-number')) other.remove();
      return (copy.textContent ?? '').trim().replace(/\s+/g, ' ');
    }),
  );
}

/** @param {Person} person */
function facts(person) {
  return nodes(person).evaluateAll((found) =>
    found.map((node) => node.querySelector('.fact')?.getAttribute('data-fact') ?? ''),
  );
}

/** The room that is open, and the node that says so. @param {Person} person */
function open(person) {
  return person.page.evaluate(() => ({
    room: document.body.dataset.room,
    shown: [...document.querySelectorAll('.room')].filter((room) => room.checkVisibility()).map(({ id }) => id),
    marked: [...document.querySelectorAll('#workflow [aria-current="step"]')].map((node) =>
      node.getAttribute('data-node'),
    ),
  }));
}

test('in Chinese the diagram says what the article says, in one column of nodes of one width', async () => {
  const person = await house.visit({ language: 'zh', width: 1440 });
  await untilDrawn(person);
  assert.deepEqual(await names(person), ARTICLE);
  assert.equal(await person.page.locator('#workflow svg path.flowchart-link').count(), 5);
  const boxes = await nodes(person).evaluateAll((found) => found.map((node) => node.getBoundingClientRect().toJSON()));
  assert.equal(new Set(boxes.map(({ x, width }) => `${Math.round(x)} ${Math.round(width)}`)).size, 1);
  assert.ok(boxes.every(({ y }, index) => index === 0 || y > boxes[index - 1].bottom));
  await person.select('language', 'en');
  await person.page.waitForFunction(() => document.querySelector('#workflow svg')?.textContent?.includes('Collect'));
  await person.leave();
});

test('where the diagram cannot be fetched the plain steps stand in its place, and no picture of an error', async () => {
  const person = await house.visit({
    width: 1440,
    before: (page) => page.route('**/mermaid.js', (route) => route.abort()),
  });
  for (const language of ['zh', 'en', 'zh']) {
    const warned = person.page.waitForEvent('console', (said) => said.type() === 'warning');
    await person.select('language', language);
    await warned;
  }
  // The drawings of all languages have failed then, in whichever order.
  await person.standstill(500);
  assert.deepEqual(await names(person), ARTICLE);
  assert.equal(await person.page.getByText('Syntax error').count(), 0);
  await person.leave();
});

test('on a phone it is one line of steps, at most 56 pixels high, that stays in sight', async () => {
  const person = await house.visit({ language: 'zh', width: 390, height: 844 });
  assert.deepEqual(await names(person), ARTICLE);
  await person.sample('article');
  await person.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const { top, height } = await person.$('workflow').evaluate((nav) => nav.getBoundingClientRect().toJSON());
  assert.ok(height <= 56, `${height} px`);
  assert.ok(Math.abs(top) < 1, `at ${top}`);
  await person.leave();
});

test('each node is a link to its room, and back and forward go through them', async () => {
  const person = await house.visit({ width: 1440 });
  await untilDrawn(person);
  for (const [index, room] of ROOMS.entries()) {
    await nodes(person).nth(index).click();
    await person.page.waitForFunction((room) => document.body.dataset.room === room, room);
    assert.deepEqual(await open(person), { room, shown: [`room-${room}`], marked: [room] });
    assert.equal(await person.page.evaluate(() => location.hash), `#${room}`);
    if (index > 0) await person.page.waitForFunction(() => document.activeElement?.id === 'room-title');
  }
  await person.page.goBack();
  await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
  await person.page.goForward();
  await person.page.waitForFunction(() => document.body.dataset.room === 'release');
  await person.page.evaluate(() => {
    location.hash = '#nonsense';
  });
  assert.equal((await open(person)).room, 'release', 'what is no room changes nothing');
  await person.leave();
});

test('a room that has nothing yet says what it waits for', async () => {
  const person = await house.visit();
  for (const room of ROOMS.slice(1)) {
    await person.page.evaluate((room) => {
      location.hash = `#${room}`;
    }, room);
    await person.page.waitForFunction((room) => document.body.dataset.room === room, room);
    assert.ok(((await person.$('nothing-yet').textContent()) ?? '').length > 10, room);
  }
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('the nodes carry live facts, and the rooms open by themselves', async () => {
  const person = await house.visit({ width: 1440 });
  await untilDrawn(person);
  assert.equal((await open(person)).room, 'start');
  await person.choose(purchases({ users: 1500, items: 200 }));
  assert.equal((await open(person)).room, 'data');
  const [start, data, design, model, verdict] = await facts(person);
  assert.ok(start.includes('orders.csv') && /\d/.test(data) && /\d/.test(design) && model !== '' && verdict === '');
  await person.select('recipe', 'article');
  await person.type('epochs', 1000);
  await person.begin();
  await person.untilEpoch(1);
  assert.equal((await open(person)).room, 'model');
  assert.match((await facts(person))[3], /%/);
  assert.match(await person.page.title(), /%/);
  await person.click('stop');
  await person.until('trained');
  await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
  await person.page.waitForFunction(() => {
    const fact = document.querySelector('#workflow [data-node="verdict"] .fact')?.getAttribute('data-fact') ?? '';
    return fact !== '' && !fact.includes('%');
  });
  await person.download('export-recommendations');
  const done = await nodes(person).evaluateAll((found) => found.every((node) => node.classList.contains('done')));
  assert.ok(done, 'all six are done');
  await person.leave();
});

test('a name from a file stays within its node', async () => {
  const person = await house.visit({ width: 1440 });
  await untilDrawn(person);
  await person.choose(purchases(), `${'a very long name of a file '.repeat(8)}.csv`);
  const { text, box } = await nodes(person)
    .first()
    .evaluate((node) => ({
      text: node.querySelector('.fact')?.getBoundingClientRect().width ?? 0,
      box: node.querySelector('rect.label-container')?.getBoundingClientRect().width ?? 0,
    }));
  assert.ok(text > 0 && text < box, `${text} of ${box}`);
  await person.leave();
});
