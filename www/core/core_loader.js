/**
 * Fetches the core, then *formats*, and hands out workers that run the core. Whatever could not be fetched is
 * fetched again when it is asked for again.
 *
 * @import { Formats } from "../requests.js"
 * @import { Core } from "./client.js"
 */

import { IncompleteFile, siteFile } from '../site_file.js';
import { Client, RequestFailure } from './client.js';

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
  const isRecent = typeof WebAssembly === 'object' && 'findLast' in Array.prototype;
  return isRecent && WebAssembly.validate(SIMD_PROBE) && hasModuleWorkers();
}

/** @param {string} address @returns {Promise<WebAssembly.Module>} */
async function compiled(address) {
  return WebAssembly.compile(await (await siteFile(address)).arrayBuffer());
}

/** @param {string} address @returns {Promise<Blob>} */
async function scriptFrom(address) {
  return new Blob([await siteFile(address)], { type: 'text/javascript' });
}

/** What a person is told where the core did not come. @param {unknown} error @returns {import("../protocol.js").Failure} */
function failureOf(error) {
  if (!isSupported()) return { code: 'unsupported-browser', params: {} };
  return { code: 'engine-unavailable', params: lackOf(error) };
}

/** Which file did not come, and how. @param {unknown} error @returns {import("../protocol.js").Failure["params"]} */
function lackOf(error) {
  return error instanceof IncompleteFile ? { name: error.file, how: error.how } : {};
}

/**
 * A promise that is made when it is first asked for, and again after it has failed.
 * @template T
 * @param {() => Promise<T>} make
 * @returns {() => Promise<T>}
 */
function kept(make) {
  /** @type {Promise<T> | null} */ let made = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** More helpers than this bring little more, and each holds a copy of the data. */
const MOST_HELPERS = 3;

/** One processor is the worker's own. */
function sensibleHelpers() {
  return Math.max(0, Math.min((navigator.hardwareConcurrency || 1) - 1, MOST_HELPERS));
}

export class CoreLoader {
  /** @type {number} */ #helpers;
  /** @type {Client | null} */ #warming = null;
  #isWarm = false;
  /** The keeper's text. @type {() => Promise<Blob>} */ keeper;
  /** Whether the core has come. */ isLoaded = false;
  #formats;
  /** The core, which is fetched at once. What was asked for before the lock still arrives after it. @type {() => Promise<Core>} */ core;

  /**
   * @param {string} base  address of the folder www/
   * @param {{helpers?: number}} [options]  further workers that each worker may start, where the work is long enough: 0 is
   *   one processor only; as many as there are other processors, but at most 3, if it isn't said
   */
  constructor(base, { helpers = sensibleHelpers() } = {}) {
    this.#helpers = helpers;
    const address = (/** @type {string} */ name) => new URL(name, base).href;
    this.#formats = kept(async () => {
      const parts = [compiled(address('formats.wasm')), scriptFrom(address('parquet.js'))];
      const [module, parquet] = /** @type {[WebAssembly.Module, Blob]} */ (await Promise.all(parts));
      return { module, parquet };
    });
    this.keeper = kept(async () => {
      try {
        return await scriptFrom(address('keeper.js'));
      } catch (error) {
        throw new RequestFailure({ code: 'keeper-unavailable', params: lackOf(error) });
      }
    });
    this.core = kept(async () => {
      try {
        const parts = [scriptFrom(address('worker.js')), compiled(address('core.wasm'))];
        const [script, module] = /** @type {[Blob, WebAssembly.Module]} */ (await Promise.all(parts));
        this.isLoaded = true;
        return { script, module, formats: () => this.formats() };
      } catch (error) {
        throw new RequestFailure(failureOf(error));
      }
    });
    this.core().catch(() => {});
  }

  /** What reads other files than text; null where it could not be fetched. @returns {Promise<Formats | null>} */
  formats() {
    return this.#formats().catch(() => null);
  }

  /**
   * Has the core read a made-up file, once, in a worker of its own: what the browser makes of the core's code by that serves
   * all workers, and the first real file is read sooner.
   */
  async warmUp() {
    if (this.#isWarm) return;
    this.#isWarm = true;
    this.#warming = new Client(await this.core(), 0);
    await this.#warming.request('warmUp', {}).catch(() => {});
    this.#endWarmUp();
  }

  #endWarmUp() {
    this.#warming?.end();
    this.#warming = null;
  }

  /**
   * A worker for one file: memory of a worker never shrinks, so no file inherits one that served another. It keeps the rules
   * under which it was started, so that one for a person's own file is asked for behind the lock.
   */
  async worker() {
    const core = await this.core();
    this.#isWarm = true;
    this.#endWarmUp();
    return new Client(core, this.#helpers);
  }
}
