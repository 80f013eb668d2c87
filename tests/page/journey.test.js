// The whole way on the sample of groceries: from the empty page to the files that one takes away.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { agrees } from './agreement.js';
import { site } from './browser.js';
import { readModel, score } from './model.js';
import { openHouse, parseCsv } from './person.js';

const K = 10;
const house = await openHouse();
after(() => house.close());
const person = await house.visit();

/** What each household has, from the sample itself. */
const histories = await groceries();
/** The user whom the page shows first. */
let first = '';

test('the sample is trained, paused, resumed and recommended from in at most five actions and a minute', async (t) => {
  const begun = performance.now();
  await person.sample('groceries');
  assert.equal(await person.stage(), 'ready');
  await person.begin();
  await person.click('pause');
  await person.until('paused');
  const standstill = await person.standstill(400);
  assert.deepEqual(standstill.after, standstill.before, 'nothing advances during a pause');
  await person.through('training', () => person.click('pause'));
  assert.equal(await person.stage(), 'trained');
  await person.untilRecommended(K);
  const seconds = (performance.now() - begun) / 1000;
  t.diagnostic(`${person.actions} actions, ${seconds.toFixed(1)} s`);
  assert.ok(person.actions <= 5, `${person.actions} actions`);
  assert.ok(seconds < 60, `${seconds} s`);
});

test('the table has K rows of four cells in order of rank, with nothing that the household has', async () => {
  const rows = await person.table();
  first = await person.$('user').inputValue();
  checkTable(rows, K, histories.get(first));
});

test('another number of recommendations changes the table, and only its length', async () => {
  const ten = await person.table();
  await person.type('top-k', 5);
  assert.deepEqual(await person.untilRecommended(5), ten.slice(0, 5));
  await person.type('top-k', 20);
  const twenty = await person.untilRecommended(20);
  checkTable(twenty, 20, histories.get(first));
  assert.deepEqual(items(twenty.slice(0, K)), items(ten));
  await person.type('top-k', K);
  await person.untilRecommended(K);
});

test('another household can be asked for by its id', async () => {
  const before = items(await person.table());
  const other = [...histories.keys()].find((user) => user !== first && histories.get(user)?.size === 40) ?? '';
  const rows = await person.askFor(other);
  checkTable(rows, K, histories.get(other));
  assert.notDeepEqual(items(rows), before);
  assert.equal(await person.$('user').inputValue(), other);
});

test('recommendations.csv has K rows for each household, with nothing that it has', async () => {
  const { name, bytes } = await person.download('export-recommendations');
  assert.equal(name, 'recommendations.csv');
  const text = bytes.toString();
  assert.ok(text.startsWith('user,rank,item,name,score\r\n'), text.slice(0, 60));
  assert.ok(!/(^|[^\r])\n/.test(text), 'every line ends in CRLF');
  const rows = parseCsv(text).slice(1);
  assert.equal(rows.length, K * histories.size);
  for (const [index, [user, rank, item, itemName, value]] of rows.entries()) {
    assert.equal(rank, String((index % K) + 1));
    assert.ok(index % K === 0 || rows[index - 1][0] === user, 'the rows of a user stand together');
    assert.ok(index % K === 0 || Number(rows[index - 1][4]) >= Number(value), 'scores fall');
    assert.equal(histories.get(user)?.has(item), false, `${user} has ${item}`);
    assert.equal(itemName, item, 'an item without a name is called by its id');
  }
  assert.equal(new Set(rows.map(([user]) => user)).size, histories.size);
  const shown = await person.$('user').inputValue();
  const exported = rows.filter(([user]) => user === shown).map(([, , item]) => item);
  assert.deepEqual(items(await person.table()), exported, 'the page shows what the file says');
});

test('report.json accounts for every row, every option and every epoch', async () => {
  const { name, bytes } = await person.download('export-report');
  assert.equal(name, 'report.json');
  /** @type {import('./person.js').Report} */ const report = JSON.parse(bytes.toString());
  const { firstpick, dataset, split, recipe, training, models } = report;
  assert.match(firstpick, /^\d+\.\d+\.\d+/);
  const pairs = [...histories.values()].reduce((sum, { size }) => sum + size, 0);
  const rejected = Object.values(dataset.rejected).reduce((sum, n) => sum + n, 0);
  assert.equal(dataset.rows, dataset.used + dataset.merged + rejected);
  assert.deepEqual([dataset.users, dataset.interactions, dataset.used], [histories.size, pairs, pairs]);
  assert.equal(dataset.items, new Set([...histories.values()].flatMap((items) => [...items])).size);
  assert.equal(split.kind, 'random');
  assert.equal(split.seed, recipe.seed);
  assert.equal(split.train + split.validation + split.test, dataset.interactions);
  for (const option of OPTIONS) assert.ok(option in recipe, option);
  assert.equal(recipe.recipe, 'recommended');
  assert.equal(training.loss.length, training.epochs);
  assert.equal(training.validation.length, training.epochs);
  assert.ok(training.seconds > 0);
  assert.deepEqual(models.map(({ name }) => name).sort(), ['ease', 'item-knn', 'network', 'popularity']);
  for (const { name, metrics } of models) {
    for (const metric of ['ndcg@10', 'recall@10', 'coverage@10']) {
      const { value, low, high } = metrics[metric];
      assert.ok(0 <= low && low <= value && value <= high && high <= 1, `${name} ${metric}: ${low} ${value} ${high}`);
    }
  }
  const ndcg = Object.fromEntries(models.map(({ name, metrics }) => [name, metrics['ndcg@10'].value]));
  assert.ok(ndcg.network > 1.1 * ndcg.popularity, `${ndcg.network} against ${ndcg.popularity}`);
});

test('the verdict says what report.json says', async () => {
  await agrees(person);
  assert.equal(await person.page.locator('#bars .chart-bars li').count(), 4);
});

test('what was chosen on validation, and what holds the learning back, stands beside the curves', async () => {
  await person.goTo('learning');
  const said = await person.$('learning').innerText();
  assert.match(said, /linear path/);
  assert.match(said, /units? in the hidden layer/);
  assert.match(said, /Against learning by heart: .*purchases hidden at random.*without a better validation score/);
  assert.equal(await person.page.locator('#learning figure').count(), 2);
});

test('model.safetensors is enough to score a household by hand', async () => {
  const { name, bytes } = await person.download('export-model');
  assert.equal(name, 'model.safetensors');
  const model = readModel(bytes);
  const user = await person.$('user').inputValue();
  const owned = histories.get(user) ?? new Set();
  const scores = score(model, owned);
  const best = model.items
    .map((item, index) => ({ item, score: scores[index] }))
    .filter(({ item }) => !owned.has(item))
    .sort((a, b) => b.score - a.score);
  const shown = items(await person.table());
  assert.deepEqual(
    best.slice(0, 3).map(({ item }) => item),
    shown.slice(0, 3),
  );
});

test('nothing went wrong unseen', () => person.leave());

const OPTIONS = (
  'recipe epochs batchSize learningRate seed hidden activation loss optimiser momentum weightDecay l1 l2 ' +
  'normaliseInput inputDropout dropout patience negatives linear search'
).split(' ');

async function groceries() {
  const packed = await readFile(join(site, 'www/samples/groceries.csv.gz'));
  /** @type {Map<string, Set<string>>} */ const owned = new Map();
  for (const [household, product] of parseCsv(gunzipSync(packed).toString()).slice(1)) {
    const items = owned.get(household) ?? new Set();
    owned.set(household, items.add(product));
  }
  return owned;
}

/** @param {string[][]} rows */
function items(rows) {
  return rows.map(([, item]) => item);
}

/** @param {string[][]} rows @param {number} count @param {Set<string> | undefined} owned */
function checkTable(rows, count, owned) {
  assert.ok(owned, 'the user is one of the file');
  assert.equal(rows.length, count);
  for (const [index, cells] of rows.entries()) {
    assert.equal(cells.length, 4);
    assert.equal(cells[0], String(index + 1));
    assert.ok(!owned.has(cells[1]), `${cells[1]} is recommended and owned`);
    assert.ok(
      cells.every((cell) => cell !== ''),
      `an empty cell: ${cells}`,
    );
  }
  assert.equal(new Set(items(rows)).size, count, 'no product twice');
}
