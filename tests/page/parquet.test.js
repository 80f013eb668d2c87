// Parquet, which a worker of its own turns into text: what it reads, what is said where it cannot, and that it never outlives
// the reading.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, mock, test } from 'node:test';
import { TICK_MS, unpackingMs } from '../../www/watch.js';
import { parquetPieces } from '../../www/worker/parquet.js';
import { serveModule } from './browser.js';
import { openHouse, purchases, withoutSums } from './person.js';
import { zip } from './zip.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./person.js').Person} Person */

const READER = '**/www/parquet.js';
const EVENTS = readFileSync(new URL('../cases/events_parquet.parquet', import.meta.url));
const UNREADABLE = { code: 'binary-file', params: { kind: 'parquet' } };

const house = await openHouse();
after(() => house.close());

/** Waits until the page has fetched all that it may want. @param {Person} person */
const untilFetched = (person) =>
  person.page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    const later = fetched.filter((name) => /\/samples\/|\/formats\.wasm$|\/parquet\.js$/.test(name));
    return later.length === 5 && document.querySelector('#workflow svg') !== null;
  });

/** With a data set: one has it, one keeps the project. */
const AT_REST = 2;

/** Workers come and go in their own time. @param {Person} person @param {number} [count] */
async function untilWorkers(person, count = AT_REST) {
  const { page } = person;
  for (let wait = 0; wait < 100 && page.workers().length !== count; wait++) await page.waitForTimeout(50);
  assert.equal(page.workers().length, count, 'workers');
}

/** Puts another reader in the place of the real one. @param {string} body @returns {(page: Page) => Promise<void>} */
const withReader = (body) => async (page) => {
  await withoutSums(page);
  await page.route(READER, (route) => route.fulfill({ contentType: 'text/javascript', body }));
};

/** @param {Person} person */
async function figures(person) {
  const { dataset } = await person.report();
  return [dataset.rows, dataset.used, dataset.users, dataset.items];
}

test('a Parquet file is read behind the lock, packed or not, and its reader is gone then', async () => {
  const person = await house.visit();
  await untilFetched(person);
  house.arrived.length = 0;
  for (const [name, content] of /** @type {[string, Uint8Array][]} */ ([
    ['events.parquet', EVENTS],
    ['events.zip', zip({ 'events.parquet': EVENTS })],
  ])) {
    await person.choose(content, name);
    assert.equal(await person.error(), undefined, name);
    assert.equal(await person.$('column-user').inputValue(), 'user_id', name);
    await untilWorkers(person);
    await person.train({ epochs: 1 });
    assert.deepEqual(await figures(person), [258, 207, 50, 20], name);
  }
  assert.deepEqual(house.arrived, []);
  await person.leave();
});

test('one that is cut or bent is refused in words, and the data before it stays', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  const before = await person.$('account').innerText();
  const bent = (/** @type {number} */ from, /** @type {number} */ to) => Uint8Array.from(EVENTS).fill(0xff, from, to);
  for (const [what, content] of /** @type {[string, Uint8Array][]} */ ([
    ['its end is missing', EVENTS.subarray(0, 2_000)],
    ['nothing but its mark', EVENTS.subarray(0, 4)],
    ['a bent length of the list of what is in it', bent(EVENTS.length - 8, EVENTS.length - 4)],
    ['a bent column', bent(235, 620)],
  ])) {
    await person.choose(content, 'bad.parquet');
    assert.equal(await person.error(), 'binary-file', what);
    assert.match(await person.message(), /Parquet/, what);
    assert.equal(await person.$('account').innerText(), before, what);
    await untilWorkers(person);
  }
  await person.leave();
});

test('where its reader does not come, or dies, the page says so', async () => {
  const cut = await house.visit({ before: (page) => page.route(READER, (route) => route.abort()) });
  await cut.choose(EVENTS, 'events.parquet');
  assert.equal(await cut.error(), 'formats-unavailable');
  await cut.choose(purchases());
  assert.equal(await cut.error(), undefined);
  await cut.leave();
  const dying = await house.visit({ before: withReader('onmessage = () => { throw new Error("no memory"); };') });
  await dying.choose(purchases());
  await dying.choose(EVENTS, 'events.parquet');
  assert.equal(await dying.error(), 'binary-file');
  await untilWorkers(dying);
  await dying.leave();
});

const ENDLESS = `onmessage = () => {
  postMessage({ piece: { bytes: new TextEncoder().encode('user,item\\n'), fraction: 0.1 } });
};`;

test('its reader has no channel to other tabs', async () => {
  const before = async (/** @type {Page} */ page) => {
    await withoutSums(page);
    await page.route(READER, async (route) => {
      const response = await route.fetch();
      const body = `${await response.text()}\nif ('BroadcastChannel' in self) throw new Error('a channel');`;
      await route.fulfill({ response, body });
    });
  };
  const person = await house.visit({ before });
  await person.choose(EVENTS, 'events.parquet');
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a person can stop it, and has the data that were there before', async () => {
  const person = await house.visit({ before: withReader(ENDLESS) });
  await person.choose(purchases());
  await person.put(EVENTS, 'events.parquet');
  await person.page.waitForFunction(() => /unpack/i.test(document.querySelector('#progress-text')?.textContent ?? ''));
  // That of the file, and its reader.
  await untilWorkers(person, AT_REST + 2);
  await person.click('stop');
  await person.until('ready');
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a reading that is stopped ends its reader, and the worker that started it goes on', async () => {
  const person = await house.visit({
    before: async (page) => {
      await withReader(ENDLESS)(page);
      await serveModule(page, 'core/core_loader.js');
    },
  });
  // Not yet locked, so that what starts a worker can be fetched.
  await person.sample('article');
  await untilWorkers(person);
  const code = await person.page.evaluate(async (bytes) => {
    const page = /** @type {any} */ (globalThis);
    const base = new URL('www/', document.baseURI).href;
    const { CoreLoader } = /** @type {typeof import('../../www/core/core_loader.js')} */ (
      await import(`${base}core_loader.js`)
    );
    page.client = await new CoreLoader(base, { helpers: 0 }).worker();
    const file = new Blob([Uint8Array.from(bytes)]);
    const onEvent = (/** @type {any} */ { part }) => {
      if (part === 'unpacking') page.client.request('stop', {});
    };
    return page.client.request('open', { file }, { onEvent }).catch((/** @type {any} */ error) => error.failure.code);
  }, Array.from(EVENTS));
  assert.equal(code, 'stopped');
  await untilWorkers(person, AT_REST + 1);
  await person.leave();
});

/** A reader that says what it is told to. */
class FakeReader {
  /** The one that was started last. */ static last = /** @type {FakeReader} */ (/** @type {any} */ (null));
  /** @type {any[]} */ asked = [];
  isEnded = false;
  /** @type {(event: {data: any}) => void} */ onmessage = () => {};
  /** @type {(event: any) => void} */ onerror = () => {};

  constructor() {
    FakeReader.last = this;
  }

  /** @param {any} message */
  postMessage(message) {
    this.asked.push(message);
  }

  terminate() {
    this.isEnded = true;
  }

  /** @param {number} fraction */
  bring(fraction) {
    this.onmessage({ data: { piece: { bytes: new Uint8Array(), fraction } } });
  }
}

/** @param {import('node:test').TestContext} t */
function begun(t) {
  t.mock.method(console, 'error', () => {});
  Object.assign(globalThis, { Worker: FakeReader });
  const file = new Blob(['PAR1']);
  const pieces = parquetPieces(file, new Blob());
  const first = pieces.next();
  return { file, pieces, first, reader: FakeReader.last };
}

test('pieces are asked for one by one, and a reading that is given up ends the reader', async (t) => {
  const { file, pieces, first, reader } = begun(t);
  assert.deepEqual(reader.asked, [{ file }]);
  reader.bring(0);
  await first;
  assert.equal(reader.asked.length, 1, 'nothing is read ahead');
  const second = pieces.next();
  await new Promise(setImmediate);
  assert.deepEqual(reader.asked[1], { next: true });
  reader.bring(0.5);
  assert.equal((await second).value?.fraction, 0.5);
  assert.equal(reader.isEnded, false);
  await pieces.return(undefined);
  assert.equal(reader.isEnded, true);
});

test('a reader that is silent is ended after the time that is granted for the size of its file', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { file, first, reader } = begun(t);
  const failed = assert.rejects(first, UNREADABLE);
  for (let at = TICK_MS; at <= unpackingMs(file.size) - TICK_MS; at += TICK_MS) mock.timers.tick(TICK_MS);
  assert.ok(reader.asked.some(({ alive }) => alive));
  await new Promise(setImmediate);
  assert.equal(reader.isEnded, false);
  mock.timers.tick(TICK_MS);
  await new Promise(setImmediate);
  assert.equal(reader.isEnded, true);
  mock.timers.tick(TICK_MS);
  await failed;
});

test('what a reader cannot read, and its death, are one failure', async (t) => {
  for (const end of [
    (/** @type {FakeReader} */ reader) => reader.onmessage({ data: { failed: true } }),
    (/** @type {FakeReader} */ reader) => reader.onerror({ message: 'out of memory', preventDefault: () => {} }),
  ]) {
    const { first, reader } = begun(t);
    end(reader);
    await assert.rejects(first, UNREADABLE);
    assert.equal(reader.isEnded, true);
    t.mock.restoreAll();
  }
});
