/**
 * PapaParse in a worker of its own: a CSV to the same sparse interactions as ours.
 * A classic worker: its bundle is no module.
 */
/* global Papa, answer, importScripts */
importScripts('calls.js', 'peers/papaparse.min.js');

/** @type {Blob} */
let file;

/** Users and items by number, and each pair of them once. */
class Interactions {
  /** @type {Map<string, number>} */ users = new Map();
  /** @type {Map<string, number>} */ items = new Map();
  /** @type {Set<number>} */ pairs = new Set();

  /** @param {string[]} row */
  add([, item, , , , , user]) {
    if (user && item) this.pairs.add(this.number(this.users, user) * 65_536 + this.number(this.items, item));
  }

  /** @param {Map<string, number>} known @param {string} id */
  number(known, id) {
    let index = known.get(id);
    if (index === undefined) {
      index = known.size;
      known.set(id, index);
    }
    return index;
  }
}

/** Ways to go through a file; the first row is the header. @type {Record<string, (found: Interactions) => Promise<void>>} */
const ways = {
  async 'the whole text'(found) {
    const { data } = Papa.parse(await file.text());
    for (let row = 1; row < data.length; row += 1) found.add(data[row]);
  },

  async 'row by row'(found) {
    let row = 0;
    Papa.parse(await file.text(), { step: ({ data }) => row++ > 0 && found.add(data) });
  },

  'chunks of the file': (found) =>
    new Promise((resolve, reject) => {
      let isFirst = true;
      Papa.parse(file, {
        chunk({ data }) {
          for (let row = isFirst ? 1 : 0; row < data.length; row += 1) found.add(data[row]);
          isFirst = false;
        },
        complete: () => resolve(),
        error: reject,
      });
    }),
};

answer({
  /** @param {{file: Blob}} payload */
  takeFile(payload) {
    file = payload.file;
  },

  ways: () => Object.keys(ways),

  /** Reads that file. @param {{way: string}} payload */
  async readFile({ way }) {
    const found = new Interactions();
    const begun = performance.now();
    await ways[way](found);
    const milliseconds = performance.now() - begun;
    return { milliseconds, users: found.users.size, items: found.items.size, interactions: found.pairs.size };
  },
});
