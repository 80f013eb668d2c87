// A verdict of each kind, and what has won by its own name: they agree with report.json.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { agrees } from './agreement.js';
import { openHouse } from './person.js';
import { random } from './random.js';

const house = await openHouse();
after(() => house.close());

/** Users with `each` different items, drawn from those that `from` gives. @param {number} users @param {number} each @param {(user: number) => string[]} from */
function file(users, each, from) {
  const next = random(3);
  const rows = ['user,item'];
  for (let user = 0; user < users; user++) {
    const left = from(user);
    for (let n = 0; n < each; n++) rows.push(`u${user},${left.splice(Math.floor(next() * left.length), 1)}`);
  }
  return `${rows.join('\n')}\n`;
}

/** @param {number} count @param {string} [prefix] */
const numbered = (count, prefix = 'i') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

test('worth it: one taste per group of customers', async () => {
  const person = await house.visit();
  await person.choose(file(240, 9, (user) => numbered(12, `g${user % 6}-`)));
  await person.train({ epochs: 8 });
  const { verdict } = await agrees(person);
  assert.deepEqual([verdict.kind, verdict.reason], ['worth', 'clear']);
  await person.select('language', 'zh');
  assert.equal(await person.$('room-title').innerText(), '值得做');
  await person.leave();
});

test('not worth it: random noise, and the bestsellers are offered', async () => {
  const person = await house.visit();
  await person.choose(file(600, 12, () => numbered(60)));
  await person.train({ epochs: 6 });
  const { verdict } = await agrees(person);
  assert.notEqual(verdict.kind, 'worth');
  await person.leave();
});

test('too few customers to tell', async () => {
  const person = await house.visit();
  await person.choose(file(24, 6, () => numbered(20)));
  await person.train({ epochs: 2 });
  const { verdict } = await agrees(person);
  assert.deepEqual([verdict.kind, verdict.reason], ['either', 'too-few']);
  await person.leave();
});

test('the article’s network on the article’s example', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.select('recipe', 'article');
  await person.train({ epochs: 4 });
  const { verdict, shares, dataset } = await agrees(person);
  assert.deepEqual(shares, { linear: 0, deep: 1 });
  assert.equal(verdict.k, Math.floor(dataset.items / 3));
  await person.leave();
});

test('a pair network on the article’s example', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.select('recipe', 'pair');
  await person.train({ epochs: 3 });
  await agrees(person);
  await person.leave();
});

test('the generated orders of a Chinese shop', async () => {
  const person = await house.visit();
  await person.sample('orders');
  await person.train();
  await agrees(person);
  await person.leave();
});

test('where the deep path has no share the linear path has won alone, and in its own colour', async () => {
  const person = await house.visit();
  // Pairs of items that are always bought together: a linear map is all there is to learn.
  const rows = ['user,item'];
  const next = random(12);
  for (let user = 0; user < 1500; user++) {
    for (const pair of new Set(Array.from({ length: 6 }, () => Math.floor(next() * 80)))) {
      rows.push(`u${user},a${pair}`, `u${user},b${pair}`);
    }
  }
  await person.choose(`${rows.join('\n')}\n`);
  // A network of one unit that hardly learns has nothing to add.
  await person.goTo('search');
  await person.$('search').uncheck();
  await person.train({ hidden: 1, epochs: 1, 'learning-rate': 0.000001 });
  const { verdict, shares } = await agrees(person);
  assert.equal(verdict.kind, 'worth');
  assert.deepEqual([verdict.model, shares], ['network', { linear: 1, deep: 0 }]);
  await person.leave();
});

test('the least costly way is offered, and can be taken back', async () => {
  const person = await house.visit();
  await person.sample('groceries');
  await person.train();
  const { verdict } = await agrees(person);
  assert.equal(verdict.kind, 'worth');
  const cheap = person.page.locator('.offer [data-model]').first();
  const model = await cheap.getAttribute('data-model');
  await cheap.click();
  await person.page.waitForFunction(() => document.querySelector('.taken') !== null);
  assert.equal((await person.report()).lists.model, model);
  await person.goTo('decision');
  await person.page.locator('.offer .primary').click();
  await person.page.waitForFunction(() => document.querySelector('.taken') === null);
  await person.leave();
});
