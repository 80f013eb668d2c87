/** The site with the benchmark's own page and the peers beside it, in target/bench-site. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { site } from '../page/browser.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const OWN = ['page.html', 'journey.js', 'ours.js', 'calls.js', 'data.js', 'tensorflow.js', 'papaparse.js'];

/** @param {string} target  the folder target/ @returns {string} the folder to serve */
export function assemble(target) {
  const folder = `${target}/bench-site`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/bench/peers`, { recursive: true });
  cpSync(site, folder, { recursive: true });
  for (const file of OWN) cpSync(`${here}${file}`, `${folder}/bench/${file}`);
  const require = createRequire(import.meta.url);
  const inside = (/** @type {string} */ name) => dirname(require.resolve(`${name}/package.json`));
  cpSync(`${inside('@tensorflow/tfjs')}/dist/tf.min.js`, `${folder}/bench/peers/tf.min.js`);
  cpSync(`${inside('@tensorflow/tfjs-backend-wasm')}/dist`, `${folder}/bench/peers`, { recursive: true });
  cpSync(`${inside('papaparse')}/papaparse.min.js`, `${folder}/bench/peers/papaparse.min.js`);
  return folder;
}
