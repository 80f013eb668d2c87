/** Firstpick's core in a worker, in chunks and steps as the page's worker runs it, for the benchmark to drive. */
import './calls.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { initSync, Session } from '../../www/wasm/core/core.js';
import { warmUp } from '../../www/worker/warmup.js';
import { baskets, closest, csvOf } from './data.js';

const CHUNK = 1024 * 1024;
/** Milliseconds of work at once, as in www/worker/task.js. */
const STEP = 16;
/** Users scored at once: about as long. */
const SCORED = 512;

/** @type {Session} */
let session;
/** @type {WebAssembly.Memory} */
let memory;
/** @type {Uint32Array[]} */
let users;
/** @type {Blob} */
let file;

/** @param {Blob} blob */
async function read(blob) {
  const bytes = async (/** @type {number} */ start, /** @type {number} */ length) =>
    new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
  session = new Session();
  const { roles } = session.open(await bytes(0, 2 * CHUNK), blob.size <= 2 * CHUNK);
  session.beginReading({ roles, seed: 42, bytes: blob.size });
  let done = 0;
  // As www/worker/file_source.js reads a file.
  const reader = blob.stream().getReader({ mode: 'byob' });
  for (let buffer = new ArrayBuffer(CHUNK); done < blob.size; ) {
    const { value } = await reader.read(new Uint8Array(buffer));
    done += value.length;
    session.read(value, done === blob.size);
    buffer = value.buffer;
  }
  for (;;) {
    const { result } = session.pollReading(STEP);
    if (result) return result;
  }
}

/** Whether the training has ended; the evaluation that would follow is left out. */
let isTrained = false;

/** The next step of the training. */
function step() {
  const { training, trained } = session.train(STEP);
  isTrained = trained !== null;
  return training;
}

/** @param {object} options */
function begin(options) {
  session.beginTraining(options);
  isTrained = false;
}

/** Ends the training with what it has. */
function finish() {
  if (!isTrained) session.stopTraining();
  while (!isTrained) step();
}

/** Bytes of wasm memory: it never shrinks, so this is the most that was ever in use. */
const used = () => memory.buffer.byteLength;

answer({
  /** @param {{module: WebAssembly.Module}} payload */
  start({ module }) {
    memory = initSync({ module }).memory;
  },

  /** As the page does while it has nothing else to do. */
  warmUp: () => warmUp(new Session()),

  /** Reads interactions made from a seed. @param {{shape: import('./data.js').Shape}} payload */
  make({ shape }) {
    users = baskets(shape);
    return read(new Blob([csvOf(users)]));
  },

  /** @param {{file: Blob}} payload */
  takeFile(payload) {
    file = payload.file;
  },

  /** Reads that file. */
  async readFile() {
    const begun = performance.now();
    const { users, items, interactions } = await read(file);
    return { milliseconds: performance.now() - begun, users, items, interactions, memory: used() };
  },

  /** @param {{recipe: string, change: object}} payload */
  begin({ recipe, change }) {
    begin({ ...RECIPE_DEFAULTS[recipe], patience: 0, ...change });
  },

  /** Trains for one epoch; the milliseconds of its batches, without the validation after them. */
  epoch() {
    let milliseconds = 0;
    for (;;) {
      const begun = performance.now();
      const { phase, records } = step();
      const record = records.at(-1);
      if (record) return { milliseconds, loss: record.loss };
      if (phase === 'batches') milliseconds += performance.now() - begun;
    }
  },

  finish,

  /** Fits the linear path once, which is EASE with dropout: without validation there is nothing to choose. */
  ease() {
    begin({ ...RECIPE_DEFAULTS.recommended, search: false, hidden: [1], epochs: 1 });
    const begun = performance.now();
    while (step().phase === 'linear');
    const milliseconds = performance.now() - begun;
    finish();
    return { milliseconds };
  },

  memory: used,

  /** A recipe's weights before its first step, but for one step of the smallest rate. @param {{recipe: string, change: object}} payload */
  initialWeights({ recipe, change }) {
    const still = { epochs: 1, learningRate: 1e-6, batchSize: 65_536, patience: 0 };
    begin({ ...RECIPE_DEFAULTS[recipe], ...change, ...still });
    while (!isTrained) step();
    return session.modelFile();
  },

  /** Some users' first K and their scores, a step's worth at a time. @param {{k: number, from: number, to: number}} payload */
  score({ k, from, to }) {
    const begun = performance.now();
    for (let start = from; start < to; start += SCORED) session.bestItems(k, start, Math.min(start + SCORED, to));
    return { milliseconds: performance.now() - begun };
  },

  /** The lists of `count` users whose number of items is closest to `size`; the milliseconds of each. */
  recommend({ size, count, k }) {
    return closest(users, size, count).map((user) => {
      const begun = performance.now();
      session.recommend(`u${user}`, k);
      return performance.now() - begun;
    });
  },
});
