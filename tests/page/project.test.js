// The project comes back: after a reload, in another tab, from a file; and nothing is kept that was not to be.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { killKeeper, makeMortal } from './mortal.js';
import { openHouse, purchases } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** @param {Person} person */
async function kept(person) {
  return person.page.evaluate(async () => {
    /** @type {string[]} */ const names = [];
    const root = await navigator.storage.getDirectory();
    try {
      const folder = await root.getDirectoryHandle('firstpick');
      for await (const name of /** @type {any} */ (folder).keys()) names.push(name);
    } catch {
      // There is no folder.
    }
    return { files: names.length, remembered: Object.keys(localStorage).filter((key) => key !== 'firstpick-language') };
  });
}

/** What stands in the files to take away, but for what tells of the moment. @param {Person} person */
async function takenAway(person) {
  const report = await person.report();
  const lists = (await person.download('export-recommendations')).bytes.toString();
  const model = (await person.download('export-model')).bytes.toString('base64');
  return { report: { ...report, date: '' }, lists, model };
}

/** @param {Person} person */
async function projectFile(person) {
  await person.$('saved').click();
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.$('save-project').click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a sample is kept without a question, and is back after a reload with verdict, lists, model and report', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.train({ epochs: 3 });
  await person.untilSaved();
  assert.ok(await person.$('keeping').isHidden());
  const [before, table] = [await takenAway(person), await person.table()];
  await person.type('top-k', 1);
  await person.untilRecommended(1);
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  assert.equal(await person.page.evaluate(() => document.body.dataset.room), 'release', 'where it was');
  assert.equal(await person.$('top-k').inputValue(), '1');
  assert.deepEqual(await person.untilRecommended(1), table.slice(0, 1));
  await person.type('top-k', 10);
  await person.untilRecommended(table.length);
  assert.deepEqual(await takenAway(person), before);
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a file of its own is asked for, in a line; what was answered is remembered', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  assert.ok(await person.$('keeping').isVisible());
  assert.deepEqual(await kept(person), { files: 0, remembered: [] }, 'nothing is kept before');
  await person.train({ epochs: 2 });
  await person.click('keep-browser');
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  assert.match((await person.$('privacy').textContent()) ?? '', /Locked/, 'locked before the data come back');
  assert.ok(await person.$('keeping').isHidden());
  await person.choose(purchases(), 'another.csv');
  assert.ok(await person.$('keeping').isHidden(), 'it is asked once');
  await person.untilSaved();
  await person.leave();
});

test('in this tab only means that: nothing is in the browser, and leaving asks', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.click('keep-tab');
  await person.train({ epochs: 2 });
  await person.untilSaved('off');
  assert.deepEqual(await kept(person), { files: 0, remembered: ['firstpick-keep'] });
  const isAsked = await person.page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  assert.ok(isAsked);
  await person.leave();
});

test('kept, then in this tab only: the browser has nothing any more', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.click('keep-browser');
  await person.untilSaved();
  assert.ok((await kept(person)).files > 2);
  await person.$('saved').click();
  await person.$('place-tab').click();
  await person.untilSaved('off');
  assert.deepEqual(await kept(person), { files: 0, remembered: ['firstpick-keep'] });
  await person.leave();
});

test('a file of its own after a sample is not kept beside it before that was answered', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.untilSaved();
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  await person.comeBack(house.url);
  await person.until('ready');
  assert.match((await person.$('project').textContent()) ?? '', /article/);
  await person.leave();
});

test('two tabs do not write over each other: the second says that it keeps nothing', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.untilSaved();
  const page = await person.page.context().newPage();
  await page.goto(house.url);
  await page.waitForFunction(() => document.body.dataset.stage === 'empty');
  await page.waitForFunction(() => /another tab/.test(document.querySelector('#message')?.textContent ?? ''));
  await page.close();
  await person.leave();
});

test('runs: any two are compared, any one is taken back with its data, its options and its network', async () => {
  const person = await house.visit();
  await person.sample('article');
  await person.train({ epochs: 2 });
  await person.page.waitForFunction(() => document.querySelector('#recommendations tbody tr') !== null);
  const first = await person.table();
  await person.train({ epochs: 4 });
  await person.sample('groceries');
  await person.train({ epochs: 1 });
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  assert.equal(await person.page.locator('#runs li').count(), 3);
  await person.click('compare-1');
  await person.click('compare-2');
  assert.match((await person.$('run-comparison').textContent()) ?? '', /Run 1.*Run 2.*2 → 4/s);
  await person.through('reading', () => person.click('take-back-1'));
  assert.equal(await person.stage(), 'trained');
  assert.equal(await person.$('epochs').inputValue(), '2');
  assert.match((await person.$('project').textContent()) ?? '', /article/);
  await person.untilRecommended(first.length);
  assert.deepEqual(await person.table(), first);
  await person.leave();
});

test('the oldest of many runs can still be taken back', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.select('recipe', 'article');
  for (let run = 1; run <= 9; run++) await person.train({ epochs: run });
  const lines = person.page.locator('#runs li');
  assert.equal(await lines.count(), 8);
  await person.click('all-runs');
  assert.equal(await lines.count(), 9);
  await person.through('reading', () => person.click('take-back-1'));
  assert.equal(await person.$('epochs').inputValue(), '1');
  await person.leave();
});

test('a project file opens in another browser, beside what is there', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 2 });
  const [file, before] = [await projectFile(person), await takenAway(person)];
  assert.equal(file.name, 'orders.firstpick');
  const other = await house.visit();
  await other.sample('article');
  await other.train({ epochs: 1 });
  await other.through('reading', () => other.put(file.bytes, file.name));
  assert.equal(await other.stage(), 'trained');
  assert.deepEqual(await takenAway(other), before);
  assert.equal(await other.page.locator('#runs li').count(), 2);
  await other.through('reading', () => other.click('take-back-1'));
  assert.match((await other.$('project').textContent()) ?? '', /article/);
  await other.through('reading', () => other.click('take-back-2'));
  assert.match((await other.$('project').textContent()) ?? '', /orders/);
  await other.leave();
  await person.leave();
});

test('forget empties the browser and the tab, and says what', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.click('keep-browser');
  await person.train({ epochs: 1 });
  await person.untilSaved();
  await person.$('saved').click();
  await person.$('forget').click();
  await person.until('empty');
  assert.match(await person.message(), /Forgotten: .*kB.* 1 run/s);
  assert.deepEqual(await kept(person), { files: 0, remembered: [] });
  await person.comeBack(house.url);
  await person.until('empty');
  await person.choose(purchases());
  assert.ok(await person.$('keeping').isVisible(), 'it is asked again');
  await person.leave();
});

test('a keeper that closes without a word is replaced, and all is kept again', async () => {
  const person = await house.visit({ before: (page) => makeMortal(page.context()) });
  await person.sample('article');
  await person.train({ epochs: 2 });
  await person.untilSaved();
  await killKeeper(person.page, 'close');
  await person.type('top-k', 1);
  await person.untilSaved('no');
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  assert.equal(await person.$('top-k').inputValue(), '1');
  await person.leave();
});

/** Has each worker of the page begin with a script. @param {Person['page']} page @param {string} script */
function beginWorkersWith(page, script) {
  return page.context().addInitScript((script) => {
    const urls = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) =>
      urls(
        blob instanceof Blob && blob.type === 'text/javascript' ? new Blob([script, blob], { type: blob.type }) : blob,
      );
  }, script);
}

test('where the browser keeps nothing the page says so, once, and works', async () => {
  const refusal = `
    navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));
    indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };`;
  const person = await house.visit({ before: (page) => beginWorkersWith(page, refusal) });
  await person.sample('article');
  await person.untilSaved('off');
  assert.match(await person.message(), /keeps nothing/);
  await person.train({ epochs: 1 });
  assert.doesNotMatch(await person.message(), /keeps nothing/);
  await person.leave();
});

/** A file system that never answers again, once or for ever, from when a folder of that name is in it. */
const SILENCE = `
  const create = FileSystemFileHandle.prototype.createSyncAccessHandle;
  FileSystemFileHandle.prototype.createSyncAccessHandle = async function () {
    const root = await navigator.storage.getDirectory();
    const once = await root.removeEntry('silent-once').then(() => true, () => false);
    const forever = await root.getDirectoryHandle('silent').then(() => true, () => false);
    return once || forever ? new Promise(() => {}) : create.call(this);
  };`;

/** @param {Person} person @param {'silent-once' | 'silent'} how */
function silence(person, how) {
  return person.page.evaluate(async (how) => {
    await (await navigator.storage.getDirectory()).getDirectoryHandle(how, { create: true });
  }, how);
}

test('a storage that never answers costs a keeper and nothing else; one that never does again, keeping', async () => {
  const person = await house.visit({ before: (page) => beginWorkersWith(page, SILENCE) });
  await person.sample('article');
  await person.train({ epochs: 2 });
  await person.untilSaved();
  await silence(person, 'silent-once');
  await person.type('top-k', 1);
  await person.untilSaved('no');
  // Nothing waits for it.
  await person.train({ epochs: 3 });
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  assert.equal(await person.$('top-k').inputValue(), '1');
  await silence(person, 'silent');
  await person.type('top-k', 2);
  await person.untilSaved('no');
  await person.untilSaved('off');
  assert.match(await person.message(), /keeps nothing/);
  await person.train({ epochs: 1 });
  await person.leave();
});

test('without a private file system a database keeps the project', async () => {
  const none = 'Object.defineProperty(navigator, "storage", { value: undefined });';
  const person = await house.visit({ before: (page) => beginWorkersWith(page, none) });
  await person.sample('article');
  await person.train({ epochs: 1 });
  await person.untilSaved();
  await person.comeBack(house.url);
  await person.until('trained');
  await person.leave();
});
