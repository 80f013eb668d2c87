/** The charts' library: fetched once, after what the page cannot begin without. Until it has come, charts show their figures. */

/** @typedef {typeof import("./plot.js")} Library */

/** Name of the library's file in the folder www/ of the site. */
const FILE = 'charts.js';

/** @type {Promise<boolean> | null} */ let asked = null;
/** @type {Library | null} */ let library = null;
/** What is done when the library comes. @type {Set<() => void>} */ const waiting = new Set();

/**
 * Fetches the library; a failure is no error, and the next call tries again. What was asked for before the lock is there after it.
 * @param {string} base  address of the folder www/
 * @returns {Promise<boolean>}  whether it is there
 */
export function loadCharts(base) {
  asked ??= import(new URL(FILE, base).href).then(
    (module) => {
      library = module;
      for (const draw of waiting) draw();
      waiting.clear();
      return true;
    },
    () => {
      asked = null;
      return false;
    },
  );
  return asked;
}

/** The library; null until it has come. */
export function charts() {
  return library;
}

/** @param {() => void} draw  called once, when the library comes */
export function whenLoaded(draw) {
  waiting.add(draw);
}
