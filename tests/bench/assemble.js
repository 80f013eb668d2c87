/** The site with the benchmark's own page and the peers beside it, in target/bench-site. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../.ci/bundle.mjs';
import { site } from '../page/browser.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const PLAIN = ['page.html', 'calls.js', 'data.js', 'tensorflow.js', 'papaparse.js'];
/** With what they use of the page, whose modules are not in the site. */
const BUNDLED = ['journey', 'ours'];

/** @param {string} target  the folder target/ @returns {Promise<string>} the folder to serve */
export async function assemble(target) {
  const folder = `${target}/bench-site`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/bench/peers`, { recursive: true });
  cpSync(site, folder, { recursive: true });
  for (const file of PLAIN) cpSync(`${here}${file}`, `${folder}/bench/${file}`);
  await bundle(Object.fromEntries(BUNDLED.map((name) => [name, `${here}${name}.js`])), `${folder}/bench`);
  const require = createRequire(import.meta.url);
  const inside = (/** @type {string} */ name) => dirname(require.resolve(`${name}/package.json`));
  cpSync(`${inside('@tensorflow/tfjs')}/dist/tf.min.js`, `${folder}/bench/peers/tf.min.js`);
  cpSync(`${inside('@tensorflow/tfjs-backend-wasm')}/dist`, `${folder}/bench/peers`, { recursive: true });
  cpSync(`${inside('papaparse')}/papaparse.min.js`, `${folder}/bench/peers/papaparse.min.js`);
  return folder;
}
