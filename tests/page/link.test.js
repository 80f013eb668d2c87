// A link reproduces a run: whoever opens it and chooses the same file gets the same figures, and is told so. It holds nothing of
// what is in the file; whatever else stands in an address in its place is refused.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
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
import { ROLES } from '../../www/protocol.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('../../www/state.js').LinkedRun} LinkedRun */

const house = await openHouse();
after(() => house.close());

const ADDRESS = 'https://firstpick.example/some/folder/index.html';
/** @param {string} link */
const fragmentOf = (link) => link.slice(link.indexOf('#'));
/** @param {string | Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @param {Partial<LinkedRun>} [changes] @returns {LinkedRun} */
function run(changes = {}) {
  const roles = Object.fromEntries(ROLES.map((role) => [role, null]));
  return {
    file: nameOf(sha256('file')),
    sample: null,
    options: RECIPE_DEFAULTS.recommended,
    topK: 10,
    roles: /** @type {any} */ ({ ...roles, user: 0, item: 1, shape: null }),
    split: 'auto',
    every: 1,
    sampleSeed: RECIPE_DEFAULTS.recommended.seed,
    dialect: {},
    meaning: {},
    events: null,
    excludedItems: null,
    excludedUsers: null,
    figures: sha256('figures').slice(0, 24),
    browser: 'Chromium 156',
    ...changes,
  };
}

/** Hashes that cannot be packed, as those of ids. @param {number} count */
const hashes = (count) =>
  Array.from({ length: count }, (_, index) =>
    Buffer.from(sha256(`id ${index}`), 'hex')
      .toString('base64url')
      .slice(0, 6),
  );

/** All that can be chosen otherwise. @type {LinkedRun} */
const LONGEST = run({
  options: {
    recipe: 'recommended',
    epochs: 9_871,
    batchSize: 54_321,
    learningRate: 0.001_234_567_891_234_5,
    seed: 4_294_967_291,
    hidden: [4001, 3002, 2003, 1004, 505, 406, 307, 208],
    activation: 'sigmoid',
    loss: 'binary-cross-entropy',
    optimiser: 'adamw',
    momentum: 0.912_345_678_912_345,
    weightDecay: 0.012_345_678_912_345_6,
    l1: 0.000_123_456_789_123_45,
    l2: 0.000_234_567_891_234_56,
    normaliseInput: false,
    inputDropout: 0.312_345_678_912_345,
    dropout: 0.212_345_678_912_345,
    patience: 9_998,
    negatives: 19,
    linear: false,
    search: false,
  },
  topK: 997,
  roles: /** @type {any} */ ({
    ...Object.fromEntries(ROLES.map((role, index) => [role, 137 - 7 * index])),
    shape: 'long',
  }),
  split: 'time',
  every: 9_973,
  sampleSeed: 3_123_456_789,
  dialect: { encoding: 'windows-1252', delimiter: '::', quotes: 'escaped', header: false, skip: 17, parts: [3, 5, 8] },
  meaning: {
    value: 'quantity',
    threshold: 3.5,
    takeBack: false,
    foldCase: true,
    leastPerUser: 3,
    leastPerItem: 2,
    from: 1_291_161_600,
    to: 1_323_388_800,
    dates: 'dayfirst',
  },
  events: Array.from({ length: 60 }, (_, place) => [1, 0.5, 0.25, 0, -1, null][(place * place * 7) % 6]),
  excludedItems: hashes(200),
  excludedUsers: hashes(2),
});

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

/** Events of a shop: five types, postage, accents in windows-1252; nothing of it is to be found in a link. */
function events() {
  const types = ['vista', 'carrito', 'compra', 'devolucion', 'compra'];
  const rows = ['cliente;articulo;nombre;fecha;tipo'];
  for (let user = 1; user <= 240; user++) {
    for (let item = 0; item < 30; item++) {
      const isLiked = user % 2 === Number(item < 15);
      if (!isLiked || (user * 7 + item * 11) % 5 > 2) continue;
      const day = String(1 + ((user * 3 + item * 5) % 28)).padStart(2, '0');
      const type = types[(user + item * item) % types.length];
      rows.push(`cliente${user};art${item};Caf\xe9 ${item};2024-0${1 + ((user + item) % 9)}-${day};${type}`);
      if (item % 4 === 0) rows.push(`cliente${user};art${item};Caf\xe9 ${item};2024-09-${day};compra`);
    }
    rows.push(`cliente${user};POST;POSTAGE;2024-05-0${1 + (user % 9)};compra`);
  }
  return Buffer.from(`${rows.join('\r\n')}\r\n`, 'latin1');
}

/** Waits until the link is there, and reads it. @param {Person} person */
async function linkOf(person) {
  await person.goTo('copy-link');
  await person.page.waitForFunction(() => document.querySelector('#copy-link:not([disabled])') !== null);
  return person.$('link-text').inputValue();
}

/** @param {string} link  of this house */
const visit = (link) => house.visit({ url: link });

/** Waits until the page has taken what stood in its address. @param {Person} person */
const untilTaken = (person) => person.page.waitForFunction(() => !location.hash.startsWith('#run='));

/** @param {Person} person @param {string} hasText */
const press = (person, hasText) =>
  person.through('reading', async () => {
    await person.goTo('quality');
    await person.$('quality').locator('.findings button', { hasText }).click();
  });

/** What must be equal to the last digit. @param {Person} person */
async function figures(person) {
  const { models, training, split, recipe } = await person.report();
  return { models, loss: training.loss, split, recipe };
}

/** @param {Person} person @param {RegExp} words */
async function untilSaid(person, words) {
  await person.page.waitForFunction(
    ([source]) => new RegExp(source).test(document.querySelector('#message')?.textContent ?? ''),
    [words.source],
  );
}

/** Opens the file of a link and trains, and nothing else. @param {string} link @param {Uint8Array | string} content @param {string} [name] */
async function follow(link, content, name = 'otro.csv') {
  const person = await visit(link);
  await untilTaken(person);
  await person.choose(content, name);
  assert.equal(await person.error(), undefined);
  assert.equal(await person.page.evaluate(() => document.body.dataset.question), undefined);
  await person.train();
  return person;
}

test('a run with everything chosen otherwise comes out the same in a fresh browser; with another file the page says so', async (t) => {
  const person = await house.visit();
  await person.choose(events(), 'pedidos secretos.csv');
  await person.through('reading', () => person.select('file-encoding', 'Big5'));
  await press(person, 'Count anyway');
  await press(person, 'Leave 1 product out');
  await person.through('reading', () => person.select('event-1', '0.5'));
  await person.through('reading', () => person.select('event-3', '0'));
  await person.through('reading', () => person.select('split-kind', 'time'));
  await person.select('recipe', 'article');
  await person.train({ epochs: 4, 'batch-size': 16, 'learning-rate': 0.003, seed: 7 });
  await person.type('top-k', 5);
  await person.untilRecommended(5);
  const link = await linkOf(person);
  t.diagnostic(`${link.length} characters`);
  const first = await figures(person);
  await person.leave();

  const held = await read(fragmentOf(link));
  assert.deepEqual(held.events?.length, 4);
  assert.equal(held.excludedItems?.length, 1);
  assert.deepEqual([held.split, held.dialect.encoding, held.topK, held.options.seed], ['time', 'Big5', 5, 7]);
  const { inflateRawSync } = await import('node:zlib');
  const text = inflateRawSync(
    Buffer.from(fragmentOf(link).slice('#run=____z'.length).split('.')[0], 'base64url'),
  ).toString();
  for (const word of ['POST', 'compra', 'vista', 'cliente', 'Caf', 'pedidos', 'secretos', sha256(events()).slice(32)]) {
    assert.ok(!text.includes(word), word);
  }

  const other = await follow(link, events());
  await untilSaid(other, /equal to those of the link, to the last digit/);
  assert.deepEqual(await figures(other), first);
  assert.equal(await other.$('top-k').inputValue(), '5');
  const again = await linkOf(other);
  assert.equal(again, link, 'its own link is the same');
  await other.goTo('wanted-figures');
  assert.match(await other.$('wanted-figures').innerText(), /equal/);
  // What is trained otherwise is not compared.
  await other.train({ epochs: 2 });
  await untilSaid(other, /cannot be compared/);
  await other.leave();

  const stranger = await visit(link);
  await untilTaken(stranger);
  await stranger.choose(purchases(), 'otro.csv');
  assert.equal(await stranger.error(), 'link-other-file');
  assert.equal(await stranger.stage(), 'ready');
  await stranger.goTo('epochs');
  assert.equal(await stranger.$('epochs').inputValue(), '4');
  assert.equal(await stranger.$('recipe').inputValue(), 'article');
  // It goes on waiting for its own.
  await stranger.choose(events());
  assert.equal(await stranger.error(), undefined);
  await stranger.train();
  await untilSaid(stranger, /equal to those of the link/);
  assert.deepEqual(await figures(stranger), first);
  await stranger.leave();
});

test('a part of the customers is the same part, whatever seed the training had', async () => {
  const content = purchases({ users: 400 });
  const options = { ...RECIPE_DEFAULTS.article, epochs: 2, seed: 9 };
  const whole = run({ file: nameOf(sha256(content)), options, every: 3, sampleSeed: 5, figures: null });
  const person = await follow(`${house.url}${fragmentOf(await write(ADDRESS, whole))}`, content);
  await untilSaid(person, /no figures to compare/);
  const first = await figures(person);
  const account = JSON.parse((await person.page.evaluate(() => document.body.dataset.account)) ?? '');
  assert.ok(account.users < 250 && account.rejected['not-in-sample'] > 0);
  const link = await linkOf(person);
  assert.deepEqual((await read(fragmentOf(link))).sampleSeed, 5);
  await person.leave();
  const other = await follow(link, content);
  await untilSaid(other, /equal to those of the link/);
  assert.deepEqual(await figures(other), first);
  await other.leave();
});

test('the link of a sample works with its button; figures that differ are told of, with both browsers', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.select('recipe', 'article');
  await person.train({ epochs: 2 });
  const link = await linkOf(person);
  await person.leave();
  const other = await visit(link);
  await untilTaken(other);
  assert.match(await other.$('wanted').innerText(), /The article’s example/);
  await other.sample('article');
  await other.train();
  await untilSaid(other, /equal to those of the link/);
  await other.leave();

  const held = await read(fragmentOf(link));
  const forged = await write(link.slice(0, link.indexOf('#')), {
    ...held,
    figures: '0'.repeat(24),
    browser: 'Firefox 145',
  });
  const third = await visit(forged);
  await untilTaken(third);
  await third.sample('article');
  await third.train();
  await untilSaid(third, /figures differ from those of the link.*made in Firefox 145, this is Chromium \d+/);
  await third.leave();
});

test('a link that is pasted over data at hand loses nothing, and waits', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  const link = await linkOf(person);
  const held = await read(fragmentOf(link));
  const content = purchases({ users: 80 });
  const pasted = await write(ADDRESS, {
    ...held,
    file: nameOf(sha256(content)),
    figures: null,
    options: { ...held.options, epochs: 2 },
  });
  await person.page.evaluate((hash) => {
    location.hash = hash;
  }, fragmentOf(pasted));
  await person.page.waitForFunction(() => location.hash === '#start');
  await person.$('wanted').waitFor();
  assert.equal(await person.stage(), 'trained');
  assert.equal((await person.table()).length, 10);
  await person.goTo('epochs');
  assert.equal(await person.$('epochs').inputValue(), '1', 'the options at hand stay');
  await person.choose(content);
  await person.goTo('epochs');
  assert.equal(await person.$('epochs').inputValue(), '2');
  await person.page.evaluate(() => {
    location.hash = '#run=zdamaged';
  });
  await person.untilError('link-broken');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.page.evaluate(() => document.body.dataset.room), 'model');
  assert.equal(await person.page.evaluate(() => location.hash), '#model');
  await person.click('forget-link');
  assert.equal(await person.$('wanted').isVisible(), false);
  await person.leave();
});

test('a broken link ends in one message, and the page works as without it', async () => {
  const columns = await write(ADDRESS, run({ file: nameOf(sha256(purchases())), roles: { ...run().roles, item: 7 } }));
  for (const hash of ['#run=', fragment('{"v":1}'), fragmentOf(await write(ADDRESS, run())).slice(0, -9)]) {
    const person = await visit(`${house.url}${hash}`);
    await person.untilError('link-broken');
    assert.equal(await person.page.evaluate(() => location.hash), '#start');
    assert.equal(await person.$('wanted').isVisible(), false);
    await person.choose(purchases());
    assert.equal(await person.error(), undefined);
    await person.train({ epochs: 1 });
    await person.leave();
  }
  const person = await visit(`${house.url}${fragmentOf(columns)}`);
  await untilTaken(person);
  await person.choose(purchases());
  assert.equal(await person.error(), 'link-broken');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.$('column-item').inputValue(), 'item');
  await person.leave();
});

test('the link is copied, or marked where the browser does not let a page copy; it asks for nothing behind the lock', async () => {
  const person = await house.visit();
  await person.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await person.choose(purchases());
  /** @type {string[]} */ const asked = [];
  person.page.context().on('request', (request) => {
    if (request.url().startsWith('http')) asked.push(request.url());
  });
  await person.train({ epochs: 1 });
  const link = await linkOf(person);
  await person.click('copy-link');
  await untilSaid(person, /The link is copied/);
  assert.equal(await person.page.evaluate(() => navigator.clipboard.readText()), link);
  assert.match(await person.$('link-note').innerText(), /no data, no names, no file name/);
  await person.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await person.click('copy-link');
  await untilSaid(person, /The link is marked/);
  const marked = await person.page.evaluate(() => getSelection()?.toString() || (document.activeElement?.id ?? ''));
  assert.ok([link, 'link-text'].includes(marked), marked);
  assert.deepEqual(asked, []);
  await person.leave();
});

test('a run that was stopped by hand has a link without figures', async () => {
  const person = await house.visit();
  await person.choose(purchases({ users: 1500, items: 200 }));
  await person.select('recipe', 'article');
  await person.type('epochs', 5000);
  await person.begin();
  await person.untilEpoch(1);
  await person.click('stop');
  await person.until('trained');
  const link = await linkOf(person);
  assert.equal((await read(fragmentOf(link))).figures, null);
  assert.match(await person.$('link-note').innerText(), /stopped by hand/);
  await person.leave();
});
