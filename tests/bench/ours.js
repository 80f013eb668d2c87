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
  make: ({ shape, seed }) => read(csvOf(baskets(shape, seed))),

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

  /** Trains; milliseconds and loss of each epoch. @param {{recipe: string, change: object}} payload */
  train({ recipe, change }) {
    const options = { ...Session.recipes()[recipe], ...change };
    session.beginTraining(options);
    const epochs = [];
    let begun = performance.now();
    for (;;) {
      const { over, record } = session.train(STEP);
      if (record) {
        epochs.push({ milliseconds: performance.now() - begun, loss: record.loss });
        begun = performance.now();
      }
      if (over) break;
    }
    session.finishTraining();
    return { epochs, memory: self.memory.buffer.byteLength };
  },

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
