// The recovery after a death, with what was kept or without: what the page says of it, and what is left of its results.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Recovery } from '../../www/controllers/recovery.js';
import { Work } from '../../www/controllers/work.js';
import { RequestFailure } from '../../www/core/client.js';
import { initialState, Store } from '../../www/state.js';

/** @typedef {import('../../www/controllers/recovery.js').Used} Used */

const ACCOUNT = /** @type {any} */ ({
  source: { kind: 'file', name: 'orders.csv', blob: new Blob(['x']) },
  preview: { shapes: {} },
  roles: {},
  meaning: {},
  choices: {},
  split: 'auto',
  sample: 1,
  dataset: { users: 1, split: { seed: 7 } },
});
const OUTCOME = /** @type {any} */ ({ result: {}, measuring: null, records: ['an epoch'] });
const BESIDE = { isReading: false, isChoosing: false };
const PLAN = /** @type {any} */ ('a plan');

/** @param {string} code */
const failure = (code) => new RequestFailure({ code, params: {} });

/**
 * A page with a model, whose worker has died.
 * @param {{answer?: (type: string) => any, restore?: Used['restore']}} [how]  answer: of the next worker
 */
function page({ answer = () => ({ dataset: 'read again', plan: PLAN }), restore = async () => false } = {}) {
  const store = new Store({ ...initialState(), account: ACCOUNT, outcome: OUTCOME, stage: 'reading' });
  /** @type {any[]} */ const told = [];
  /** @type {string[]} */ const asked = [];
  const messages = /** @type {any} */ ({ fail: (/** @type {any} */ { params }) => told.push(params) });
  const client = /** @type {any} */ ({
    isAlive: true,
    request: async (/** @type {string} */ type) => {
      asked.push(type);
      return answer(type);
    },
  });
  const rested = { times: 0 };
  /** @type {any[]} */ const letGo = [];
  const recovery = new Recovery({
    store,
    messages,
    work: new Work({ store, messages, client: () => client }),
    options: /** @type {any} */ ({ take: async () => {} }),
    onProgress: () => () => {},
    letGo: (params) => letGo.push(params),
    onRest: () => rested.times++,
    restore,
    canResume: () => false,
    filesOf: async ({ files }) => files?.[0] ?? new Blob(),
  });
  return { store, told, asked, client, rested, letGo, recovery };
}

test('what was kept comes back: no result is cleared, and everything is said to be there', async () => {
  const { store, told, asked, client, rested, recovery } = page({ restore: async () => true });
  assert.equal(recovery.begin(client, BESIDE), true);
  assert.equal(recovery.isUnderWay, true);
  await recovery.bringBack(client, ACCOUNT, new AbortController().signal);
  assert.equal(recovery.isUnderWay, false);
  assert.equal(store.state.outcome, OUTCOME);
  assert.equal(store.state.stage, 'trained');
  assert.deepEqual(asked, [], 'the file is not read');
  assert.deepEqual([told.length, told[0].kept, told[1].kept], [2, undefined, 'all']);
  assert.equal(rested.times, 1);
});

for (const [what, restore] of /** @type {[string, Used['restore']][]} */ ([
  ['nothing was kept', async () => false],
  ['what was kept is damaged', () => Promise.reject(new Error('damaged'))],
])) {
  test(`where ${what} the file is read again, and results are said to be lost`, async () => {
    const { store, told, asked, client, recovery } = page({ restore });
    const tuned = /** @type {any} */ ({ trials: ['one'], best: {}, how: null });
    const validated = /** @type {any} */ ({ folds: 3 });
    store.set({ tuned, validated });
    recovery.begin(client, BESIDE);
    await recovery.bringBack(client, ACCOUNT, new AbortController().signal);
    assert.deepEqual(asked, ['open', 'read']);
    assert.equal(store.state.outcome, null);
    assert.deepEqual(store.state.tuned, { ...tuned, how: 'stopped' }, 'what was tried needs no model');
    assert.equal(store.state.validated, validated);
    assert.equal(store.state.stage, 'ready');
    assert.equal(/** @type {any} */ (store.state.account).dataset, 'read again');
    assert.deepEqual([told[1].kept, told[1].lost], ['file', 'model']);
  });
}

test('a restoration that ended in a death is not tried again, and the words are still those of the first death', async () => {
  let tries = 0;
  const { store, told, client, recovery } = page({
    restore: async () => {
      tries++;
      throw failure('worker-died');
    },
  });
  store.set({ trainingStatus: 'training' });
  const died = new AbortController();
  recovery.begin(client, BESIDE);
  const first = recovery.bringBack(client, ACCOUNT, died.signal);
  store.set({ trainingStatus: null });
  recovery.begin(client, BESIDE);
  died.abort();
  await first;
  await recovery.bringBack(client, ACCOUNT, new AbortController().signal);
  assert.equal(tries, 1);
  assert.deepEqual([told.at(-1).during, told.at(-1).kept], ['training', 'file']);
});

for (const [code, because] of [
  ['file-unreadable', 'unreadable'],
  ['out-of-memory', 'other'],
]) {
  test(`a file that cannot be read again (${code}) is let go, and the page says so`, async () => {
    const { client, letGo, recovery } = page({
      answer: () => {
        throw failure(code);
      },
    });
    recovery.begin(client, BESIDE);
    await recovery.bringBack(client, ACCOUNT, new AbortController().signal);
    assert.deepEqual([letGo.length, letGo[0].because], [1, because]);
    assert.equal(recovery.isUnderWay, false);
  });
}

test('where no worker can be started any more the file is let go', () => {
  const { client, recovery } = page();
  client.isAlive = false;
  assert.equal(recovery.begin(client, BESIDE), false);
});

test('a person may not want to wait for it', async () => {
  const { client, letGo, recovery, told } = page({ answer: () => new Promise(() => {}) });
  recovery.begin(client, BESIDE);
  recovery.bringBack(client, ACCOUNT, new AbortController().signal);
  recovery.stop();
  assert.deepEqual([letGo[0].because, letGo[0].during], ['stopped', 'idle']);
  assert.equal(told.length, 1);
});

test('deaths in a row are counted until it was quiet for a while, or another file has come', async () => {
  const clock = mock.method(performance, 'now', () => 0);
  const { client, recovery } = page();
  /** @param {number} now  milliseconds @returns {Promise<boolean>} whether it was mended */
  const die = async (now) => {
    clock.mock.mockImplementation(() => now);
    const isMended = recovery.begin(client, BESIDE);
    if (isMended) await recovery.bringBack(client, ACCOUNT, new AbortController().signal);
    return isMended;
  };
  for (const [now, isMended] of /** @type {[number, boolean][]} */ ([
    [0, true],
    [15_000, true],
    [30_000, true],
    [60_000, true],
    [61_000, true],
    [62_000, true],
    [63_000, false],
  ])) {
    assert.equal(await die(now), isMended, `${now} ms`);
  }
  recovery.giveUp();
  recovery.forget();
  assert.equal(await die(64_000), true);
  clock.mock.restore();
});

test('a death in the midst of the recovery counts, however long that took', async () => {
  const clock = mock.method(performance, 'now', () => 0);
  const { client, recovery } = page();
  for (const [now, isMended] of /** @type {[number, boolean][]} */ ([
    [0, true],
    [60_000, true],
    [120_000, true],
    [180_000, false],
  ])) {
    clock.mock.mockImplementation(() => now);
    assert.equal(recovery.begin(client, BESIDE), isMended);
  }
  clock.mock.restore();
});

test('what asks meanwhile waits until what has died stands again', async () => {
  const { recovery } = page();
  /** @type {() => void} */ let end = () => {};
  const mending = recovery.mend(
    new Promise((resolve) => {
      end = resolve;
    }),
  );
  assert.equal(recovery.isMending, true);
  let isOver = false;
  const waiting = recovery.mended().then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false);
  end();
  await Promise.all([mending, waiting]);
  assert.equal(recovery.isMending, false);
});
