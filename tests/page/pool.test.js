// Scoring for export by several workers: the same bytes as by one, and nothing that hangs on a helper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { serveModule } from './browser.js';
import { coreWorkers, openHouse, untilWorkers } from './person.js';

/** @typedef {import('../../www/protocol.js').Recipe} Recipe */

const K = 20;
const house = await openHouse();
/** @type {import('./person.js').Person} */ let person;
before(async () => {
  person = await house.visit({ before: (page) => serveModule(page, 'core/core_loader.js') });
  // The made-up file that the page has read at its beginning is done with.
  await person.page.waitForFunction(() => document.querySelector('#workflow svg'));
  await person.page.waitForTimeout(1000);
  await untilWorkers(person.page, 0);
});
after(async () => {
  await person.leave();
  await house.close();
});

/** Customers with 20 products each. @param {number} users @param {number} items */
function file(users, items) {
  const rows = ['user,item'];
  for (let user = 0; user < users; user++) {
    for (let n = 0; n < 20; n++) rows.push(`u${user},i${(user * 19 + n * n * 7) % items}`);
  }
  return rows.join('\n');
}
/** Enough for helpers to be started; quick to score by a profile network, long by a pair network. */
const LARGE = file(2500, 1700);
const LONG = file(1500, 500);

/**
 * A worker with its helpers, without the page around it, with a trained network. It stays at hand in the page for
 * the calls below; the one before it is ended.
 * @param {string} csv @param {Recipe} recipe @param {number} helpers  allowed @param {number} [started]  expected
 */
async function train(csv, recipe, helpers, started = helpers) {
  await person.page.evaluate(() => /** @type {any} */ (globalThis).client?.end());
  await untilWorkers(person.page, 0);
  const options = { ...RECIPE_DEFAULTS[recipe], epochs: 1 };
  await person.page.evaluate(
    async ({ csv, options, helpers }) => {
      const page = /** @type {any} */ (globalThis);
      const base = new URL('www/', document.baseURI).href;
      const { CoreLoader } = /** @type {typeof import('../../www/core/core_loader.js')} */ (
        await import(`${base}core_loader.js`)
      );
      const client = await new CoreLoader(base, { helpers }).worker();
      page.client = client;
      const { roles } = await client.request('open', { file: new Blob([csv]) });
      await client.request('read', { how: { roles, seed: 1 } });
      await client.request('train', { options });
    },
    { csv, options, helpers },
  );
  await untilWorkers(person.page, 1 + started);
}

/** By another seed. */
function trainAgain() {
  const options = { ...RECIPE_DEFAULTS.pair, epochs: 1, seed: 7 };
  return person.page.evaluate(
    (options) => /** @type {any} */ (globalThis).client.request('train', { options }),
    options,
  );
}

/** Begins an export; comes back as soon as it has made progress. */
function begin() {
  return person.page.evaluate((k) => {
    const page = /** @type {any} */ (globalThis);
    page.fractions = [];
    return new Promise((resolve) => {
      const onEvent = (/** @type {any} */ { fraction }) => {
        page.fractions.push(fraction);
        resolve(undefined);
      };
      page.exported = page.client.request('exportRecommendations', { k }, { onEvent });
      page.exported.then(resolve, resolve);
    });
  }, K);
}

/** @returns {Promise<string>} the bytes of the export that was begun, or the code of its failure */
function end() {
  return person.page.evaluate(() =>
    /** @type {any} */ (globalThis).exported.then(
      (/** @type {Blob} */ blob) => blob.text(),
      (/** @type {any} */ error) => error.failure.code,
    ),
  );
}

async function whole() {
  await begin();
  return end();
}

/** @param {'pause' | 'resume' | 'stop'} type */
function ask(type) {
  return person.page.evaluate((type) => /** @type {any} */ (globalThis).client.request(type, {}), type);
}

/** The helpers of the worker at hand, which write down what they bring back from now on. */
async function helpers() {
  const found = (await coreWorkers(person.page)).slice(-1);
  for (const helper of found) {
    await helper.evaluate(() => {
      const global = /** @type {any} */ (globalThis);
      const say = global.postMessage.bind(global);
      global.brought = 0;
      global.postMessage = (/** @type {any} */ message, /** @type {any} */ options) => {
        if (Array.isArray(message.result)) global.brought++;
        say(message, options);
      };
    });
  }
  return found;
}

/** What a helper has brought back. @param {import('playwright-core').Worker} helper */
const brought = (helper) => helper.evaluate(() => /** @type {number} */ (/** @type {any} */ (globalThis).brought));

test('any number of helpers gives the same bytes as none', async () => {
  /** @type {string[]} */ const files = [];
  for (const count of [0, 1, 3]) {
    await train(LARGE, 'article', count);
    files.push(await whole());
    /** @type {number[]} */ const fractions = await person.page.evaluate(
      () => /** @type {any} */ (globalThis).fractions,
    );
    assert.ok(
      fractions.every((fraction, index) => 0 <= fraction && fraction <= 1 && fraction >= (fractions[index - 1] ?? 0)),
    );
  }
  const lines = files[0].split('\r\n');
  assert.equal(lines.length, 1 + 2500 * K + 1);
  assert.ok(lines[0].startsWith('user,') && lines[1].startsWith('u0,1,'), lines[1]);
  assert.ok(files[1] === files[0] && files[2] === files[0]);
});

test('helpers bring back a part of the work, and get each new network', async () => {
  await train(LONG, 'pair', 1);
  const [helper] = await helpers();
  const first = await whole();
  assert.ok((await brought(helper)) > 0);
  await trainAgain();
  const second = await whole();
  assert.ok(second !== first);
  await train(LONG, 'pair', 0);
  assert.ok((await whole()) === first);
  await trainAgain();
  assert.ok((await whole()) === second);
});

test('data too few to be worth it start no helper', async () => {
  await train(file(100, 50), 'article', 3, 0);
});

test('a stop leaves no helper at work, and the next export is whole', async () => {
  await train(LONG, 'pair', 1);
  const [helper] = await helpers();
  const expected = await whole();
  await begin();
  await ask('stop');
  assert.equal(await end(), 'stopped');
  const before = await brought(helper);
  await person.page.waitForTimeout(500);
  assert.equal(await brought(helper), before);
  assert.ok((await whole()) === expected);
});

test('a pause is one for the helpers, too', async () => {
  await train(LONG, 'pair', 1);
  const [helper] = await helpers();
  await begin();
  await ask('pause');
  await person.page.waitForTimeout(100);
  const look = async () => [
    await brought(helper),
    await person.page.evaluate(() => /** @type {any} */ (globalThis).fractions.length),
  ];
  const before = await look();
  await person.page.waitForTimeout(500);
  assert.deepEqual(await look(), before);
  await ask('resume');
  const resumed = await end();
  assert.ok(resumed === (await whole()));
});

for (const [how, act] of /** @type {const} */ ([
  ['dies', 'throw'],
  ['never answers again', 'hang'],
  ['closes without a word', 'close'],
])) {
  test(`a helper that ${how} costs nothing but time`, async () => {
    await train(LONG, 'pair', 1);
    const [helper] = await helpers();
    const expected = await whole();
    await begin();
    await helper.evaluate((act) => {
      setTimeout(() => {
        if (act === 'throw') throw new Error('trap');
        if (act === 'close') return self.close();
        for (;;);
      });
    }, act);
    const survived = await end();
    assert.ok(survived === expected, survived.slice(0, 100));
    assert.ok((await whole()) === expected, 'nor does the next one');
  });
}

/** A core of its own for each: of the worker, and of the helper that closes without a word as soon as it is asked for `task`. */
const CLOSES = `
;(() => {
  const hear = self.onmessage;
  let isHelper = false;
  self.onmessage = (event) => {
    if (event.data.helpers === 0) isHelper = true;
    if (isHelper && event.data.type === 'task') return self.close();
    hear(event);
  };
})();`;

for (const [what, type, payload] of /** @type {const} */ ([
  ['tunes the baselines', 'train', {}],
  ['tries options', 'tune', { minutes: 0.5 }],
  ['trains for a fold', 'crossValidate', { folds: 2 }],
])) {
  test(`a helper that closes without a word while it ${what} holds up nothing`, async () => {
    await person.page.evaluate(() => /** @type {any} */ (globalThis).client?.end());
    await untilWorkers(person.page, 0);
    const options = { ...RECIPE_DEFAULTS.article, epochs: 1 };
    const answer = await person.page.evaluate(
      async ({ csv, options, type, payload, closes }) => {
        const base = new URL('www/', document.baseURI).href;
        const { CoreLoader } = /** @type {typeof import('../../www/core/core_loader.js')} */ (
          await import(`${base}core_loader.js`)
        );
        const loader = new CoreLoader(base, { helpers: 1 });
        const core = await loader.core();
        core.script = new Blob([core.script, closes], { type: 'text/javascript' });
        const client = await loader.worker();
        /** @type {any} */ (globalThis).client = client;
        const { roles } = await client.request('open', { file: new Blob([csv]) });
        await client.request('read', { how: { roles, seed: 1 } });
        return client.request(type, /** @type {any} */ ({ options, ...payload }));
      },
      { csv: LARGE, options, type, payload, closes: CLOSES },
    );
    const { result, trials, folds } = /** @type {any} */ (answer);
    if (type === 'train') assert.ok(result.models.length > 3, 'all was measured');
    if (type === 'tune') assert.ok(trials.length > 0);
    if (type === 'crossValidate') assert.equal(folds, 2);
  });
}

test('helpers end with their worker', async () => {
  await train(LARGE, 'article', 3);
  await person.page.evaluate(() => /** @type {any} */ (globalThis).client.end());
  await untilWorkers(person.page, 0);
});
