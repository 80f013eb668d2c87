// Bad input: each a message in the reader's language, and whatever was there before is still there.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, describe, test } from 'node:test';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** The first bytes of a file of some kind, and then no text either. @param {string} magic  hexadecimal */
function binary(magic) {
  const noise = Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 167 + 13) % 256));
  return Buffer.concat([Buffer.from(magic, 'hex'), noise]);
}

/** @type {[string, string, string | Uint8Array][]}  a name, the code, the content */
const FILES = [
  ['an empty file', 'empty-file', ''],
  ['a file of blanks', 'empty-file', ' \r\n\n\t\n'],
  [
    'the head of an Excel workbook',
    'archive-broken',
    binary('504b0304140006000800000021005b436f6e74656e745f54797065735d2e786d6c'),
  ],
  ['a picture', 'binary-file', binary('89504e470d0a1a0a0000000d49484452')],
  ['no packed file, but its first bytes', 'archive-broken', binary('1f8b0800000000000003')],
  ['one column', 'no-columns', 'user\n1\n2\n3\n'],
  ['a header only', 'no-rows', 'user,item\n'],
  ['one user', 'too-few-users', 'user,item\n1,a\n1,b\n1,c\n'],
  ['one item', 'too-few-items', 'user,item\n1,a\n2,a\n3,a\n'],
  ['no row that can be used', 'no-usable-rows', 'user,item,quantity\n1,a,-1\n2,b,0\n'],
  ['a line of 5 MB', 'row-too-long', `user,item\n1,${'x'.repeat(5_000_000)}\n2,a\n`],
  ['nothing to train on', 'nothing-to-train', 'user,item,split\n1,a,test\n2,b,test\n1,b,test\n2,a,validation\n'],
];

/** @type {[string, Record<string, string>][]} */
const OPTIONS = [
  ['a learning rate of −1', { 'learning-rate': '-1' }],
  ['no learning rate', { 'learning-rate': '' }],
  ['10¹⁰ epochs', { epochs: '1e10' }],
  ['half a batch', { 'batch-size': '0.5' }],
  ['a negative seed', { seed: '-1' }],
];

/** The report without the seconds, which differ from one training to the next. @param {Person} person */
async function figures(person) {
  const { date, ...report } = await person.report();
  assert.ok(date);
  return { ...report, training: { ...report.training, seconds: null } };
}

/** @param {Person} person @param {'zh' | 'en'} language @param {string} code */
async function assertTold(person, language, code) {
  await person.untilError(code);
  assert.ok(await person.$('message').isVisible());
  const message = await person.message();
  const box = await person.$('message').boundingBox();
  const height = person.page.viewportSize()?.height ?? 0;
  assert.ok(box && box.y < height && box.y + box.height > 0, 'the message is where one looks');
  assert.ok(!message.includes(code), message);
  assert.ok(!/undefined|null|NaN|\{|\}/.test(message), message);
  const isChinese = /[\u4e00-\u9fff]/.test(message);
  assert.equal(isChinese, language === 'zh', message);
  assert.ok(message.length > (isChinese ? 15 : 40), `a sentence: ${message}`);
}

for (const language of /** @type {const} */ (['en', 'zh'])) {
  describe(language, () => {
    test('nothing is lost of a trained network, whatever comes', async (t) => {
      const person = await house.visit({ language });
      await person.choose(purchases());
      await person.train({ epochs: 2 });
      const table = await person.untilRecommended(10);
      const report = await figures(person);
      const account = await person.$('account').innerText();
      const users = ['u7', 'u8'];

      /** @param {string} code */
      const assertKept = async (code) => {
        await assertTold(person, language, code);
        assert.equal(await person.stage(), 'trained');
        assert.equal(await person.$('account').innerText(), account);
        assert.deepEqual(await person.table(), table);
        assert.deepEqual(await figures(person), report);
      };

      for (const [what, code, content] of FILES) {
        await t.test(what, async () => {
          await person.choose(content, 'bad.csv');
          await assertKept(code);
        });
      }
      await t.test('the table still answers', async () => {
        for (const user of users) await person.askFor(user);
        assert.deepEqual(await person.askFor('u1'), table);
      });
      await t.test('a column chosen twice', async () => {
        await person.choose(purchases());
        await person.train({ epochs: 2 });
        await person.assign('item', 'user');
        await assertKept('column-twice');
        await person.assign('item', 'item');
        assert.equal(await person.error(), undefined);
        await person.train();
        assert.deepEqual(await person.untilRecommended(10), table);
      });
      for (const [what, options] of OPTIONS) {
        await t.test(what, async () => {
          const before = await Promise.all(Object.keys(options).map((id) => person.$(id).inputValue()));
          for (const [id, value] of Object.entries(options)) await person.type(id, value);
          await person.click('train');
          await assertTold(person, language, 'option-out-of-range');
          assert.equal(await person.stage(), 'trained');
          assert.deepEqual(await person.table(), table);
          for (const [index, id] of Object.keys(options).entries()) await person.type(id, before[index]);
          await person.page.waitForFunction(() => document.body.dataset.error === undefined);
        });
      }
      await t.test('top-k of 0, and no user of that name', async () => {
        await person.type('top-k', 0);
        await assertTold(person, language, 'option-out-of-range');
        await person.type('top-k', 10);
        await person.page.waitForFunction(() => document.body.dataset.error === undefined);
        await person.type('user', 'nobody');
        await person.$('user').press('Enter');
        await assertTold(person, language, 'unknown-user');
        assert.deepEqual(await person.table(), table);
      });
      await t.test('a loss without bounds', async () => {
        const before = await figures(person);
        await person.select('recipe', 'article');
        await person.goTo('hidden');
        await person.select('activation', 'relu');
        await person.select('optimiser', 'sgd');
        for (const [id, value] of Object.entries({ momentum: 0.999, l2: 1, 'learning-rate': 10, epochs: 200 })) {
          await person.type(id, value);
        }
        await person.through('training', () => person.click('train'));
        await assertTold(person, language, 'diverged');
        assert.equal(await person.stage(), 'trained', 'the network from before is in use');
        assert.equal(await person.$('account').innerText(), account);
        assert.deepEqual(await person.table(), table);
        assert.deepEqual(await figures(person), before);
        await person.select('recipe', 'recommended');
        await person.train({ epochs: 2 });
        assert.equal(await person.error(), undefined);
        assert.deepEqual(await person.untilRecommended(10), table);
      });
      await person.leave();
    });

    test('on an empty page it stays empty, and the next file opens', async () => {
      const person = await house.visit({ language });
      await person.choose('', 'empty.csv');
      await assertTold(person, language, 'empty-file');
      assert.equal(await person.stage(), 'empty');
      await person.choose('user\n1\n', 'bad.csv');
      await assertTold(person, language, 'no-columns');
      assert.equal(await person.stage(), 'empty');
      await person.choose(purchases());
      assert.equal(await person.stage(), 'ready');
      assert.equal(await person.error(), undefined);
      await person.leave();
    });
  });
}
