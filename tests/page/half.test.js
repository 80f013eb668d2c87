// A page that half loads says so: each of the site's files refused, missing, stuck half-way or with one bit flipped, in turn.
// What the page cannot do without is named with what to do; it works without the rest, and says so when that is wanted.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, site } from './browser.js';
import { serveFaulty } from './faulty.js';
import { Person, purchases, sitDown } from './person.js';

/** @typedef {import('./faulty.js').Fault} Fault */
/** @typedef {import('../../www/state.js').Language} Language */
/**
 * @typedef {Object} Visit
 * @property {Person} person
 * @property {Language} language
 * @property {string} file
 * @property {Fault} fault
 * @property {() => void} mend  from now on the file is whole
 * @property {string[]} asked
 */

/** Visits at a time. */
const AT_ONCE = 3;
/** Milliseconds that the page's clock is put forward by where a file hangs: longer than the page is patient. */
const HANG = 21_000;
const REFUSED = /** @type {const} */ (['aborted', 'missing']);
const LANGUAGES = /** @type {const} */ (['en', 'zh']);
/** What no page asks for. */
const BESIDE = /\.map$|(^|\/)(LICENSE|README\.md|_headers|outside\.js)$/;
/** What is there for the page without a network, and to be installed. */
const FOR_OFFLINE = /icon|webmanifest|sw\.js|SHA256SUMS/;

const [browser, server] = await Promise.all([launch(), serveFaulty()]);
after(() => Promise.all([browser.close(), server.close()]));

const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(site.length + 1))
  .filter((path) => path !== 'index.html');

/** How a file did not come. @type {Record<Language, Partial<Record<Fault, RegExp>>>} */
const HOW = {
  en: { aborted: /did not come/, missing: /did not come/, hanging: /stopped coming/, flipped: /arrived damaged/ },
  zh: { aborted: /没有传过来/, missing: /没有传过来/, hanging: /一直没有传完/, flipped: /传来时已损坏/ },
};

/** @param {Visit} visit @param {string} id */
async function says({ person, language, fault }, id) {
  const text = await person.$(id).innerText();
  assert.match(text, /** @type {RegExp} */ (HOW[language][fault]));
  return text;
}

/** What a person meets where a file does not come. @type {[RegExp, (visit: Visit) => Promise<void>][]} */
const MEETINGS = [
  [
    /page\.js$/,
    async ({ person, fault }) => {
      const paragraph = person.page.locator(fault === 'hanging' ? '.boot-slow' : '.boot-failed');
      await paragraph.waitFor({ state: 'visible' });
      const text = await paragraph.innerText();
      assert.match(text, /reload the page/);
      assert.match(text, /刷新页面/);
    },
  ],
  [
    /(core\.wasm|worker\.js)$/,
    async (visit) => {
      const { person, mend } = visit;
      await person.untilError('engine-unavailable');
      assert.match(await says(visit, 'message'), /core\.wasm|worker\.js/);
      mend();
      await person.click('try-again');
      await person.sample('article');
      assert.equal(await person.error(), undefined, await person.message());
      assert.equal(await person.stage(), 'ready');
    },
  ],
  [
    /(english|chinese)\.json$/,
    async ({ person, language, file, mend }) => {
      const [missing, words] = file.includes('english')
        ? ['en', /英文界面没能加载/]
        : ['zh', /Chinese texts could not be/];
      await person.until('empty');
      // Of a person's own language the page says so by itself; of the other one when it is chosen.
      if (language !== missing) await person.select('language', `${missing}`);
      await person.untilError('language-unavailable');
      assert.match(await person.message(), /** @type {RegExp} */ (words));
      mend();
      await person.select('language', `${missing}`);
      await person.page.waitForFunction((missing) => document.documentElement.lang.startsWith(`${missing}`), missing);
    },
  ],
  [
    /(formats\.wasm|parquet\.js)$/,
    async ({ person, language }) => {
      await person.until('empty');
      await person.choose(gzipSync(purchases()));
      assert.equal(await person.error(), 'formats-unavailable');
      assert.match(await person.message(), language === 'zh' ? /没能加载/ : /could not be loaded/);
      await person.choose(purchases());
      assert.equal(await person.stage(), 'ready');
    },
  ],
  [
    /charts\.js$/,
    async ({ person, language }) => {
      await person.until('empty');
      await person.choose(purchases());
      const words = language === 'zh' ? '画图的部分没能加载' : 'The part that draws charts did not come';
      await person.page.locator('#quality').getByText(words).first().waitFor({ state: 'visible' });
    },
  ],
  [
    /samples\/groceries/,
    async (visit) => {
      const { person, mend } = visit;
      await person.click('sample-groceries');
      await person.untilError('sample-unavailable');
      assert.match(await says(visit, 'message'), /groceries/);
      mend();
      await person.sample('groceries');
      assert.equal(await person.stage(), 'ready');
    },
  ],
  [
    /samples\//,
    async (visit) => {
      const isArticle = await opensSample(visit, 'article');
      const isOrders = await opensSample(visit, 'orders');
      assert.notEqual(isArticle, isOrders);
    },
  ],
  [
    /mermaid/,
    async ({ person, language }) => {
      await person.sample('article');
      const words = language === 'zh' ? '流程图没能加载' : 'The drawing did not come';
      await person.$('workflow').getByText(words).waitFor();
      await person.$('workflow').locator('[data-node="design"]').click();
      await person.page.waitForFunction(() => document.body.dataset.room === 'design');
    },
  ],
  [
    /keeper\.js$/,
    async ({ person, language }) => {
      await person.sample('article');
      assert.equal(await person.stage(), 'ready');
      const words = language === 'zh' ? '负责保存项目的部分没能加载' : 'keeps projects did not come whole';
      await person.$('message').getByText(words).waitFor();
    },
  ],
  [
    /links\.js$/,
    async ({ person, language }) => {
      await person.untilError('link-unavailable');
      assert.match(await person.message(), language === 'zh' ? /没能加载/ : /could not be loaded/);
      await person.sample('article');
      assert.equal(await person.stage(), 'ready');
    },
  ],
  [
    FOR_OFFLINE,
    async ({ person, language, file, asked }) => {
      await person.page.waitForFunction(() => document.body.dataset.offline === 'failed');
      assert.ok(asked.includes(file));
      assert.match(
        await person.$('offline').innerText(),
        language === 'zh' ? /还不能离线使用/ : /Not ready to work offline/,
      );
      await person.sample('article');
      assert.equal(await person.stage(), 'ready');
      assert.equal(await person.error(), undefined);
    },
  ],
];

/** Whether a sample opens; where it does not, the page says why. @param {Visit} visit @param {'article' | 'orders'} sample */
async function opensSample(visit, sample) {
  const { person } = visit;
  await person.sample(sample);
  if ((await person.error()) === undefined) return true;
  assert.equal(await person.error(), 'sample-unavailable');
  assert.match(await says(visit, 'message'), new RegExp(sample));
  return false;
}

/** @param {string} file @param {Fault} fault @param {Language} language */
async function meet(file, fault, language) {
  const meeting = MEETINGS.find(([files]) => files.test(file));
  assert.ok(meeting, `what does the page do without ${file}?`);
  const address = server.visit(file, fault);
  const mend = () => {
    address.faulty = null;
  };
  // The diagram is drawn on wide screens only.
  const width = file.includes('mermaid') ? 1280 : 800;
  const page = await sitDown(browser, { language, width, keepsSite: FOR_OFFLINE.test(file) });
  const person = new Person(page);
  // What reads links is wanted where one is opened.
  const url = address.url + (file.includes('links') ? '#run=made-up' : '');
  try {
    if (fault === 'hanging' && !FOR_OFFLINE.test(file)) {
      await page.clock.install();
      const begun = page.waitForRequest((request) => request.url() === address.url + file);
      await page.goto(url, { waitUntil: 'commit' });
      await begun;
      await page.clock.runFor(HANG);
    } else {
      await page.goto(url, { waitUntil: 'commit' });
    }
    await meeting[1]({ person, language, file, fault, mend, asked: address.asked });
  } catch (error) {
    throw new Error(`${file} ${fault} (${language}): ${error}`, { cause: error });
  } finally {
    await page.context().close();
  }
}

test('each file that does not come whole and unchanged is met by words, or by a page that does without it', async () => {
  const only = process.env.FILE;
  const wanted = only ? [only] : files.filter((path) => !BESIDE.test(path));
  assert.ok(only || wanted.length >= 11, `${wanted}`);
  const visits = wanted.flatMap((file, index) => {
    const faults = /** @type {const} */ ([REFUSED[index % 2], 'hanging', 'flipped']);
    return faults.map((fault, turn) => ({ file, fault, language: LANGUAGES[(index + turn) % 2] }));
  });
  /** @type {string[]} */ const wrong = [];
  /** @param {typeof visits} some */
  const meetAll = async (some) => {
    for (let next = some.shift(); next; next = some.shift()) {
      const { file, fault, language } = next;
      await meet(file, fault, language).catch((error) => wrong.push(error.message));
    }
  };
  // What keeps the site has a clock of its own, so that these last longest, and need no processor meanwhile.
  const patient = visits.filter(({ file, fault }) => fault === 'hanging' && FOR_OFFLINE.test(file));
  const others = visits.filter((visit) => !patient.includes(visit));
  await Promise.all([
    ...patient.map((visit) => meetAll([visit])),
    ...Array.from({ length: AT_ONCE }, () => meetAll(others)),
  ]);
  assert.deepEqual(wrong, []);
});

test('a connection that is only slow is waited for', async () => {
  const { url } = server.visit('www/core.wasm', 'slow');
  const person = new Person(await sitDown(browser, {}));
  await person.page.goto(url);
  await person.until('empty');
  await person.sample('article');
  assert.equal(await person.error(), undefined);
  assert.equal(await person.stage(), 'ready');
  await person.leave();
});

test('a page that is whole breaks no rule of its own, and asks for no file beside', async () => {
  const { url, asked } = server.visit();
  const person = new Person(await sitDown(browser, { keepsSite: true }));
  /** @type {string[]} */ const complaints = [];
  person.page.on('console', (message) => complaints.push(message.text()));
  await person.page.goto(url);
  await person.sample('article');
  await person.page.waitForFunction(() => document.querySelector('#workflow svg'));
  assert.deepEqual(
    asked.filter((file) => BESIDE.test(file)),
    [],
  );
  await person.page.waitForFunction(() => document.body.dataset.offline === 'ready');
  assert.deepEqual(complaints, []);
  await person.leave();
});

test('a page that is opened from a disk says what it needs', async () => {
  const page = await sitDown(browser, {});
  await page.goto(`file://${site}/index.html`);
  const paragraph = page.locator('.boot-disk');
  await paragraph.waitFor({ state: 'visible' });
  assert.match(await paragraph.innerText(), /make serve[\s\S]*执行 make serve/);
  await page.context().close();
});

test('over http from another machine, where browsers check by themselves, the same holds', async () => {
  const args = ['--host-resolver-rules=MAP firstpick.test 127.0.0.1'];
  const elsewhere = await launch({ args });
  try {
    const faults = /** @type {const} */ ([undefined, 'flipped']);
    for (const fault of faults) {
      const { url } = server.visit('www/core.wasm', fault);
      const person = new Person(await sitDown(elsewhere, { keepsSite: true }));
      await person.page.goto(url.replace('127.0.0.1', 'firstpick.test'));
      assert.equal(await person.page.evaluate(() => isSecureContext), false);
      if (fault) await person.untilError('engine-unavailable');
      else await person.sample('article');
      assert.equal(await person.stage(), fault ? 'empty' : 'ready');
      await person.leave();
    }
  } finally {
    await elsewhere.close();
  }
});
