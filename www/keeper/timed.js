/**
 * What the keeper asks of the browser, timed. Chromium has been seen to never answer one such operation (a saving in hundreds,
 * beside five other pages); the worker that asked is then of no use any more, another one is.
 *
 * @import { Storage } from "./keeper_protocol.js"
 */

/** Milliseconds that one operation may take. */
const PATIENCE_MS = 8_000;

/** When each operation that is under way began. @type {Set<{at: number}>} */
const underWay = new Set();

/** Whether an operation has not come back in time. */
export function isStuck() {
  const now = performance.now();
  return [...underWay].some(({ at }) => now - at > PATIENCE_MS);
}

/** @template T @param {Promise<T>} operation @returns {Promise<T>} */
export async function timed(operation) {
  const begun = { at: performance.now() };
  underWay.add(begun);
  try {
    return await operation;
  } finally {
    underWay.delete(begun);
  }
}

/** @param {() => Promise<Storage>} open @returns {Promise<Storage>} */
export async function openTimed(open) {
  const storage = await timed(open());
  return {
    read: (name) => timed(storage.read(name)),
    write: (name, parts) => timed(storage.write(name, parts)),
    remove: (name) => timed(storage.remove(name)),
    names: () => timed(storage.names()),
  };
}
