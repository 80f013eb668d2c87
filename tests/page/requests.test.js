// The way from a file to the table: what the page asks for, of how many workers, and what the core does for it.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { openHouse, purchases } from './person.js';
import { asked, calls, request } from './worker_scope.js';

const MOST = 6;
/** Bytes of a file that are looked at before it is read. */
const HEAD = 2 * 1024 * 1024;

const house = await openHouse();
after(() => house.close());

/** Runs in the page before anything of its own: notes what each worker is asked for. */
function takeRequests() {
  const post = Worker.prototype.postMessage;
  const Plain = globalThis.Worker;
  /** @type {WeakSet<Worker>} */ const keepers = new WeakSet();
  globalThis.Worker = class extends Plain {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      if (options?.name === 'keeper') keepers.add(this);
    }
  };
  /** @type {Map<Worker, string[]>} */ const asked = new Map();
  Object.assign(globalThis, { requests: () => [...asked.values()] });
  Plain.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ transfer) {
    if (keepers.has(this)) return post.call(this, message, transfer);
    const types = asked.get(this) ?? [];
    asked.set(this, types);
    if (message.type) types.push(message.type);
    return post.call(this, message, transfer);
  };
}

/** What is kept meanwhile is asked for by itself, and holds up nothing. */
const KEEPING = ['keepData', 'keepModel'];

/** @param {import('./person.js').Person} person @returns {Promise<string[][]>} by worker, but that of the warm-up, and the keeper */
async function requests(person) {
  /** @type {string[][]} */ const all = await person.page.evaluate(() => /** @type {any} */ (globalThis).requests());
  return all
    .filter((types) => types.length > 0 && !types.includes('warmUp'))
    .map((types) => types.filter((type) => !KEEPING.includes(type)));
}

for (const [what, content] of /** @type {[string, string | Uint8Array][]} */ ([
  ['a text file', purchases()],
  ['a packed file', gzipSync(purchases())],
  ['a file in GB18030', Buffer.from(purchases({ header: '\xd3\xc3\xbb\xa7,\xc9\xcc\xc6\xb7' }), 'latin1')],
])) {
  test(`from ${what} to the table: few requests, to one worker`, async (t) => {
    const person = await house.visit({ before: (page) => page.addInitScript(takeRequests) });
    await person.choose(content);
    await person.train();
    await person.untilRecommended(10);
    const [types, ...others] = await requests(person);
    t.diagnostic(types.join(', '));
    assert.deepEqual(others, []);
    assert.ok(types.length <= MOST, `${types}`);
    // The one with the most products stands in the verdict as well.
    assert.deepEqual(types, ['open', 'read', 'train', 'users', 'recommend', 'recommend']);
    await person.leave();
  });
}

test('other options are checked once, and a training of what was checked once more', async () => {
  const person = await house.visit({ before: (page) => page.addInitScript(takeRequests) });
  await person.choose(purchases());
  await person.select('recipe', 'article');
  await person.page.waitForFunction(() => /** @type {any} */ (globalThis).requests().flat().includes('plan'));
  await person.train();
  await person.untilRecommended(10);
  const [types] = await requests(person);
  assert.deepEqual(types, ['open', 'read', 'plan', 'train', 'users', 'recommend', 'recommend']);
  await person.leave();
});

/** ASCII beyond the head, and then a pound sign as Windows writes it. */
function lateAccent() {
  const [header, ...rows] = purchases().trim().split('\n');
  const filler = 'x'.repeat(Math.ceil(HEAD / (rows.length - 10)));
  const late = rows.map((row, index) => (index < rows.length - 5 ? `${row},${filler}` : `${row}\u00a3,`));
  return Buffer.from(`${[`${header},note`, ...late].join('\n')}\n`, 'latin1');
}

/**
 * What the core does on the same way.
 * @param {Uint8Array} content
 * @param {{formats: number, readings: number}} expected
 */
async function assertOnce(content, { formats, readings }) {
  const before = asked.formats;
  calls.length = 0;
  const file = new File([/** @type {BlobPart} */ (content)], 'file');
  const { roles } = await request('open', { file });
  const options = { ...RECIPE_DEFAULTS.recommended, epochs: 1 };
  const { plan } = await request('read', { how: { roles, seed: 42 }, options });
  assert.ok(plan);
  /** @param {string} call */
  const count = (call) => calls.filter((name) => name === call).length;
  assert.equal(count('open'), 1, 'the head is looked at once');
  assert.equal(count('beginReading'), readings);
  assert.equal(count('plan'), 1);
  calls.length = 0;
  const { result } = await request('train', { options });
  assert.ok(result);
  await request('users', { query: '', limit: 8 });
  await request('recommend', { user: 'u1', k: 10 });
  assert.equal(count('beginTraining'), 1, 'checked and planned once');
  for (const call of ['plan', 'open', 'beginReading', 'beginEvaluation']) assert.equal(count(call), 0, call);
  assert.equal(asked.formats - before, formats, '*formats* are asked for where a file needs them');
}

test('the head is decoded and guessed once, the options checked once for a training', async () => {
  const text = Buffer.from(purchases());
  await assertOnce(text, { formats: 0, readings: 1 });
  await assertOnce(gzipSync(text), { formats: 1, readings: 1 });
  // It is there from now on.
  const header = { header: '\xd3\xc3\xbb\xa7,\xc9\xcc\xc6\xb7' };
  await assertOnce(Buffer.from(purchases(header), 'latin1'), { formats: 0, readings: 1 });
  await assertOnce(gzipSync(Buffer.from(purchases(header), 'latin1')), { formats: 0, readings: 1 });
  await assertOnce(lateAccent(), { formats: 0, readings: 2 });
});

test('a reading that was stopped after *formats* were put before it goes on with them', async () => {
  const { roles } = await request('open', { file: new File([/** @type {BlobPart} */ (lateAccent())], 'file') });
  calls.length = 0;
  const first = request('read', { how: { roles, seed: 42 } });
  while (calls.filter((call) => call === 'beginReading').length < 2) await new Promise((go) => setTimeout(go, 1));
  await request('stop', {});
  await assert.rejects(first, { code: 'stopped', params: {} });
  const { dataset } = await request('read', { how: { roles, seed: 42 } });
  assert.deepEqual([dataset.encoding, dataset.irregular.malformed], ['windows-1252', 0]);
});
