/**
 * How long the page's own thread is held up from the drop of a file to its verdict: `node tests/bench/thread.js`, after
 * `make site browser`. A million interactions made from a seed, or the file that FILE= names. Prints every task over 50 ms, by stage.
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
  await page.click('#train');
  await page.waitForFunction(() => document.body.dataset.room === 'verdict');
  await page.waitForTimeout(3000);
  const { tasks, end } = await page.evaluate(() => ({
    tasks: /** @type {any} */ (globalThis).seen.tasks,
    end: performance.now(),
  }));
  const during = tasks.filter((/** @type {any} */ { at }) => at >= begun);
  console.log(`${used} rows, ${((end - begun) / 1000).toFixed(0)} s to the verdict`);
  for (const { stage, at, ms } of during)
    console.log(`${ms} ms in ${stage}, ${((at - begun) / 1000).toFixed(1)} s after the drop`);
  console.log(
    during.length === 0
      ? 'no task over 50 ms'
      : `longest task: ${Math.max(...during.map((/** @type {any} */ { ms }) => ms))} ms`,
  );
} finally {
  await browser.close();
  await server.close();
}
