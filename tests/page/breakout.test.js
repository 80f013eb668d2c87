// The break-out suite: ways out of the page and its workers, before the lock and after it. What arrives at listening servers
// counts. The same ways are first tried on a page without any rules, where they have to arrive: a way that leads nowhere would
// prove nothing.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { channelWays, overhear, workerWays } from './breakout_inside.js';
import { listen } from './breakout_listeners.js';
import { leavingWays, pageWays, reloadingWays } from './breakout_ways.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./breakout_ways.js').Tools} Tools */
/** @typedef {import('./breakout_ways.js').Way} Way */
/** @typedef {import('./person.js').Person} Person */
/** @typedef {() => Record<string, Way>} Ways */

/**
 * What stays open, and why; README says the same. No listener can hear it here: a name that is looked up, where a script turns
 * one of the page's own link elements into a hint to get ready for another server (rel=dns-prefetch or preconnect). No rule
 * forbids that, and new link elements are refused.
 */
const OPEN = /** @type {string[]} */ ([]);
/** Likewise to another tab of the same site, which shares its storage. The channels that are made for talking are closed. */
const OPEN_TO_TABS = ['localStorage', 'IndexedDB', 'cache storage', 'file system', 'web locks'];
/** Least numbers of ways that are tried, and are known to work elsewhere. */
const LEAST = { page: 90, worker: 19 };
/** How long something that got out may be on its way, in milliseconds. That nothing comes cannot be waited for. */
const TRAVEL = 1500;

const names = [...Object.keys(pageWays()), ...Object.keys(leavingWays()), ...Object.keys(workerWays())];
const PACKETS = names.filter((name) => name.startsWith('WebRTC'));
const BARE =
  '<!doctype html><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>No rules</title><body>';

const house = await openHouse();
after(() => house.close());

/**
 * Tries ways one after the other. Runs in the page or the worker.
 * @param {Ways} make
 * @param {{base: string, ports: Record<string, number>, file: string, only: string[] | null}} given
 */
async function attempt(make, { base, ports, file, only }) {
  const ways = make();
  /** @type {Tools} */
  const tools = {
    to: (name) => `${base}way/${encodeURIComponent(name).replace(/'/g, '%27')}`,
    ice: (name) => ({ iceServers: [{ urls: `stun:127.0.0.1:${ports[name]}` }] }),
    file,
  };
  const tried = only ?? Object.keys(ways);
  for (const name of tried) {
    const way = async () => ways[name]?.(tools, name);
    await Promise.race([way().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 60))]);
  }
  return tried;
}

/**
 * @param {{evaluate: Page["evaluate"]}} realm  a page or a worker
 * @param {Ways} make
 * @param {{base: string, listeners: import('./breakout_listeners.js').Listeners, file?: string, only?: string[]}} given
 * @returns {Promise<string[]>}  the ways that were tried
 */
function tryIn(realm, make, { base, listeners, file = '', only }) {
  const given = JSON.stringify({ base, ports: listeners.ports, file, only: only ?? null });
  return realm.evaluate(`(${attempt})(${make}, ${given})`);
}

/** @param {import('node:test').TestContext} t */
async function listenFor(t) {
  const listeners = await listen(PACKETS, BARE);
  t.after(listeners.close);
  return listeners;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, TRAVEL));

/** What got out: at the listeners, and at the own site. @param {import('./breakout_listeners.js').Listeners} listeners */
async function escaped(listeners) {
  await settled();
  for (const path of house.arrived) listeners.hear(path);
  return [...listeners.arrived].sort();
}

/** A page that has fetched all it wants, locked by a file of one's own. @param {boolean} [locked] */
async function visit(locked = true) {
  const person = await house.visit();
  await person.page.waitForFunction(() => document.querySelector('#workflow svg') !== null);
  if (locked) {
    await person.choose(purchases());
    assert.match((await person.$('privacy').textContent()) ?? '', /Locked/);
  }
  house.arrived.length = 0;
  return person;
}

/** Mistakes of the attempts are not the page's. @param {Person} person */
async function leave(person) {
  assert.equal(person.page.context().pages().length, 1, 'no window was opened');
  await person.page.context().close();
}

test('without rules the ways lead out: at least 90 of a page, 19 of a worker', async (t) => {
  const listeners = await listenFor(t);
  const context = await house.browser.newContext();
  t.after(() => context.close());
  const given = { base: listeners.url, listeners, file: '/file' };
  const page = await context.newPage();
  await page.goto(listeners.url);
  await tryIn(page, pageWays, given);
  await settled();
  const leaving = [leavingWays, reloadingWays].flatMap((ways) => Object.keys(ways()).map((name) => ({ ways, name })));
  for (const { ways, name } of leaving) {
    const other = await context.newPage();
    await other.goto(listeners.url);
    await tryIn(other, ways, { ...given, only: [name] }).catch(() => {});
  }
  await settled();
  const ofPage = [...Object.keys(pageWays()), ...leaving.map(({ name }) => name)];
  assert.deepEqual(
    ofPage.filter((name) => !listeners.arrived.has(name)),
    [],
  );
  t.diagnostic(`${ofPage.length} ways of a page`);
  assert.ok(ofPage.length === new Set(ofPage).size && ofPage.length >= LEAST.page);

  listeners.arrived.clear();
  const last = await context.newPage();
  await last.goto(listeners.url);
  const worker = await startWorker(last);
  await tryIn(worker, workerWays, given);
  await settled();
  const ofWorker = Object.keys(workerWays());
  assert.deepEqual(
    ofWorker.filter((name) => !listeners.arrived.has(name)),
    [],
  );
  t.diagnostic(`${ofWorker.length} ways of a worker`);
  assert.ok(ofWorker.length >= LEAST.worker);
});

/** A worker that does nothing by itself. @param {Page} page */
async function startWorker(page) {
  const [worker] = await Promise.all([
    page.waitForEvent('worker'),
    page.evaluate(() => {
      const address = URL.createObjectURL(new Blob(['onmessage = () => {}'], { type: 'text/javascript' }));
      Object.assign(globalThis, { kept: new Worker(address) });
    }),
  ]);
  return worker;
}

test('before the lock no way leads to another server', async (t) => {
  const listeners = await listenFor(t);
  const person = await visit(false);
  const given = { base: listeners.url, listeners, file: 'www/icon.svg' };
  await tryIn(person.page, pageWays, given);
  await tryIn(await startWorker(person.page), workerWays, given);
  await tryIn(person.page, leavingWays, given);
  assert.deepEqual(await escaped(listeners), OPEN);
  assert.equal(await person.stage(), 'empty', 'the page is still there');
  await leave(person);
});

test('after the lock no way leads anywhere, from the page or from a worker', async (t) => {
  const elsewhere = await listenFor(t);
  const own = await listenFor(t);
  const person = await visit();
  const worker = await startWorker(person.page);
  for (const [base, listeners] of /** @type {const} */ ([
    [elsewhere.url, elsewhere],
    [house.url, own],
  ])) {
    const given = { base, listeners, file: 'www/icon.svg' };
    const fromPage = await tryIn(person.page, pageWays, given);
    const leaving = await tryIn(person.page, leavingWays, given);
    const fromWorker = await tryIn(worker, workerWays, given);
    assert.ok(fromPage.length + leaving.length >= LEAST.page && fromWorker.length >= LEAST.worker);
    assert.deepEqual(await escaped(listeners), OPEN, base);
  }
  assert.deepEqual(house.arrived, [], 'the own site heard nothing at all');
  assert.equal(await person.stage(), 'ready', 'the page is still there, with its data');
  for (const name of Object.keys(reloadingWays())) {
    await tryIn(person.page, reloadingWays, { base: house.url, listeners: own, only: [name] }).catch(() => {});
    await person.until('empty');
  }
  assert.deepEqual(await escaped(own), OPEN);
  await leave(person);
});

test("the page's own workers are behind the lock as well", async (t) => {
  const listeners = await listenFor(t);
  const person = await visit();
  const [worker] = person.page.workers();
  for (const base of [listeners.url, house.url]) await tryIn(worker, workerWays, { base, listeners });
  assert.deepEqual(await escaped(listeners), []);
  await leave(person);
});

test('a worker that another script started before the lock is ended by it', async (t) => {
  const listeners = await listenFor(t);
  const person = await visit(false);
  const worker = await startWorker(person.page);
  await tryIn(worker, workerWays, { base: house.url, listeners, only: ['fetch'] });
  assert.deepEqual(await escaped(listeners), ['fetch'], 'before the lock it reaches the own site');
  await person.choose(purchases());
  assert.equal(person.page.workers().includes(worker), false);
  await leave(person);
});

test('what a person clicks leads nowhere either, but to the rooms of the page', async (t) => {
  const listeners = await listenFor(t);
  const person = await visit();
  const { page } = person;
  await page.evaluate((base) => {
    const holder = document.createElement('div');
    holder.style.cssText = 'position:fixed;inset:0 auto auto 0;background:white;z-index:99;display:grid;font-size:20px';
    /** @type {[string, Record<string, string>][]} */
    const links = [
      ['plain', {}],
      ['blank', { target: '_blank' }],
      ['download', { download: 'x' }],
      ['changes', { href: '#start' }],
    ];
    for (const [name, attributes] of links) {
      const link = document.createElement('a');
      link.href = `${base}way/${name}`;
      for (const [key, value] of Object.entries(attributes)) link.setAttribute(key, value);
      link.textContent = link.id = name;
      holder.append(link);
    }
    document.body.append(holder);
    const changing = document.getElementById('changes');
    for (const type of ['mousedown', 'click', 'auxclick']) {
      changing?.addEventListener(type, () => {
        if (type !== 'mousedown') Object.assign(changing, { href: `${base}way/changes`, target: '_blank' });
      });
    }
  }, listeners.url);
  for (const name of ['plain', 'blank', 'download', 'changes']) {
    await page.locator(`#${name}`).click();
    await page.locator(`#${name}`).click({ button: 'middle' });
    await page.locator(`#${name}`).click({ modifiers: ['ControlOrMeta'] });
    await page.locator(`#${name}`).press('Enter');
  }
  assert.deepEqual(await escaped(listeners), []);
  assert.equal(await page.evaluate(() => location.hash), '#start');
  assert.equal(await person.stage(), 'ready');
  await leave(person);
});

test('no channel leads to another tab of the site; its storage does', async () => {
  const person = await visit();
  const other = await person.page.context().newPage();
  // A file of the site in a tab of its own: without the page's rules.
  await other.goto(`${house.url}www/icon.svg`);
  await other.evaluate(overhear);
  const listeners = { ports: {} };
  await tryIn(person.page, channelWays, { base: '', listeners: /** @type {any} */ (listeners) });
  await settled();
  assert.deepEqual(
    await other.evaluate(() => [.../** @type {any} */ (globalThis).heard].sort()),
    [...OPEN_TO_TABS].sort(),
  );
  await other.close();
  await leave(person);
});

/** Each is in the page before anything of the page's own. @type {Record<string, () => void>} */
const SABOTAGE = {
  'append does nothing': () => {
    const plain = Element.prototype.append;
    Element.prototype.append = function (...nodes) {
      if (this.localName !== 'head') plain.apply(this, nodes);
    };
  },
  'the head is another element': () => {
    const other = document.createElement('div');
    Object.defineProperty(Document.prototype, 'head', { get: () => other });
  },
  'elements are of another kind': () => {
    const plain = Document.prototype.createElement;
    /** @type {any} */ (Document.prototype).createElement = function (/** @type {string} */ name) {
      return plain.call(this, name === 'meta' ? 'p' : name);
    };
  },
  'attributes are not set': () => {
    const plain = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      if (name !== 'content') plain.call(this, name, value);
    };
  },
  'the policy is another one': () => {
    const plain = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      plain.call(
        this,
        name,
        name === 'content' ? "img-src data:; script-src 'wasm-unsafe-eval'; worker-src blob:" : value,
      );
    };
  },
  'append does nothing, and requests of scripts seem to fail': () => {
    const append = Element.prototype.append;
    Element.prototype.append = function (...nodes) {
      if (this.localName !== 'head') append.apply(this, nodes);
    };
    globalThis.fetch = (
      (plain) => (/** @type {any} */ address) =>
        String(address).includes('outside') ? Promise.reject(new TypeError('no')) : plain(address)
    )(globalThis.fetch);
    XMLHttpRequest.prototype.send = function () {
      setTimeout(() => this.onerror?.(/** @type {any} */ (new ProgressEvent('error'))));
    };
  },
  'append does nothing, and requests hang': () => {
    const append = Element.prototype.append;
    Element.prototype.append = function (...nodes) {
      if (this.localName !== 'head') append.apply(this, nodes);
    };
    globalThis.fetch = (
      (plain) => (/** @type {any} */ address) =>
        String(address).includes('outside') ? new Promise(() => {}) : plain(address)
    )(globalThis.fetch);
  },
  'the barrier is taken by another script': () => {
    // As if it had been read already: the page finds nothing there.
    Object.defineProperty(globalThis, 'firstpick', { get: () => undefined });
  },
};

for (const [what, sabotage] of Object.entries(SABOTAGE)) {
  test(`the lock sabotaged, ${what}: the file is refused, and nothing says that it holds`, async () => {
    const person = await house.visit({ before: (page) => page.addInitScript(sabotage) });
    await person.put(purchases());
    await person.untilError('lock-failed');
    assert.equal(await person.stage(), 'empty');
    assert.equal(await person.page.locator('#privacy .pill-long').textContent(), 'Lock failed: nothing was read');
    assert.equal(await person.$('account').isVisible(), false);
    // The samples are nobody's secret.
    await person.sample('article');
    assert.equal(await person.stage(), 'ready');
    await person.put(purchases());
    await person.untilError('lock-failed');
    await person.page.context().close();
  });
}

test('a policy that is taken out of the page again holds all the same', async () => {
  const person = await house.visit({
    before: (page) =>
      page.addInitScript(() => {
        new MutationObserver((records) => {
          for (const { addedNodes } of records) {
            for (const node of addedNodes) {
              const isLate = document.body?.dataset.stage !== undefined;
              if (isLate && node instanceof HTMLMetaElement) node.remove();
            }
          }
        }).observe(document, { childList: true, subtree: true });
      }),
  });
  await person.choose(purchases());
  assert.match((await person.$('privacy').textContent()) ?? '', /Locked/);
  assert.equal(await person.page.evaluate(() => fetch('www/icon.svg').then(String, () => 'refused')), 'refused');
  await person.leave();
});
