/**
 * A file of 1 GB and 20 million rows in the page: `node tests/bench/large.js`, after `make site browser`.
 * Says what came of it, how long it took, how much memory the browser's renderer had at most, how long
 * the page's longest task was, and how soon stop is heard in the middle of a reading and at its end.
 * ROWS=, USERS=, ITEMS= for another size; the file is made in target/large from a seed, and stays there.
 */

import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, serve, site } from '../page/browser.js';
import { generator } from './data.js';

const number = (/** @type {string} */ name, /** @type {number} */ usual) => Number(process.env[name] ?? usual);
const rows = number('ROWS', 20_000_000);
const users = number('USERS', 1_000_000);
const items = number('ITEMS', 20_000);
/** Of 52 bytes or so. @param {() => number} random @param {number} row */
function line(random, row) {
  // The powers make some customers busy and some products popular.
  const user = Math.floor(random() ** 1.5 * users);
  const item = Math.floor(random() ** 2 * items);
  const day = String(1 + (row % 28)).padStart(2, '0');
  const id = String(row).padStart(8, '0');
  return `${id},C${String(user).padStart(7, '0')},SKU-${String(item).padStart(6, '0')},2024-03-${day} 10:30:00,${1 + (row % 5)}\n`;
}

async function file() {
  const folder = fileURLToPath(new URL('../../target/large', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${rows}-${users}-${items}.csv`;
  if (existsSync(path)) return path;
  const out = createWriteStream(`${path}.part`);
  out.write('order,customer,product,time,quantity\n');
  const random = generator(1);
  for (let row = 0; row < rows; ) {
    let text = '';
    for (const end = Math.min(rows, row + 20_000); row < end; row++) text += line(random, row);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  renameSync(`${path}.part`, path);
  return path;
}

/** The memory of the largest renderer, in bytes, now. */
function rendererMemory() {
  let most = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer')) continue;
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
      most = Math.max(most, Number(kilobytes?.[1] ?? 0) * 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return most;
}

/** Runs in the page: notes every task of 50 ms or more, and how late timers are. */
function watch() {
  const seen = { tasks: /** @type {number[]} */ ([]), lag: 0 };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  let due = performance.now() + 10;
  setInterval(() => {
    seen.lag = Math.max(seen.lag, performance.now() - due);
    due = performance.now() + 10;
  }, 10);
}

const path = await file();
const server = await serve(site);
const browser = await launch();
let peak = 0;
const looking = setInterval(() => {
  peak = Math.max(peak, rendererMemory());
}, 100);
try {
  const page = await browser.newPage();
  await page.addInitScript(watch);
  await page.goto(server.url);
  await page.waitForFunction(() => document.body.dataset.stage === 'empty');
  await page.selectOption('#language', 'en');
  const read = async () => {
    await page.evaluate(() => Object.assign(/** @type {any} */ (globalThis).seen, { tasks: [], lag: 0 }));
    const begun = performance.now();
    await page.setInputFiles('#file', path);
    await page.waitForFunction(() => document.body.dataset.stage === 'reading');
    return begun;
  };
  /** Presses stop; milliseconds until the page is at rest. */
  const stop = () =>
    page.evaluate(async () => {
      const begun = performance.now();
      document.getElementById('stop')?.click();
      while (document.body.dataset.stage === 'reading') await new Promise((resolve) => setTimeout(resolve, 1));
      return performance.now() - begun;
    });

  await read();
  await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0.3, null, { timeout: 0 });
  const stopInReading = await stop();
  await read();
  await page.waitForFunction(() => /Putting/.test(document.querySelector('#progress-text')?.textContent ?? ''), null, {
    timeout: 0,
  });
  const stopAtTheEnd = await stop();
  const begun = await read();
  let sorting = 0;
  await page.waitForFunction(() => /Putting/.test(document.querySelector('#progress-text')?.textContent ?? ''), null, {
    timeout: 0,
  });
  sorting = performance.now();
  await page.waitForFunction(() => document.body.dataset.stage !== 'reading', null, { timeout: 0 });
  const ended = performance.now();
  const found = await page.evaluate(() => ({
    stage: document.body.dataset.stage,
    error: document.body.dataset.error ?? null,
    account:
      document.querySelector('#account .figures')?.textContent ?? document.querySelector('#message')?.textContent,
    tasks: /** @type {any} */ (globalThis).seen.tasks,
    lag: /** @type {any} */ (globalThis).seen.lag,
  }));
  // With other columns the same worker reads again, beside the data that it has.
  await page.evaluate(() => Object.assign(/** @type {any} */ (globalThis).seen, { tasks: [], lag: 0 }));
  await page.selectOption('#column-value', 'quantity');
  const again = await page
    .waitForFunction(() => /Putting/.test(document.querySelector('#progress-text')?.textContent ?? ''), null, {
      timeout: 0,
    })
    .then(stop);
  console.log(
    JSON.stringify(
      {
        bytes: statSync(path).size,
        rows,
        outcome: { stage: found.stage, error: found.error, account: found.account },
        seconds: { reading: (sorting - begun) / 1000, all: (ended - begun) / 1000 },
        rendererPeakMB: Math.round(peak / 1e6),
        longestTaskMs: Math.max(0, ...found.tasks),
        longTasks: found.tasks.length,
        latestTimerMs: found.lag,
        stopMs: { inReading: stopInReading, atTheEnd: stopAtTheEnd, withOtherColumnsAtTheEnd: again },
      },
      null,
      2,
    ),
  );
} finally {
  clearInterval(looking);
  await browser.close();
  await server.close();
}
