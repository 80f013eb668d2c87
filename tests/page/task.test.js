// Work in steps: what a pause counts for, and how a stop reaches it.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

/** Milliseconds. */
let now = 0;
mock.method(performance, 'now', () => now);
// Node's own would keep the process alive.
/** @type {any} */ (globalThis).MessageChannel = class {
  port1 = { onmessage: () => {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
};
const { STOPPED, stepped, Task } = await import('../../www/worker/task.js');

/** Lets everything happen that can. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('each pause counts once, also where a second one follows before the next step', async () => {
  const task = new Task();
  task.pause();
  const turn = task.nextStep();
  await settle();
  now += 1000;
  task.resume();
  task.pause();
  await settle();
  now += 100;
  task.resume();
  assert.equal(await turn, true);
  assert.equal(task.paused, 1100);
  task.pause();
  const next = task.nextStep();
  await settle();
  now += 10;
  task.resume();
  assert.equal(await next, true);
  assert.equal(task.paused, 1110);
});

test('a stop ends a pause, and no further step is taken', async () => {
  const task = new Task();
  let steps = 0;
  const step = () => ({ fraction: ++steps / 10, result: steps === 10 });
  task.pause();
  const work = stepped(step, task, () => true);
  await settle();
  assert.equal(steps, 0);
  task.stop();
  await assert.rejects(work, STOPPED);
  await task.stopping;
  assert.equal(steps, 0);
});

test('a person’s stop keeps what can be kept, once', async () => {
  const task = new Task();
  let kept = 0;
  task.finishEarly = () => kept++;
  task.pause();
  task.end();
  assert.equal(await task.nextStep(), true);
  assert.equal(kept, 1);
  task.finishEarly = null;
  task.end();
  assert.equal(await task.nextStep(), false);
  assert.equal(kept, 1);
});

test('what is not wanted any more has no result', async () => {
  let steps = 0;
  const result = await stepped(
    () => ({ fraction: 0, result: null }),
    new Task(),
    () => ++steps < 3,
  );
  assert.equal(result, null);
});

test('what cannot be resumed is not paused', async () => {
  const task = new Task();
  task.isPausable = false;
  assert.equal(task.pause(), false);
  assert.equal(await task.nextStep(), true);
});
