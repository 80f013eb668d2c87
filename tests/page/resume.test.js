// A project that is kept and comes back, and a training that goes on from a checkpoint: by the worker itself, with the real core.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { purchases } from './purchases.js';
import { request, until } from './worker_scope.js';

/** @typedef {import('../../www/protocol.js').Options} Options */

/** Enough for some seconds, also on a fast machine: the first checkpoint comes after two. */
const EPOCHS = 3000;
const FILE = new File([purchases({ users: 400, items: 90 })], 'purchases.csv');

async function read() {
  const { roles } = await request('open', { file: FILE });
  await request('read', { how: { roles, seed: 42 } });
}

/** What is taken away after a training, as text. */
async function takenAway() {
  const { name, size: bytes } = FILE;
  const report = await request('exportReport', { k: 7, file: { name, bytes, sha256: 'ab' } });
  const files = [report, await request('exportModel', {}), await request('exportRecommendations', { k: 7 })];
  files.push(await request('exportClean', {}));
  const texts = await Promise.all(files.map((file) => file.text()));
  return texts.map((text) => text.replace(/"date": "[^"]*"/, ''));
}

/** Without what a clock says. @param {string} report */
const untimed = (report) => report.replace(/"seconds": [\d.]+/, '');

/** A training under way, with its events. @param {Partial<Options>} more @param {Uint8Array[]} [from] */
function training(more, from) {
  /** @type {any[]} */ const events = [];
  const options = { ...RECIPE_DEFAULTS.recommended, ...more };
  return { events, done: request('train', { options, from }, events) };
}

test('all that is taken away is the same bytes once the project was kept and came back', async () => {
  await read();
  await training({ epochs: 3 }).done;
  for (const model of /** @type {const} */ (['network', 'ease', 'item-knn', 'popularity'])) {
    await request('chooseModel', { model });
    const before = await takenAway();
    const list = await request('recommend', { user: 'u7', k: 5 });
    const [[data], [kept]] = [await request('keepData', {}), await request('keepModel', {})];
    await request('restoreData', { bytes: data });
    assert.deepEqual(await request('restoreModel', { bytes: kept }), { model, recipe: 'recommended' });
    assert.deepEqual(await request('recommend', { user: 'u7', k: 5 }), list);
    assert.deepEqual(await takenAway(), before);
  }
});

test('what is kept during an evaluation does not stop it', async () => {
  await read();
  const { events, done } = training({ epochs: 3 });
  // It is told of now and then only; before it stands that the training has ended.
  await until(() => events.find(({ event }) => event === 'trained'));
  const [model] = await request('keepModel', {});
  assert.ok(model.length > 1000);
  assert.ok((await done).result);
});

test('rejected rows need the file, which a project does not have', async () => {
  await read();
  const [data] = await request('keepData', {});
  await request('restoreData', { bytes: data });
  const failure = await request('exportRejected', {}).catch((failure) => failure);
  assert.deepEqual(failure, { code: 'file-needed', params: {} });
});

test('damaged bytes are refused and leave everything as it was', async () => {
  await read();
  await training({ epochs: 2 }).done;
  const before = await takenAway();
  const [[data], [model]] = [await request('keepData', {}), await request('keepModel', {})];
  for (const [type, bytes] of /** @type {const} */ ([
    ['restoreData', data],
    ['restoreModel', model],
  ])) {
    bytes[bytes.length >> 1] ^= 1;
    const failure = await request(type, { bytes }).catch((failure) => failure);
    assert.deepEqual(failure, { code: 'snapshot-broken', params: {} });
  }
  assert.deepEqual(await takenAway(), before);
});

test('a training that goes on from a checkpoint comes to the same bits, however often', async () => {
  await read();
  const options = { epochs: EPOCHS, patience: 0, hidden: [64], search: false };
  const whole = training(options);
  await whole.done;
  const expected = await takenAway();
  /** @type {any[]} */ let checkpoints = whole.events.filter(({ event }) => event === 'checkpoint');
  assert.ok(checkpoints.length > 0, 'it took long enough for one');
  const [data] = await request('keepData', {});
  for (let times = 0; times < 2; times++) {
    await request('restoreData', { bytes: data.slice() });
    const { events, done } = training(options, checkpoints[0].parts);
    const { trained } = await done;
    const records = events.flatMap((event) => event.records ?? []);
    assert.deepEqual(
      records.map(({ epoch }) => epoch),
      [...Array(EPOCHS).keys()].map((epoch) => epoch + 1),
    );
    const first = events.find(({ event }) => event === 'training');
    assert.ok(first.plan.options.epochs === EPOCHS && first.records.length > 0, 'the epochs so far come first');
    assert.ok(trained.seconds >= first.seconds);
    const [report, ...files] = await takenAway();
    assert.deepEqual(files, expected.slice(1));
    assert.equal(untimed(report), untimed(expected[0]));
    const again = events.filter(({ event }) => event === 'checkpoint');
    if (again.length > 0) checkpoints = again;
  }
});
