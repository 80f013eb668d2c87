// The page is killed at random moments, in every way that a page can be: whatever was finished before is there again within
// seconds, and work goes on. KILLS= for another number than twenty, SEED= for other moments.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { kill, killKeeper, makeMortal } from './mortal.js';
import { openHouse, purchases } from './person.js';
import { random } from './random.js';

/** @typedef {import('./person.js').Person} Person */

const KILLS = Number(process.env.KILLS ?? 20);
const SEED = Number(process.env.SEED ?? 14);
/** Milliseconds until the page has settled, by a clock that a busy machine slows down. */
const SOON = 6_000;

const house = await openHouse();
after(() => house.close());

/** What the page does when it is killed. @type {Record<string, (person: Person) => Promise<unknown>>} */
const MOMENTS = {
  reading: (person) => person.put(purchases({ users: 20_000 }), 'large.csv'),
  training: async (person) => {
    await person.type('epochs', 500);
    await person.click('train');
  },
  tuning: (person) => person.click('tune'),
  folds: (person) => person.click('cross-validate'),
  export: (person) => person.click('export-recommendations'),
  saving: (person) => person.type('top-k', 7),
};

/** @param {Person} person @param {import('./mortal.js').How} how */
async function killWorker(person, how) {
  await kill(person.page, { how });
}

/** How it is killed; the page itself comes back in another tab. @type {Record<string, (person: Person) => Promise<unknown>>} */
const WAYS = {
  throw: (person) => killWorker(person, 'throw'),
  trap: (person) => killWorker(person, 'trap'),
  memory: (person) => killWorker(person, 'memory'),
  close: (person) => killWorker(person, 'close'),
  keeper: (person) => killKeeper(person.page, 'throw'),
  tab: (person) => person.comeBack(house.url),
  renderer: async (person) => {
    const session = await person.page.context().newCDPSession(person.page);
    // Its answer never comes.
    session.send('Page.crash').catch(() => {});
    await person.page.waitForEvent('crash');
    await person.comeBack(house.url);
  },
};

/** Waits until the page rests, or goes on with a training; the time since. @param {Person} person */
async function settled(person) {
  const begun = performance.now();
  const isOver = () => {
    const { stage, room } = document.body.dataset;
    return room !== undefined && ['ready', 'trained', 'training', 'paused'].includes(stage ?? '');
  };
  await person.page.waitForFunction(isOver, undefined, { timeout: 20_000 });
  return performance.now() - begun;
}

/** The models that runs came to, by what is shown of them. @param {Person} person */
async function runs(person) {
  await person.page.evaluate(() => {
    const all = document.getElementById('all-runs');
    if (all && !all.hidden && document.querySelectorAll('#runs li').length <= 8) all.click();
  });
  return person.page.locator('#runs li strong').allTextContents();
}

test(`killed at ${KILLS} random moments, the page settles and has lost nothing that was finished`, async (t) => {
  const next = random(SEED);
  /** @param {string[]} names */
  const one = (names) => names[Math.floor(next() * names.length)];
  const person = await house.visit({ before: (page) => makeMortal(page.context()) });
  await person.choose(purchases());
  await person.$('keep-browser').click();
  await person.train({ epochs: 2 });
  await person.untilSaved();
  const table = await person.untilRecommended(10);
  const report = await person.report();
  let finished = await runs(person);
  for (let round = 0; round < KILLS; round++) {
    await person.until('trained');
    const [moment, way] = [one(Object.keys(MOMENTS)), one(Object.keys(WAYS))];
    const name = `${round + 1}: ${way} while ${moment}`;
    await MOMENTS[moment](person);
    await person.page.waitForTimeout(next() * 1200);
    await WAYS[way](person);
    // A worker that closes in silence is noticed after five seconds.
    await person.page.waitForTimeout(way === 'close' ? 5500 : 100);
    const milliseconds = await settled(person).catch(async (error) => {
      const where = await person.page.evaluate(() => JSON.stringify({ ...document.body.dataset }));
      throw new Error(`${name}: ${where} ${await person.message()}`, { cause: error });
    });
    t.diagnostic(`${name}: ${Math.round(milliseconds)} ms`);
    assert.ok(milliseconds < SOON, `${name}: ${milliseconds} ms`);
    const now = await runs(person);
    assert.ok(now.length >= finished.length, `${name}: ${finished.length} runs before, ${now.length} now`);
    finished = now;
    // Back to rest, and to the first run, whose network is what it was.
    if (await person.$('stop').isVisible()) await person.$('stop').click();
    await person.until('ready', 'trained');
    await person.untilSaved();
    finished = await runs(person);
    const isFirst = await person.page.locator('#runs li.is-now[value="1"]').count();
    if (isFirst === 0) await person.through('reading', () => person.click('take-back-1'));
    await person.type('top-k', 10);
    assert.deepEqual(await person.untilRecommended(10), table, name);
    // After some deaths in a row the page lets go of a file.
    if (round % 3 === 2) {
      await person.untilSaved();
      await person.comeBack(house.url);
    }
  }
  // A worker that has closed in silence just now may not have been noticed yet.
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  const { models, dataset } = await person.report();
  assert.deepEqual([models, dataset], [report.models, report.dataset]);
  await person.leave();
});
