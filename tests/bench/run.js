/**
 * The benchmarks: `make bench`. Runs in headless Chromium on data made from a seed, prints a
 * table and writes target/bench.json. Peers run in turn with ours (A B A B …); medians are shown.
 * REPEATS= changes how often; KERAS=1 adds native Keras, if requirements-keras.txt is installed in target/keras.
 */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, serve, site } from '../page/browser.js';
import { coreCases } from './cases/core.js';
import { profileCases } from './cases/profile.js';

/** @typedef {import('./cases/case.js').Case} Case */

const here = fileURLToPath(new URL('.', import.meta.url));
const target = fileURLToPath(new URL('../../target', import.meta.url));

/** The site with the benchmark's own pages and the peers beside it. */
function assemble() {
  const folder = `${target}/bench-site`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/bench/peers`, { recursive: true });
  cpSync(site, folder, { recursive: true });
  for (const file of ['page.html', 'ours.js', 'data.js', 'tensorflow.js', 'papaparse.js']) {
    cpSync(`${here}${file}`, `${folder}/bench/${file}`);
  }
  const require = createRequire(import.meta.url);
  const tensorflow = dirname(require.resolve('@tensorflow/tfjs/package.json'));
  const backend = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  const papaparse = dirname(require.resolve('papaparse/package.json'));
  cpSync(`${tensorflow}/dist/tf.min.js`, `${folder}/bench/peers/tf.min.js`);
  cpSync(`${backend}/dist`, `${folder}/bench/peers`, { recursive: true });
  cpSync(`${papaparse}/papaparse.min.js`, `${folder}/bench/peers/papaparse.min.js`);
  return folder;
}

/** @param {Case} row */
function line({ name, ours, peer, peer_name, ratio, unit }) {
  const digits = ours < 10 ? 2 : ours < 100 ? 1 : 0;
  const own = `${name.padEnd(50)}${ours.toFixed(digits).padStart(9)} ${unit}`;
  if (peer === null || ratio === null) return own;
  return `${own}${peer.toFixed(peer < 10 ? 2 : 0).padStart(10)} ${unit}  ${ratio.toFixed(2).padStart(7)}×  ${peer_name}`;
}

const only = process.env.ONLY?.split(',');
const folder = assemble();
// Shared memory, and with it TensorFlow.js's threads, is there only on isolated pages.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const server = await serve(folder, { headers });
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}bench/page.html`);
  await page.waitForFunction('window.ready');
  const repeats = Number(process.env.REPEATS ?? 5);
  const keras = process.env.KERAS === '1' ? `${target}/keras/bin/python` : null;
  if (keras && !existsSync(keras))
    throw new Error(
      `no Keras: python3 -m venv target/keras && target/keras/bin/pip install -r tests/python/requirements-keras.txt`,
    );
  const setting = { page, browser, server, folder, repeats, keras };
  /** @type {Case[]} */
  const cases = [];
  const all = { profile: profileCases, core: coreCases };
  for (const [name, run] of Object.entries(all)) {
    if (only && !only.includes(name)) continue;
    for (const row of await run(setting)) {
      cases.push(row);
      console.log(line(row));
    }
  }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), browser: browser.version() };
  writeFileSync(`${target}/bench.json`, `${JSON.stringify({ cases, machine }, null, 2)}\n`);
  console.log(`written: target/bench.json (${machine.cores} cores, ${machine.cpu}, Chromium ${machine.browser})`);
} finally {
  await browser.close();
  await server.close();
}
