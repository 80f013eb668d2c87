/**
 * How well the time left is foreseen: a worker of the site trains on the three samples, and what it said is held against what it
 * took. Needs `make site browser`: node tests/bench/left.js
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { serveModule } from '../page/browser.js';
import { openHouse } from '../page/person.js';

const samples = fileURLToPath(new URL('../../www/samples/', import.meta.url));
/** @type {Record<string, () => Buffer>} */
const FILES = {
  article: () => readFileSync(`${samples}article.csv`),
  groceries: () => gunzipSync(readFileSync(`${samples}groceries.csv.gz`)),
  orders: () => gunzipSync(readFileSync(`${samples}orders-zh.csv.gz`)),
};
const RECIPES = /** @type {const} */ (['recommended', 'article']);

/** @typedef {{at: number, left: number}} Told  seconds since the beginning; seconds left */

const house = await openHouse();
try {
  const person = await house.visit({ before: (page) => serveModule(page, 'core/core_loader.js') });
  const errors = [];
  for (const [name, read] of Object.entries(FILES)) {
    for (const recipe of RECIPES) {
      const { told, seconds } = await person.page.evaluate(train, {
        csv: read().toString('base64'),
        options: RECIPE_DEFAULTS[recipe],
      });
      const error = halfWay(told, seconds);
      if (error !== null) errors.push(error);
      const shown =
        error === null ? 'over before anything is foreseen' : `off by ${(100 * error).toFixed(0)} % half-way`;
      console.log(`${name}, ${recipe}: ${seconds.toFixed(1)} s, ${shown}`);
    }
  }
  errors.sort((one, other) => one - other);
  console.log(`median: ${(100 * errors[errors.length >> 1]).toFixed(0)} %`);
} finally {
  await house.close();
}

/** The error of what was told last before half of the time, relative to what was left. @param {Told[]} told @param {number} seconds */
function halfWay(told, seconds) {
  const last = told.filter(({ at }) => at <= seconds / 2).at(-1);
  if (!last) return null;
  const left = seconds - last.at;
  return Math.abs(last.left - left) / left;
}

/** Runs in the page. @param {{csv: string, options: any}} asked @returns {Promise<{told: Told[], seconds: number}>} */
async function train({ csv, options }) {
  const base = new URL('www/', document.baseURI).href;
  const { CoreLoader } = /** @type {typeof import('../../www/core/core_loader.js')} */ (
    await import(`${base}core_loader.js`)
  );
  const client = await new CoreLoader(base).worker();
  try {
    const file = new Blob([Uint8Array.from(atob(csv), (sign) => sign.charCodeAt(0))]);
    const { roles } = await client.request('open', { file });
    await client.request('read', { how: { roles, seed: 42 } });
    /** @type {Told[]} */ const told = [];
    const begun = performance.now();
    const since = () => (performance.now() - begun) / 1000;
    const onEvent = (/** @type {any} */ { secondsLeft }) => {
      if (typeof secondsLeft === 'number') told.push({ at: since(), left: secondsLeft });
    };
    await client.request('train', { options }, { onEvent });
    return { told, seconds: since() };
  } finally {
    client.end();
  }
}
