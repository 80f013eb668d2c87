// The made-up file that the core reads while the page has nothing else to do.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

const house = await openHouse();
after(() => house.close());

/** Runs in the page before anything of its own: notes what workers are asked for. */
function takeRequests() {
  const post = Worker.prototype.postMessage;
  /** @type {string[]} */ const asked = [];
  Object.assign(globalThis, { asked });
  Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ transfer) {
    asked.push(message.type);
    return post.call(this, message, transfer);
  };
}

test('it is read once, by a worker that ends with it, and nothing of it is seen', async () => {
  const person = await house.visit({ before: (page) => page.addInitScript(takeRequests) });
  const { page } = person;
  const warmUps = () =>
    page.evaluate(() =>
      /** @type {any} */ (globalThis).asked.filter((/** @type {string} */ type) => type === 'warmUp'),
    );
  await page.waitForFunction(() => /** @type {any} */ (globalThis).asked.includes('warmUp'));
  const end = Date.now() + 20_000;
  while (page.workers().length > 0 && Date.now() < end) await page.waitForTimeout(50);
  assert.equal(page.workers().length, 0);
  assert.equal(await person.stage(), 'empty');
  assert.equal(await person.error(), undefined);
  await person.choose(purchases());
  assert.equal(await person.stage(), 'ready');
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  assert.equal((await warmUps()).length, 1);
  await person.leave();
});
