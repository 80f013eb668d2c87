/**
 * PapaParse in a worker of its own: a CSV to the same sparse interactions as ours.
 * A classic worker: its bundle is no module.
 */
/* global Papa, importScripts */
importScripts('peers/papaparse.min.js');

/** @type {Record<string, (payload: any) => any>} */
const calls = {
  /** @param {{bytes: Uint8Array}} payload */
  read({ bytes }) {
    const begun = performance.now();
    const users = new Map();
    const items = new Map();
    const pairs = new Set();
    let rows = 0;
    const number = (/** @type {Map<string, number>} */ known, /** @type {string} */ id) => {
      let index = known.get(id);
      if (index === undefined) {
        index = known.size;
        known.set(id, index);
      }
      return index;
    };
    const text = new TextDecoder().decode(bytes);
    Papa.parse(text, {
      fastMode: false,
      step({ data }) {
        rows += 1;
        const [, item, , quantity, , , user] = data;
        if (rows > 1 && user && item && Number(quantity) > 0) {
          pairs.add(number(users, user) * 65_536 + number(items, item));
        }
      },
    });
    return { milliseconds: performance.now() - begun, rows, users: users.size, pairs: pairs.size };
  },
};

self.onmessage = async ({ data }) => {
  const { id, call, payload } = data;
  try {
    postMessage({ id, result: await calls[call](payload) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};
