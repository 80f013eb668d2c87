// How good the data are, what is done about it, and what rows and cells are taken to mean.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { openHouse, parseCsv } from './person.js';

const house = await openHouse();
after(() => house.close());
const person = await house.visit();

/** A shop's orders with everything that such files have: postage, cancellations, several names, no customer. */
function orders() {
  const rows = ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,CustomerID'];
  for (let user = 1; user <= 60; user++) {
    for (let item = 0; item < 24; item++) {
      if ((user * 7 + item * 11) % 5 < 2) continue;
      rows.push(`${1000 + user},2${100 + item},Thing ${item},${1 + (item % 3)},2021-0${1 + (user % 9)}-05,${user}`);
    }
    rows.push(`${1000 + user},POST,POSTAGE,1,2021-03-05,${user}`);
  }
  rows.push(
    'C1002,2100,Thing 0,-1,2021-04-05,1',
    'C1003,2101,Thing 1,-5,2021-04-05,2',
    '1004,2101,Thing 1,1,2021-04-05,',
  );
  return { text: `${rows.join('\n')}\n`, rows: rows.length - 1 };
}

/** Presses a button that gives a file. @param {string} id */
async function download(id) {
  const [file] = await Promise.all([person.page.waitForEvent('download'), person.click(id)]);
  return { name: file.suggestedFilename(), rows: parseCsv(String(await readFile(await file.path()))) };
}

test('a file is charted, and what stands out is said', async () => {
  await person.choose(orders().text);
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.$('quality').locator('figure').count(), 3);
  const said = await person.$('quality').innerText();
  for (const word of ['POSTAGE', 'cancellation', 'Over time']) assert.ok(said.includes(word), said);
  assert.equal(await person.$('column-order').inputValue(), 'InvoiceNo');
  const title = await person.$('column-order').locator('xpath=..').getAttribute('title');
  assert.equal(title, '(by its name)');
});

test('postage is left out, comes back when asked for, and is left out again', async () => {
  const press = (/** @type {string} */ hasText) =>
    person.through('reading', async () => {
      await person.goTo('quality');
      await person.$('quality').locator('.findings button', { hasText }).click();
    });
  const sells = async () => ((await person.$('account').textContent()) ?? '').includes('POSTAGE');
  assert.ok(!(await sells()));
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.equal(dataset.rejected['item-excluded'], 60);
  const left = Object.values(dataset.rejected).reduce((sum, rows) => sum + rows, 0);
  assert.equal(dataset.rows, dataset.used + dataset.merged + left);
  await press('Count anyway');
  assert.ok(await sells());
  await press('Leave 1 product out');
  assert.ok(!(await sells()));
  await press('Count anyway');
  assert.ok(await sells());
});

test('the cleaned data and the rejected rows can be taken away', async () => {
  const clean = await download('download-clean');
  assert.equal(clean.name, 'interactions.csv');
  assert.deepEqual(clean.rows[0], ['user', 'item', 'name', 'count', 'time']);
  const pairs = clean.rows.slice(1).map(([user, item]) => `${user} ${item}`);
  assert.equal(new Set(pairs).size, pairs.length);
  assert.match(clean.rows[1][4], /^2021-\d\d-05T00:00:00$/);
  const rejected = await download('download-rejected');
  assert.equal(rejected.name, 'rejected.csv');
  assert.deepEqual(rejected.rows[0].slice(0, 3), ['row', 'reason', 'InvoiceNo']);
  const last = orders().rows + 1;
  const missing = rejected.rows.find(([, reason]) => reason === 'missing-user');
  assert.equal(missing?.[0], String(last));
});

test('a shape, a least number and events can be chosen', async () => {
  await person.choose('user,items\n1,milk;bread\n2,bread;eggs\n3,milk;tea\n4,tea;eggs\n');
  assert.equal(await person.$('file-shape').inputValue(), 'list');
  const items = () => person.$('account').locator('.figures div').nth(1).locator('dd').innerText();
  assert.equal(await items(), '4');
  await person.through('reading', () => person.select('file-shape', 'long'));
  assert.equal(await items(), '4', 'a list as it is written is one product now');
  assert.match((await person.$('account').textContent()) ?? '', /milk;bread/);

  const rows = ['user,item,event'];
  for (let user = 0; user < 40; user++) {
    for (let item = 0; item < 6; item++) rows.push(`u${user},i${item},${(user + item) % 2 ? 'view' : 'purchase'}`);
  }
  await person.choose(rows.join('\n'));
  const pairs = () => person.$('account').locator('.figures div').nth(2).locator('dd').innerText();
  assert.equal(await pairs(), '120', 'purchases alone');
  await person.goTo('sense-fields');
  const view = person.$('sense').locator('.role', { hasText: '“view”' }).locator('select');
  await person.through('reading', () => view.selectOption('1'));
  assert.equal(await pairs(), '240');
  await person.through('reading', async () => {
    await person.$('least-per-user').fill('7');
    await person.$('least-per-user').blur();
  });
  assert.equal(await person.error(), 'too-few-users');
});

test('nothing went wrong unseen', () => person.leave());
