// The form of links: what is written is read again, and nothing else is.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import {
  browserOf,
  figuresOf,
  keyOf,
  MOST_CHARACTERS,
  nameOf,
  OPTION_NAMES,
  read,
  write,
} from '../../www/link/format.js';
import { sealed } from '../../www/link/packing.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { ADDRESS, fragmentOf, hashes, LONGEST, run, sha256 } from './links.js';
import { purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('../../www/state.js').LinkedRun} LinkedRun */

test('what is written is what is read', async () => {
  const runs = [
    run(),
    LONGEST,
    run({ sample: 'groceries', figures: null, browser: null, excludedItems: [], excludedUsers: [] }),
    run({ options: RECIPE_DEFAULTS.pair, events: [null, 1] }),
  ];
  for (const one of runs) assert.deepEqual(await read(fragmentOf(await write(ADDRESS, one))), one);
});

test('a length of the lists that is none is left out', async () => {
  for (const topK of [Number.NaN, 0, 1001, 1.5]) {
    assert.equal((await read(fragmentOf(await write(ADDRESS, run({ topK }))))).topK, 10);
  }
});

test('a link has at most 2 KB: all options changed, 60 types of events, 200 products left out; an ordinary one 200 characters', async (t) => {
  const longest = await write(ADDRESS, LONGEST);
  const ordinary = await write(ADDRESS, run());
  t.diagnostic(`${longest.length} and ${ordinary.length} characters`);
  assert.equal(MOST_CHARACTERS, 2048);
  assert.ok(longest.length <= MOST_CHARACTERS);
  assert.ok(ordinary.length <= 260);
});

test('where the browser cannot deflate, the link is longer, and is read by those who can', async () => {
  const whole = globalThis.CompressionStream;
  Reflect.deleteProperty(globalThis, 'CompressionStream');
  try {
    const link = await write(ADDRESS, run());
    assert.match(fragmentOf(link), /^#run=.{4}j[\w-]+$/);
    globalThis.CompressionStream = whole;
    assert.deepEqual(await read(fragmentOf(link)), run());
  } finally {
    globalThis.CompressionStream = whole;
  }
});

test('a link has half of the checksum of its file; the other half, the key of the hashes, is not in it', () => {
  const sum = sha256('file');
  assert.equal(nameOf(sum) + keyOf(sum), sum);
  assert.equal(run().file.length, 32);
});

test('the figures are compared to the last digit, in whatever order they come', () => {
  const interval = { value: 0.1 + 0.2, low: 0.1, high: 0.5 };
  const of = (/** @type {any[]} */ models) => figuresOf(/** @type {any} */ ({ models }));
  const one = { name: 'ease', metrics: { 'ndcg@10': interval, auc: interval } };
  const other = { name: 'network', metrics: { auc: interval } };
  assert.equal(of([one, other]), of([other, { ...one, metrics: { auc: interval, 'ndcg@10': interval } }]));
  const last = { ...interval, value: 0.300_000_000_000_000_1 };
  assert.notEqual(of([one, other]), of([one, { name: 'network', metrics: { auc: last } }]));
});

test('browsers by their own words', () => {
  const tail = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  assert.equal(browserOf(`Mozilla/5.0 (X11; Linux) ${tail} Chrome/156.0.0.0 Safari/537.36`), 'Chromium 156');
  assert.equal(browserOf(`Mozilla/5.0 (X11; Linux) ${tail} Chrome/156.0.0.0 Safari/537.36 Edg/156.0`), 'Chromium 156');
  assert.equal(browserOf('Mozilla/5.0 (X11; Linux; rv:145.0) Gecko/20100101 Firefox/145.0'), 'Firefox 145');
  assert.equal(browserOf(`Mozilla/5.0 (Macintosh) ${tail} Version/18.3.1 Safari/605.1.15`), 'Safari 18');
  assert.equal(browserOf('something else'), null);
});

/** A fragment of any JSON text. @param {string} json */
const fragment = (json) => `#run=${sealed(`z${deflateRawSync(json).toString('base64url')}`)}`;

/** What a link holds, as JSON. @type {any} */
const WHOLE = { v: 1, f: Buffer.alloc(16, 7).toString('base64url'), r: 'article', c: [0, 1] };

/** Options by place. @param {Record<string, any>} options */
const optionList = (options) => OPTION_NAMES.map((name) => options[name] ?? null);

/** Fragments that are no links of ours. */
function hostile() {
  const body = (/** @type {string} */ letter, /** @type {any} */ bytes) =>
    letter + Buffer.from(bytes).toString('base64url');
  const bodies = /** @type {[string, string][]} */ ([
    ['nothing', ''],
    ['a foreign one', '12345'],
    ['a foreign letter', 'x1234'],
    ['no base64', 'z!!!'],
    ['percent signs', 'z%7B%22'],
    ['no deflated data', body('z', 'firstpick')],
    ['a gzip file', body('z', Buffer.from('1f8b0800', 'hex'))],
    ['plain text', body('j', 'hello')],
    ['no UTF-8', body('j', [0x22, 0xff, 0x22])],
    ['more than 2 KB', body('j', Buffer.alloc(3000, 0x20))],
    ['a bomb', body('z', deflateRawSync(JSON.stringify(WHOLE).padEnd(1_300_000), { level: 9 }))],
    ['a point', '.'],
  ]);
  /** @type {[string, string][]} */ const all = [
    ...bodies.map(([what, text]) => /** @type {[string, string]} */ ([what, `#run=${sealed(text)}`])),
    ['without a check sum', `#run=${body('z', deflateRawSync(JSON.stringify(WHOLE)))}`],
    ['an empty one', '#run='],
    ['a deep one', fragment('['.repeat(50_000))],
    ['a deep one that ends', fragment(`{"v":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
  ];
  for (const json of ['null', '1', '"text"', '[]', 'true', '{}', '{"v":1}', '[{"v":1}]'])
    all.push([json, fragment(json)]);
  const options = /** @type {[string, unknown][]} */ ([
    ['epochs', 0],
    ['epochs', 10_001],
    ['epochs', 1.5],
    ['epochs', '3'],
    ['batchSize', 1e9],
    ['learningRate', 0],
    ['learningRate', 11],
    ['seed', -1],
    ['seed', 2 ** 32],
    ['hidden', []],
    ['hidden', [5000]],
    ['hidden', Array(9).fill(8)],
    ['hidden', { length: 1 }],
    ['activation', 'step'],
    ['activation', ['relu']],
    ['loss', 1],
    ['optimiser', 'constructor'],
    ['momentum', 1],
    ['weightDecay', 2],
    ['l1', -1],
    ['l2', 1.1],
    ['normaliseInput', 1],
    ['inputDropout', 0.96],
    ['dropout', 1],
    ['patience', 1e5],
    ['negatives', 0],
    ['linear', 'yes'],
  ]);
  for (const [name, value] of options) {
    all.push([
      `option ${name}: ${JSON.stringify(value)}`,
      fragment(JSON.stringify({ ...WHOLE, o: optionList({ [name]: value }) })),
    ]);
  }
  const fields = /** @type {[string, unknown][]} */ ([
    ['v', 2],
    ['v', '1'],
    ['f', 'short'],
    ['f', 1],
    ['n', 'file'],
    ['r', 'toString'],
    ['o', []],
    ['o', {}],
    ['o', { epochs: 3 }],
    ['o', Array(99).fill(null)],
    ['k', 0],
    ['k', 1001],
    ['c', {}],
    ['c', [-1]],
    ['c', [0.5]],
    ['c', ['0']],
    ['c', Array(99).fill(0)],
    ['c', [1e9]],
    ['h', 'round'],
    ['s', 'column'],
    ['p', 0],
    ['p', 1e6],
    ['t', -1],
    ['d', { encoding: '<b>' }],
    ['d', { encoding: 'x'.repeat(99) }],
    ['d', { delimiter: 'x' }],
    ['d', { quotes: 'some' }],
    ['d', { header: 1 }],
    ['d', { skip: -1 }],
    ['d', { parts: [] }],
    ['d', { parts: ['a'] }],
    ['m', { value: 'price' }],
    ['m', { threshold: -1 }],
    ['m', { takeBack: null }],
    ['m', { leastPerUser: 0 }],
    ['m', { leastPerItem: 1001 }],
    ['m', { from: 'now' }],
    ['m', { dates: 'x' }],
    ['m', { events: { buy: 1 } }],
    ['m', { excludedItems: ['POST'] }],
    ['e', [2]],
    ['e', {}],
    ['e', []],
    ['e', Array(999).fill(1)],
    ['x', 'AAAA'],
    ['x', ['a']],
    ['x', 1],
    ['y', -1],
    ['g', 'short'],
    ['b', '<img src=x>'],
    ['b', 'A B C'],
    ['z', 1],
  ]);
  for (const [name, value] of fields) {
    all.push([`${name}: ${JSON.stringify(value)}`.slice(0, 60), fragment(JSON.stringify({ ...WHOLE, [name]: value }))]);
  }
  const two = body('z', deflateRawSync(JSON.stringify({ ...WHOLE, x: 2 })));
  for (const tail of ['', 'AAAAAA', 'AAAAAABBBBB', 'AAAAAABBBBB!', 'AAAAAABBBBBB.', 'AAAAAABBBBBBC'])
    all.push([tail, `#run=${sealed(`${two}.${tail}`)}`]);
  all.push(['a prototype', fragment(`${JSON.stringify(WHOLE).slice(0, -1)},"__proto__":{"k":3}}`)]);
  all.push([
    'a prototype of the meaning',
    fragment(`${JSON.stringify(WHOLE).slice(0, -1)},"m":{"__proto__":{"takeBack":true}}}`),
  ]);
  all.push([
    'the softmax of one',
    fragment(JSON.stringify({ ...WHOLE, r: 'pair', o: optionList({ loss: 'multinomial' }) })),
  ]);
  return all;
}

test('damaged, foreign and hostile fragments are refused, each in a moment', async () => {
  assert.deepEqual(
    (await read(fragment(JSON.stringify(WHOLE)))).options,
    RECIPE_DEFAULTS.article,
    'the pattern itself is read',
  );
  const begun = performance.now();
  for (const [what, hash] of hostile()) await assert.rejects(() => read(hash), Error, what);
  assert.ok(performance.now() - begun < 20_000);
  assert.equal(/** @type {any} */ ({}).k, undefined, 'no prototype has changed');
});

test('a link that is cut, or has a letter changed, is read as no other run', async () => {
  const link = fragmentOf(await write(ADDRESS, run({ topK: 7, events: [1, 0], excludedItems: hashes(3) })));
  for (let length = 0; length < link.length; length++) {
    await assert.rejects(() => read(link.slice(0, length)), Error, `${length} letters`);
  }
  for (let at = 0; at < link.length; at++) {
    const changed = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1);
    await assert.rejects(() => read(changed), Error, `at ${at}`);
  }
});

test('the ranges are those of the core', async () => {
  const { request } = await import('./worker_scope.js');
  const { roles } = await request('open', { file: new File([purchases()], 'orders.csv') });
  await request('read', { how: { roles, seed: 42 } });
  /** @type {[string, number[], number[]][]} */ const ranges = [
    ['epochs', [1, 10_000], [0, 10_001]],
    ['batchSize', [1, 65_536], [0, 65_537]],
    ['learningRate', [1e-6, 10], [9e-7, 10.1]],
    ['seed', [0, 2 ** 32 - 1], [-1, 2 ** 32]],
    ['momentum', [0, 0.999], [-0.1, 1]],
    ['weightDecay', [0, 1], [-0.1, 1.1]],
    ['l1', [0, 1], [-0.1, 1.1]],
    ['l2', [0, 1], [-0.1, 1.1]],
    ['inputDropout', [0, 0.95], [-0.1, 0.96]],
    ['dropout', [0, 0.95], [-0.1, 0.96]],
    ['patience', [0, 10_000], [-1, 10_001]],
    ['negatives', [1, 20], [0, 21]],
  ];
  const reads = (/** @type {any} */ options) => {
    return read(fragment(JSON.stringify({ ...WHOLE, o: optionList(options) }))).then(
      () => true,
      () => false,
    );
  };
  const plans = (/** @type {any} */ options) =>
    request('plan', { options }).then(
      () => true,
      () => false,
    );
  for (const [name, within, beyond] of ranges) {
    for (const [values, expected] of /** @type {const} */ ([
      [within, true],
      [beyond, false],
    ])) {
      for (const value of values) {
        const options = { ...RECIPE_DEFAULTS.article, optimiser: name === 'momentum' ? 'sgd' : 'adamw', [name]: value };
        assert.deepEqual([await plans(options), await reads(options)], [expected, expected], `${name} ${value}`);
      }
    }
  }
});
