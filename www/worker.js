/**
 * The worker: owns one session of the core and does the long work in bounded steps, so that
 * `pause` and `stop` are heard between them. It words nothing; what goes wrong crosses as a code.
 * The same text serves as a helper of such a worker: see crew.js.
 *
 * @import { EpochRecord, Failure, Hello, Meaning, Options, Request, Roles, Task, WorkerEvent } from "./protocol.js"
 */

import { Crew } from './crew.js';

import { initSync, Session } from './wasm/firstpick.js';

/** Milliseconds of work between two looks at the messages. */
const STEP = 16;
/** Milliseconds between two reports of progress. */
const REPORT = 50;
/** How much of a file is looked at before it is read, and how much is read at once. */
const HEAD = 2 * 1024 * 1024;
const CHUNK = 1024 * 1024;
/**
 * Scores (users × items) from which on helpers are worth starting: about 0.1 s of the article's
 * network. A pair network scores pair by pair, at about a hundred times the cost.
 */
const WORTH_HELP = 4e6;
const PAIR_COST = 100;
/** Users in a task of scoring: a multiple of BLOCK in src/export/recommendations_csv.rs, so that no byte changes. */
const BLOCK = 64;
const MOST_BLOCKS = 4;

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
  crew: new Crew(0, new Blob(), /** @type {any} */ (null)),
  /** When the helpers have been given the network at hand. @type {Promise<unknown>} */ prepared: Promise.resolve(),
  users: 0,
  items: 0,
  /** The last task that a helper was given. @type {Promise<unknown>} */ task: Promise.resolve(),
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

/** The file piece by piece, at least one; the messages are looked at before each. @param {Job} job */
async function* chunks(job) {
  const file = held.file ?? new Blob();
  const total = file.size;
  for (let start = 0; start < total || start === 0; start += CHUNK) {
    const end = Math.min(start + CHUNK, total);
    const bytes = await bytesOf(file.slice(start, end));
    if (!(await job.turn())) {
      throw STOPPED;
    }
    yield { bytes, end, total };
  }
}

/** After a training: helpers, if scoring takes long enough, so that they are at hand when it is asked for. */
async function prepareCrew(/** @type {Options} */ { recipe }) {
  const { crew, users, items } = held;
  // The answer to the training goes out first: the snapshots take a moment.
  await nextTask();
  try {
    if (users * items * (recipe === 'pair' ? PAIR_COST : 1) >= WORTH_HELP) crew.muster(() => session().dataSnapshot());
    crew.teach(() => session().modelSnapshot());
  } catch {
    // No memory for a copy: one worker does it all.
    crew.dismiss();
  }
}

/** The whole of recommendations.csv as tasks: large ones first, small ones at the end, so that all end together. */
function* csvTasks(/** @type {number} */ k) {
  const { users, crew } = held;
  const hands = crew.size + 1;
  for (let from = 0, to = 0; from < users; from = to) {
    const blocks = Math.floor((users - from) / (BLOCK * hands * MOST_BLOCKS));
    to = hands === 1 ? users : Math.min(from + BLOCK * Math.max(1, Math.min(blocks, MOST_BLOCKS)), users);
    yield { type: /** @type {const} */ ('recommendationsCsv'), payload: { k, from, to } };
  }
}

/**
 * What any worker with the data can do. Each looks at the messages after every step, and asks
 * `goesOn` whether its result is still wanted; if it is not, there is none.
 * @type {Record<Task["type"], (payload: any, job: Job, goesOn: () => boolean) => Promise<any>>}
 */
const tasks = {
  /** @param {Task["payload"]} payload */
  async recommendationsCsv({ k, from, to }, job, goesOn) {
    session().beginRecommendationsCsvOf(k, from, to);
    const parts = [];
    while (await job.turn()) {
      if (!goesOn()) return null;
      const bytes = session().recommendationsCsv(STEP);
      if (!bytes) return parts;
      parts.push(bytes);
    }
    throw STOPPED;
  },
};

/** @type {Record<string, (payload: any, id: number) => any>} */
const requests = {
  async open({ file }) {
    begin();
    held.file = file;
    const head = await bytesOf(file.slice(0, HEAD));
    return session().open(head, file.size <= HEAD);
  },

  /** @param {{roles: Roles, meaning?: Partial<Meaning>, seed: number}} payload */
  async read({ roles, meaning, seed }, id) {
    const job = begin();
    session().beginReading(roles, seed, meaning);
    for await (const { bytes, end, total } of chunks(job)) {
      const rows = session().read(bytes, end === total);
      job.report({ event: 'reading', id, bytes: end, total, rows }, end === total);
    }
    const dataset = session().finishReading();
    held.crew.dismiss();
    held.users = dataset.users;
    held.items = dataset.items;
    return dataset;
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
    const trained = session().finishTraining();
    if (trained.kept > 0) held.prepared = prepareCrew(options);
    return trained;
  },

  pause() {
    held.job.pause();
    held.crew.pause();
  },
  resume() {
    held.job.resume();
    held.crew.resume();
  },
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
    session().beginRecommendationsCsv(k);
    await held.prepared;
    /** @type {Map<number, BlobPart[]>} by the first user */
    const parts = new Map();
    let done = 0;
    let fraction = 0;
    const report = (/** @type {number} */ users) => {
      // What is begun here and brought back by a helper first would count for more, then for less.
      fraction = Math.max(fraction, Math.min(1, users / held.users));
      job.report({ event: 'exporting', id, fraction });
    };
    await held.crew.share(
      csvTasks(k),
      (task, isWanted) =>
        tasks[task.type](task.payload, job, () => {
          const { from, to } = task.payload;
          report(done + (to - from) * session().recommendationsCsvFraction());
          return isWanted();
        }),
      ({ payload: { from, to } }, bytes) => {
        parts.set(from, bytes);
        done += to - from;
        report(done);
      },
    );
    const ordered = [...parts].sort(([one], [other]) => one - other).flatMap(([, bytes]) => bytes);
    return new Blob(ordered, { type: 'text/csv;charset=utf-8' });
  },

  async exportClean(_, id) {
    const job = begin();
    session().beginInteractionsCsv();
    /** @type {BlobPart[]} */ const parts = [];
    while (await job.turn()) {
      const bytes = session().interactionsCsv(STEP);
      if (!bytes) return new Blob(parts, { type: 'text/csv;charset=utf-8' });
      parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
      job.report({ event: 'exporting', id, fraction: session().interactionsCsvFraction() });
    }
    throw STOPPED;
  },

  async exportRejected(_, id) {
    const job = begin();
    session().beginRejected();
    /** @type {BlobPart[]} */ const parts = [];
    for await (const { bytes, end, total } of chunks(job)) {
      parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (session().rejected(bytes, end === total)));
      job.report({ event: 'exporting', id, fraction: total > 0 ? end / total : 1 });
    }
    return new Blob(parts, { type: 'text/csv;charset=utf-8' });
  },

  exportReport: () => new Blob([session().report()], { type: 'application/json' }),

  exportModel() {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (session().modelFile());
    return new Blob([bytes], { type: 'application/octet-stream' });
  },

  // Of a helper (HelperRequests).

  restoreData: ({ bytes }) => session().restoreData(bytes),
  restoreModel: ({ bytes }) => session().restoreModel(bytes),
  begin: () => void begin(),

  /** @param {Task} task */
  task({ type, payload }) {
    const { job } = held;
    const done = held.task.then(() => tasks[type](payload, job, () => true));
    held.task = done.catch(() => {});
    return done;
  },
};

/** What can be handed over instead of being copied. @param {unknown} result @returns {Transferable[]} */
function transferable(result) {
  return Array.isArray(result) ? result.filter((part) => part instanceof Uint8Array).map(({ buffer }) => buffer) : [];
}

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
    const { module, script, helpers } = /** @type {Hello} */ (data);
    try {
      initSync({ module });
      held.session = new Session();
      if (script) held.crew = new Crew(helpers, script, module);
    } catch (error) {
      console.error(error);
      postMessage({ failed: true });
    }
    return;
  }
  const { id, type, payload } = /** @type {Request} */ (data);
  try {
    const result = await requests[type](payload, id);
    postMessage({ id, result: result ?? {} }, { transfer: transferable(result) });
  } catch (error) {
    postMessage({ id, failure: failureOf(error) });
  }
};
