/**
 * Firstpick's core in a worker, as the page runs it, for the benchmark to drive: each message is
 * a call, each answer its figures.
 */
import { initSync, Session } from '../www/wasm/firstpick.js';
import { baskets, csvOf, retailCsv } from './data.js';

const CHUNK = 1024 * 1024;
/** Milliseconds of work at once, as in www/worker.js. */
const STEP = 16;

/** @type {Session} */
let session;

/** @param {Uint8Array} bytes */
function read(bytes) {
  session = new Session();
  const { roles } = session.open(bytes.subarray(0, 2 * CHUNK), bytes.length <= 2 * CHUNK);
  session.beginReading(roles, 42);
  for (let start = 0; start < bytes.length; start += CHUNK) {
    session.read(bytes.subarray(start, start + CHUNK), start + CHUNK >= bytes.length);
  }
  return session.finishReading();
}

/** @type {Record<string, (payload: any) => any>} */
const calls = {
  async start({ module }) {
    const { memory } = initSync({ module: await WebAssembly.compile(module) });
    self.memory = memory;
    return {};
  },

  /** Interactions made from a seed. @param {{shape: any, seed: number}} payload */
  make: ({ shape, seed = 1 }) => read(csvOf(baskets(shape, seed))),

  /** @param {{bytes: Uint8Array}} payload */
  read({ bytes }) {
    const begun = performance.now();
    const dataset = read(bytes);
    return { milliseconds: performance.now() - begun, dataset, memory: self.memory.buffer.byteLength };
  },

  /** A file like Online Retail, made from a seed. @param {{rows: number}} payload */
  readRetail({ rows }) {
    return calls.read({ bytes: retailCsv(rows) });
  },

  /** @param {{recipe: string, change: object}} payload */
  begin({ recipe, change }) {
    session.beginTraining({ ...Session.recipes()[recipe], patience: 0, ...change });
    return {};
  },

  /** Trains for one epoch; the milliseconds of its batches, without the validation after them. */
  epoch() {
    let milliseconds = 0;
    for (;;) {
      const begun = performance.now();
      const { phase, record } = session.train(STEP);
      if (record) return { milliseconds, loss: record.loss, memory: self.memory.buffer.byteLength };
      if (phase === 'batches') milliseconds += performance.now() - begun;
    }
  },

  finish: () => session.finishTraining(),

  /** All users' first K, as for export. @param {{k: number}} payload */
  score({ k }) {
    const begun = performance.now();
    let length = 0;
    session.beginRecommendationsCsv(k);
    for (let bytes = session.recommendationsCsv(STEP); bytes; bytes = session.recommendationsCsv(STEP)) {
      length += bytes.length;
    }
    return { milliseconds: performance.now() - begun, length };
  },

  /** One user's list. @param {{user: string, k: number}} payload */
  recommend({ user, k }) {
    const begun = performance.now();
    session.recommend(user, k);
    return { milliseconds: performance.now() - begun };
  },
};

self.onmessage = async ({ data }) => {
  const { id, call, payload } = data;
  try {
    postMessage({ id, result: await calls[call](payload) });
  } catch (error) {
    postMessage({ id, error: JSON.stringify(error) + String(error) });
  }
};
