/**
 * The benchmarks: `make bench`. Runs in headless Chromium on data made from a seed, prints a
 * table and writes target/bench.json. Peers run in turn with ours (A B A B …); medians are shown.
 * REPEATS= changes how often, ONLY= runs some cases by name (epoch,pair …); KERAS=1 adds native Keras.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { launch, serve } from '../page/browser.js';
import { assemble } from './assemble.js';
import { basketCases } from './cases/basket.js';
import { crewCases } from './cases/crew.js';
import { easeCases } from './cases/ease.js';
import { epochCases } from './cases/epoch.js';
import { growthCases } from './cases/growth.js';
import { pairCases } from './cases/pair.js';
import { readingCases } from './cases/reading.js';
import { scoringCases } from './cases/scoring.js';
import { weightCases } from './cases/weight.js';

/** @typedef {import('./cases/case.js').Case} Case */

const CASES = {
  epoch: epochCases,
  pair: pairCases,
  reading: readingCases,
  scoring: scoringCases,
  basket: basketCases,
  growth: growthCases,
  weight: weightCases,
  crew: crewCases,
  ease: easeCases,
};
// Shared memory, and with it TensorFlow.js's threads, is there only on isolated pages.
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const target = fileURLToPath(new URL('../../target', import.meta.url));
const only = process.env.ONLY?.split(',');
const unknown = only?.find((name) => !(name in CASES));
if (unknown) throw new Error(`no case ${unknown}: there are ${Object.keys(CASES).join(', ')}`);
const keras = process.env.KERAS === '1' ? `${target}/keras/bin/python` : null;
if (keras && !existsSync(keras)) throw new Error('no Keras in target/keras: make bench KERAS=1 installs it');

/** A figure as wide as it is needed: three digits that count. @param {number} value */
function figure(value) {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}

/** @param {Case} row */
function line({ name, ours, peer, peer_name, ratio, unit }) {
  const own = `${name.padEnd(56)}${figure(ours).padStart(9)} ${unit.padEnd(4)}`;
  if (peer === null || ratio === null) return own.trimEnd();
  return `${own}${figure(peer).padStart(9)} ${unit.padEnd(4)}${ratio.toFixed(2).padStart(8)}×  ${peer_name}`;
}

const folder = await assemble(target);
const isolated = await serve(folder, { headers: ISOLATED });
const plain = await serve(folder);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${isolated.url}bench/page.html`);
  await page.waitForFunction('window.ready');
  const setting = {
    page,
    browser,
    address: plain.url,
    folder,
    target,
    keras,
    repeats: Number(process.env.REPEATS ?? 5),
  };
  /** @type {Case[]} */
  const cases = [];
  const begun = performance.now();
  for (const [name, run] of Object.entries(CASES)) {
    if (only && !only.includes(name)) continue;
    console.error(`» ${name}`);
    for (const row of await run(setting)) {
      cases.push(row);
      console.log(line(row));
    }
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), browser: browser.version() };
  writeFileSync(`${target}/bench.json`, `${JSON.stringify({ cases, machine }, null, 2)}\n`);
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  const where = `${machine.cores} cores, ${machine.cpu}, Chromium ${machine.browser}`;
  console.log(`target/bench.json written after ${minutes} min (${where})`);
} finally {
  await browser.close();
  await Promise.all([isolated.close(), plain.close()]);
}
