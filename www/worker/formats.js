/** The module *formats* in this worker: instantiated for the first file that needs it. */

import { initSync } from '../wasm/formats/formats.js';

/**
 * @typedef {(onWait?: () => void) => Promise<void>} LoadFormats  makes the classes of ../wasm/formats/formats.js usable, and
 *   says so before it has to wait; fails with `formats-unavailable` where the module could not be fetched
 */

/** @param {() => Promise<WebAssembly.Module | null>} ask @returns {LoadFormats} */
export function formatsLoader(ask) {
  let isLoaded = false;
  return async (onWait) => {
    if (isLoaded) return;
    onWait?.();
    const module = await ask();
    if (!module) throw { code: 'formats-unavailable', params: {} };
    initSync({ module });
    isLoaded = true;
  };
}
