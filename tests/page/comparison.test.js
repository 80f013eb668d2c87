// All models side by side, and whose recommendations are shown: on files whose answer is known beforehand.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, parseCsv } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const MODELS = ['network', 'ease', 'item-knn', 'popularity'];

const house = await openHouse();
after(() => house.close());

/** Whole numbers below `limit`, the same ones each time. @param {number} seed */
function draws(seed) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Each user has `each` of the items that `from` gives, at random. @param {number} users @param {number} each @param {(user: number) => string[]} from */
function file(users, each, from) {
  const draw = draws(7);
  const rows = ['user,item'];
  for (let user = 0; user < users; user++) {
    const left = from(user);
    for (let n = 0; n < each; n++) rows.push(`u${user},${left.splice(draw(left.length), 1)}`);
  }
  return `${rows.join('\n')}\n`;
}

/** @param {number} count @param {string} [prefix] */
const numbered = (count, prefix = 'i') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

/** @param {Person} person */
function options(person) {
  return person
    .$('list-model')
    .evaluate((select) => [.../** @type {HTMLSelectElement} */ (select).options].map(({ value }) => value));
}

test('one taste per group of customers: nearly everything is found, and each model can be chosen', async (t) => {
  const person = await house.visit();
  await person.choose(file(240, 9, (user) => numbered(12, `g${user % 6}-`)));
  await person.train({ epochs: 20 });
  await person.page.waitForFunction(() => document.querySelectorAll('#list-model option').length === 4);
  const report = await person.report();
  for (const { name, metrics } of report.models) {
    const recall = metrics['recall@10'].value;
    t.diagnostic(`${name}: recall@10 ${recall}`);
    assert.equal(recall > 0.97, name !== 'popularity', `${name}: ${recall}`);
  }

  await t.test('the table follows the number of places, and marks the best of each row', async () => {
    const first = person.page.locator('#comparison table').first();
    await person.goTo('metric-k');
    const rows = () => first.locator('tbody tr').allInnerTexts();
    assert.equal(await first.locator('thead th').count(), 5);
    const ten = await rows();
    assert.match(ten[0], /NDCG@10/);
    await person.select('metric-k', '5');
    const five = await rows();
    assert.match(five[0], /NDCG@5/);
    assert.notDeepEqual(five, ten);
    for (const row of await first.locator('tbody tr').all()) {
      assert.ok((await row.locator('.is-best').count()) >= 1);
      const marked = await row.locator('.is-best').first().textContent();
      assert.match(marked ?? '', /\(best\)/, 'said, and not only shown');
    }
    await person.select('language', 'zh');
    assert.equal(await person.$('metric-k').inputValue(), '5', 'a change of language keeps it');
    assert.match((await rows())[1], /召回率@5/);
    await person.select('language', 'en');
  });

  await t.test('everything that is measured stands below, and groups of customers', async () => {
    await person.goTo('metric-k');
    const details = person.page.locator('#comparison details');
    await details.first().locator('summary').click();
    const more = await details
      .first()
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-metric')));
    assert.deepEqual(more, ['precision', 'mrr', 'map', 'auc', 'popularity', 'novelty', 'gini']);
    await person.page.locator('#segments details summary').click();
    assert.ok((await person.page.locator('#segments tbody tr').count()) >= 1);
    assert.ok((await person.page.locator('#segments .groups li').count()) >= 1);
  });

  await t.test('what is shown and exported comes from the model that is chosen', async () => {
    assert.deepEqual(await options(person), MODELS);
    assert.equal(await person.$('list-model').inputValue(), 'network');
    const before = await person.untilRecommended(10);
    await person.select('list-model', 'popularity');
    await person.page.waitForSelector('#recommendations.is-baseline');
    const shown = await person.table();
    assert.notDeepEqual(shown, before);
    const user = await person.$('user').inputValue();
    const { bytes } = await person.download('export-recommendations');
    const exported = parseCsv(bytes.toString()).filter(([id]) => id === user);
    assert.deepEqual(
      exported.map(([, , item]) => item),
      shown.map(([, item]) => item),
    );
    await person.train({ epochs: 1 });
    assert.equal(await person.$('list-model').inputValue(), 'network', 'a new network is shown first');
  });
  await person.leave();
});
