/** Compiles the core once, and hands out workers that run it. */

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

/**
 * The worker and what it imports as one script, so that a worker can be started without any connection.
 * @param {string} base
 */
async function wholeWorker(base) {
  const [worker, crew, glue] = await Promise.all([
    text(new URL('worker.js', base).href),
    text(new URL('crew.js', base).href),
    text(new URL('wasm/firstpick.js', base).href),
  ]);
  const inlined = [glue, crew, worker].map((module) =>
    module
      .replace(/^export (?=class|function)/gm, '')
      .replace(/^export \{[^}]*\};?$/gm, '')
      .replace(/^import .*;$/gm, ''),
  );
  return inlined.join('\n');
}

/** More than this many helpers bring little more, and each holds a copy of the data. */
const MOST_HELPERS = 3;

/** One core is the worker's own. */
function sensibleHelpers() {
  return Math.max(0, Math.min((navigator.hardwareConcurrency || 1) - 1, MOST_HELPERS));
}

export class Engine {
  /** @type {Promise<string>} */ #script;
  /** @type {Promise<WebAssembly.Module>} */ #module;
  /** @type {Client | null} */ #spare = null;
  /** @type {number} */ #helpers;

  /**
   * @param {string} base  address of the folder www/
   * @param {{helpers?: number}} [options]  how many further workers each worker may start, where the work is
   *   long enough: 0 is one core only; as many as there are other cores, but at most 3, if it isn't said
   */
  constructor(base, { helpers = sensibleHelpers() } = {}) {
    this.#helpers = helpers;
    this.#script = wholeWorker(base);
    this.#script.catch(() => {});
    this.#module = compile(new URL('wasm/firstpick_bg.wasm', base).href);
    this.#module.catch(() => {});
  }

  /** Settles when the page needs the network no more to start workers. */
  async loaded() {
    try {
      await this.#script;
      return await this.#module;
    } catch {
      throw new RequestFailure({ code: isSupported() ? 'engine-unavailable' : 'unsupported-browser', params: {} });
    }
  }

  /** A worker that has no file yet; stays at hand for the next `take`. */
  async spare() {
    const module = await this.loaded();
    const script = await this.#script;
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
