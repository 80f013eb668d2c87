// The article's workflow: a diagram that shows where one is, and leads there.
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
/** Where the nodes lead, once there is something to be led to. */
const STEPS = ['A', 'B', 'C', 'D', 'E', 'F'];

const house = await openHouse();
after(() => house.close());

/** @param {Person} person */
function nodes(person) {
  return person.page.locator('#workflow svg .node');
}

/** The labels in the diagram, in their order. @param {Person} person */
async function labels(person) {
  await nodes(person).first().waitFor();
  return nodes(person).evaluateAll((found) =>
    found.map((node) => (node.textContent ?? '').trim().replace(/\s+/g, ' ')),
  );
}

/** Which node one is at. @param {Person} person */
function current(person) {
  return nodes(person).evaluateAll((found) =>
    found.flatMap((node, index) => (node.getAttribute('aria-current') === 'step' ? ['ABCDEF'[index]] : [])),
  );
}

/** What a node looks like: its fill. @param {Person} person @param {number} index */
function fill(person, index) {
  return nodes(person)
    .nth(index)
    .locator('rect, path, polygon')
    .first()
    .evaluate((shape) => getComputedStyle(shape).fill);
}

for (const width of [1280, 375]) {
  test(`in Chinese the diagram says what the article says (${width} px)`, async () => {
    const person = await house.visit({ language: 'zh', width });
    assert.deepEqual(await labels(person), ARTICLE);
    assert.equal(await person.page.locator('#workflow svg path.flowchart-link').count(), 5);
    const heads = await person.page.locator('#workflow svg path.flowchart-link').evaluateAll((links) => {
      return links.map((link) => {
        const [, id] = /#([^")]+)/.exec(link.getAttribute('marker-end') ?? '') ?? [];
        return document.getElementById(id ?? '') !== null;
      });
    });
    assert.deepEqual(heads, [true, true, true, true, true], 'every link has an arrowhead');
    await person.leave();
  });
}

test('in English it has English words, and in another language at once when asked', async () => {
  const person = await house.visit({ language: 'en' });
  const english = await labels(person);
  assert.equal(new Set(english).size, 6);
  for (const label of english) assert.match(label, /^[A-Z][A-Za-z, -]{7,}$/);
  assert.equal(await person.page.locator('#workflow svg path.flowchart-link').count(), 5);
  await person.select('language', 'zh');
  await person.page.waitForFunction(
    (label) => document.querySelector('#workflow svg')?.textContent?.includes(label),
    ARTICLE[0],
  );
  assert.deepEqual(await labels(person), ARTICLE);
  await person.leave();
});

test('its nodes light up as one gets there', async () => {
  const person = await house.visit();
  await labels(person);
  const empty = { current: await current(person), last: await fill(person, 5) };
  assert.equal(empty.current.length, 1);
  await person.choose(purchases({ users: 1500, items: 200 }));
  const ready = await current(person);
  await person.select('recipe', 'article');
  await person.type('epochs', 1000);
  await person.begin();
  await person.untilEpoch(1);
  assert.deepEqual(await current(person), ['D']);
  await person.click('stop');
  await person.until('trained');
  const trained = await current(person);
  await person.download('export-recommendations');
  await person.page.waitForFunction(() => {
    const found = [...document.querySelectorAll('#workflow svg .node')];
    return found[5]?.getAttribute('aria-current') === 'step';
  });
  const way = [...empty.current, ...ready, 'D', ...trained, 'F'];
  assert.deepEqual(way, [...way].sort(), 'one goes forward only');
  assert.equal(new Set(way).size, 5, 'each stage has a node of its own');
  assert.notEqual(await fill(person, 5), empty.last, 'it is to be seen as well');
  const said = await nodes(person).evaluateAll((found) => found.map((node) => node.getAttribute('aria-label')));
  assert.equal(new Set(said).size, 6);
  await person.leave();
});

test('a click on a node, and Enter, go to its step', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await labels(person);
  /** @param {string} step */
  const arrived = (step) =>
    person.page.evaluate((step) => {
      const section = document.querySelector(`[data-step="${step}"]`);
      const top = section?.getBoundingClientRect().top ?? Number.NaN;
      return {
        isFocused: section === document.activeElement,
        isSeen: top >= -1 && top < innerHeight,
      };
    }, step);
  for (const how of /** @type {const} */ (['click', 'Enter'])) {
    for (const [index, step] of STEPS.entries()) {
      if (step === 'A') continue;
      const node = nodes(person).nth(index);
      if (how === 'click') await node.click();
      else {
        await node.focus();
        await person.page.keyboard.press('Enter');
      }
      assert.deepEqual(await arrived(step), { isFocused: true, isSeen: true }, `${how} on ${step}`);
    }
    const first = nodes(person).first();
    await (how === 'click' ? first.click() : first.press('Enter'));
    assert.equal(await person.page.evaluate(() => scrollY), 0, `${how} on A goes to the top`);
  }
  await person.leave();
});

test('a node whose step is not there yet says so', async () => {
  const person = await house.visit();
  await labels(person);
  await nodes(person).nth(5).click();
  assert.ok((await person.message()).length > 10);
  assert.equal(await person.error(), undefined);
  assert.equal(await person.stage(), 'empty');
  await person.leave();
});
