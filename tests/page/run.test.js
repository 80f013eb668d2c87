// A run as the worker tells of it: training, then evaluation, in one request; and what stops it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { purchases } from './purchases.js';
import { request } from './worker_scope.js';

/** @typedef {import('../../www/protocol.js').Options} Options */

/** @param {string} [text] */
async function read(text = purchases({ users: 120 })) {
  const { roles } = await request('open', { file: new File([text], 'orders.csv') });
  return request('read', { how: { roles, seed: 42 } });
}

/** Events of a run. @param {any[]} events */
function parts(events) {
  const of = (/** @type {string} */ name) => events.filter(({ event }) => event === name);
  return { training: of('training'), trained: of('trained'), evaluating: of('evaluating') };
}

const failure = (/** @type {Promise<unknown>} */ asked) =>
  asked.then(
    () => null,
    (failure) => failure.code,
  );

/** Waits until an event has come. @param {any[]} events @param {(event: any) => boolean} wanted */
async function until(events, wanted) {
  while (!events.some(wanted)) await new Promise((resolve) => setTimeout(resolve, 1));
}

for (const recipe of /** @type {const} */ (['article', 'pair', 'recommended'])) {
  test(`every epoch of ${recipe} is told of once, then what was trained, then the evaluation`, async () => {
    await read();
    /** @type {any[]} */ const events = [];
    const options = { ...RECIPE_DEFAULTS[recipe], epochs: 7 };
    const { trained, result } = await request('train', { options }, events);
    const { training, trained: told, evaluating } = parts(events);
    assert.deepEqual(training[0].plan.options, options);
    assert.ok(training.slice(1).every(({ plan }) => plan === undefined));
    const epochs = training.flatMap(({ records }) => records.map((/** @type {any} */ { epoch }) => epoch));
    assert.deepEqual(
      epochs,
      Array.from({ length: trained.epochs }, (_, index) => index + 1),
    );
    assert.deepEqual(
      told.map((event) => event.trained),
      [trained],
    );
    assert.ok(events.indexOf(told[0]) > events.indexOf(training[training.length - 1]));
    assert.ok(evaluating.every((event) => events.indexOf(event) > events.indexOf(told[0])));
    assert.equal(result?.models.length, 4);
  });
}

test('what cannot be evaluated is told of all the same, and recommends', async () => {
  await read('who,what\n1,x\n1,y\n2,x\n3,y\n3,x\n4,z\n');
  /** @type {any[]} */ const events = [];
  const asked = request('train', { options: { ...RECIPE_DEFAULTS.article, epochs: 3 } }, events);
  assert.equal(await failure(asked), 'nothing-held-out');
  const { training, trained } = parts(events);
  assert.equal(training.flatMap(({ records }) => records).length, 3);
  assert.equal(trained[0].trained.kept, 3);
  assert.equal((await request('recommend', { user: '2', k: 1 })).items.length, 1);
});

const LONG = { ...RECIPE_DEFAULTS.article, epochs: 10_000 };

test('stop ends the training part, and the evaluation follows', async () => {
  await read();
  /** @type {any[]} */ const events = [];
  const running = request('train', { options: LONG }, events);
  await until(events, ({ records }) => records?.length > 0);
  await request('stop', {});
  const { trained, result } = await running;
  assert.equal(trained.how, 'stopped');
  assert.equal(trained.kept, trained.epochs);
  assert.ok(result);
});

test('a stop before the first epoch ends leaves nothing, and no evaluation', async () => {
  await read();
  const before = await request('train', { options: { ...LONG, epochs: 1 } });
  const pair = { ...RECIPE_DEFAULTS.pair, batchSize: 1, negatives: 20 };
  /** @type {any[]} */ const events = [];
  const running = request('train', { options: pair }, events);
  await until(events, ({ plan }) => plan !== undefined);
  await request('stop', {});
  const { trained, result } = await running;
  assert.deepEqual([trained.how, trained.kept, result], ['stopped', 0, null]);
  assert.deepEqual((await request('evaluate', {})).result, before.result, 'what was trained before is there');
});

test('a long request stops the one under way, which settles first, however many come', async () => {
  await read();
  /** @type {string[]} */ const ended = [];
  const note = (/** @type {string} */ name, /** @type {Promise<unknown>} */ asked) =>
    asked.then(
      () => ended.push(name),
      ({ code }) => ended.push(`${name}: ${code}`),
    );
  /** @type {any[]} */ const events = [];
  const first = note('first', request('train', { options: LONG }, events));
  await until(events, ({ event }) => event === 'training');
  const second = note('second', request('train', { options: LONG }));
  const third = note('third', request('exportClean', {}));
  await Promise.all([first, second, third]);
  assert.deepEqual(ended, ['first: stopped', 'second: stopped', 'third']);
  const { result } = await request('train', { options: { ...LONG, epochs: 1 } });
  assert.ok(result, 'the next one is whole');
});

test('an evaluation that was stopped is taken up again, and comes to the same', async () => {
  // Long enough for a word in between.
  await read(purchases({ users: 6000, items: 200 }));
  const options = { ...RECIPE_DEFAULTS.article, epochs: 1 };
  const whole = await request('train', { options });
  /** @type {any[]} */ const events = [];
  const running = failure(request('train', { options }, events));
  await until(events, ({ event }) => event === 'evaluating');
  await request('exportRecommendations', { k: 5 });
  assert.equal(await running, 'stopped');
  assert.equal(parts(events).trained.length, 1);
  assert.deepEqual((await request('evaluate', {})).result, whole.result);
});

test('a pause holds up the training, but not the evaluation, which the page could not resume', async () => {
  await read();
  /** @type {any[]} */ const events = [];
  const options = { ...RECIPE_DEFAULTS.article, epochs: 500 };
  const running = request('train', { options }, events);
  await until(events, ({ records }) => records?.length > 0);
  await request('pause', {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = events.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(events.length, before);
  await request('resume', {});
  await until(events, ({ event }) => event === 'trained');
  await request('pause', {});
  assert.ok((await running).result);
});
