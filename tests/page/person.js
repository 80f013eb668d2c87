// A person in front of the page: opens it, chooses files, presses buttons, reads it.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { launch, serve, site } from './browser.js';
import { shown, takeNotes } from './notes.js';

export { purchases } from './purchases.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/state.js').Stage} Stage */
/** @typedef {import('../../www/state.js').Language} Language */
/**
 * @typedef {Object} Seat  how a person sits in front of the page
 * @property {Language} [language]
 * @property {number} [width]
 * @property {number} [height]
 * @property {'light' | 'dark'} [scheme]
 * @property {boolean} [keepsSite]  whether a service worker may keep the site
 * @property {string} [url]  where the page is, if not at the house's own address
 * @property {(page: Page) => Promise<unknown>} [before]  what is done before the page is opened
 */
/**
 * @typedef {Object} Report  report.json
 * @property {string} firstpick
 * @property {string} date
 * @property {{rows: number, used: number, merged: number, rejected: Record<string, number>, users: number, items: number, interactions: number}} dataset
 * @property {import('../../www/protocol.js').SplitCounts} split
 * @property {import('../../www/protocol.js').Options} recipe
 * @property {{epochs: number, seconds: number, loss: number[], validation: (number | null)[]}} training
 * @property {{name: string, metrics: Record<string, {value: number, low: number, high: number}>}[]} models
 * @property {{model: string, k: number}} lists
 */

/** Milliseconds that a machine may take that is busy with something else. */
const PATIENCE_MS = Number(process.env.PATIENCE ?? 60_000);

/** A browser and the site, for one file of tests. */
export async function openHouse() {
  /** @type {string[]} */ const arrived = [];
  const heard = (/** @type {string} */ path) => arrived.push(path);
  const [browser, server] = await Promise.all([launch(), serve(site, { heard })]);
  return {
    browser,
    /** The paths of all that has arrived at the site; what the browser refused does not arrive. */
    arrived,
    url: server.url,
    /** @param {Seat} [seat] */
    async visit({ language = 'en', width = 1280, height = 900, scheme = 'light', url = server.url, before } = {}) {
      const page = await sitDown(browser, { language, width, height, scheme });
      const person = new Person(page);
      await before?.(page);
      await page.goto(url);
      await person.until('empty');
      return person;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A page in front of a person, with nothing in it yet. @param {import('playwright-core').Browser} browser @param {Seat} seat */
export async function sitDown(
  browser,
  { language = 'en', width = 1280, height = 900, scheme = 'light', keepsSite = false },
) {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    // What a service worker asks for cannot be held back by page.route.
    serviceWorkers: keepsSite ? 'allow' : 'block',
  });
  await context.addInitScript(takeNotes);
  const page = await context.newPage();
  // A machine may be slow, or busy with something else.
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Has the page check no sums, so that a test can put something else in the place of its files. @param {Page} page */
export async function withoutSums(page) {
  await page.route(
    (address) => address.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/(id="files">)[^<]*</, '$1null<');
      await route.fulfill({ response, body });
    },
  );
}

/** The workers that run the core: the keeper is none of them. @param {Page} page */
export async function coreWorkers(page) {
  const all = page.workers();
  const nameOf = (/** @type {import('playwright-core').Worker} */ worker) => {
    // One that is ended while it is asked may never answer.
    const ended = new Promise((resolve) => worker.once('close', () => resolve('gone')));
    return Promise.race([worker.evaluate(() => self.name).catch(() => 'gone'), ended]);
  };
  const names = await Promise.all(all.map(nameOf));
  return all.filter((_, index) => names[index] === '');
}

/** Waits until so many workers run the core. @param {Page} page @param {number} count */
export async function untilWorkers(page, count) {
  let workers = await coreWorkers(page);
  for (let wait = 0; wait < 100 && workers.length !== count; wait++) {
    await page.waitForTimeout(50);
    workers = await coreWorkers(page);
  }
  assert.equal(workers.length, count, 'workers of the core');
  return workers;
}

export class Person {
  /** What must not happen: uncaught errors, dialogs. @type {string[]} */ faults = [];
  /** How many things were clicked, typed or chosen. */
  actions = 0;

  /** @param {Page} page */
  constructor(page) {
    this.page = this.#watched(page);
  }

  /** @param {Page} page */
  #watched(page) {
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('dialog', (dialog) => {
      this.faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    return page;
  }

  /** Closes the tab without being asked, and opens another. @param {string} url */
  async comeBack(url) {
    const next = await this.page.context().newPage();
    next.setDefaultTimeout(PATIENCE_MS);
    await this.page.close();
    this.page = this.#watched(next);
    await next.goto(url);
  }

  /** Goes away; whatever went wrong unseen is told now. */
  async leave() {
    await this.page.context().close();
    assert.deepEqual(this.faults, []);
  }

  /** @param {string} id */
  $(id) {
    return this.page.locator(`#${id}`);
  }

  /** Goes to the room that something is in, and unfolds what hides it. @param {string} id */
  async goTo(id) {
    await this.page.evaluate((id) => {
      const node = document.getElementById(id);
      const room = node?.closest('.room');
      if (room instanceof HTMLElement && room.hidden) location.hash = room.id.replace('room-', '#');
      for (let folded = node?.closest('details'); folded; folded = folded.parentElement?.closest('details')) {
        folded.open = true;
      }
    }, id);
  }

  /** @param {string} id */
  async click(id) {
    this.actions++;
    await this.goTo(id);
    await this.$(id).click();
  }

  /** Types into a field, in place of what stands there. @param {string} id @param {string | number} value */
  async type(id, value) {
    this.actions++;
    await this.goTo(id);
    await this.$(id).fill(String(value));
  }

  /** @param {string} id @param {string} value */
  async select(id, value) {
    this.actions++;
    await this.goTo(id);
    await this.$(id).selectOption(value);
  }

  /** @param {Stage[]} stages  waits until the page is in one of them */
  async until(...stages) {
    await this.page.waitForFunction(
      (wanted) => wanted.includes(document.body.dataset.stage ?? ''),
      /** @type {string[]} */ (stages),
    );
  }

  /** @returns {Promise<Stage>} */
  stage() {
    return this.page.evaluate(() => /** @type {any} */ (document.body.dataset.stage));
  }

  /** @returns {Promise<string | undefined>} the code of the error that is shown */
  error() {
    return this.page.evaluate(() => document.body.dataset.error);
  }

  /** @param {string} code  waits until the page shows that error */
  async untilError(code) {
    await this.page.waitForFunction((wanted) => document.body.dataset.error === wanted, code);
  }

  /**
   * Does something that sets the page going, and waits until it has been in that stage and rests again.
   * @param {'reading' | 'training'} stage
   * @param {() => Promise<unknown>} act
   * @param {number} [timeout]  milliseconds
   */
  async through(stage, act, timeout = 90_000) {
    const before = await this.page.evaluate(() => /** @type {any} */ (globalThis).notes.stages.length);
    await act();
    const done = this.page.waitForFunction(
      ([from, passed]) => {
        /** @type {string[]} */ const since = /** @type {any} */ (globalThis).notes.stages.slice(from);
        return since.includes(passed) && ['empty', 'ready', 'trained'].includes(since.at(-1) ?? '');
      },
      /** @type {[number, string]} */ ([before, stage]),
      { timeout },
    );
    await done.catch(async (error) => {
      throw new Error(`not through ${stage}: ${await shown(this.page, before)}`, { cause: error });
    });
  }

  /** Waits until the browser keeps everything that was finished, or until the page says otherwise. @param {'yes' | 'no' | 'off'} [saved] */
  async untilSaved(saved = 'yes') {
    await this.page.waitForFunction((wanted) => document.body.dataset.saved === wanted, saved);
  }

  /** Chooses a file of one's own. @param {string | Uint8Array} content @param {string} [name] */
  async choose(content, name = 'orders.csv') {
    await this.through('reading', () => this.put(content, name));
  }

  /** Chooses several files together. @param {{name: string, text: string}[]} files */
  async chooseAll(files) {
    this.actions++;
    const chosen = files.map(({ name, text }) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) }));
    await this.through('reading', () => this.$('file').setInputFiles(chosen));
  }

  /** Chooses a file, and waits for nothing. @param {string | Uint8Array} content @param {string} [name] */
  async put(content, name = 'orders.csv') {
    this.actions++;
    const buffer = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    await this.$('file').setInputFiles({ name, mimeType: 'text/csv', buffer });
  }

  /** Gives a column a role. @param {import('../../www/protocol.js').Role} role @param {string} column */
  async assign(role, column) {
    await this.through('reading', () => this.select(`column-${role}`, column));
  }

  /** @param {'groceries' | 'orders' | 'article'} sample */
  async sample(sample) {
    await this.through('reading', () => this.click(`sample-${sample}`));
  }

  /** Begins to train, and waits until that makes progress. */
  async begin() {
    await this.click('train');
    await this.until('training');
    await this.page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0);
  }

  /** Waits until that many epochs are over. @param {number} epochs */
  async untilEpoch(epochs) {
    await this.page.waitForFunction(
      (wanted) => document.querySelectorAll('#learning tbody tr').length >= wanted,
      epochs,
    );
  }

  /** Trains to the end, with the options that are named by their fields' ids. @param {Record<string, string | number>} [options] */
  async train(options = {}) {
    for (const [id, value] of Object.entries(options)) await this.type(id, value);
    await this.through('training', () => this.click('train'));
  }

  /**
   * Looks twice at what the worker says and the page shows, once it has stopped. That something does
   * not happen cannot be waited for: hence a time.
   * @param {number} milliseconds
   */
  async standstill(milliseconds) {
    const look = () =>
      this.page.evaluate(() => ({
        words: /** @type {any} */ (globalThis).notes.heard.length,
        progress: document.querySelector('progress')?.value,
        text: document.querySelector('#progress-text')?.textContent,
      }));
    await this.page.waitForTimeout(100);
    const before = await look();
    await this.page.waitForTimeout(milliseconds);
    return { before, after: await look() };
  }

  /** The recommendations, cell by cell. @returns {Promise<string[][]>} */
  table() {
    return this.$('recommendations')
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td, th')].map((cell) => (cell.textContent ?? '').trim())),
      );
  }

  /** Waits for `count` recommendations. @param {number} count */
  async untilRecommended(count) {
    await this.page.waitForFunction(
      (wanted) => document.querySelectorAll('#recommendations tbody tr').length === wanted,
      count,
    );
    return this.table();
  }

  /** Asks for a user, and waits for the table to be theirs. @param {string} user */
  async askFor(user) {
    const before = await this.$('recommendations').textContent();
    await this.type('user', user);
    await this.$('user').press('Enter');
    await this.page.waitForFunction((text) => document.querySelector('#recommendations')?.textContent !== text, before);
    return this.table();
  }

  /** Presses a button that gives a file. @param {'export-recommendations' | 'export-neutral' | 'export-report' | 'export-model'} id */
  async download(id) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.click(id)]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** @returns {Promise<Report>} */
  async report() {
    const { bytes } = await this.download('export-report');
    return JSON.parse(bytes.toString());
  }

  /** What the live region says. */
  async message() {
    return ((await this.$('message').innerText()) ?? '').trim();
  }
}

/** RFC 4180. @param {string} text @param {string} [separator] @returns {string[][]} */
export function parseCsv(text, separator = ',') {
  /** @type {string[][]} */ const rows = [];
  /** @type {string[]} */ let row = [];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'y');
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    assert.ok(match, `unreadable CSV after row ${rows.length}`);
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] !== separator) {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
