/**
 * The worker of the full core: owns one session and does the long work in bounded steps, so that
 * `pause` and `stop` are heard between them.
 * The same text serves as a helper of such a worker: see crew.js.
 *
 * @import { EpochRecord, FileChoices, ModelName, Options, Reading, Task } from "./protocol.js"
 */

import { Crew } from './crew.js';
import { awaited, Job, nextTask, STEP, STOPPED, stepped } from './job.js';
import { answer } from './line.js';
import { cleanData, readTable, rejectedRows } from './reading.js';
import { tableOf } from './table.js';
import { fold, tune } from './trials.js';
import { warmUp } from './warmup.js';
import { initSync, recipes, Session } from './wasm/full/firstpick.js';

/**
 * Scores (users × items) from which on helpers are worth starting: about 0.1 s of the article's
 * network. A pair network scores pair by pair, at about a hundred times the cost.
 */
const WORTH_HELP = 4e6;
const PAIR_COST = 100;
/** Users in a task of scoring: a multiple of BLOCK in src/export/recommendations_csv.rs, so that no byte changes. */
const BLOCK = 64;
const MOST_BLOCKS = 4;

/** What the worker holds: the session, the file that it came from, and the long request under way. */
const held = {
  /** @type {Session | null} */ session: null,
  /** The table of the file that is open. @type {Awaited<ReturnType<typeof tableOf>> | null} */ table: null,
  job: new Job(),
  crew: new Crew(0, new Blob(), /** @type {any} */ (null)),
  /** When the helpers have been given the network at hand. @type {Promise<unknown>} */ prepared: Promise.resolve(),
  users: 0,
  items: 0,
  /** What a helper's tuning of the baselines comes to, while this worker trains. @type {Promise<any> | null} */ choices:
    null,
  /** Whose recommendations are asked for. @type {ModelName} */ model: 'network',
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

/** Users × items from which on a helper is worth starting to tune the baselines: about a second of it. */
const WORTH_TUNING = 1e6;

/** Has the baselines tuned elsewhere, if they are not yet, while this worker trains. */
function tuneElsewhere() {
  const { crew, users, items } = held;
  held.choices = null;
  if (!session().wantsChoices() || users * items < WORTH_TUNING) return;
  try {
    crew.dismiss();
    crew.muster(() => session().dataSnapshot());
    held.choices = crew.errand({ type: 'tuneBaselines', payload: {} });
    held.choices?.catch(() => {});
  } catch {
    // No memory for a copy: this worker does it when it has trained.
    crew.dismiss();
  }
}

/** Where trials and folds are done: here and at helpers, each with the data as they are split now. @param {Job} job */
function deskFor(job) {
  const { crew } = held;
  const begun = performance.now();
  try {
    crew.dismiss();
    crew.muster(() => session().dataSnapshot());
  } catch {
    // No memory for a copy: this worker does it alone.
    crew.dismiss();
  }
  return {
    crew,
    /** @type {import("./trials.js").Desk["doMyself"]} */
    doMyself: async (task, goesOn, report) => {
      try {
        return await tasks[/** @type {Task["type"]} */ (task.type)](task.payload, job, goesOn, report);
      } catch (error) {
        // A stop keeps what was found.
        if (job.stopped) return null;
        throw error;
      }
    },
    linear: () => session().linearChoice(),
    worked: () => performance.now() - begun - job.paused,
    isStopped: () => job.stopped,
  };
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
  const { users, crew, model } = held;
  // Helpers have the network, but not the baselines, whose lists take no time.
  const hands = model === 'network' ? crew.size + 1 : 1;
  for (let from = 0, to = 0; from < users; from = to) {
    const blocks = Math.floor((users - from) / (BLOCK * hands * MOST_BLOCKS));
    to = hands === 1 ? users : Math.min(from + BLOCK * Math.max(1, Math.min(blocks, MOST_BLOCKS)), users);
    yield { type: /** @type {const} */ ('recommendationsCsv'), payload: { k, from, to } };
  }
}

/**
 * What any worker with the data can do. Each looks at the messages after every step, and asks
 * `goesOn` whether its result is still wanted; if it is not, there is none.
 * @type {Record<Task["type"], (payload: any, job: Job, goesOn: () => boolean, report?: (fraction: number) => void) => Promise<any>>}
 */
const tasks = {
  /** @param {{options: Options, epochs: number, linear: any}} payload */
  async trial({ options, epochs, linear }, job, goesOn, report) {
    if (linear) session().adoptLinear(linear);
    session().beginTrial(options, epochs);
    return stepped(() => session().tryOn(STEP), job, goesOn, report);
  },

  /** @param {{options: Options, index: number, folds: number, choices: any}} payload */
  async fold({ options, index, folds, choices }, job, goesOn, report) {
    session().adoptChoices(choices);
    session().beginFold(options, index, folds);
    return stepped(() => session().advanceFold(STEP), job, goesOn, report);
  },

  async tuneBaselines(_, job, goesOn, report) {
    session().beginTuningBaselines();
    return stepped(() => session().tuneBaselines(STEP), job, goesOn, report);
  },

  /** @param {{k: number, from: number, to: number}} payload */
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
  /** @param {{file: Blob, choices?: FileChoices}} payload */
  async open({ file, choices }, id) {
    const job = begin();
    held.table = null;
    const report = (/** @type {number} */ fraction) => {
      job.report({ event: 'reading', id, bytes: fraction * file.size, total: file.size, rows: null });
    };
    const advance = async (/** @type {number} */ fraction) => {
      if (!(await job.turn())) throw STOPPED;
      report(fraction);
    };
    const table = await tableOf(file, advance, report);
    const { bytes, whole } = await table.head();
    const preview = session().open(bytes, whole, { ...choices, ...table.written });
    held.table = table;
    return { ...preview, contents: table.contents };
  },

  /** @param {Reading} reading */
  async read(reading, id) {
    const job = begin();
    const { table } = held;
    if (!table) throw { code: 'wrong-order', params: {} };
    const dataset = await readTable(session(), table, reading, job, id);
    held.crew.dismiss();
    held.users = dataset.users;
    held.items = dataset.items;
    return dataset;
  },

  recipes: () => recipes(),

  plan: ({ options }) => session().plan(options),

  /** @param {{options: Options}} payload */
  async train({ options }, id) {
    const job = begin();
    session().beginTraining(options);
    tuneElsewhere();
    /** @type {EpochRecord[]} epochs may be shorter than the time between two reports */
    let records = [];
    let report = (/** @type {boolean} */ _urgent) => false;
    while (await job.turn()) {
      const { over, records: ended, ...progress } = session().train(STEP);
      records.push(...ended);
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
    if (trained.kept > 0) {
      held.model = 'network';
      held.prepared = prepareCrew(options);
    }
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
      const { fraction, model, wantsChoices, result } = session().evaluate(STEP);
      const report = (/** @type {number | null} */ tuning) =>
        job.report({ event: 'evaluating', id, fraction, model, tuning });
      if (result) return result;
      if (wantsChoices) {
        const elsewhere = held.choices;
        const found = elsewhere && (await awaited(elsewhere, job, report));
        held.choices = null;
        session().adoptChoices(found ?? (await tasks.tuneBaselines({}, job, () => true, report)));
      } else report(null);
    }
    throw STOPPED;
  },

  /** @param {{minutes: number, options: Options}} payload */
  async tune({ minutes, options }, id) {
    const job = begin();
    session().prepareTrials(options);
    const desk = deskFor(job);
    return tune(desk, Session.sweep(options), minutes, (fraction, trials) => {
      job.report({ event: 'tuning', id, fraction, trials });
    });
  },

  /** @param {{options: Options, folds: number}} payload */
  async crossValidate({ options, folds }, id) {
    const job = begin();
    session().prepareTrials(options);
    if (session().wantsChoices()) session().adoptChoices(await tasks.tuneBaselines({}, job, () => true));
    const choices = session().baselineChoices();
    const tests = await fold(deskFor(job), { options, folds, choices }, (fraction, done) => {
      job.report({ event: 'folding', id, fraction, done, folds });
    });
    return Session.crossValidation(tests);
  },

  /** @param {{model: ModelName}} payload */
  chooseModel({ model }) {
    session().chooseModel(model);
    held.model = model;
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

  exportClean: (_, id) => cleanData(session(), begin(), id),

  async exportRejected(_, id) {
    const { table } = held;
    if (!table) throw { code: 'wrong-order', params: {} };
    return rejectedRows(session(), table, begin(), id);
  },

  exportReport: () => new Blob([session().report()], { type: 'application/json' }),

  exportModel() {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (session().modelFile());
    return new Blob([bytes], { type: 'application/octet-stream' });
  },

  warmUp: () => warmUp(session()),

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

answer(({ module, script, helpers }) => {
  initSync({ module });
  held.session = new Session();
  if (script) held.crew = new Crew(helpers, script, module);
}, requests);
