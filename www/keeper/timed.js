/**
 * What the keeper asks of the browser, timed. Chromium has been seen to never answer one such operation (a saving in hundreds,
 * beside five other pages); the worker that asked is then of no use any more, another one is.
 *
 * @import { Storage } from "./keeper_protocol.js"
 */

/** Milliseconds that one operation may take, or the next piece of one that is done in pieces. */
const PATIENCE_MS = 8_000;

/** The operations under way: when each began or got on last, and the milliseconds that it may take. @type {Set<{at: number, patience: number}>} */
const underWay = new Set();

/** Whether an operation has not come back in time. */
export function isStuck() {
  const now = performance.now();
  return [...underWay].some(({ at, patience }) => now - at > patience);
}

/**
 * Between two pieces of a long operation: what is asked of the keeper meanwhile is heard, and the time begins anew.
 * @returns {Promise<void>}
 */
export async function betweenPieces() {
  await new Promise((resolve) => setTimeout(resolve));
  for (const operation of underWay) operation.at = performance.now();
}

/** @template T @param {Promise<T>} operation @param {number} [patience] @returns {Promise<T>} */
export async function timed(operation, patience = PATIENCE_MS) {
  const begun = { at: performance.now(), patience };
  underWay.add(begun);
  try {
    return await operation;
  } finally {
    underWay.delete(begun);
  }
}

/** @param {() => Promise<Storage>} open @param {number} [patience]  of each of its operations @returns {Promise<Storage>} */
export async function openTimed(open, patience) {
  const storage = await timed(open());
  return {
    read: (name) => timed(storage.read(name), patience),
    write: (name, parts) => timed(storage.write(name, parts), patience),
    remove: (name) => timed(storage.remove(name), patience),
    names: () => timed(storage.names(), patience),
  };
}
