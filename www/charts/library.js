/**
 * The charts' library: fetched once, after what the page cannot begin without. Until it has come, charts show their figures,
 * and say so where it does not come.
 */

/** @typedef {typeof import("./plot.js")} Library */

/** Name of the library's file in the folder www/ of the site. */
const FILE = 'charts.js';
/** Milliseconds after which charts say that they still wait. */
const PATIENCE_MS = 15_000;

/** @type {Promise<boolean> | null} */ let asked = null;
/** @type {Library | null} */ let library = null;
let isMissing = false;
/** What is done when the library comes, or is missed. @type {Set<() => void>} */ const waiting = new Set();

/**
 * Fetches the library; a failure is no error, and the next call tries again. What was asked for before the lock is there after it.
 * @param {string} base  address of the folder www/
 * @returns {Promise<boolean>}  whether it is there
 */
export function loadCharts(base) {
  asked ??= fetchLibrary(base);
  return asked;
}

/** @param {string} base */
async function fetchLibrary(base) {
  const timer = setTimeout(() => miss(true), PATIENCE_MS);
  try {
    library = await import(new URL(FILE, base).href);
    miss(false);
    waiting.clear();
  } catch {
    asked = null;
    miss(true);
  } finally {
    clearTimeout(timer);
  }
  return library !== null;
}

/** @param {boolean} is */
function miss(is) {
  isMissing = is;
  for (const draw of waiting) draw();
}

/** The library; null until it has come. */
export function charts() {
  return library;
}

/** Whether the library did not come. */
export function isLibraryMissing() {
  return isMissing;
}

/** @param {() => void} draw  called when the library comes, once, and when it is missed */
export function whenLoaded(draw) {
  waiting.add(draw);
}
