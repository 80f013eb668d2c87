/**
 * Brings the two builds of the core, and hands out workers that run them. The page begins with the opening core, which
 * shows what is in a file; the full core does everything, and runs in every worker from when it has come.
 */

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

/** @typedef {import("../client.js").Core} Core */

/** Where each build lies below www/, and the modules of its worker, in order of use. */
const OPENING = { folder: 'wasm/', modules: ['table.js', 'line.js', 'opener.js'], isFull: false };
const FULL = {
  folder: 'wasm/full/',
  modules: ['job.js', 'crew.js', 'trials.js', 'table.js', 'reading.js', 'warmup.js', 'line.js', 'worker.js'],
  isFull: true,
};

/** @param {string[]} modules  as one script, so that a worker can be started without any connection */
function inlined(modules) {
  return modules
    .map((module) =>
      module
        .replace(/^export (?=class|function|async function|const)/gm, '')
        .replace(/^export \{[^}]*\};?$/gm, '')
        .replace(/^import .*;$/gm, ''),
    )
    .join('\n');
}

/**
 * Asks for all of a build at once.
 * @param {string} base  address of the folder www/
 * @param {typeof OPENING} build
 * @returns {Promise<Core>}
 */
async function bring(base, { folder, modules, isFull }) {
  const address = (/** @type {string} */ path) => new URL(path, base).href;
  const [module, ...texts] = await Promise.all([
    compile(address(`${folder}firstpick_bg.wasm`)),
    ...[`${folder}firstpick.js`, ...modules].map((path) => text(address(path))),
  ]);
  return { script: inlined(texts), module, isFull };
}

/** More than this many helpers bring little more, and each holds a copy of the data. */
const MOST_HELPERS = 3;

/** One core is the worker's own. */
function sensibleHelpers() {
  return Math.max(0, Math.min((navigator.hardwareConcurrency || 1) - 1, MOST_HELPERS));
}

export class Engine {
  /** @type {string} */ #base;
  /** @type {Promise<Core>} */ #opening;
  /** Once it is wanted. @type {Promise<Core> | null} */ #full = null;
  /** The full core, once it has come. @type {Core | null} */ #come = null;
  /** @type {Client | null} */ #spare = null;
  /** @type {number} */ #helpers;
  /** @type {Client | null} */ #warming = null;
  #isWarm = false;

  /**
   * @param {string} base  address of the folder www/
   * @param {{helpers?: number}} [options]  how many further workers each worker may start, where the work is
   *   long enough: 0 is one core only; as many as there are other cores, but at most 3, if it isn't said
   */
  constructor(base, { helpers = sensibleHelpers() } = {}) {
    this.#helpers = helpers;
    this.#base = base;
    this.#opening = bring(base, OPENING);
    this.#opening.catch(() => {});
  }

  /** Settles when the page needs the network no more to open a file: with the full core if that has come already. */
  async loaded() {
    // Where the one does not come, the other, which is asked for anew each time, does as well.
    return this.#come ?? (await this.#opening.catch(() => this.full()));
  }

  /** The core that does everything; what was asked for before the lock still arrives after it. */
  full() {
    this.#full ??= bring(this.#base, FULL).then(
      (core) => {
        this.#come = core;
        return core;
      },
      () => {
        this.#full = null;
        throw new RequestFailure({ code: isSupported() ? 'engine-unavailable' : 'unsupported-browser', params: {} });
      },
    );
    return this.#full;
  }

  /**
   * Has the full core read a file that nobody has chosen, once, in a worker of its own: what the browser makes of the
   * core's code by that serves all workers, and the first real file is read sooner.
   */
  async warmUp() {
    if (!this.#come || this.#isWarm) return;
    this.#isWarm = true;
    this.#warming = new Client(this.#come, 0);
    await this.#warming.request('warmUp', {}).catch(() => {});
    this.#endWarmUp();
  }

  #endWarmUp() {
    this.#warming?.end();
    this.#warming = null;
  }

  /** A worker that has no file yet; stays at hand for the next `take`. */
  async spare() {
    const core = await this.loaded();
    this.#spare ??= new Client(core, this.#helpers);
    return this.#spare;
  }

  /** A worker keeps the rules under which it was started: one from before the lock must not see a file. */
  discardSpare() {
    this.#spare?.end();
    this.#spare = null;
  }

  /** A worker for one file: memory of a worker never shrinks, so no file inherits one that served another. */
  async take() {
    this.#endWarmUp();
    const core = await this.loaded();
    // One that was started before the full core came would only have to be changed.
    if (this.#spare?.core !== core) this.discardSpare();
    const client = this.#spare ?? new Client(core, this.#helpers);
    this.#spare = null;
    return client;
  }
}
