// The watch over a worker: how long one may be silent, what counts as life, and that nothing but silence ends one.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Client } from '../../www/core/client.js';
import { SILENCE_MS, TICK_MS, Watch } from '../../www/watch.js';

/** Workers in the order in which they were started. @type {FakeWorker[]} */
let workers = [];

/** A worker that says what it is told to. */
class FakeWorker {
  /** @type {any[]} */ asked = [];
  isEnded = false;
  /** @type {(event: {data: any}) => void} */ onmessage = () => {};
  /** @type {(event: any) => void} */ onerror = () => {};

  constructor() {
    workers.push(this);
  }

  /** @param {any} message */
  postMessage(message) {
    this.asked.push(message);
  }

  terminate() {
    this.isEnded = true;
  }

  /** @param {any} data */
  say(data) {
    this.onmessage({ data });
  }

  /** Questions that a living worker would answer. */
  get questions() {
    return this.asked.filter(({ alive }) => alive).length;
  }
}

beforeEach(() => {
  workers = [];
  mock.timers.enable({ apis: ['setTimeout'] });
  Object.assign(globalThis, { Worker: FakeWorker });
});
afterEach(() => mock.timers.reset());

/** @param {number} milliseconds  in which each timer comes when it is due */
function pass(milliseconds) {
  for (let at = 0; at < milliseconds; at += TICK_MS) mock.timers.tick(TICK_MS);
}

function watched() {
  const seen = { asked: 0, deaths: 0 };
  const watch = new Watch(
    () => seen.asked++,
    () => seen.deaths++,
  );
  return { watch, seen };
}

/** @param {{onDeath?: () => void}} [how] */
function connected({ onDeath = () => {} } = {}) {
  const client = new Client(/** @type {any} */ ({ script: new Blob(), module: {}, formats: async () => null }), 0);
  client.onDeath = onDeath;
  return client;
}

/** @param {Promise<any>} promise @returns {Promise<string>} the code with which it fails */
const codeOf = (promise) =>
  promise.then(
    () => 'fulfilled',
    (error) => error.failure.code,
  );

test('silence ends a worker after the time that it is granted', () => {
  const { watch, seen } = watched();
  watch.begin();
  pass(SILENCE_MS - TICK_MS);
  assert.equal(seen.deaths, 0);
  assert.ok(seen.asked > 10, `asked ${seen.asked} times`);
  pass(TICK_MS);
  assert.equal(seen.deaths, 1);
  pass(60_000);
  assert.equal(seen.deaths, 1, 'told once');
});

test('any word counts, also one that was no answer', () => {
  const { watch, seen } = watched();
  watch.begin();
  for (let n = 0; n < 10; n++) {
    pass(SILENCE_MS - TICK_MS);
    watch.heard();
  }
  assert.equal(seen.deaths, 0);
  pass(SILENCE_MS);
  assert.equal(seen.deaths, 1);
});

test('a worker that talks is not asked', () => {
  const { watch, seen } = watched();
  watch.begin();
  for (let n = 0; n < 20; n++) {
    pass(TICK_MS);
    watch.heard();
  }
  assert.equal(seen.asked, 0);
});

test('nothing is asked while nothing is expected', () => {
  const { watch, seen } = watched();
  watch.begin();
  watch.end();
  pass(60_000);
  assert.deepEqual(seen, { asked: 0, deaths: 0 });
  watch.begin();
  watch.begin();
  pass(SILENCE_MS - TICK_MS);
  assert.equal(seen.deaths, 0, 'a silence before does not count');
});

/** Timers that come when they are told to, however late. @returns {() => void} lets the one that was set last come */
function lateTimers() {
  /** @type {() => void} */ let due = () => {};
  mock.timers.reset();
  mock.method(globalThis, 'setTimeout', (/** @type {() => void} */ call) => {
    due = call;
    return 1;
  });
  return () => due();
}

test('what is counted are ticks, not time: a tab in the background, a computer that slept, a page in a debugger', () => {
  const tick = lateTimers();
  const clock = mock.method(performance, 'now');
  const date = mock.method(Date, 'now');
  try {
    const { watch, seen } = watched();
    watch.begin();
    const most = SILENCE_MS / TICK_MS - 1;
    for (let n = 1; n <= most; n++) {
      // An hour goes by between two of them.
      clock.mock.mockImplementation(() => 3_600_000 * n);
      date.mock.mockImplementation(() => 3_600_000 * n);
      tick();
    }
    assert.deepEqual(seen, { asked: most - 1, deaths: 0 });
    watch.heard();
    tick();
    assert.equal(seen.deaths, 0);
    for (let n = 1; n <= most; n++) tick();
    assert.equal(seen.deaths, 1, 'and then as many as ever');
  } finally {
    mock.restoreAll();
  }
});

test('a request in a worker that has closed without a word fails, and the next worker stands there', async () => {
  let deaths = 0;
  const client = connected({ onDeath: () => deaths++ });
  const [worker] = workers;
  const answered = client.request('users', { query: '', limit: 1 });
  worker.say({ id: 1, result: { total: 0, users: [] } });
  await answered;
  pass(60_000);
  assert.equal(worker.questions, 0, 'no question while nothing is expected');
  const failed = codeOf(client.request('users', { query: '', limit: 1 }));
  pass(SILENCE_MS);
  assert.equal(await failed, 'worker-died');
  assert.deepEqual([deaths, worker.isEnded, workers.length], [1, true, 2]);
});

test('a worker that answers the question lives, however long its request takes', async () => {
  const client = connected();
  const [worker] = workers;
  const trained = client.request('train', { options: /** @type {any} */ ({}) });
  for (let seconds = 0; seconds < 120; seconds++) {
    pass(1000);
    worker.say({ alive: true });
  }
  assert.equal(worker.isEnded, false);
  worker.say({ id: 1, result: 'trained' });
  assert.equal(/** @type {any} */ (await trained), 'trained');
});

test('while a file is unpacked its worker may be silent for longer, the more the larger it is', async () => {
  for (const [bytes, seconds] of [
    [1, 8],
    [40_000_000, 28],
  ]) {
    const client = connected();
    const worker = workers[workers.length - 1];
    const file = new Blob(['x']);
    Object.defineProperty(file, 'size', { value: bytes });
    const opened = codeOf(client.request('open', { file }));
    worker.say({ event: 'reading', id: 1, part: 'unpacking', fraction: 0, rows: null });
    pass(1000 * seconds - TICK_MS);
    worker.say({ alive: true });
    pass(1000 * seconds - TICK_MS);
    assert.equal(worker.isEnded, false, `${bytes} bytes: it is still unpacking`);
    pass(TICK_MS);
    assert.equal(await opened, 'worker-died');
    client.end();
  }
});

test('after the unpacking a worker is granted no more than any other', async () => {
  const client = connected();
  const [worker] = workers;
  const opened = codeOf(client.request('open', { file: new Blob(['x']) }));
  worker.say({ event: 'reading', id: 1, part: 'unpacking', fraction: 0, rows: null });
  worker.say({ event: 'reading', id: 1, part: 'rows', fraction: 0, rows: 1 });
  pass(SILENCE_MS);
  assert.equal(await opened, 'worker-died');
});

for (const type of /** @type {const} */ (['stop', 'pause', 'resume'])) {
  test(`a worker that goes on without an answer to ${type} is ended`, async () => {
    const client = connected();
    const [worker] = workers;
    const trained = codeOf(client.request('train', { options: /** @type {any} */ ({}) }));
    const asked = codeOf(client.request(type, {}));
    for (let at = TICK_MS; at < SILENCE_MS; at += TICK_MS) {
      worker.say({ event: 'training', id: 1 });
      pass(TICK_MS);
    }
    assert.equal(worker.isEnded, false);
    pass(TICK_MS);
    assert.deepEqual(await Promise.all([trained, asked]), ['worker-died', 'worker-died']);
  });
}

test('an answer to stop in time ends nothing', async () => {
  const client = connected();
  const [worker] = workers;
  client.request('train', { options: /** @type {any} */ ({}) }).catch(() => {});
  const stopped = client.request('stop', {});
  worker.say({ id: 2, result: {} });
  await stopped;
  for (let n = 0; n < 60; n++) {
    pass(1000);
    worker.say({ alive: true });
  }
  assert.equal(worker.isEnded, false);
});

test('workers that never say a word are not started for ever', async () => {
  const client = connected();
  /** @type {string[]} */ const codes = [];
  for (let n = 0; n < 4; n++) {
    const failed = codeOf(client.request('users', { query: '', limit: 1 }));
    pass(SILENCE_MS);
    codes.push(await failed);
  }
  assert.deepEqual(codes, Array(4).fill('engine-unavailable'));
  assert.equal(workers.length, 3);
  assert.equal(client.isAlive, false);
});

test('what a worker has sent before it was ended is not heard any more', async () => {
  const client = connected();
  const [worker] = workers;
  const failed = codeOf(client.request('users', { query: '', limit: 1 }));
  worker.say({ alive: true });
  pass(SILENCE_MS);
  assert.equal(await failed, 'worker-died');
  const next = client.request('users', { query: '', limit: 1 });
  worker.say({ id: 2, result: 'of the one before' });
  workers[1].say({ id: 2, result: 'of this one' });
  assert.equal(/** @type {any} */ (await next), 'of this one');
});
