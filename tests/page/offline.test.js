// The page without a network: the whole site is kept at the first visit, a new version is offered and not forced, and never a
// mixture of two is shown.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, persistent, site } from './browser.js';
import { serveFaulty } from './faulty.js';
import { Person, purchases, sitDown } from './person.js';

/** @typedef {import('playwright-core').Page} Page */

const WORKBOOK = new URL('../cases/ean_numbers.xlsx', import.meta.url);
/** What is newer in the new version. */
const MARK = 'a newer recommender lab';

const browser = await launch();
const folders = [mkdtempSync(join(tmpdir(), 'firstpick-'))];
/** @type {{close: () => Promise<unknown>}[]} */ const servers = [];
after(async () => {
  await browser.close();
  await Promise.all(servers.map((server) => server.close()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function open() {
  const server = await serveFaulty();
  servers.push(server);
  return server;
}

/** @param {string} url @param {'ready' | 'failed'} [settled] */
async function visit(url, settled = 'ready') {
  const person = new Person(await sitDown(browser, { keepsSite: true }));
  await person.page.goto(url);
  await untilKept(person.page, settled);
  return person;
}

/** @param {Page} page @param {string} settled */
const untilKept = (page, settled = 'ready') =>
  page.waitForFunction((settled) => document.body.dataset.offline === settled, settled);

/** @param {Person} person */
const stores = (person) => person.page.evaluate(() => caches.keys());

/** @param {Person} person */
const foot = (person) => person.page.locator('.foot').innerText();

/** @param {string | Buffer} content @param {'hex' | 'base64'} form */
const sum = (content, form) => createHash('sha256').update(content).digest(form);

/** Another version of the site, with other English words; `without` leaves a file of the old version in it. @param {string} [without] */
function newVersion(without) {
  const folder = join(folders[0], `site-${folders.length}`);
  folders.push(folder);
  cpSync(site, folder, { recursive: true });
  const read = (/** @type {string} */ path) => readFileSync(join(folder, path), 'utf8');
  /** @param {string} path @param {string} content @param {string[]} holders  files that hold its sum */
  const write = (path, content, holders) => {
    const old = sum(read(path), 'base64');
    writeFileSync(join(folder, path), content);
    for (const holder of holders)
      writeFileSync(join(folder, holder), read(holder).replaceAll(old, sum(content, 'base64')));
  };
  // index.html holds the sum of the words, and the service worker the sums of both.
  const indexBefore = sum(read('index.html'), 'base64');
  write('www/english.json', read('www/english.json').replace('a recommender lab', MARK), ['sw.js', 'index.html']);
  const index = sum(read('index.html'), 'base64');
  const worker = read('sw.js').replace(indexBefore, index);
  writeFileSync(join(folder, 'sw.js'), worker.replace(/"version":"\w+"/, '"version":"another"'));
  const lines = read('SHA256SUMS').trim().split('\n');
  const paths = lines.map((line) => line.slice(66));
  writeFileSync(
    join(folder, 'SHA256SUMS'),
    paths.map((path) => `${sum(readFileSync(join(folder, path)), 'hex')}  ${path}\n`).join(''),
  );
  if (without) cpSync(join(site, without), join(folder, without));
  return folder;
}

/** Purchases in GB18030: 用户1 and so on. */
function chinese() {
  const text = purchases({ header: '\xd3\xc3\xbb\xa7,\xc9\xcc\xc6\xb7' });
  return Buffer.from(text, 'latin1');
}

test('at the second visit, with the server gone, the whole journey works', async () => {
  const server = await open();
  const { url } = server.visit();
  const person = await visit(url);
  assert.match(await foot(person), /Ready to work offline/);
  await server.close();
  await person.page.reload();
  await person.until('empty');
  for (const sample of /** @type {const} */ (['groceries', 'orders', 'article'])) {
    await person.sample(sample);
    assert.equal(await person.error(), undefined);
  }
  await person.page.waitForFunction(() => document.querySelector('#workflow svg'));
  await person.train({ epochs: 1 });
  await person.select('language', 'zh');
  await person.page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
  for (const [content, name] of /** @type {[Buffer, string][]} */ ([
    [readFileSync(WORKBOOK), 'orders.xlsx'],
    [gzipSync(purchases()), 'orders.csv.gz'],
    [chinese(), '订单.csv'],
  ])) {
    await person.choose(content, name);
    assert.equal(await person.error(), undefined, name);
    assert.equal(await person.stage(), 'ready', name);
  }
  assert.match(await person.$('account').innerText(), /GBK/);
  assert.ok((await person.$('quality').locator('figure svg').count()) > 0, 'charts are drawn');
  await person.train({ epochs: 1 });
  assert.equal((await person.report()).dataset.users, 60);
  await person.leave();
});

test('a new version is offered, forced on nobody, and begins when it is asked for', async () => {
  const server = await open();
  const address = server.visit();
  const person = await visit(address.url);
  const [old] = await stores(person);
  address.folder = newVersion();
  await person.page.reload();
  await person.sample('article');
  await person.$('update').waitFor();
  await person.train({ epochs: 1 });
  assert.equal(await person.stage(), 'trained');
  assert.ok((await stores(person)).includes(old));
  assert.ok(!(await foot(person)).includes(MARK));
  // A page that is loaded again is still the old one. It would ask before it is left with something that is not saved.
  await person.page.waitForFunction(() => document.body.dataset.saved === 'yes');
  await person.page.reload();
  await person.$('update').waitFor();
  assert.ok(!(await foot(person)).includes(MARK));
  await Promise.all([person.page.waitForEvent('load'), person.click('update')]);
  await untilKept(person.page);
  assert.ok((await foot(person)).includes(MARK));
  assert.equal(await person.$('update').isVisible(), false);
  const names = await stores(person);
  assert.equal(names.length, 1);
  assert.notEqual(names[0], old);
  await server.close();
  await person.page.reload();
  await person.sample('article');
  assert.ok((await foot(person)).includes(MARK));
  await person.leave();
});

test('a version of which a file is missing or an older one is not kept, and the one before goes on', async () => {
  const server = await open();
  const address = server.visit();
  const person = await visit(address.url);
  const before = await stores(person);
  address.folder = newVersion('www/english.json');
  address.asked.length = 0;
  await person.page.reload();
  await person.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await person.page.waitForFunction(async () => (await navigator.serviceWorker.ready).installing === null);
  assert.ok(address.asked.includes('sw.js'));
  assert.deepEqual(await stores(person), before);
  await untilKept(person.page);
  assert.equal(await person.$('update').isVisible(), false);
  assert.match(await foot(person), /Ready to work offline/);
  await server.close();
  await person.page.reload();
  await person.sample('article');
  assert.equal(await person.stage(), 'ready');
  await person.leave();
});

test('what an attempt that was broken off has left is never shown', async () => {
  const server = await open();
  const address = server.visit('www/formats.wasm', 'missing');
  const person = await visit(address.url, 'failed');
  assert.deepEqual(await stores(person), []);
  // As if the browser had been closed while the store was being filled.
  const version = /"version":"(\w+)"/.exec(readFileSync(join(site, 'sw.js'), 'utf8'))?.[1];
  await person.page.evaluate(
    async ([version]) => {
      const scope = new URL('./', location.href);
      const store = await caches.open(`firstpick ${scope.pathname} ${version}`);
      await store.put(`${scope.href}www/english.json`, new Response('{"a": "mixture"}'));
      await store.put(scope.href, new Response('half'));
    },
    [version],
  );
  await person.page.reload();
  await person.until('empty');
  address.faulty = null;
  await person.page.reload();
  await untilKept(person.page);
  await server.close();
  await person.page.reload();
  await person.sample('article');
  assert.equal(await person.stage(), 'ready');
  await person.leave();
});

test('a page that is kept asks for nothing once it is locked, nor does what keeps it', async () => {
  const server = await open();
  const address = server.visit();
  const person = await visit(address.url);
  await person.page.reload();
  await untilKept(person.page);
  await person.choose(purchases());
  address.asked.length = 0;
  await person.train({ epochs: 1 });
  await person.sample('groceries');
  await person.select('language', 'zh');
  assert.equal(await person.stage(), 'ready');
  // Some seconds after a page was opened, browsers ask by themselves whether this file has changed.
  assert.deepEqual(
    address.asked.filter((file) => file !== 'sw.js'),
    [],
  );
  await person.leave();
  await server.close();
});

test('where the lock comes while the site is still being kept, that is given up', async () => {
  const server = await open();
  // Asked for by what keeps the site alone.
  const address = server.visit('www/icon-maskable.svg', 'slow');
  const person = new Person(await sitDown(browser, { keepsSite: true }));
  await person.page.goto(address.url);
  await untilKept(person.page, 'keeping');
  await person.choose(purchases());
  assert.equal(await person.stage(), 'ready');
  await untilKept(person.page, 'none');
  address.asked.length = 0;
  await person.train({ epochs: 1 });
  assert.deepEqual(address.asked, []);
  assert.deepEqual(await stores(person), []);
  await person.leave();
  await server.close();
});

test('without service workers all else works, and nothing is said', async () => {
  const server = await open();
  const { url, asked } = server.visit();
  const person = new Person(await sitDown(browser, { keepsSite: true }));
  await person.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });
  });
  await person.page.goto(url);
  await person.sample('article');
  await person.train({ epochs: 1 });
  assert.equal(await person.page.evaluate(() => document.body.dataset.offline), 'none');
  assert.equal(await person.error(), undefined);
  assert.ok(!asked.includes('sw.js'));
  await person.leave();
  await server.close();
});

test('a file of the site that is opened by itself can do nothing', async () => {
  const server = await open();
  const { url } = server.visit();
  const person = await visit(url);
  await person.page.reload();
  const response = await person.page.goto(`${url}www/icon.svg`);
  assert.match(response?.headers()['content-security-policy'] ?? '', /default-src 'none'/);
  await person.leave();
  await server.close();
});

test('browsers can install the page', async () => {
  const server = await open();
  const { url } = server.visit();
  // Where nothing is kept, browsers install nothing.
  const context = await persistent(folders[0]);
  try {
    const page = await context.newPage();
    await page.goto(url);
    await untilKept(page);
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors, []);
  } finally {
    await context.close();
    await server.close();
  }
});
