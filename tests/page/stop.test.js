// Pause and stop: how soon they take effect, and what is left.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

/** Milliseconds, far below an epoch of `beginLongEpoch`. The promise is 100; each test tells what it measured. */
const SOON = 1_000;

const house = await openHouse();
after(() => house.close());

/**
 * Presses a button and measures in the page itself.
 * @param {import('./person.js').Person} person
 * @param {'pause' | 'stop'} id
 * @param {string[]} stages  in one of which it must end
 * @returns {Promise<{stage: number, worker: number}>} milliseconds until the stage changed, and until the worker's last word
 */
function press(person, id, stages) {
  return person.page.evaluate(
    async ({ id, stages }) => {
      const begun = performance.now();
      const changed = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`the stage is still ${document.body.dataset.stage}`)), 10_000);
        const look = () => stages.includes(document.body.dataset.stage ?? '') && resolve(performance.now() - begun);
        new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ['data-stage'] });
      });
      document.getElementById(id)?.click();
      const stage = await changed;
      // A worker that works says something every 50 ms; one that is silent for eight times that rests.
      /** @type {number[]} */ const heard = /** @type {any} */ (globalThis).notes.heard;
      for (let n = -1; n !== heard.length; ) {
        n = heard.length;
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      return { stage: Number(stage), worker: Math.max(0, (heard.at(-1) ?? 0) - begun) };
    },
    { id, stages },
  );
}

/** Begins a training whose epochs take seconds: the pair network, row by row. @param {import('./person.js').Person} person */
async function beginLongEpoch(person) {
  await person.select('recipe', 'pair');
  await person.type('batch-size', 1);
  await person.begin();
}

const person = await house.visit();

test('stop before the end of the first epoch leaves the page ready, and it trains when asked again', async (t) => {
  await person.sample('groceries');
  await beginLongEpoch(person);
  const { stage } = await press(person, 'stop', ['trained', 'ready']);
  t.diagnostic(`stop: stage after ${stage.toFixed(1)} ms`);
  assert.ok(stage < SOON, `${stage} ms`);
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  assert.equal(await person.$('train').isEnabled(), true);
});

test('pause takes effect at once, time after time, and training goes on where it was', async (t) => {
  await person.select('recipe', 'recommended');
  await person.type('epochs', 100);
  await person.begin();
  for (let round = 1; round <= 3; round++) {
    await person.untilEpoch(round);
    const { stage, worker } = await press(person, 'pause', ['paused']);
    t.diagnostic(`pause ${round}: stage after ${stage.toFixed(1)} ms, worker silent after ${worker.toFixed(1)} ms`);
    assert.ok(stage < SOON && worker < SOON, `${stage} ms, ${worker} ms`);
    const { before, after } = await person.standstill(200);
    assert.deepEqual(after, before);
    await person.click('pause');
    await person.until('training');
  }
  await person.untilEpoch(4);
});

test('stop after some epochs leaves a trained network', async (t) => {
  const { stage } = await press(person, 'stop', ['trained', 'ready']);
  t.diagnostic(`stop: stage after ${stage.toFixed(1)} ms`);
  assert.ok(stage < SOON, `${stage} ms`);
  assert.equal(await person.stage(), 'trained');
  await person.untilRecommended(10);
  const { training } = await person.report();
  assert.ok(training.epochs >= 4 && training.epochs < 100, `${training.epochs} epochs`);
  assert.equal(training.loss.length, training.epochs);
});

test('stop before the end of the first epoch of another training leaves the network from before', async () => {
  const table = await person.table();
  const { date, ...report } = await person.report();
  assert.ok(date);
  await beginLongEpoch(person);
  await press(person, 'stop', ['trained', 'ready']);
  assert.equal(await person.stage(), 'trained');
  assert.deepEqual(await person.table(), table);
  const { date: later, ...again } = await person.report();
  assert.ok(later);
  assert.deepEqual(again, report);
});

test('stop during a pause leaves what was learnt until then', async () => {
  await person.select('recipe', 'recommended');
  await person.begin();
  await person.untilEpoch(1);
  await press(person, 'pause', ['paused']);
  const { stage } = await press(person, 'stop', ['trained', 'ready']);
  assert.ok(stage < SOON, `${stage} ms`);
  assert.equal(await person.stage(), 'trained');
  await person.untilRecommended(10);
});

test('after a stop it trains anew, from the beginning', async () => {
  await person.train({ epochs: 2 });
  const { training } = await person.report();
  assert.deepEqual([training.epochs, training.loss.length], [2, 2]);
  await person.leave();
});

// A small file has thousands of epochs a second, and each is news: the page must not drown in them.
test('pause and stop take effect at once while epochs fly past', { timeout: 40_000 }, async (t) => {
  const hurried = await house.visit();
  await hurried.choose(purchases());
  await hurried.select('recipe', 'article');
  await hurried.type('epochs', 10_000);
  await hurried.begin();
  await hurried.untilEpoch(100);
  const paused = await press(hurried, 'pause', ['paused']);
  t.diagnostic(`pause: stage after ${paused.stage.toFixed(1)} ms, worker silent after ${paused.worker.toFixed(1)} ms`);
  assert.ok(paused.stage < SOON && paused.worker < SOON, `${paused.stage} ms, ${paused.worker} ms`);
  await hurried.click('pause');
  await hurried.until('training');
  const stopped = await press(hurried, 'stop', ['trained']);
  t.diagnostic(`stop: stage after ${stopped.stage.toFixed(1)} ms`);
  assert.ok(stopped.stage < SOON, `${stopped.stage} ms`);
  await hurried.leave();
});
