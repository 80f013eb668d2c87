/** What a case of the benchmark is, and what all of them need. */

/** @typedef {{name: string, ours: number, peer: number | null, peer_name: string | null, ratio: number | null, unit: string}} Case */
/**
 * @typedef {Object} Setting
 * @property {import('playwright-core').Page} page  bench/page.html
 * @property {import('playwright-core').Browser} browser
 * @property {string} address  of the site, without the headers that isolate the benchmark's page
 * @property {string} folder  the site with the benchmark beside it
 * @property {string} target  the folder target/
 * @property {number} repeats
 * @property {string | null} keras  a Python with Keras, where it was asked for
 */
/**
 * @typedef {Object} Bench
 * @property {(name: string, payload?: object) => Promise<any>} call
 * @property {() => Promise<void>} end
 * @property {import('playwright-core').JSHandle} worker  as the page has it
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/**
 * Measures each in turn, A B A B …, and gives the median of each. What is null is left out, and so is a measure that
 * gives null because it has been taken often enough.
 * @template {string} T
 * @param {number} repeats
 * @param {Record<T, (() => Promise<number | null>) | null>} measures
 * @returns {Promise<Record<T, number>>}  not a number where nothing was measured
 */
export async function inTurn(repeats, measures) {
  const names = /** @type {T[]} */ (Object.keys(measures));
  const values = new Map(names.map((name) => [name, /** @type {number[]} */ ([])]));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of names) {
      const value = await measures[name]?.();
      if (typeof value === 'number') values.get(name)?.push(value);
    }
  }
  const medians = names.map((name) => [name, median(values.get(name) ?? [])]);
  return /** @type {any} */ (Object.fromEntries(medians));
}

/**
 * A worker of the benchmark's page.
 * @param {Setting} setting
 * @param {string} script
 * @param {object} [options]  of its call `start`
 * @returns {Promise<Bench>}
 */
export async function startWorker({ page }, script, options) {
  const type = script === 'ours.js' ? 'module' : 'classic';
  const worker = await page.evaluateHandle(([script, type]) => window.start(script, type), [script, type]);
  const call = (/** @type {string} */ name, payload = {}) =>
    worker.evaluate((worker, [name, payload]) => worker.call(name, payload), /** @type {const} */ ([name, payload]));
  if (options) await call('start', options);
  return { call, end: () => worker.evaluate((worker) => worker.end()), worker };
}

/**
 * Has several workers do a part each, and gives the milliseconds until all have, as the page sees it.
 * @param {Setting} setting
 * @param {Bench[]} benches
 * @param {string} name
 * @param {object[]} payloads
 * @returns {Promise<number>}
 */
export function together({ page }, benches, name, payloads) {
  const workers = benches.map(({ worker }) => worker);
  return page.evaluate(
    async ({ workers, name, payloads }) => {
      const begun = performance.now();
      await Promise.all(workers.map((worker, index) => worker.call(name, payloads[index])));
      return performance.now() - begun;
    },
    { workers, name, payloads },
  );
}

/** A figure of ours alone. @param {string} name @param {number} ours @param {string} unit @returns {Case} */
export function alone(name, ours, unit) {
  return { name, ours, peer: null, peer_name: null, ratio: null, unit };
}

/**
 * A figure beside a peer's; the ratio says how many times ours goes into the peer's.
 * @param {string} name @param {number} ours @param {number} peer @param {string} peerName @param {string} unit
 * @returns {Case}
 */
export function beside(name, ours, peer, peerName, unit) {
  return { name, ours, peer, peer_name: peerName, ratio: peer / ours, unit };
}
