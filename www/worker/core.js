/**
 * The worker: owns one session of the core and answers the page's requests, the long ones in bounded steps, so that `pause`
 * and `stop` are heard between them. The same text serves as a helper of such a worker: see pool.js.
 *
 * @import { DialectOverrides, ModelName, Options, ReadOptions, Recipe, Trained } from "../protocol.js"
 * @import { ReportedFile } from "../requests.js"
 * @import { FileSource } from "./file_source.js"
 * @import { Task as PoolTask } from "./helper_protocol.js"
 */

import './barrier.js';
import { initSync, OptionsSearch, Session } from '../wasm/core/core.js';
import { interactionsCsv, isScoringLong, recommendationsCsv, recommendationsPart } from './exports.js';
import { formatsLoader } from './formats.js';
import { findIds, hashIds } from './ids.js';
import { WorkerPool } from './pool.js';
import { FileReading, rejectedRows } from './reading.js';
import { answer, askForFormats, isFailure } from './rpc.js';
import { nextMacrotask, STEP, STOPPED, stepped, Task } from './task.js';
import { runToEnd, tuneElsewhere } from './training.js';
import { fold, TrialRunner, tune } from './tuning.js';
import { warmUp } from './warmup.js';

/** Length of the lists that a report names where none is said. */
const LIST_LENGTH = 10;
/** The share of a tuning after which a helper tells how far it has come. */
const TOLD_SHARE = 0.02;
/** @type {ReportedFile} */
const NO_FILE = { name: '', bytes: 0, sha256: null };

/** What the worker holds. */
const held = {
  /** @type {Session} */ session: /** @type {any} */ (null),
  /** Where the text of the open file comes from. @type {FileSource | null} */ source: null,
  /** The long request under way, or the last one. */ task: new Task(),
  /** Whether another worker has started it. */ isHelper: false,
  pool: new WorkerPool(0, new Blob(), /** @type {any} */ (null)),
  /** Settles when the helpers have been given the network at hand. @type {Promise<unknown>} */ prepared:
    Promise.resolve(),
  /** @type {ReturnType<typeof tuneElsewhere>} */ baselines: null,
  users: 0,
  items: 0,
  /** Whose recommendations are asked for. @type {ModelName} */ model: 'network',
  /** Settles when a helper has done all that it was given. @type {Promise<unknown>} */ given: Promise.resolve(),
};

const loadFormats = formatsLoader(askForFormats);
const size = () => held.users * held.items;
const snapshot = () => held.session.dataSnapshot();

/**
 * Does long work once the work before it has been stopped and has settled.
 * @template T
 * @param {(task: Task) => Promise<T>} work
 * @returns {Promise<T>}
 */
function long(work) {
  const before = held.task;
  const task = new Task();
  held.task = task;
  before.stop();
  const done = before.settled.then(() => {
    if (task.isStopped) throw STOPPED;
    return work(task);
  });
  task.settled = done.catch(() => {});
  return done;
}

/** The file that is open. */
function source() {
  const params = { call: 'read', needs: 'an open file', state: 'empty' };
  if (!held.source) throw { code: 'wrong-state', params };
  return held.source;
}

/** The plan of a training with `options`; null where they are left out, or refused. @param {Options | undefined} options */
function planOf(options) {
  try {
    return options ? held.session.plan(options) : null;
  } catch (error) {
    if (isFailure(error)) return null;
    throw error;
  }
}

/** Helpers, if scoring takes long enough, so that they are at hand when it is asked for. @param {{recipe: Recipe}} options */
async function preparePool(options) {
  const { pool, session } = held;
  // What is told of the training goes out first: the copies take a moment.
  await nextMacrotask();
  try {
    if (isScoringLong(options, size())) pool.start(snapshot);
    pool.loadModel(() => session.modelSnapshot());
  } catch {
    // No memory for a copy: one worker does it all.
    pool.terminate();
  }
}

/**
 * What any worker with the data can do. Each looks at the messages after every step, and asks whether its result is still
 * wanted; if it is not, there is none.
 * `tell` says what is known of it before its end.
 * @type {Record<PoolTask["type"], (payload: any, task: Task, isWanted: () => boolean, report?: (fraction: number) => void, tell?: (told: any) => void) => Promise<any>>}
 */
const poolTasks = {
  /** @param {{options: Options, epochs: number, linear: any}} payload */
  async trial({ options, epochs, linear }, task, isWanted, report) {
    if (linear) held.session.adoptLinear(linear);
    held.session.beginTrial(options, epochs);
    return stepped(() => held.session.advanceTrial(STEP), task, isWanted, report);
  },

  /** @param {{options: Options, index: number, folds: number, baselines: any}} payload */
  async fold({ options, index, folds, baselines }, task, isWanted, report) {
    held.session.handInBaselines(baselines);
    held.session.beginFold(options, index, folds);
    return stepped(() => held.session.advanceFold(STEP), task, isWanted, report);
  },

  async tuneBaselines(_, task, isWanted, report, tell) {
    const { session } = held;
    session.beginTuningBaselines();
    let [before, shareBefore] = ['[]', 0];
    const tellStandings = (/** @type {number} */ share) => {
      report?.(share);
      const standings = session.standings();
      const now = JSON.stringify(standings);
      if (now === before && share - shareBefore < TOLD_SHARE) return;
      tell?.({ share, standings });
      [before, shareBefore] = [now, share];
    };
    return stepped(() => session.tuneBaselines(STEP), task, isWanted, tellStandings);
  },

  recommendationsCsv(part, task, isWanted) {
    // The network may have come when another model was chosen.
    held.session.chooseModel('network');
    return recommendationsPart(held.session, part, task, isWanted);
  },
};

/** @param {Task} task */
function trialRunner(task) {
  /** @type {import("./tuning.js").RunHere} */
  const runHere = ({ type, payload }, isWanted, report) =>
    poolTasks[/** @type {PoolTask["type"]} */ (type)](payload, task, isWanted, report);
  return new TrialRunner(held.pool, task, runHere, snapshot);
}

/** Fits the baseline that was chosen, where that is still to be done: after a restore. */
async function chosenModel() {
  while (!held.session.pollChoice(STEP).result) await nextMacrotask();
}

/** Alone, or as a helper in turn with its tasks. @template T @param {() => T} work @returns {Promise<T>} */
const alone = (work) => (held.isHelper ? inTurn(work) : long(async () => work()));

/** In the order in which a helper was given them. @template T @param {() => T | Promise<T>} work @returns {Promise<T>} */
function inTurn(work) {
  const done = held.given.then(work);
  held.given = done.catch(() => {});
  return done;
}

/** @type {Record<string, (payload: any, id: number) => any>} */
const requests = {
  /** @param {{file: Blob | Blob[], choices?: DialectOverrides}} payload */
  open: ({ file, choices = {} }, id) =>
    long(async (task) => {
      held.source = null;
      const opened = await new FileReading(held.session, loadFormats, task, id).open(file, choices);
      held.source = opened.source;
      return opened.preview;
    }),

  /** @param {{how: ReadOptions, options?: Options}} payload */
  read: ({ how, options }, id) =>
    long(async (task) => {
      const onDecoded = (/** @type {FileSource} */ decoded) => {
        held.source = decoded;
      };
      const dataset = await new FileReading(held.session, loadFormats, task, id).read(source(), how, onDecoded);
      held.pool.terminate();
      held.baselines = null;
      held.users = dataset.users;
      held.items = dataset.items;
      return { dataset, plan: planOf(options) };
    }),

  plan: ({ options }) => held.session.plan(options),

  /** @param {{options: Options, from?: Uint8Array[]}} payload */
  train: ({ options, from }, id) =>
    long((task) => {
      const plan = from ? held.session.beginResumed(from) : held.session.beginTraining(options);
      held.baselines = tuneElsewhere(held.session, held.pool, size());
      const onTrained = (/** @type {Trained} */ { kept }) => {
        if (kept === 0) return;
        held.model = 'network';
        held.prepared = preparePool(plan.options);
      };
      return runToEnd(held.session, task, { id, plan, isResumed: Boolean(from), baselines: held.baselines, onTrained });
    }),

  evaluate: (_, id) =>
    long(async (task) => {
      held.session.beginEvaluation();
      const { baselines } = held;
      const { result } = await runToEnd(held.session, task, {
        id,
        plan: null,
        isResumed: false,
        baselines,
        onTrained: () => {},
      });
      return { result };
    }),

  pause() {
    if (held.task.pause()) held.pool.pause();
  },
  resume() {
    held.task.resume();
    held.pool.resume();
  },
  stop() {
    held.task.end();
    // What a helper does for the evaluation goes on.
    held.pool.resume();
  },

  /** @param {{minutes: number, options: Options}} payload */
  tune: ({ minutes, options }, id) =>
    long(async (task) => {
      const { session } = held;
      session.prepareTrials(options);
      const search = new OptionsSearch(options);
      try {
        return await tune(
          trialRunner(task),
          search,
          minutes,
          () => session.linearChoice(),
          (fraction, trials) => {
            task.report({ event: 'tuning', id, fraction, trials });
          },
        );
      } finally {
        search.free();
      }
    }),

  /** @param {{options: Options, folds: number}} payload */
  crossValidate: ({ options, folds }, id) =>
    long(async (task) => {
      const { session } = held;
      session.prepareTrials(options);
      if (session.wantsBaselines()) session.handInBaselines(await poolTasks.tuneBaselines({}, task, () => true));
      const baselines = session.baselineParams();
      const tests = await fold(trialRunner(task), { options, folds, baselines }, (fraction, done) => {
        task.report({ event: 'folding', id, fraction, done, folds });
      });
      return Session.crossValidation(tests);
    }),

  /** @param {{model: ModelName}} payload */
  async chooseModel({ model }) {
    held.session.chooseModel(model);
    held.model = model;
    await chosenModel();
  },

  users: ({ query, limit }) => held.session.findUsers(query, limit),

  /** @param {{user: string, k: number}} payload */
  async recommend({ user, k }) {
    await chosenModel();
    return held.session.recommend(user, k);
  },

  /** @param {{k: number, neutral?: boolean}} payload */
  exportRecommendations: ({ k, neutral = false }, id) =>
    long(async (task) => {
      const { session, pool, users, model } = held;
      await stepped(
        () => session.pollChoice(STEP),
        task,
        () => true,
      );
      session.beginRecommendationsCsv(k);
      await held.prepared;
      // Helpers have the network, but not the baselines, whose lists take no time.
      const isShared = model === 'network';
      return recommendationsCsv(session, pool, { k, neutral, users, isShared }, task, id);
    }),

  /** @param {{neutral?: boolean}} payload */
  exportClean: ({ neutral = false }, id) => long((task) => interactionsCsv(held.session, neutral, task, id)),

  /** @param {{neutral?: boolean}} payload */
  exportRejected: ({ neutral = false }, id) => long((task) => rejectedRows(held.session, source, neutral, task, id)),

  /** @param {{k?: number, file?: ReportedFile}} payload */
  exportReport({ k = LIST_LENGTH, file = NO_FILE }) {
    const report = held.session.report({ date: new Date().toISOString(), file, k });
    return new Blob([report], { type: 'application/json' });
  },

  exportModel() {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (held.session.modelFile());
    return new Blob([bytes], { type: 'application/octet-stream' });
  },

  hashIds,
  findIds: (asked) => long((task) => findIds(held.session, asked, task)),

  warmUp: () => warmUp(held.session),

  keepData: () => [held.session.dataSnapshot()],
  keepModel: () => [held.session.modelSnapshot()],

  restoreData: ({ bytes }) =>
    alone(() => {
      const { users, items } = held.session.restoreData(bytes);
      held.pool.terminate();
      held.baselines = null;
      held.source = null;
      Object.assign(held, { users, items, model: 'network' });
      return { users, items };
    }),

  restoreModel: ({ bytes }) =>
    alone(() => {
      const restored = held.session.restoreModel(bytes);
      held.model = restored.model;
      if (!held.isHelper) held.prepared = preparePool(restored);
      return restored;
    }),

  // Of a helper (HelperRequests).

  begin() {
    held.task.stop();
    held.task = new Task();
  },

  /** @param {PoolTask} given */
  task({ type, payload }, id) {
    const { task } = held;
    const tell = (/** @type {any} */ told) => postMessage({ id, told });
    return inTurn(() => poolTasks[type](payload, task, () => true, undefined, tell));
  },
};

answer(({ module, script, helpers }) => {
  initSync({ module });
  held.session = new Session();
  held.isHelper = !script;
  if (script) held.pool = new WorkerPool(helpers, script, module);
}, requests);
