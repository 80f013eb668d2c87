/**
 * How long the page's own thread is held up from the drop of a file to its verdict, all of it being kept in the browser, and
 * how soon the verdict is back after a reload: `node tests/bench/thread.js`, after `make site browser`. A million interactions
 * made from a seed, or the file that FILE= names. Prints every task over 50 ms, by stage.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, serve, site } from '../page/browser.js';
import { baskets, csvOf } from './data.js';

/** Milliseconds until the verdict at most. */
const TIMEOUT = 1_200_000;
const SHAPE = { users: 12_000, items: 4_000, interactions: 1_000_000 };

/** Made here, and read by the browser itself: the driver would hold up the page with it. */
function made() {
  const folder = fileURLToPath(new URL('../../target/large', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/million.csv`;
  writeFileSync(path, csvOf(baskets(SHAPE)));
  return path;
}

/** Runs in the page: notes every task over 50 ms, with the stage in which it ended. */
function watch() {
  const seen = { tasks: /** @type {{stage: string, at: number, ms: number}[]} */ ([]) };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      const stage = document.body?.dataset.stage ?? 'loading';
      seen.tasks.push({ stage, at: Math.round(startTime), ms: Math.round(duration) });
    }
  }).observe({ type: 'longtask', buffered: true });
}

/** Runs in the page: whether the verdict can be read again. */
function isBack() {
  const { stage, room } = document.body.dataset;
  return (
    stage === 'trained' && room === 'verdict' && (document.querySelector('#verdict-words')?.textContent ?? '') !== ''
  );
}

/** @param {import('playwright-core').Page} page @param {string} since @param {number} begun  in milliseconds of the page's clock */
async function tell(page, since, begun) {
  /** @type {{stage: string, at: number, ms: number}[]} */
  const tasks = await page.evaluate(() => /** @type {any} */ (globalThis).seen.tasks);
  const during = tasks.filter(({ at }) => at >= begun);
  for (const { stage, at, ms } of during) {
    console.log(`${ms} ms in ${stage}, ${((at - begun) / 1000).toFixed(1)} s ${since}`);
  }
  if (during.length === 0) console.log(`no task over 50 ms ${since}`);
}

const path = process.env.FILE ?? made();
const server = await serve(site);
const browser = await launch();
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(TIMEOUT);
  await page.addInitScript(watch);
  await page.goto(server.url);
  await page.waitForFunction(() => document.querySelector('#workflow svg') !== null);
  await page.waitForTimeout(3000);
  const begun = await page.evaluate(() => performance.now());
  await page.setInputFiles('#file', path);
  await page.waitForFunction(() => document.body.dataset.stage === 'ready');
  const { used } = JSON.parse((await page.evaluate(() => document.body.dataset.account)) ?? '{}');
  await page.click('#keep-browser');
  await page.click('#train');
  await page.waitForFunction(() => document.body.dataset.room === 'verdict');
  const end = await page.evaluate(() => performance.now());
  await page.waitForFunction(() => document.body.dataset.saved === 'yes');
  await page.waitForTimeout(3000);
  console.log(`${used} rows, ${((end - begun) / 1000).toFixed(0)} s to the verdict`);
  await tell(page, 'after the drop', begun);

  await page.reload();
  await page.waitForFunction(isBack);
  const back = await page.evaluate(() => performance.now());
  console.log(`back in the verdict ${Math.round(back)} ms after the reload`);
  await page.waitForTimeout(3000);
  await tell(page, 'after the reload', 0);
} finally {
  await browser.close();
  await server.close();
}
