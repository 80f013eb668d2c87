/**
 * The worker: owns one session of the core and does the long work in bounded steps, so that
 * `pause` and `stop` are heard between them. It words nothing; what goes wrong crosses as a code.
 *
 * @import { EpochRecord, Failure, Options, Request, Roles, WorkerEvent } from "./protocol.js"
 */

import { initSync, Session } from './wasm/firstpick.js';

/** Milliseconds of work between two looks at the messages. */
const STEP = 16;
/** Milliseconds between two reports of progress. */
const REPORT = 50;
/** How much of a file is looked at before it is read, and how much is read at once. */
const HEAD = 2 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** A long request under way: can be paused, and stopped. */
class Job {
  stopped = false;
  /** @type {Promise<void> | null} */
  #pause = null;
  #wake = () => {};
  #reported = 0;

  pause() {
    this.#pause ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  resume() {
    this.#wake();
    this.#pause = null;
  }

  stop() {
    this.stopped = true;
    this.resume();
  }

  /** Lets messages in; comes back when work may go on, with whether it may. */
  async turn() {
    await nextTask();
    while (this.#pause) {
      await this.#pause;
    }
    return !this.stopped;
  }

  /**
   * @param {WorkerEvent} event  sent if the last one was long enough ago, or `urgent`
   * @returns {boolean} whether it was sent
   */
  report(event, urgent = false) {
    const now = performance.now();
    const due = urgent || now - this.#reported >= REPORT;
    if (due) {
      this.#reported = now;
      postMessage(event);
    }
    return due;
  }
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Ends the present task: unlike a timer's, this wait isn't stretched to 4 ms. */
function nextTask() {
  return new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(null);
  });
}

/** @type {Failure} */
const STOPPED = { code: 'stopped', params: {} };

/** What the worker holds: the session, the file that it came from, and the long request under way. */
const held = {
  /** @type {Session | null} */ session: null,
  /** @type {Blob | null} */ file: null,
  job: new Job(),
};

function session() {
  if (!held.session) {
    throw { code: 'wrong-order', params: {} };
  }
  return held.session;
}

/** Begins a long request, ending the one before. */
function begin() {
  held.job.stop();
  held.job = new Job();
  return held.job;
}

/** @param {Blob} part */
async function bytesOf(part) {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    const name = held.file instanceof File ? held.file.name : '';
    throw { code: 'file-unreadable', params: { name } };
  }
}

/** @type {Record<string, (payload: any, id: number) => any>} */
const requests = {
  async open({ file }) {
    begin();
    held.file = file;
    const head = await bytesOf(file.slice(0, HEAD));
    return session().open(head, file.size <= HEAD);
  },

  /** @param {{roles: Roles, seed: number}} payload */
  async read({ roles, seed }, id) {
    const job = begin();
    const file = held.file ?? new Blob();
    const total = file.size;
    session().beginReading(roles, seed);
    for (let start = 0; start < total || start === 0; start += CHUNK) {
      const end = Math.min(start + CHUNK, total);
      const bytes = await bytesOf(file.slice(start, end));
      if (!(await job.turn())) {
        throw STOPPED;
      }
      const rows = session().read(bytes, end === total);
      job.report({ event: 'reading', id, bytes: end, total, rows }, end === total);
    }
    return session().finishReading();
  },

  recipes: () => Session.recipes(),

  plan: ({ options }) => session().plan(options),

  /** @param {{options: Options}} payload */
  async train({ options }, id) {
    const job = begin();
    session().beginTraining(options);
    /** @type {EpochRecord[]} epochs may be shorter than the time between two reports */
    let records = [];
    let report = (/** @type {boolean} */ _urgent) => false;
    while (await job.turn()) {
      const { over, record, ...progress } = session().train(STEP);
      if (record) {
        records.push(record);
      }
      const event = { event: /** @type {const} */ ('training'), id, ...progress, records };
      report = (urgent) => job.report(event, urgent);
      if (report(false)) {
        records = [];
      }
      if (over) {
        break;
      }
    }
    if (records.length > 0) {
      report(true);
    }
    return session().finishTraining();
  },

  pause: () => held.job.pause(),
  resume: () => held.job.resume(),
  stop: () => held.job.stop(),

  async evaluate(_, id) {
    const job = begin();
    session().beginEvaluation();
    while (await job.turn()) {
      const { fraction, result } = session().evaluate(STEP);
      job.report({ event: 'evaluating', id, fraction });
      if (result) {
        return result;
      }
    }
    throw STOPPED;
  },

  users: ({ query, limit }) => session().findUsers(query, limit),

  recommend: ({ user, k }) => session().recommend(user, k),

  async exportRecommendations({ k }, id) {
    const job = begin();
    /** @type {BlobPart[]} */
    const parts = [];
    session().beginRecommendationsCsv(k);
    while (await job.turn()) {
      const bytes = session().recommendationsCsv(STEP);
      if (!bytes) {
        return new Blob(parts, { type: 'text/csv;charset=utf-8' });
      }
      parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
      job.report({ event: 'exporting', id, fraction: session().recommendationsCsvFraction() });
    }
    throw STOPPED;
  },

  exportReport: () => new Blob([session().report()], { type: 'application/json' }),

  exportModel() {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (session().modelFile());
    return new Blob([bytes], { type: 'application/octet-stream' });
  },
};

/**
 * A failure of the core has a code. Anything else, a trap above all, means that this
 * instance cannot be trusted any more.
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (typeof error === 'object' && error !== null && 'code' in error && 'params' in error) {
    return /** @type {Failure} */ (error);
  }
  console.error(error);
  return { code: 'worker-died', params: {} };
}

self.onmessage = async ({ data }) => {
  if (data.module) {
    try {
      initSync({ module: data.module });
      held.session = new Session();
    } catch (error) {
      console.error(error);
      postMessage({ failed: true });
    }
    return;
  }
  const { id, type, payload } = /** @type {Request} */ (data);
  try {
    const result = await requests[type](payload, id);
    postMessage({ id, result: result ?? {} });
  } catch (error) {
    postMessage({ id, failure: failureOf(error) });
  }
};
