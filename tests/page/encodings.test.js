// The page begins with a small build of the core; the one that reads every encoding comes after, and only some files need it.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { site } from './browser.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */
/** @typedef {import('./person.js').Person} Person */

/** Bytes, packed, before the page can be used. 400 KB are the aim; this keeps it from growing further away. */
const BUDGET = 720_000;
/** How much of a file the page looks at before it reads it. */
const HEAD = 2 * 1024 * 1024;
const FULL = '**/wasm/full/**';

const house = await openHouse();
after(() => house.close());

/** Purchases of 用户1 and so on of 商品1 and so on, as Python's codec gb18030 writes them; Node has no such encoder. */
function chinese() {
  const [user, item] = ['d3c3bba7', 'c9ccc6b7'].map((hex) => Buffer.from(hex, 'hex').toString('latin1'));
  const text = purchases({ header: `${user},${item}` })
    .replace(/u(?=\d)/g, user)
    .replace(/i(?=\d)/g, item);
  return Buffer.from(text, 'latin1');
}

/** ASCII beyond the head, and then a pound sign as Windows writes it. */
function lateAccent() {
  const rows = purchases().trim().split('\n');
  const filler = 'x'.repeat(Math.ceil(HEAD / (rows.length - 10)));
  const late = rows.map((row, index) => {
    if (index === 0) return `${row},note`;
    return index < rows.length - 5 ? `${row},${filler}` : `${row}\u00a3,`;
  });
  return { bytes: Buffer.from(`${late.join('\n')}\n`, 'latin1'), rows: rows.length - 1 };
}

/** Counts what the page asks for from now on. @param {Person} person */
function listen(person) {
  /** @type {string[]} */ const asked = [];
  person.page.context().on('request', (request) => {
    if (request.url().startsWith('http')) asked.push(new URL(request.url()).pathname);
  });
  return asked;
}

/** Holds a download back until it is let go. */
function gate() {
  let open = () => {};
  const opened = new Promise((resolve) => {
    open = () => resolve(undefined);
  });
  /** @param {Page} page */
  const before = (page) => page.route(FULL, (route) => opened.then(() => route.continue()));
  return { before, open };
}

/** @param {Page} page */
const withoutFull = (page) => page.route(FULL, (route) => route.abort());

/** What the page says of the file. @param {Person} person */
const account = (person) => person.$('account').innerText();

test('the page can be used without what comes later, after no more bytes than it has now', async (t) => {
  /** @type {Set<string>} */ const asked = new Set();
  const person = await house.visit({
    before: async (page) => {
      page.on('request', (request) => asked.add(new URL(request.url()).pathname));
      for (const later of [FULL, '**/samples/**', '**/vendor/**']) {
        await page.route(later, (route) => {
          asked.delete(new URL(route.request().url()).pathname);
          return route.abort();
        });
      }
    },
  });
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  let bytes = 0;
  const files = [...asked].filter((path) => path.startsWith('/')).map((path) => (path === '/' ? '/index.html' : path));
  for (const file of files) bytes += gzipSync(readFileSync(site + file)).length;
  t.diagnostic(`${files.length} files, ${bytes} bytes with gzip`);
  assert.ok(files.includes('/www/wasm/firstpick_bg.wasm') && files.length > 30, files.join(' '));
  assert.ok(bytes <= BUDGET, `${bytes} bytes`);
  await person.leave();
});

test('a file in GB18030 is read by the full build, and nothing is asked for once the page is locked', async () => {
  const person = await house.visit();
  await person.page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    const later = fetched.filter((name) => /\/samples\/|\/wasm\/full\//.test(name));
    return later.length === 4 && document.querySelector('#workflow svg') !== null;
  });
  const asked = listen(person);
  await person.choose(chinese(), '订单.csv');
  assert.equal(await person.stage(), 'ready');
  assert.ok((await account(person)).includes('GBK'));
  assert.equal(await person.$('column-user').inputValue(), '用户');
  assert.equal(person.page.workers().length, 1);
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  assert.deepEqual(asked, []);
  await person.leave();
});

test('an encoding that shows only after the head costs nothing but a second reading', async () => {
  const person = await house.visit();
  const { bytes, rows } = lateAccent();
  assert.ok(bytes.indexOf(0xa3) > HEAD);
  await person.choose(bytes);
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  assert.ok((await account(person)).includes('windows-1252'));
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.rows, dataset.used], [rows, rows]);
  const users = new Set(
    purchases()
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[0]),
  );
  assert.equal(dataset.users, users.size);
  // Other roles are read from the same worker, which knows the encoding now.
  await person.assign('name', 'note');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  assert.equal(person.page.workers().length, 1);
  await person.leave();
});

test('a file in UTF-8 does not wait for the full build, one in GB18030 does', async () => {
  const { before, open } = gate();
  const person = await house.visit({ before });
  await person.choose(`\ufeff${purchases({ header: '用户,商品' })}`);
  assert.equal(await person.stage(), 'ready');
  const asked = listen(person);
  await person.put(lateAccent().bytes, 'given up.csv');
  await person.until('reading');
  await person.put(chinese(), 'wanted.csv');
  assert.equal(await person.stage(), 'reading');
  open();
  await person.until('ready');
  assert.ok((await account(person)).includes('GBK'));
  assert.equal(person.page.workers().length, 1, 'no worker is left behind');
  assert.deepEqual(asked, []);
  await person.leave();
});

for (const language of /** @type {const} */ (['en', 'zh'])) {
  test(`where the full build does not come, only the files that need it are refused, in words (${language})`, async () => {
    const person = await house.visit({ language, before: withoutFull });
    await person.choose(chinese());
    assert.equal(await person.error(), 'encodings-missing');
    const message = await person.message();
    assert.match(message, language === 'zh' ? /不是 UTF-8 编码/ : /not in UTF-8/);
    assert.equal(await person.stage(), 'empty');
    await person.choose(lateAccent().bytes);
    assert.equal(await person.error(), 'encodings-missing');
    await person.choose(purchases());
    assert.equal(await person.stage(), 'ready');
    await person.train({ epochs: 1 });
    await person.untilRecommended(10);
    await person.leave();
  });
}
