/**
 * The module *formats* in this worker: instantiated for the first file that needs it.
 *
 * @import { Formats } from "../requests.js"
 */

import { initSync } from '../wasm/formats/formats.js';
import { isFailure } from './rpc.js';

/**
 * @typedef {(onWait?: () => void) => Promise<Formats>} LoadFormats  makes the classes of ../wasm/formats/formats.js usable, and
 *   says so before it has to wait; fails with `formats-unavailable` where they could not be fetched
 */

/** Whether the instance has trapped: nothing of it is called any more, and its memory goes with the worker. */
let isDead = false;

/** @param {() => Promise<Formats | null>} ask @returns {LoadFormats} */
export function formatsLoader(ask) {
  /** @type {Formats | null} */ let loaded = null;
  return async (onWait) => {
    // Ends this worker; the page starts another one.
    if (isDead) throw new Error('the module formats has trapped');
    if (loaded) return loaded;
    onWait?.();
    const formats = await ask();
    if (!formats) throw { code: 'formats-unavailable', params: {} };
    initSync({ module: formats.module });
    loaded = formats;
    return formats;
  };
}

/**
 * Calls what a hostile file may trap: that is the file's fault, and said of it alone. The core knows nothing of it.
 * @template T
 * @param {string} kind  of the file
 * @param {() => T} call
 * @returns {T}
 */
export function guarded(kind, call) {
  try {
    return call();
  } catch (error) {
    if (isFailure(error)) throw error;
    console.error(error);
    isDead = true;
    throw { code: 'archive-broken', params: { kind } };
  }
}

/** Gives back what an object of the module holds, unless the module has trapped. @param {{free: () => void}} object */
export function release(object) {
  if (!isDead) object.free();
}
