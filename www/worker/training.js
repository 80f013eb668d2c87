/**
 * The run of the core: training, then evaluation, in steps between which the task hears of pause and stop; with the
 * baselines tuned by a helper meanwhile.
 *
 * @import { EpochRecord, Peek, Plan, Result, Standing, Trained } from "../protocol.js"
 * @import { TuningReport } from "./helper_protocol.js"
 * @import { Session } from "../wasm/core/core.js"
 * @import { WorkerPool } from "./pool.js"
 * @import { Task } from "./task.js"
 */

import { isFailure } from './rpc.js';
import { STEP, STOPPED } from './task.js';

/** Users × items from which on a helper is worth starting to tune the baselines: about a second of it. */
const WORTH_TUNING = 1e6;

/** What a helper's tuning of the baselines comes to. */
export class BaselinesElsewhere {
  /** What the helper has found, null where it failed; there once it has answered. @type {{params: any} | null} */
  #answer = null;
  /** Settles with the answer. @type {Promise<void>} */ answered;
  /** What it has told last, until that is passed on. @type {TuningReport | null} */ #report = null;
  #wake = () => {};

  /** @param {Promise<any>} found */
  constructor(found) {
    this.answered = found.then(
      (params) => {
        this.#answer = { params };
      },
      () => {
        this.#answer = { params: null };
      },
    );
  }

  /** @param {TuningReport} report */
  hear(report) {
    this.#report = report;
    this.#wake();
  }

  /**
   * Passes on what was told since the last time.
   * @param {Session} session
   * @param {Standings} race
   */
  passOn(session, race) {
    if (!this.#report) return;
    session.hearOfBaselines(this.#report.share);
    race.tell(this.#report.standings);
    this.#report = null;
  }

  /** Settles with the answer, or with the next report. */
  news() {
    const told = new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
    return this.#report ? Promise.resolve() : Promise.race([this.answered, told]);
  }

  /**
   * Hands the answer in, if it has come. Upon null the run tunes itself.
   * @param {Session} session
   * @returns {boolean} whether it has
   */
  handIn(session) {
    if (!this.#answer) return false;
    session.handInBaselines(this.#answer.params);
    return true;
  }
}

/**
 * Has the baselines tuned by a helper, if they are not yet and that takes long enough.
 * @param {Session} session
 * @param {WorkerPool} pool
 * @param {number} size  users × items
 * @returns {BaselinesElsewhere | null}
 */
export function tuneElsewhere(session, pool, size) {
  if (!session.wantsBaselines() || size < WORTH_TUNING) return null;
  try {
    pool.terminate();
    pool.start(() => session.dataSnapshot());
    /** @type {BaselinesElsewhere | null} */ let elsewhere = null;
    const found = pool.run({ type: 'tuneBaselines', payload: {} }, (report) => {
      elsewhere?.hear(report);
    });
    elsewhere = found && new BaselinesElsewhere(found);
    return elsewhere;
  } catch {
    // No memory for a copy: the run does it itself.
    pool.terminate();
    return null;
  }
}

/**
 * The training that was begun, or the evaluation, to its end.
 * @param {Session} session
 * @param {Task} task
 * @param {Object} options
 * @param {number} options.id  of the request
 * @param {Plan | null} options.plan  null for an evaluation alone
 * @param {boolean} options.isResumed  whether it goes on from a checkpoint
 * @param {BaselinesElsewhere | null} options.baselines
 * @param {(trained: Trained) => void} options.onTrained
 * @returns {Promise<{trained: Trained | null, result: Result | null}>}
 */
export async function runToEnd(session, task, { id, plan, isResumed, baselines, onTrained }) {
  /** Of an evaluation alone there is none. @type {Trained | null} */ let done = null;
  let open = baselines;
  if (open) session.awaitBaselines();
  const told = new Epochs(task, id);
  const race = new Standings(id);
  const checkpoints = new Checkpoints(session, task, id);
  task.isPausable = plan !== null;
  if (plan) {
    told.begin(plan, isResumed);
    task.finishEarly = () => session.stopTraining();
  }
  while (await task.nextStep()) {
    open?.passOn(session, race);
    if (open?.handIn(session)) open = null;
    const { training, trained, evaluation, standings, waits, over, result } = session.train(STEP);
    if (standings) race.tell(standings);
    if (training) {
      told.tell(training);
      checkpoints.keep();
    }
    if (trained) {
      task.finishEarly = null;
      task.isPausable = false;
      told.end();
      done = trained;
      task.report({ event: 'trained', id, trained }, true);
      onTrained(trained);
    }
    if (evaluation) task.report({ event: 'evaluating', id, ...evaluation });
    if (over) return { trained: done, result };
    if (waits && open) await Promise.race([open.news(), task.stopping]);
  }
  throw STOPPED;
}

/** Standings of the baselines, told when one has changed. */
class Standings {
  #id;
  #before = '[]';

  /** @param {number} id  of the request */
  constructor(id) {
    this.#id = id;
  }

  /** @param {Standing[]} standings */
  tell(standings) {
    const now = JSON.stringify(standings);
    if (now === this.#before) return;
    this.#before = now;
    // Rare, and so beside the reports of progress, which leave some out.
    postMessage({ event: 'standings', id: this.#id, standings });
  }
}

/** Tells of a training's epochs: none is left out, though they may be shorter than the time between two reports. */
class Epochs {
  #task;
  #id;
  /** @type {EpochRecord[]} */ #records = [];
  /** The last one that was not told of. @type {Peek | null} */ #peek = null;
  /** @type {any} */ #last = null;
  /** Of a resumed training, until its first event. @type {Plan | null} */ #plan = null;

  /** @param {Task} task @param {number} id */
  constructor(task, id) {
    this.#task = task;
    this.#id = id;
  }

  /** @param {Plan} plan @param {boolean} isResumed  whether there are epochs already, which come first */
  begin(plan, isResumed) {
    if (isResumed) {
      this.#plan = plan;
      return;
    }
    const { epochs } = plan.options;
    const nothingYet = { part: 0, parts: 0, epoch: 1, epochs, fraction: 0, loss: null, seconds: 0 };
    const unknown = { secondsLeft: null, linearValidation: null, networkValidation: null, peek: null };
    const event = { event: /** @type {const} */ ('training'), id: this.#id, phase: /** @type {const} */ ('batches') };
    this.#task.report({ ...event, ...nothingYet, ...unknown, records: [], plan }, true);
  }

  /** @param {any} progress  `TrainingProgress` of the core */
  tell({ records, peek, ...progress }) {
    this.#records.push(...records);
    this.#peek = peek ?? this.#peek;
    this.#last = progress;
    this.#send(false);
  }

  end() {
    if (this.#records.length > 0) this.#send(true);
  }

  /** @param {boolean} urgent */
  #send(urgent) {
    const news = { records: this.#records, peek: this.#peek };
    const plan = this.#plan ? { plan: this.#plan } : {};
    const event = { event: /** @type {const} */ ('training'), id: this.#id, ...this.#last, ...news, ...plan };
    if (!this.#task.report(event, urgent || this.#plan !== null)) return;
    this.#plan = null;
    this.#records = [];
    this.#peek = null;
  }
}

/** Checkpoints of a training: rare enough that they hardly take time from it. */
class Checkpoints {
  /** Milliseconds of work before the first one, and between two. */ static FIRST = 2_000;
  static BETWEEN = 5_000;
  /** How many times what the last one took there must be between two. */ static TIMES = 20;
  #session;
  #task;
  #id;
  #begun = performance.now();
  /** When the last one was made, and what that took. @type {{at: number, took: number} | null} */ #last = null;

  /** @param {Session} session @param {Task} task @param {number} id  of the request */
  constructor(session, task, id) {
    this.#session = session;
    this.#task = task;
    this.#id = id;
  }

  /** Makes one if it is time for it, and the training stands between two epochs. */
  keep() {
    const begun = performance.now();
    if (!this.#isDue(begun)) return;
    const pieces = this.#session.checkpointPieces();
    if (pieces === 0) return;
    /** @type {Uint8Array[]} */ const parts = [];
    try {
      for (let index = 0; index < pieces; index++) parts.push(this.#session.checkpointPiece(index));
      const transfer = parts.map(({ buffer }) => buffer);
      postMessage({ event: 'checkpoint', id: this.#id, parts }, { transfer });
    } catch (error) {
      // Without memory for a copy there is none: the training goes on.
      if (!isFailure(error) && !(error instanceof RangeError)) throw error;
    }
    const at = performance.now();
    this.#last = { at, took: at - begun };
  }

  /** @param {number} now */
  #isDue(now) {
    if (!this.#last) return now - this.#begun - this.#task.paused >= Checkpoints.FIRST;
    const { at, took } = this.#last;
    return now - at >= Math.max(Checkpoints.BETWEEN, Checkpoints.TIMES * took);
  }
}
