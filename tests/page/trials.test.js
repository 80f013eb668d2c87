// Tuning and cross-validation as the page tells of them. But for the last test the worker's answers are played:
// so they come at known times.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** Answers `tune` and `crossValidate` in the worker's place: at once with events, and to the end when it is stopped or told to go on. */
function playWorker() {
  const post = Worker.prototype.postMessage;
  /** @type {{stop: () => void, finish: () => void} | null} */ let underWay = null;
  Object.assign(globalThis, { finishTrials: () => underWay?.finish() });
  /** @param {any} options @param {number} rung @param {number | null} validation @param {number} width */
  const trial = (options, rung, validation, width) => ({
    options: { ...options, hidden: [width], search: false },
    rung,
    epochs: 3 ** rung,
    validation,
    seconds: 1.5 * rung,
  });
  /** @param {number} mean */
  const spread = (mean, folds = 3) => ({
    mean,
    spread: 0.01,
    folds: Array.from({ length: folds }, (_, n) => mean + (n - 1) * 0.01),
  });
  Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ transfer) {
    const { id, type, payload } = message;
    /** @param {object} data */
    const say = (data) => setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { id, ...data } })));
    if (type === 'tune') {
      const { options } = payload;
      const some = [trial(options, 1, 0.31, 64), trial(options, 1, null, 128)];
      const all = [trial(options, 2, 0.42, 128), trial(options, 1, 0.4, 128), trial(options, 1, 0.31, 64)];
      say({ event: 'tuning', fraction: 0.4, trials: some });
      underWay = {
        stop: () => say({ result: { trials: [some[0]], best: some[0].options, how: 'stopped' } }),
        finish: () => say({ result: { trials: all, best: all[0].options, how: 'finished' } }),
      };
      return;
    }
    if (type === 'crossValidate') {
      say({ event: 'folding', fraction: 0.2, done: 1, folds: payload.folds });
      /** @param {number} folds */
      const result = (folds) => ({
        folds,
        models: [
          { name: 'popularity', metrics: { 'ndcg@10': spread(0.2, folds), 'recall@10': spread(0.1, folds) } },
          { name: 'network', metrics: { 'ndcg@10': spread(0.4, folds), 'recall@10': spread(0.3, folds) } },
        ],
      });
      underWay = { stop: () => say({ result: result(2) }), finish: () => say({ result: result(payload.folds) }) };
      return;
    }
    if (type === 'stop' && underWay) {
      underWay.stop();
      underWay = null;
    }
    post.call(this, message, transfer);
  };
}

/** @param {string} [language] */
async function visitor(language = 'en') {
  const person = await house.visit({
    language: /** @type {'en' | 'zh'} */ (language),
    before: (page) => page.addInitScript(playWorker),
  });
  await person.choose(purchases());
  await person.goTo('tune');
  return person;
}

/** @param {Person} person @param {string} host */
function rows(person, host) {
  return person
    .$(host)
    .locator('tbody')
    .first()
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** @param {Person} person */
function finish(person) {
  return person.page.evaluate(() => /** @type {any} */ (globalThis).finishTrials());
}

test('tuning shows its trials as they come, pauses, and its best stands in the form when asked for', async () => {
  const person = await visitor();
  await person.click('tune');
  await person.until('training');
  await person.$('tune-found').locator('tbody tr').nth(1).waitFor();
  assert.deepEqual(
    (await rows(person, 'tune-found')).map(([found, , width]) => [width, found]),
    [
      ['64', '0.3100best'],
      ['128', 'under way'],
    ],
  );
  assert.match(await person.$('progress-text').innerText(), /1 trial done/);
  assert.equal(await person.$('take-best').isVisible(), false, 'nothing to take yet');
  assert.equal(await person.$('train').isEnabled(), false);
  await person.click('pause');
  await person.until('paused');
  assert.match(await person.$('progress-text').innerText(), /^Paused/);
  await person.click('pause');
  await person.until('training');
  await finish(person);
  await person.until('ready');
  const found = await rows(person, 'tune-found');
  assert.deepEqual(found[0].slice(2, 4), ['128', '0.5']);
  assert.equal(await person.$('tune-found').locator('.is-best').count(), 1);
  await person.select('language', 'zh');
  assert.equal((await rows(person, 'tune-found')).length, 3, 'they survive a change of language');
  await person.select('language', 'en');
  await person.click('take-best');
  assert.equal(await person.$('hidden').inputValue(), '128');
  await person.page.waitForFunction(() => document.activeElement?.id === 'train');
  await person.train({ epochs: 1 });
  assert.equal((await rows(person, 'tune-found')).length, 3, 'and a training');
  await person.choose(purchases({ users: 70 }), 'other.csv');
  assert.equal(await person.$('tune-found').locator('tr').count(), 0, 'but not another data set');
  await person.leave();
});

test('tuning that is stopped keeps what it found, and leaves the network that was there', async () => {
  const person = await visitor();
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  const before = await person.table();
  await person.click('tune');
  await person.until('training');
  assert.ok(await person.$('decision').evaluate((node) => !node.hasAttribute('hidden')), 'the verdict stays');
  await person.click('stop');
  await person.until('trained');
  assert.deepEqual((await rows(person, 'tune-found')).length, 1);
  await person.goTo('take-best');
  assert.ok(await person.$('take-best').isVisible());
  assert.deepEqual(await person.table(), before);
  assert.equal(await person.page.evaluate(() => document.activeElement === document.body), false);
  await person.leave();
});

test('cross-validation shows mean, spread and each fold; stopped, the folds that are done', async () => {
  const person = await visitor();
  await person.type('folds', 3);
  await person.click('cross-validate');
  await person.until('training');
  await person.page.waitForFunction(() => /1 of 3/.test(document.querySelector('#progress-text')?.textContent ?? ''));
  await finish(person);
  await person.until('ready');
  assert.deepEqual(await rows(person, 'cross-validate-found'), [
    ['Neural network', '0.400 ± 0.010', '0.300 ± 0.010', '–'],
    ['Bestsellers', '0.200 ± 0.010', '0.100 ± 0.010', '–'],
  ]);
  const folds = person.$('cross-validate-found').locator('details');
  await folds.locator('summary').click();
  assert.deepEqual(await folds.locator('tbody tr').first().locator('td').allInnerTexts(), ['0.390', '0.400', '0.410']);
  await person.click('cross-validate');
  await person.until('training');
  await person.click('stop');
  await person.until('ready');
  await person.page.waitForFunction(() =>
    /2 of 3/.test(document.querySelector('#cross-validate-found')?.textContent ?? ''),
  );
  await person.leave();
});

test('what cannot be asked for is refused at its field, before anything begins', async () => {
  const person = await visitor();
  for (const [field, value, button] of [
    ['tune-minutes', '0', 'tune'],
    ['tune-minutes', '', 'tune'],
    ['folds', '2.5', 'cross-validate'],
    ['folds', '11', 'cross-validate'],
  ]) {
    await person.type(field, value);
    await person.click(button);
    await person.untilError('option-out-of-range');
    assert.equal(await person.$(field).getAttribute('aria-invalid'), 'true');
    assert.equal(await person.stage(), 'ready');
    await person.type(field, 3);
    await person.page.locator('#message .close').click();
    assert.equal(await person.error(), undefined);
  }
  await person.click('cross-validate');
  await person.until('training');
  assert.equal(await person.$('folds').getAttribute('aria-invalid'), null);
  await finish(person);
  await person.until('ready');
  await person.leave();
});

test('with the worker itself: what tuning finds can be trained, and each fold is measured', {
  timeout: 150_000,
}, async () => {
  const person = await house.visit();
  await person.choose(purchases({ users: 120 }));
  await person.goTo('tune');
  await person.type('tune-minutes', 0.5);
  await person.through('training', () => person.click('tune'));
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.error(), undefined);
  const tried = await rows(person, 'tune-found');
  assert.ok(tried.length >= 3, `${tried.length} trials`);
  assert.equal(await person.$('tune-found').locator('.is-best').count(), 1);
  assert.match(tried[0][0], /best$/, 'the best stands first');
  await person.click('take-best');
  assert.equal(await person.$('hidden').inputValue(), tried[0][2].trim());
  await person.type('epochs', 2);
  await person.type('folds', 2);
  await person.through('training', () => person.click('cross-validate'));
  assert.equal(await person.error(), undefined);
  const folded = await rows(person, 'cross-validate-found');
  assert.equal(folded[0][0], 'Neural network');
  assert.ok(folded.length >= 2, `${folded}`);
  for (const [name, ...figures] of folded) {
    for (const figure of figures) assert.match(figure, /^[01]\.\d{3} ± 0\.\d{3}$/, name);
  }
  await person.train();
  assert.equal(await person.stage(), 'trained');
  await person.leave();
});
