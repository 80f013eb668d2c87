// What the page fetches, and when: it can be used before the core has come; the module *formats*, for files that are no UTF-8
// text, comes last, and is waited for only where a file needs it.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { site } from './browser.js';
import { openHouse, purchases, untilWorkers } from './person.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */
/** @typedef {import('./person.js').Person} Person */

/** Bytes, packed, before a file can be chosen, and until training can begin. */
const USABLE = 130_000;
const TRAINABLE = 800_000;
/** Bytes of a file that are looked at before it is read. */
const HEAD = 2 * 1024 * 1024;
const CORE = '**/www/core.wasm';
const FORMATS = '**/www/formats.wasm';

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

/** Notes what the page asks for from now on. @param {Person} person */
function listen(person) {
  /** @type {string[]} */ const asked = [];
  person.page.context().on('request', (request) => {
    if (request.url().startsWith('http')) asked.push(new URL(request.url()).pathname);
  });
  return asked;
}

/** Holds a download back until it is let go. @param {string} what */
function gate(what) {
  let open = () => {};
  const opened = new Promise((resolve) => {
    open = () => resolve(undefined);
  });
  /** @param {Page} page */
  const before = (page) => page.route(what, (route) => opened.then(() => route.continue()));
  return { before, open };
}

/** @param {Route} route */
const abort = (route) => route.abort();

/** @param {string} what @returns {(page: Page) => Promise<void>} */
const without = (what) => async (page) => {
  await page.route(what, abort);
};

/** The columns and the first rows of a file that is open. @param {Person} person */
const preview = (person) => person.$('preview').innerText();

/** What the page says of the file. @param {Person} person */
const account = (person) => person.$('account').innerText();

/** @param {Person} person */
const untilFetched = (person) =>
  person.page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    const later = fetched.filter((name) => /\/samples\/|\/(core|formats)\.wasm$/.test(name));
    return later.length === 5 && document.querySelector('#workflow svg') !== null;
  });

/** Bytes with gzip. @param {Iterable<string>} paths */
function packed(paths) {
  const files = [...paths].map((path) => (path === '/' ? '/index.html' : path));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(site + file)).length, 0);
}

test('a file can be chosen after 130 KB, and read and trained on after 800 KB', async (t) => {
  const { before, open } = gate(CORE);
  /** @type {string[]} */ const asked = [];
  const person = await house.visit({
    before: async (page) => {
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await before(page);
    },
  });
  await person.page.waitForFunction(() => document.querySelector('#epochs') !== null);
  // Before the core has come, nothing is asked for that comes after it.
  await person.page.waitForTimeout(500);
  const core = ['/www/core.wasm', '/www/worker.js'];
  const usable = asked.filter((path) => path.startsWith('/') && !core.includes(path));
  assert.deepEqual([...new Set(usable)].sort(), ['/', '/www/english.json', '/www/page.js']);
  const bytes = packed(new Set(usable));
  t.diagnostic(`${bytes} bytes with gzip before a file can be chosen`);
  assert.ok(bytes <= USABLE, `${bytes} bytes`);
  assert.equal(await person.$('file').isEnabled(), true);
  open();
  await untilFetched(person);
  const all = packed(new Set([...usable, ...core]));
  t.diagnostic(`${all} bytes until training can begin`);
  assert.ok(all <= TRAINABLE, `${all} bytes`);
  const order = (/** @type {string} */ path) => asked.findIndex((one) => one.includes(path));
  for (const later of ['/formats.wasm', '/parquet.js', '/keeper.js', '/links.js', '/samples/', '/mermaid.js'])
    assert.ok(order(later) > order('/core.wasm'), later);
  await person.leave();
});

test('a file in GB18030 is read, and nothing is asked for once the page is locked', async () => {
  const person = await house.visit();
  await untilFetched(person);
  house.arrived.length = 0;
  await person.choose(chinese(), '订单.csv');
  assert.equal(await person.stage(), 'ready');
  assert.ok((await account(person)).includes('GBK'));
  assert.equal(await person.$('column-user').inputValue(), '用户');
  await untilWorkers(person.page, 1);
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  // Of the same file something else: it is decoded anew.
  await person.assign('name', '商品').catch(() => {});
  assert.deepEqual(house.arrived, []);
  await person.leave();
});

test('a packed file in GB18030 is read as well, and so are its rejected rows', async () => {
  const person = await house.visit();
  await person.choose(gzipSync(Buffer.concat([chinese(), Buffer.from('\xd3\xc3,\n', 'latin1')])), '订单.csv.gz');
  assert.equal(await person.error(), undefined);
  assert.ok((await account(person)).includes('GBK'));
  assert.equal(await person.$('column-item').inputValue(), '商品');
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.click('download-rejected')]);
  assert.match(readFileSync(await download.path(), 'utf8'), /用/);
  await person.leave();
});

test('an encoding that shows only after the head is read as well', async () => {
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
  await untilWorkers(person.page, 1);
  await person.leave();
});

test('an encoding is chosen, and another, and the content decides again', async () => {
  const person = await house.visit();
  await person.choose(chinese(), '订单.csv');
  for (const [label, column] of [
    ['Big5', null],
    ['gb18030', '用户'],
    ['UTF-8', null],
    ['gb18030', '用户'],
  ]) {
    await person.through('reading', () => person.select('file-encoding', String(label)));
    const columns = await person.$('column-user').locator('option').allInnerTexts();
    assert.equal(columns.includes('用户'), column !== null, `${label}: ${columns}`);
  }
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a file that is chosen before the core has come waits for it, and the page says so', async () => {
  const { before, open } = gate(CORE);
  const person = await house.visit({ before });
  await person.put(`\ufeff${purchases({ header: '用户,商品' })}`, '订单.csv');
  await person.until('reading');
  assert.match(await person.$('progress-text').innerText(), /loading the engine/);
  assert.equal(await person.$('train').isVisible(), false);
  await person.click('stop');
  await person.until('empty');
  assert.equal(await person.error(), undefined);
  await person.put(purchases(), 'given up.csv');
  await person.put(purchases(), 'wanted.csv');
  await person.until('reading');
  open();
  await person.until('ready');
  assert.equal(await person.error(), undefined);
  assert.ok((await account(person)).includes('wanted.csv'));
  await untilWorkers(person.page, 1);
  const asked = listen(person);
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  assert.deepEqual(asked, []);
  await person.leave();
});

test('*formats* are waited for where a file needs them, though the page is locked meanwhile; text is read at once', async () => {
  const { before, open } = gate(FORMATS);
  const person = await house.visit({ before });
  await person.choose(purchases(), 'text.csv');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  const asked = listen(person);
  for (const content of [chinese(), gzipSync(purchases())]) {
    await person.put(content, 'given up.csv');
    await person.page.waitForFunction(() =>
      /loading/.test(document.querySelector('#progress-text')?.textContent ?? ''),
    );
    await person.click('stop');
    await person.until('ready');
  }
  // What shows only far into a file is waited for there.
  await person.put(lateAccent().bytes, 'late.csv');
  await person.page.waitForFunction(() => document.querySelector('#preview')?.textContent?.includes('note'));
  await person.page.waitForFunction(() => /loading/.test(document.querySelector('#progress-text')?.textContent ?? ''));
  open();
  await person.until('ready');
  assert.ok((await account(person)).includes('windows-1252'));
  await untilWorkers(person.page, 1);
  await person.choose(chinese());
  assert.ok((await account(person)).includes('GBK'));
  assert.deepEqual(asked, []);
  await person.leave();
});

for (const language of /** @type {const} */ (['en', 'zh'])) {
  test(`where *formats* do not come, the page says why a file is not read, and reads others (${language})`, async () => {
    const person = await house.visit({ language, before: without(FORMATS) });
    for (const content of [chinese(), gzipSync(purchases()), Buffer.from('504b0304140000000800', 'hex')]) {
      await person.choose(content);
      assert.equal(await person.error(), 'formats-unavailable');
      assert.match(await person.message(), language === 'zh' ? /没能加载/ : /could not be loaded/);
      assert.equal(await person.stage(), 'empty');
    }
    await person.choose(lateAccent().bytes);
    assert.equal(await person.error(), 'formats-unavailable');
    assert.ok((await preview(person)).includes('u1'), 'its head is shown');
    await person.choose(purchases());
    assert.equal(await person.error(), undefined);
    assert.equal(await person.stage(), 'ready');
    await person.leave();
  });

  test(`where the core does not come, the page says so (${language})`, async () => {
    const person = await house.visit({ language, before: without(CORE) });
    await person.untilError('engine-unavailable');
    await person.choose(purchases());
    assert.equal(await person.error(), 'engine-unavailable');
    assert.match(await person.message(), language === 'zh' ? /core\.wasm”没有传过来/ : /core\.wasm” did not come/);
    assert.equal(await person.stage(), 'empty');
    await person.leave();
  });
}

test('what did not come is asked for again as long as the page may ask', async () => {
  const person = await house.visit({
    before: async (page) => {
      await page.route(CORE, abort);
      await page.route(FORMATS, abort);
    },
  });
  await person.untilError('engine-unavailable');
  await person.click('sample-article');
  await person.untilError('engine-unavailable');
  await person.until('empty');
  await person.page.unroute(CORE, abort);
  await person.sample('article');
  assert.equal(await person.error(), undefined);
  await person.page.unroute(FORMATS, abort);
  await person.choose(chinese());
  assert.equal(await person.error(), undefined);
  await person.train({ epochs: 1 });
  await person.leave();
});

test('a worker that dies while *formats* are waited for costs only its file', async () => {
  const { before, open } = gate(FORMATS);
  const person = await house.visit({ before });
  await person.put(chinese());
  await person.page.waitForFunction(() => /loading/.test(document.querySelector('#progress-text')?.textContent ?? ''));
  await person.page.waitForFunction(() => /** @type {any} */ (globalThis).notes.heard.length > 0);
  const [worker] = await untilWorkers(person.page, 1);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('trap');
    });
  });
  await person.untilError('worker-died');
  await person.until('empty');
  open();
  await person.choose(chinese());
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  await person.train({ epochs: 1 });
  await person.leave();
});
