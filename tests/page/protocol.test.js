// What the worker says has exactly the keys that www/protocol.js documents, and the values that it allows: real answers to
// every request, on files that have all that a file can have.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { recipes } from '../../www/wasm/core/core.js';
import { purchases } from './purchases.js';
import { faultsAs, faultsOfAnswer, REQUESTS } from './typedefs.js';
import { request, until } from './worker_scope.js';

/** @typedef {import('../../www/requests.js').Requests} Requests */

/** @type {Record<string, string>} */
const EVENTS = {
  reading: 'ReadingEvent',
  standings: 'StandingsEvent',
  training: 'TrainingEvent',
  checkpoint: 'CheckpointEvent',
  trained: 'TrainedEvent',
  evaluating: 'EvaluationEvent',
  exporting: 'ExportEvent',
  tuning: 'TuningEvent',
  folding: 'FoldEvent',
};
/** Of this file. */
const heard = { requests: new Set(), events: new Set() };

/**
 * Asks the worker, and holds whatever it says against the protocol.
 * @template {keyof Requests} T
 * @param {T} type @param {Requests[T][0]} payload @param {any[]} [events]  takes the request's events
 * @returns {Promise<Requests[T][1]>}
 */
async function ask(type, payload, events = []) {
  const answer = await request(type, payload, events);
  assert.deepEqual(faultsOfAnswer(answer, type), []);
  for (const event of events) {
    assert.deepEqual(faultsAs(event, EVENTS[event.event]), []);
    heard.events.add(event.event);
  }
  heard.requests.add(type);
  return answer;
}

/** Orders with a time, a price, a category, a type of event, a segment; some cancelled, some that cannot be used. */
function orders() {
  const rows = ['order,customer,product,name,time,quantity,category,segment'];
  for (let row = 0; row < 3000; row++) {
    const [user, item] = [(row * 104_729) % 151, ((row * 7919) % 1009) % 60];
    const day = String(1 + (row % 28)).padStart(2, '0');
    const month = String(1 + (row % 12)).padStart(2, '0');
    const quantity = row % 40 === 39 ? -1 : 1 + (row % 3);
    rows.push(
      `o${row >> 1},c${user},p${item},Cup ${item},2024-${month}-${day} 10:00:00,${quantity},k${item % 5},s${user % 3}`,
    );
  }
  rows.push('o9,,p1,Cup,2024-01-01,1,k1,s1', 'o9,c1,p1,POSTAGE,2024-01-01,x,k1,s1', 'o9,c1');
  return `${rows.join('\n')}\n`;
}

/** @param {BlobPart[]} parts */
const file = (parts) => new File(parts, 'file');

/** @param {BlobPart[]} parts */
async function read(parts) {
  const preview = await ask('open', { file: file(parts), choices: {} });
  const how = { roles: preview.roles, seed: 42 };
  return { preview, ...(await ask('read', { how, options: RECIPE_DEFAULTS.recommended })) };
}

test('the recipes of the page are those of the core', () => {
  assert.deepEqual(RECIPE_DEFAULTS, recipes());
});

test('files of every kind', async () => {
  const { dataset, plan } = await read([orders()]);
  assert.ok(plan && Object.keys(dataset.rejected).length > 1 && dataset.quality.timeline, 'nothing is empty');
  await read([purchases()]);
  await read([/** @type {BlobPart} */ (gzipSync(purchases()))]);
  await read([
    /** @type {BlobPart} */ (Buffer.from(purchases({ header: '\xd3\xc3\xbb\xa7,\xc9\xcc\xc6\xb7' }), 'latin1')),
  ]);
  for (const kind of ['xlsx', 'ods', 'xls']) {
    const { preview } = await read([readFileSync(new URL(`../fixtures/orders.${kind}`, import.meta.url))]);
    assert.equal(preview.contents?.kind, kind);
  }
  await read([readFileSync(new URL('../../www/samples/article.csv', import.meta.url))]);
});

for (const [recipe, options] of Object.entries(RECIPE_DEFAULTS)) {
  test(`a run with the recipe ${recipe}, and what comes of it`, async () => {
    await read([orders()]);
    await ask('plan', { options });
    const { trained, result } = await ask('train', { options: { ...options, epochs: 2 } });
    assert.ok(trained.kept > 0 && result && result.segments.length > 1, 'nothing is empty');
    const { users } = await ask('users', { query: 'c1', limit: 5 });
    assert.equal(users.length, 5);
    for (const model of /** @type {const} */ (['ease', 'network'])) {
      await ask('chooseModel', { model });
      const { items } = await ask('recommend', { user: users[0].id, k: 5 });
      assert.equal(items.length, 5);
    }
    for (const type of /** @type {const} */ (['exportReport', 'exportModel', 'exportClean', 'exportRejected'])) {
      await ask(type, {});
    }
    await ask('exportRecommendations', { k: 100, neutral: true });
    const [key, ids] = ['0123456789abcdef', { items: ['p3', 'p1', 'none'], users: ['c1'] }];
    const hashes = await ask('hashIds', { key, ...ids });
    assert.match(hashes.items.join(''), /^[\w-]{18}$/);
    assert.deepEqual(await ask('findIds', { key, ...hashes }), { items: ['p3', 'p1'], users: ['c1'] });
    assert.deepEqual(await ask('findIds', { key: 'another one', ...hashes }), { items: [], users: [] });
    await ask('evaluate', {});
    const [[data], [model]] = [await ask('keepData', {}), await ask('keepModel', {})];
    assert.deepEqual(await ask('restoreData', { bytes: data }), { users: 151, items: 60 });
    assert.deepEqual(await ask('restoreModel', { bytes: model }), { model: 'network', recipe });
    await ask('recommend', { user: users[0].id, k: 5 });
    await ask('exportReport', { file: { name: 'orders.csv', bytes: 9, sha256: null } });
  });
}

test('trials and folds', async () => {
  await read([orders()]);
  const options = { ...RECIPE_DEFAULTS.article, epochs: 2 };
  const { trials } = await ask('tune', { minutes: 0.02, options });
  assert.ok(trials.length > 0);
  const { models } = await ask('crossValidate', { options, folds: 2 });
  assert.ok(models.length > 1);
});

test('a checkpoint', async () => {
  await read([orders()]);
  /** @type {any[]} */ const events = [];
  const running = ask('train', { options: { ...RECIPE_DEFAULTS.article, epochs: 10_000 } }, events);
  const kept = await until(() => events.find(({ event }) => event === 'checkpoint'));
  await ask('stop', {});
  await running;
  const resumed = ask('train', { options: RECIPE_DEFAULTS.article, from: kept.parts });
  await ask('stop', {});
  assert.ok((await resumed).trained.epochs > 0);
});

test('pause, stop, and a failure', async () => {
  await read([orders()]);
  const running = ask('train', { options: { ...RECIPE_DEFAULTS.article, epochs: 10_000 } });
  await ask('pause', {});
  await ask('resume', {});
  await new Promise((resolve) => setTimeout(resolve, 200));
  await ask('stop', {});
  assert.equal((await running).trained.how, 'stopped');
  const failure = await request('recommend', { user: 'nobody', k: 1 }).catch((failure) => failure);
  assert.deepEqual(faultsAs(failure, 'Failure'), []);
  await ask('warmUp', {});
});

test('nothing was left out', () => {
  assert.deepEqual([...heard.requests].sort(), REQUESTS.toSorted());
  assert.deepEqual([...heard.events].sort(), Object.keys(EVENTS).sort());
});

test('what is not as documented is found', () => {
  const record = { epoch: 1, loss: 0.5, accuracy: null, validation: 0.1, best: true, seconds: 1 };
  assert.deepEqual(faultsAs(record, 'EpochRecord'), []);
  assert.deepEqual(faultsAs({ ...record, more: 1 }, 'EpochRecord'), ['EpochRecord.more is not documented']);
  const { best, ...less } = record;
  assert.ok(best);
  assert.deepEqual(faultsAs(less, 'EpochRecord'), ['EpochRecord.best is missing']);
  assert.deepEqual(faultsAs({ ...record, loss: '1' }, 'EpochRecord'), ['EpochRecord.loss is "1", not number']);
  const why = { kind: 'because', items: [{ id: 'a' }] };
  assert.deepEqual(faultsAs(why, 'Why'), ['Why.items[0].name is missing']);
  assert.deepEqual(faultsAs({ ...why, kind: 'luck', items: [] }, 'Why'), ['Why.kind is "luck", not because']);
});
