// A worker that dies: the page says so, starts another with the same file, and goes on.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** @param {Person} person  an error outside of any request, as a trap would be */
async function kill(person) {
  // The worker of the file, and, while it trains, one that it has asked to tune the baselines: the eldest comes first.
  const workers = person.page.workers();
  assert.ok(workers.length === 1 || workers.length === 2, `${workers.length} workers for one file`);
  await workers[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('trap');
    });
  });
}

/** @param {Person} person */
async function untilRecovered(person) {
  await person.untilError('worker-died');
  await person.until('ready');
  const message = await person.message();
  assert.ok(message.length > 40 && !message.includes('worker-died'), message);
}

/** @param {Person} person */
async function assertTrains(person) {
  await person.train({ epochs: 2 });
  assert.equal(await person.error(), undefined);
  await person.untilRecommended(10);
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
}

test('while the page is ready', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await kill(person);
  await untilRecovered(person);
  await assertTrains(person);
  await person.leave();
});

test('just after an option was typed: the page says what happened, and keeps the option', async () => {
  const person = await house.visit();
  await person.sample('groceries');
  await person.type('epochs', 7);
  await person.through('reading', () => kill(person));
  assert.equal(await person.error(), 'worker-died');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.$('epochs').inputValue(), '7');
  await person.leave();
});

test('in the midst of training', async () => {
  const person = await house.visit();
  await person.sample('groceries');
  await person.begin();
  await person.through('reading', () => kill(person));
  await untilRecovered(person);
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  await person.leave();
});

test('during a pause', async () => {
  const person = await house.visit();
  await person.sample('groceries');
  await person.begin();
  await person.click('pause');
  await person.until('paused');
  await kill(person);
  await untilRecovered(person);
  assert.equal(await person.$('train').isEnabled(), true);
  await person.leave();
});

test('with a trained network, which is lost with it, and the page says so', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 2 });
  const table = await person.untilRecommended(10);
  await person.through('reading', () => kill(person));
  await untilRecovered(person);
  assert.deepEqual(await person.table(), []);
  await person.train();
  assert.deepEqual(await person.untilRecommended(10), table, 'the same file, options and seed: the same table');
  await person.leave();
});

test('twice', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  for (let time = 1; time <= 2; time++) {
    await person.through('reading', () => kill(person));
    await untilRecovered(person);
  }
  await assertTrains(person);
  await person.leave();
});

test('again and again: the page lets go of the file, and takes the next one', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  for (let time = 1; time <= 3; time++) {
    await person.through('reading', () => kill(person));
    await untilRecovered(person);
  }
  await kill(person);
  await person.until('empty');
  assert.equal(await person.error(), 'worker-died');
  await person.choose(purchases());
  assert.equal(await person.stage(), 'ready');
  await assertTrains(person);
  await person.leave();
});
