// A worker that dies, in any way and whatever it is doing: the page settles within six seconds, says what happened and what it
// costs, has lost nothing else, and goes on.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { wordsOf } from '../../www/i18n/index.js';
import { countFromNow, kill, killNext, makeMortal, SILENT, settled } from './mortal.js';
import { openHouse, purchases } from './person.js';
import { teachAll } from './words.js';

/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('./mortal.js').How} How */
/** @typedef {import('./mortal.js').Death} Death */
/** @typedef {import('../../www/controllers/deaths.js').Cost} Cost */
/**
 * @typedef {Object} Moment
 * @property {string} name
 * @property {boolean} [trained]  whether there is a model before
 * @property {(person: Person) => Promise<unknown>} [before]  what a person does first
 * @property {Omit<Death, 'how'>} dies
 * @property {boolean} [isNext]  whether it is the next worker that dies, of a file that is about to be opened
 * @property {(person: Person, how: How) => Promise<unknown>} [act]  what a person does that it dies of
 * @property {Cost | {opening: string, kept: string}} costs
 * @property {boolean} [isLost]  whether what it had just finished was not kept yet
 * @property {'empty' | 'ready' | 'trained'} stage  afterwards
 * @property {number} [places]  of the list afterwards
 * @property {(person: Person) => Promise<unknown>} [check]
 */

/** Milliseconds until the page rests again. */
const SOON = 6_000;

teachAll();
const house = await openHouse();
after(() => house.close());

/**
 * A silent death is not noticed before something is asked of the worker.
 * @param {Person} person @param {How} how @param {string} id @param {string | number} value  what is typed
 */
async function typeIfSilent(person, how, id, value) {
  if (!SILENT.includes(how)) return;
  await countFromNow(person.page);
  await person.type(id, value);
}

/** A training whose epochs take their time. @param {Person} person */
async function beginLong(person) {
  await person.select('recipe', 'pair');
  await person.type('batch-size', 1);
  await person.type('epochs', 10_000);
  await person.begin();
}

/** @type {Cost} */
const IDLE = { during: 'idle', lost: 'nothing', again: 'nothing', advice: 'memory' };
/** @type {Cost} */
const TRAINING = { during: 'training', lost: 'nothing', again: 'training', advice: 'layers' };

/** @type {Moment[]} */
const MOMENTS = [
  {
    name: 'the head of the first file is read',
    isNext: true,
    dies: { asked: 'open' },
    act: (person) => person.put(purchases(), 'another.csv'),
    costs: { opening: 'another.csv', kept: 'nothing' },
    stage: 'empty',
  },
  {
    name: 'the head of another file is read',
    trained: true,
    isNext: true,
    dies: { asked: 'open' },
    act: (person) => person.put(purchases({ users: 30 }), 'another.csv'),
    costs: { opening: 'another.csv', kept: 'data' },
    stage: 'trained',
  },
  {
    name: 'another file is read',
    trained: true,
    isNext: true,
    dies: { says: 'rows' },
    act: (person) => person.put(purchases({ users: 30 }), 'another.csv'),
    costs: { opening: 'another.csv', kept: 'head' },
    stage: 'trained',
    check: async (person) => {
      // Its columns are there, and it is read when they are chosen.
      await person.through('reading', () => person.select('split-kind', 'users'));
      assert.equal(await person.error(), undefined);
      assert.equal(await person.stage(), 'ready');
    },
  },
  {
    name: 'the file is opened in another encoding',
    trained: true,
    isNext: true,
    dies: { asked: 'open' },
    act: (person) => person.select('file-encoding', 'gb18030'),
    costs: { opening: 'orders.csv', kept: 'before' },
    stage: 'trained',
  },
  {
    name: 'a list is asked for',
    trained: true,
    dies: { asked: 'recommend' },
    act: (person) => person.type('top-k', 5),
    costs: { ...IDLE, lost: 'model' },
    stage: 'trained',
    places: 5,
    check: async (person) => {
      await person.type('top-k', 10);
      await person.untilRecommended(10);
    },
  },
  {
    name: 'the file is read with another choice',
    trained: true,
    dies: { asked: 'read' },
    act: (person) => person.select('split-kind', 'users'),
    costs: { during: 'reading', lost: 'model', again: 'choices', advice: 'memory' },
    stage: 'trained',
    check: async (person) => assert.equal(await person.$('split-kind').inputValue(), 'auto'),
  },
  {
    name: 'the page is ready, and an option was typed',
    before: (person) => person.type('epochs', 7),
    dies: {},
    act: (person, how) => typeIfSilent(person, how, 'epochs', 8),
    costs: IDLE,
    stage: 'ready',
    check: async (person) => assert.match(await person.$('epochs').inputValue(), /^[78]$/),
  },
  {
    name: 'it trains',
    dies: { says: 'training', nth: 2 },
    act: (person) => person.click('train'),
    costs: TRAINING,
    stage: 'ready',
  },
  {
    name: 'it trains once more',
    trained: true,
    dies: { says: 'training', nth: 2 },
    act: (person) => person.click('train'),
    costs: { ...TRAINING, lost: 'model' },
    stage: 'trained',
  },
  {
    name: 'the training is paused',
    before: async (person) => {
      await beginLong(person);
      await person.click('pause');
      await person.until('paused');
    },
    dies: {},
    costs: TRAINING,
    stage: 'ready',
  },
  {
    name: 'the training goes on, and a person wants it to stop',
    before: beginLong,
    dies: {},
    act: (person, how) => (how === 'loop' ? person.click('stop') : Promise.resolve()),
    costs: TRAINING,
    stage: 'ready',
  },
  {
    name: 'the models are tested',
    dies: { says: 'trained' },
    act: (person) => person.click('train'),
    costs: { during: 'evaluation', lost: 'unmeasured', again: 'nothing', advice: 'layers' },
    isLost: true,
    stage: 'ready',
  },
  {
    name: 'options are tuned',
    trained: true,
    dies: { says: 'tuning', nth: 2 },
    act: (person) => person.click('tune'),
    costs: { during: 'tuning', lost: 'model', again: 'tuning', advice: 'layers' },
    stage: 'trained',
  },
  {
    name: 'it cross-validates',
    dies: { says: 'folding' },
    act: (person) => person.click('cross-validate'),
    costs: { during: 'folding', lost: 'nothing', again: 'folding', advice: 'layers' },
    stage: 'ready',
  },
  {
    name: 'the lists are written',
    trained: true,
    dies: { says: 'exporting' },
    act: (person) => person.click('export-recommendations'),
    costs: { during: 'export', lost: 'model', again: 'export', advice: 'memory' },
    stage: 'trained',
  },
  {
    name: 'the report is written',
    trained: true,
    dies: { asked: 'exportReport' },
    act: (person) => person.click('export-report'),
    costs: { during: 'export', lost: 'model', again: 'export', advice: 'memory' },
    stage: 'trained',
  },
  {
    name: 'nothing is done with the model',
    trained: true,
    dies: {},
    act: (person, how) => typeIfSilent(person, how, 'epochs', 3),
    costs: { ...IDLE, lost: 'model' },
    stage: 'trained',
  },
];

/** What stays whatever dies. @param {Person} person */
async function finished(person) {
  const runs = await person.page.locator('#runs li').count();
  return { runs };
}

/** The page can be used: what is at hand trains, and gives lists. @param {Person} person */
async function assertTrains(person) {
  if (await person.$('pause').isVisible()) assert.fail('a training is said to be under way');
  await person.select('recipe', 'recommended');
  await person.train({ epochs: 1 });
  assert.equal(await person.error(), undefined);
  await person.untilRecommended(10);
}

/** The message, as soon as it is one of those. @param {Person} person @param {string[]} messages */
async function untilTold(person, messages) {
  const isThere = (/** @type {string[]} */ messages) => {
    const text = document.getElementById('message')?.textContent ?? '';
    return messages.some((message) => message !== '' && text.includes(message));
  };
  await person.page.waitForFunction(isThere, messages, { timeout: SOON }).catch(() => {});
  return person.message();
}

/** @param {Person} person @param {Moment} moment @param {How} how @param {'en' | 'zh'} language */
async function live(
  person,
  { name, trained, before, dies, isNext, act, costs, isLost, stage, places, check },
  how,
  language,
) {
  // A file of its own for each: the deaths before do not count.
  if (stage !== 'empty') await person.choose(purchases());
  if (trained) await person.train({ epochs: 2 });
  if (await person.$('keep-browser').isVisible()) await person.$('keep-browser').click();
  if (stage !== 'empty') await person.untilSaved();
  const table = trained ? await person.untilRecommended(10) : [];
  await before?.(person);
  const was = await finished(person);
  await (isNext ? killNext : kill)(person.page, { how, ...dies });
  await act?.(person, how);
  const milliseconds = await settled(person.page, 'worker-died');
  assert.ok(milliseconds < SOON, `${name}: ${milliseconds} ms`);
  const kept = isLost ? 'file' : 'all';
  const params = 'opening' in costs ? costs : { ...costs, kept };
  // On a slow machine a training has got as far as its first checkpoint.
  const canResume = 'during' in costs && costs.during === 'training';
  const say = (/** @type {any} */ params) => wordsOf(language).messageFor({ code: 'worker-died', params });
  const [words, resumed] = [say(params), canResume ? say({ ...params, again: 'resumed' }) : ''];
  const told = await untilTold(person, [words, resumed]);
  assert.ok(told.includes(words) || (canResume && told.includes(resumed)), `${name}: ${told}`);
  const isResumed = !told.includes(words);
  if (isResumed) {
    await person.until('training', 'paused', 'trained');
    if (await person.$('stop').isVisible()) await person.$('stop').click();
    await person.until('ready', 'trained');
  } else {
    assert.equal(await person.stage(), stage, name);
    const expected = stage === 'trained' ? table.slice(0, places) : [];
    if (places) await person.untilRecommended(places);
    assert.deepEqual(await person.table(), expected, name);
    assert.deepEqual(await finished(person), was, name);
  }
  await check?.(person);
  if (stage === 'empty') await person.choose(purchases());
  await assertTrains(person);
  return milliseconds;
}

/** Faults are noticed at once, and in the same way: of two of them some moments are enough. @type {[How, (index: number) => boolean][]} */
const LANES = [
  ['throw', () => true],
  ['trap', (index) => index % 4 === 2],
  ['memory', (index) => index % 4 === 3],
  ['close', (index) => index % 2 === 0],
  ['close', (index) => index % 2 === 1],
  ['loop', () => true],
];

// Most of the time goes by in waiting for a worker that is silent.
test('whatever it was doing', { concurrency: true }, async (t) => {
  await Promise.all(
    LANES.map(([how, isOne], index) =>
      t.test(`${how} (${index + 1})`, async (t) => {
        const language = index % 2 === 0 ? 'en' : 'zh';
        const person = await house.visit({ language, before: makeMortal });
        for (const moment of MOMENTS.filter((_, index) => isOne(index))) {
          t.diagnostic(`${moment.name}: ${Math.round(await live(person, moment, how, language))} ms`);
        }
        await person.leave();
      }),
    ),
  );
});

test('a training goes on from its last saved epoch, and ends in the same bits', async () => {
  const person = await house.visit({ before: makeMortal });
  await person.choose(purchases());
  await person.select('recipe', 'pair');
  await person.type('batch-size', 1);
  await person.type('epochs', 400);
  await person.train();
  const model = (await person.download('export-model')).bytes;
  const before = await person.report();
  await person.begin();
  await person.page.waitForFunction(() => Number(document.body.dataset.checkpoints) > 0);
  await person.through('training', async () => {
    await kill(person.page, { how: 'throw' });
    await settled(person.page, 'worker-died');
    assert.match(await person.message(), /goes on from its last saved epoch/);
  });
  assert.deepEqual((await person.download('export-model')).bytes, model);
  const { training, models } = await person.report();
  assert.deepEqual(
    [training.loss, training.validation, models],
    [before.training.loss, before.training.validation, before.models],
  );
  await person.leave();
});

test('again and again: the page lets go of the file, and the next one is not blamed for it', async () => {
  const person = await house.visit({ before: makeMortal });
  await person.choose(purchases());
  for (let time = 1; time <= 3; time++) {
    await person.through('reading', () => kill(person.page, { how: 'throw' }));
    assert.equal(await person.error(), 'worker-died');
    assert.equal(await person.stage(), 'ready');
  }
  await kill(person.page, { how: 'throw' });
  await person.until('empty');
  assert.equal(await person.error(), 'worker-died');
  const words = wordsOf('en').messageFor({ code: 'worker-died', params: { times: 4 } });
  assert.ok((await person.message()).includes(words), await person.message());
  await person.choose(purchases());
  await person.through('reading', () => kill(person.page, { how: 'throw' }));
  assert.equal(await person.stage(), 'ready');
  await assertTrains(person);
  await person.leave();
});
