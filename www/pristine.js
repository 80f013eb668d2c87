/** What the barrier kept for the page, taken before any other script can: it is handed out once. */

/** @typedef {import("./barrier.js").Kept} Kept */

const shared = /** @type {{firstpick?: Kept}} */ (/** @type {unknown} */ (globalThis));

/** Null where the barrier did not run, or another script was here before. */
export const kept = shared.firstpick ?? null;
Reflect.deleteProperty(shared, 'firstpick');

/** A worker that the lock leaves alone. @param {string} address @param {WorkerOptions} options */
export function startWorker(address, options) {
  return kept ? kept.startWorker(address, options) : new Worker(address, options);
}
