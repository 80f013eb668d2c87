// The page begins with the opening core, which shows what is in a file; the full one, which reads it, in any encoding, comes after.
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

/** Bytes, packed, before the page can be used: a file can be chosen, is opened and shown. */
const BUDGET = 400_000;
/** How much of a file the page looks at before it reads it. */
const HEAD = 2 * 1024 * 1024;
const FULL = '**/wasm/full/**';
/** What is there only for the reading of a file and all that comes after it, or is nothing but welcome. */
const LATER = [
  FULL,
  ...['job', 'crew', 'trials', 'reading', 'worker'].map((name) => `**/www/${name}.js`),
  '**/samples/**',
  '**/vendor/**',
];

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

/** @param {Route} route */
const abort = (route) => route.abort();

/** @param {Page} page */
const withoutFull = (page) => page.route(FULL, abort);

/** The core has answered: the options are there. @param {Person} person */
const untilFilled = (person) =>
  person.page.waitForFunction(() => {
    const epochs = document.querySelector('#epochs');
    return epochs instanceof HTMLInputElement && epochs.value === '60';
  });

/** The columns and the first rows of a file that is open. @param {Person} person */
const preview = (person) => person.$('preview').innerText();

/** What the page says of the file. @param {Person} person */
const account = (person) => person.$('account').innerText();

test('the page can be used without what comes later, after no more than 400 KB', async (t) => {
  /** @type {Set<string>} */ const asked = new Set();
  const person = await house.visit({
    before: async (page) => {
      page.on('request', (request) => asked.add(new URL(request.url()).pathname));
      for (const later of LATER) {
        await page.route(later, (route) => {
          asked.delete(new URL(route.request().url()).pathname);
          return route.abort();
        });
      }
    },
  });
  await untilFilled(person);
  await person.choose(purchases());
  assert.ok((await preview(person)).includes('u1'));
  assert.equal(await person.$('column-user').inputValue(), 'user');
  let bytes = 0;
  const files = [...asked].filter((path) => path.startsWith('/')).map((path) => (path === '/' ? '/index.html' : path));
  for (const file of files) bytes += gzipSync(readFileSync(site + file)).length;
  t.diagnostic(`${files.length} files, ${bytes} bytes with gzip`);
  assert.ok(files.includes('/www/wasm/firstpick_bg.wasm') && files.length > 30, files.join(' '));
  assert.ok(bytes <= BUDGET, `${bytes} bytes`);
  await person.leave();
});

test('a file in GB18030 is read, and nothing is asked for once the page is locked', async () => {
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
  assert.equal(person.page.workers().length, 1);
  await person.leave();
});

test('a file is shown before the full core is there, and read once it is', async () => {
  const { before, open } = gate();
  const person = await house.visit({ before });
  await person.put(`\ufeff${purchases({ header: '用户,商品' })}`, '订单.csv');
  await person.page.waitForFunction(() => document.querySelector('#preview')?.textContent?.includes('商品'));
  assert.match(await person.$('progress-text').innerText(), /loading the engine/);
  assert.equal(await person.$('column-user').inputValue(), '用户');
  const asked = listen(person);
  // One column twice, which is refused at once, and back; then no header; then nothing of it all.
  await person.select('column-item', '用户');
  await person.untilError('column-twice');
  await person.select('column-item', '商品');
  await person.until('reading');
  await person.page.locator('#dialect > summary').click();
  await person.select('file-header', 'no');
  await person.page.waitForFunction(() => document.querySelector('#column-user')?.textContent?.includes('#1'));
  assert.equal(await person.stage(), 'reading');
  await person.click('stop');
  await person.until('empty');
  assert.equal(await person.error(), undefined);
  await person.put(purchases(), 'wanted.csv');
  await person.page.waitForFunction(() => document.querySelector('#preview')?.textContent?.includes('item'));
  assert.equal(await person.stage(), 'reading');
  open();
  await person.until('ready');
  assert.equal(await person.error(), undefined);
  assert.ok((await account(person)).includes('wanted.csv'));
  assert.equal(person.page.workers().length, 1, 'no worker is left behind');
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  assert.deepEqual(asked, []);
  await person.leave();
});

test('a file in another encoding is shown once the full core is there, whatever was wanted before it', async () => {
  const { before, open } = gate();
  const person = await house.visit({ before });
  await person.put(lateAccent().bytes, 'given up.csv');
  await person.page.waitForFunction(() => document.querySelector('#preview')?.textContent?.includes('note'));
  await person.put(chinese(), 'wanted.csv');
  await person.page.waitForFunction(() =>
    document.querySelector('#progress-text')?.textContent?.includes('wanted.csv'),
  );
  assert.equal(await person.stage(), 'reading');
  open();
  await person.until('ready');
  assert.ok((await account(person)).includes('GBK'));
  assert.equal(person.page.workers().length, 1, 'no worker is left behind');
  await person.leave();
});

for (const language of /** @type {const} */ (['en', 'zh'])) {
  test(`where the full core does not come, a file is shown, and the page says why it is not read (${language})`, async () => {
    const person = await house.visit({ language, before: withoutFull });
    await person.choose(chinese());
    assert.equal(await person.error(), 'encodings-missing');
    assert.match(await person.message(), language === 'zh' ? /不是 UTF-8 编码/ : /not in UTF-8/);
    assert.equal(await person.stage(), 'empty');
    for (const file of [lateAccent().bytes, purchases()]) {
      await person.choose(file);
      assert.equal(await person.error(), 'engine-unavailable');
      assert.match(await person.message(), language === 'zh' ? /没能加载/ : /could not be loaded/);
      assert.equal(await person.stage(), 'empty');
      assert.equal(await person.$('column-user').inputValue(), 'user');
      assert.ok((await preview(person)).includes('u1'));
    }
    await person.leave();
  });
}

test('what did not come is asked for again as long as the page may ask', async () => {
  const person = await house.visit({ before: withoutFull });
  await person.click('sample-article');
  await person.untilError('engine-unavailable');
  assert.equal(await person.stage(), 'empty');
  await person.page.unroute(FULL, abort);
  await person.sample('article');
  assert.equal(await person.error(), undefined);
  await person.train({ epochs: 1 });
  await person.leave();
});

test('where the opening core does not come, the full one does for it', async () => {
  const opening = '**/www/wasm/firstpick_bg.wasm';
  const person = await house.visit({ before: (page) => page.route(opening, abort) });
  await untilFilled(person);
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  await person.leave();
});

test('a worker that dies while the full core is waited for costs nothing', async () => {
  const { before, open } = gate();
  const person = await house.visit({ before });
  await person.put(purchases());
  await person.page.waitForFunction(() => document.querySelector('#preview')?.textContent?.includes('u1'));
  const [worker] = person.page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('trap');
    });
  });
  await new Promise((resolve) => worker.on('close', resolve));
  open();
  await person.until('ready');
  assert.equal(await person.error(), undefined);
  await person.train({ epochs: 1 });
  await person.leave();
});
