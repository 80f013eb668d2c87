/** Compiles the core once in each of its builds, and hands out workers that run it. */

import { Client, RequestFailure } from '../client.js';

/** A module with one SIMD instruction: browsers without SIMD refuse it. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** @returns {boolean} */
function hasModuleWorkers() {
  let asked = false;
  const options = {
    get type() {
      asked = true;
      return /** @type {const} */ ('module');
    },
  };
  const address = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
  new Worker(address, options).terminate();
  URL.revokeObjectURL(address);
  return asked;
}

/** @returns {boolean} */
export function isSupported() {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE) && hasModuleWorkers();
}

/**
 * @param {string} address
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {string} address @returns {Promise<string>} */
async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.text();
}

/** @typedef {{script: string, module: WebAssembly.Module}} Core  a build of the core, and the worker that runs it as one script */

/**
 * The worker and what it imports as one script, so that a worker can be started without any connection.
 * @param {Promise<string[]>} worker  its own modules, in order of use
 * @param {string} folder  address of the build's folder
 */
async function wholeWorker(worker, folder) {
  const modules = [await text(`${folder}firstpick.js`), ...(await worker)];
  const inlined = modules.map((module) =>
    module
      .replace(/^export (?=class|function|async function|const)/gm, '')
      .replace(/^export \{[^}]*\};?$/gm, '')
      .replace(/^import .*;$/gm, ''),
  );
  return inlined.join('\n');
}

/**
 * @param {Promise<string[]>} worker
 * @param {string} folder
 * @returns {Promise<Core>}
 */
async function bring(worker, folder) {
  const [script, module] = await Promise.all([wholeWorker(worker, folder), compile(`${folder}firstpick_bg.wasm`)]);
  return { script, module };
}

/** More than this many helpers bring little more, and each holds a copy of the data. */
const MOST_HELPERS = 3;

/** One core is the worker's own. */
function sensibleHelpers() {
  return Math.max(0, Math.min((navigator.hardwareConcurrency || 1) - 1, MOST_HELPERS));
}

export class Engine {
  /** @type {string} */ #folder;
  /** The worker's own modules. @type {Promise<string[]>} */ #worker;
  /** The small build, which reads text in UTF-8 and UTF-16. @type {Promise<Core>} */ #core;
  /** The build that reads every encoding, and what is packed, once it is wanted. @type {Promise<Core> | null} */ #full =
    null;
  /** @type {Client | null} */ #spare = null;
  /** @type {number} */ #helpers;

  /**
   * @param {string} base  address of the folder www/
   * @param {{helpers?: number}} [options]  how many further workers each worker may start, where the work is
   *   long enough: 0 is one core only; as many as there are other cores, but at most 3, if it isn't said
   */
  constructor(base, { helpers = sensibleHelpers() } = {}) {
    this.#helpers = helpers;
    this.#folder = new URL('wasm/', base).href;
    this.#worker = Promise.all(
      ['job.js', 'crew.js', 'trials.js', 'table.js', 'reading.js', 'worker.js'].map((name) =>
        text(new URL(name, base).href),
      ),
    );
    this.#core = bring(this.#worker, this.#folder);
    this.#core.catch(() => {});
  }

  /** Settles when the page needs the network no more to start workers. */
  async loaded() {
    try {
      return await this.#core;
    } catch {
      throw new RequestFailure({ code: isSupported() ? 'engine-unavailable' : 'unsupported-browser', params: {} });
    }
  }

  /** The build that reads every encoding, and what is packed; what was asked for before the lock still arrives after it. */
  full() {
    let full = this.#full;
    if (!full) {
      full = bring(this.#worker, `${this.#folder}full/`);
      full.catch(() => {
        this.#full = null;
      });
      this.#full = full;
    }
    return full;
  }

  /** A worker that has no file yet; stays at hand for the next `take`. */
  async spare() {
    const { script, module } = await this.loaded();
    this.#spare ??= new Client(script, module, this.#helpers);
    return this.#spare;
  }

  /** A worker keeps the rules under which it was started: one from before the lock must not see a file. */
  discardSpare() {
    this.#spare?.end();
    this.#spare = null;
  }

  /** A worker for one file: memory of a worker never shrinks, so no file inherits one that served another. */
  async take() {
    const client = await this.spare();
    this.#spare = null;
    return client;
  }
}
