/**
 * The benchmarks: `make bench`. Runs in headless Chromium on data made from a seed, prints a
 * table and writes target/bench.json. Peers run in turn with ours (A B A B …); medians are shown.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launch, serve, site } from '../page/browser.js';

/** @typedef {{name: string, ours: number, peer: number | null, peer_name: string | null, ratio: number | null, unit: string}} Case */

const target = fileURLToPath(new URL('../../target', import.meta.url));
const REPEATS = Number(process.env.REPEATS ?? 3);

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The site with the benchmark's own pages beside it. */
function assemble() {
  const folder = `${target}/bench-site`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(site, folder, { recursive: true });
  cpSync(fileURLToPath(new URL('.', import.meta.url)), `${folder}/bench`, { recursive: true });
  return folder;
}

/** @param {import('playwright-core').Page} page @returns {Promise<Case[]>} */
async function coreCases(page) {
  const runs = await page.evaluate(async (repeats) => {
    // @ts-expect-error page.html defines it
    const worker = await start('ours.js');
    const module = await (await fetch('../www/wasm/firstpick_bg.wasm')).arrayBuffer();
    await worker.call('start', { module });
    await worker.call('make', { shape: { users: 4338, items: 3665, interactions: 266_000 }, seed: 1 });
    const train = async (/** @type {string} */ recipe, /** @type {object} */ change) =>
      (await worker.call('train', { recipe, change })).epochs.map((/** @type {any} */ epoch) => epoch.milliseconds);
    const figures = { article: [], recommended: [], pair: [], score: [], recommend: [], read: [] };
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      figures.pair.push(...(await train('pair', { epochs: 1 })));
      figures.recommended.push(...(await train('recommended', { epochs: 2, patience: 0 })));
      figures.article.push(...(await train('article', { epochs: 3, activation: 'relu' })));
      figures.score.push((await worker.call('score', { k: 100 })).milliseconds);
      figures.recommend.push((await worker.call('recommend', { user: 'u5', k: 10 })).milliseconds);
      figures.read.push((await worker.call('readRetail', { rows: 541_909 })).milliseconds);
      await worker.call('make', { shape: { users: 4338, items: 3665, interactions: 266_000 }, seed: 1 });
    }
    return figures;
  }, REPEATS);
  const alone = (/** @type {string} */ name, /** @type {number[]} */ values) => ({
    name,
    ours: median(values),
    peer: null,
    peer_name: null,
    ratio: null,
    unit: 'ms',
  });
  return [
    alone('epoch of article (64–64 relu), 4,338 × 3,665', runs.article),
    alone('epoch of recommended, 4,338 × 3,665', runs.recommended),
    alone('epoch of pair, 266,000 rows and as many negatives', runs.pair),
    alone('first 100 of every user, as CSV', runs.score),
    alone('one user, first 10 with reasons', runs.recommend),
    alone('reading a CSV of 541,909 rows', runs.read),
  ];
}

/** @param {string} folder @returns {Case[]} */
function sizes(folder) {
  const wasm = readFileSync(`${folder}/www/wasm/firstpick_bg.wasm`);
  const size = (/** @type {string} */ name, /** @type {number} */ bytes) => ({
    name,
    ours: bytes / 1024,
    peer: null,
    peer_name: null,
    ratio: null,
    unit: 'KiB',
  });
  return [size('wasm', wasm.length), size('wasm, gzip', gzipSync(wasm).length)];
}

const folder = assemble();
const server = await serve(folder);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}bench/page.html`);
  await page.waitForFunction('window.ready');
  const cases = [...(await coreCases(page)), ...sizes(folder)];
  for (const { name, ours, peer, peer_name, ratio, unit } of cases) {
    const beside = peer === null ? '' : `${peer.toFixed(1).padStart(12)} ${unit}  ${peer_name}  ${ratio?.toFixed(1)}×`;
    console.log(`${name.padEnd(54)}${ours.toFixed(1).padStart(10)} ${unit}${beside}`);
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), browser: browser.version() };
  writeFileSync(`${target}/bench.json`, `${JSON.stringify({ cases, machine }, null, 2)}\n`);
  console.log(`written: target/bench.json (${machine.cores} cores, ${machine.cpu}, Chromium ${machine.browser})`);
} finally {
  await browser.close();
  await server.close();
}
