// A link reproduces a run: whoever opens it and chooses the same file gets the same figures, and is told so. It holds nothing of
// what is in the file; whatever else stands in an address in its place is refused.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { nameOf, read, write } from '../../www/link/format.js';
import { sealed } from '../../www/link/packing.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { ADDRESS, fragmentOf, run, sha256 } from './links.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('../../www/state.js').LinkedRun} LinkedRun */

const house = await openHouse();
after(() => house.close());

/** A fragment of any JSON text. @param {string} json */
const fragment = (json) => `#run=${sealed(`z${deflateRawSync(json).toString('base64url')}`)}`;

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
