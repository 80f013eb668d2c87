/**
 * `make quality`: how well each model recommends, measured in the page as a person would: opens a file, trains with
 * `recommended`, takes the report. Both samples, and Online Retail's split where the folder with it is named by
 * FIRSTPICK_DATA (or stands beside the repository as ../shared/data). Prints a table and writes target/quality.json.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openHouse } from '../page/person.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const data = process.env.FIRSTPICK_DATA ?? `${root}../shared/data`;
const retail = `${data}/online-retail-split.csv.gz`;
const PATIENCE_MS = 15 * 60_000;
const METRICS = ['ndcg@10', 'recall@10', 'mrr@10', 'coverage@10'];
const SOURCES = [
  { name: 'groceries sample', button: 'sample-groceries' },
  { name: 'article’s sample', button: 'sample-article' },
  ...(existsSync(retail) ? [{ name: 'Online Retail, its split', file: retail }] : []),
];

/** @typedef {{value: number, low: number, high: number}} Interval */

const house = await openHouse();
try {
  const results = [];
  for (const { name, button, file } of SOURCES) {
    const person = await house.visit();
    if (button) await person.click(button);
    else if (file) {
      const buffer = gunzipSync(readFileSync(file));
      await person.page.setInputFiles('#file', { name: 'online-retail-split.csv', mimeType: 'text/csv', buffer });
    }
    await person.page.waitForFunction(() => document.body.dataset.stage === 'ready', null, { timeout: PATIENCE_MS });
    const begun = performance.now();
    await person.click('train');
    await person.page.waitForFunction(() => document.body.dataset.stage === 'trained', null, { timeout: PATIENCE_MS });
    const seconds = (performance.now() - begun) / 1000;
    const [download] = await Promise.all([person.page.waitForEvent('download'), person.click('export-report')]);
    const report = JSON.parse(readFileSync(await download.path(), 'utf8'));
    results.push({ name, seconds, users: report.split.users, models: report.models, report });
    show(name, seconds, report);
    await person.leave();
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, browser: house.browser.version() };
  writeFileSync(`${root}target/quality.json`, `${JSON.stringify({ results, machine }, null, 2)}\n`);
  console.log('target/quality.json written');
} finally {
  await house.close();
}

/** @param {string} name @param {number} seconds @param {any} report */
function show(name, seconds, { split, training, models, differences }) {
  console.log(
    `${name}: ${split.users} customers tested (${split.kind}), trained and measured in ${seconds.toFixed(0)} s`,
  );
  console.log(['model'.padEnd(12), ...METRICS.map((metric) => metric.padEnd(24))].join(''));
  for (const { name: model, metrics } of models) {
    const cells = METRICS.map((metric) => interval(metrics[metric]).padEnd(24));
    console.log([model.padEnd(12), ...cells].join(''));
  }
  const ahead = (differences ?? []).filter(
    (/** @type {any} */ { model, metric }) => model === 'network' && metric === 'ndcg@10',
  );
  for (const { against, interval: difference } of ahead)
    console.log(`network − ${against}: ${interval(difference)} NDCG@10`);
  console.log(`chosen on validation: ${JSON.stringify(training.choices)}\n`);
}

/** @param {Interval | undefined} figure */
function interval(figure) {
  if (!figure) return '–';
  const { value, low, high } = figure;
  const digits = (/** @type {number} */ number) => number.toFixed(4);
  return low < high ? `${digits(value)} [${digits(low)}, ${digits(high)}]` : digits(value);
}
