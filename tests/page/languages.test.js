// Chinese and English: complete, and switched at any time without losing anything.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { en } from '../../www/i18n/en.js';
import { enCharts } from '../../www/i18n/en-charts.js';
import { enDeaths } from '../../www/i18n/en-deaths.js';
import { enFailures, enReasons } from '../../www/i18n/en-failures.js';
import { enLink } from '../../www/i18n/en-link.js';
import { enLoading } from '../../www/i18n/en-loading.js';
import { enFindings, enMeaning } from '../../www/i18n/en-meaning.js';
import { enQuestions } from '../../www/i18n/en-questions.js';
import { wordsOf } from '../../www/i18n/index.js';
import { zh } from '../../www/i18n/zh.js';
import { zhCharts } from '../../www/i18n/zh-charts.js';
import { zhDeaths } from '../../www/i18n/zh-deaths.js';
import { zhFailures, zhReasons } from '../../www/i18n/zh-failures.js';
import { zhLink } from '../../www/i18n/zh-link.js';
import { zhLoading } from '../../www/i18n/zh-loading.js';
import { zhFindings, zhMeaning } from '../../www/i18n/zh-meaning.js';
import { zhQuestions } from '../../www/i18n/zh-questions.js';
import { FORMATS_NEEDED, PAGE_ERRORS } from '../../www/protocol.js';
import { openHouse, purchases } from './person.js';
import { teachAll } from './words.js';

/** @typedef {import('./person.js').Person} Person */

const CHINESE = /[\u4e00-\u9fff]/;
/** Codes that are never shown: a person wanted what the one tells, and the worker sees to the other. */
const SILENT = ['stopped', FORMATS_NEEDED];
/** Variants of other codes, told apart by their parameters where they are worded. */
const VARIANTS = [
  'option-not-a-number',
  'worker-gave-up',
  'engine-incomplete',
  ...['mending', 'restored', 'opening', 'unread'].map((how) => `worker-died-${how}`),
];

teachAll();
const house = await openHouse();
after(() => house.close());

/** @param {string} path */
function source(path) {
  return readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

test('both languages have words for the same things', () => {
  for (const [english, chinese] of [
    [en, zh],
    [enFailures, zhFailures],
    [enReasons, zhReasons],
    [enFindings, zhFindings],
    [enMeaning, zhMeaning],
    [enQuestions, zhQuestions],
    [enCharts, zhCharts],
    [enDeaths, zhDeaths],
    [enLink, zhLink],
    [enLoading, zhLoading],
  ]) {
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries({ ...english })) assert.notEqual(text.trim(), '', key);
    for (const [key, text] of Object.entries({ ...chinese })) assert.notEqual(text.trim(), '', key);
  }
});

test('an error says the same in both languages: where, what was expected, what was found', () => {
  /** @param {string} text */
  const parameters = (text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();
  for (const code of Object.keys(enFailures)) {
    assert.deepEqual(parameters(zhFailures[code]), parameters(enFailures[code]), code);
  }
});

test('every error of the core and of the page has words', async () => {
  const rust = await source('src/error.rs');
  const named = rust.slice(rust.indexOf('fn code'), rust.indexOf('fn params'));
  const codes = [...named.matchAll(/=> "([a-z-]+)"/g)].map(([, code]) => code);
  // One kind of error may have several codes, by what is missing.
  const coded = new Set([...named.matchAll(/Error::(\w+)/g)].map(([, kind]) => kind));
  const kinds = rust.slice(rust.indexOf('pub enum Error'), rust.indexOf('pub type Result'));
  assert.equal(coded.size, [...kinds.matchAll(/^ {4}[A-Z]\w+( \{.*\})?,$/gm)].length, 'all were found');
  const shown = [...codes, ...PAGE_ERRORS].filter((code) => !SILENT.includes(code));
  assert.deepEqual(Object.keys(enFailures).sort(), [...shown, ...VARIANTS].sort(), 'and none besides them');
  for (const code of shown) {
    for (const language of /** @type {const} */ (['en', 'zh'])) {
      const words = wordsOf(language).messageFor({ code, params: {} });
      assert.notEqual(words, wordsOf(language).text('failure.unknown', { code }), `${code} in ${language}`);
      assert.ok(!words.includes(code), words);
      assert.equal(CHINESE.test(words), language === 'zh', words);
    }
  }
});

/** The codes in a file or a folder of the core that consist of several words. @param {string} path */
async function codesOf(path) {
  const root = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const inside = path.endsWith('.rs') ? [''] : await readdir(root, { recursive: true });
  const files = inside.filter((name) => `${path}${name}`.endsWith('.rs'));
  const texts = await Promise.all(files.map((name) => readFile(join(root, name), 'utf8')));
  return [...new Set([...texts.join('').matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, code]) => code))];
}

test('every reason for leaving out a row, and everything else that is noticed in one, has words', async () => {
  const codes = await codesOf('src/ingest/build');
  assert.ok(codes.length >= 20, `${codes}`);
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    const words = wordsOf(language);
    for (const code of codes) {
      const key = `warning.${code}`;
      const text = words.has(key) ? words.text(key, { n: 2 }) : words.reason(code);
      assert.notEqual(text, code);
      assert.equal(CHINESE.test(text), language === 'zh', text);
    }
  }
});

test('every finding, and every reason for a guess, has words', async () => {
  const findings = await codesOf('src/dataset/quality/findings.rs');
  const guesses = await codesOf('src/ingest/schema/inference.rs');
  assert.ok(findings.length >= 9 && guesses.length >= 8, `${findings} ${guesses}`);
  const params = { users: 2, items: 2, rows: 2, share: 0.5, from: 0, to: 86400, days: 9, limit: 100, most: 3 };
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    const words = wordsOf(language);
    // Codes of rows stand there as well; they were looked at above.
    const known = findings.filter((code) => words.reason(code) === code && !words.has(`warning.${code}`));
    assert.ok(known.length >= 9, `${known}`);
    const texts = known.map((code) => words.finding({ code, params }));
    for (const text of [...texts, ...guesses.map((code) => words.guessed(code))]) {
      assert.ok(text.length > 3 && !/^[a-z-]+$/.test(text), text);
      assert.equal(CHINESE.test(text), language === 'zh', text);
    }
  }
});

/** What one can read on the page, without what is called the same in all languages. @param {Person} person */
function readable(person) {
  return person.page.evaluate(() => {
    const foreign = [...document.querySelectorAll('body [lang], #language')];
    const hidden = foreign.filter((node) => node instanceof HTMLElement);
    for (const node of hidden) node.style.display = 'none';
    const attributes = ['aria-label', 'placeholder', 'title'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((node) => node.getAttribute(name) ?? ''),
    );
    const text = [document.title, document.body.innerText, ...attributes].join('\n');
    for (const node of hidden) node.style.display = '';
    return text;
  });
}

/** @param {Person} person */
async function assertEnglish(person) {
  assert.match(await person.page.evaluate(() => document.documentElement.lang), /^en/);
  const chinese = (await readable(person)).split('\n').filter((line) => CHINESE.test(line.replaceAll('首选', '')));
  assert.deepEqual(chinese, []);
}

/** Whole texts, long enough not to be anything else. */
const ENGLISH = Object.values({ ...en, ...enMeaning, ...enQuestions, ...enCharts, ...enLink }).filter(
  (text) => text.length > 14 && !text.includes('{'),
);

/** @param {Person} person */
async function assertChinese(person) {
  assert.match(await person.page.evaluate(() => document.documentElement.lang), /^zh/);
  const text = await readable(person);
  assert.deepEqual(
    ENGLISH.filter((english) => text.includes(english)),
    [],
  );
  assert.match(await person.page.title(), CHINESE);
}

/** Everything that was done. @param {Person} person */
function state(person) {
  return person.page.evaluate(() => ({
    stage: document.body.dataset.stage,
    error: document.body.dataset.error,
    fields: [...document.querySelectorAll('input:not([type=file]), select:not(#language)')].map((field) => [
      field.id,
      /** @type {HTMLInputElement} */ (field).value,
    ]),
    items: [...document.querySelectorAll('#recommendations tbody td:nth-child(2)')].map((cell) => cell.textContent),
    epochs: document.querySelectorAll('#learning tbody tr').length,
  }));
}

/** Switches to Chinese and back. @param {Person} person */
async function thereAndBack(person) {
  await assertEnglish(person);
  const before = await state(person);
  await person.select('language', 'zh');
  await person.page.waitForFunction(
    (label) => document.querySelector('#workflow svg')?.textContent?.includes(label),
    zh['workflow.A'],
  );
  await assertChinese(person);
  assert.deepEqual(await state(person), before);
  await person.select('language', 'en');
  await person.page.waitForFunction(
    () => !/[\u4e00-\u9fff]/.test(document.querySelector('#workflow svg')?.textContent ?? '首'),
  );
  await assertEnglish(person);
  assert.deepEqual(await state(person), before);
}

test('the page speaks the language of the browser', async () => {
  const [chinese, english] = await Promise.all([house.visit({ language: 'zh' }), house.visit({ language: 'en' })]);
  assert.equal(await chinese.$('language').inputValue(), 'zh');
  assert.equal(await english.$('language').inputValue(), 'en');
  await assertChinese(chinese);
  await assertEnglish(english);
  await chinese.leave();
  await english.leave();
});

test('a language that cannot be fetched is told of, and the page speaks the other one', async () => {
  const without = (/** @type {string} */ file) => (/** @type {import('playwright-core').Page} */ page) =>
    page.route(`**/${file}`, (route) => route.abort());
  const person = await house.visit({ language: 'en', before: without('chinese.json') });
  await person.select('language', 'zh');
  await person.untilError('language-unavailable');
  assert.equal(await person.$('language').inputValue(), 'en');
  await person.page.unroute('**/chinese.json');
  await person.select('language', 'zh');
  await person.page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
  await person.leave();
  const other = await house.visit({ language: 'en', before: without('english.json') });
  await other.untilError('language-unavailable');
  await other.page.waitForFunction(() => document.documentElement.lang === 'zh-CN');
  await other.choose(purchases());
  assert.equal(await other.stage(), 'ready');
  await other.leave();
});

test('the choice is remembered', async () => {
  const person = await house.visit({ language: 'en' });
  await person.select('language', 'zh');
  await person.page.reload();
  await person.until('empty');
  assert.equal(await person.$('language').inputValue(), 'zh');
  await assertChinese(person);
  await person.leave();
});

test('at every stage everything changes its language, and nothing else changes', async (t) => {
  const person = await house.visit();
  await t.test('empty', () => thereAndBack(person));
  await t.test('with an error', async () => {
    await person.choose('', 'empty.csv');
    await person.untilError('empty-file');
    await thereAndBack(person);
  });
  await t.test('ready', async () => {
    await person.choose(`${purchases({ users: 1500, items: 200 })}u1,\n`);
    await person.select('recipe', 'article');
    await person.type('epochs', 1000);
    await person.type('learning-rate', 0.002);
    await thereAndBack(person);
  });
  await t.test('paused', async () => {
    await person.begin();
    await person.untilEpoch(1);
    await person.click('pause');
    await person.until('paused');
    await person.standstill(0);
    await thereAndBack(person);
  });
  await t.test('trained', async () => {
    await person.click('stop');
    await person.until('trained');
    await person.untilRecommended(10);
    await person.type('top-k', 7);
    await person.untilRecommended(7);
    await thereAndBack(person);
  });
  await person.leave();
});
