/**
 * Long work on several options or folds, shared between this worker and its helpers: tuning by successive halving, whose
 * rules are the core's, and cross-validation. Both can be paused and stopped, and keep what they have found.
 *
 * @import { TuneResult } from "../requests.js"
 * @import { Options, TrialRow } from "../protocol.js"
 * @import { Task as PoolTask } from "./helper_protocol.js"
 * @import { OptionsSearch } from "../wasm/core/core.js"
 * @import { WorkerPool } from "./pool.js"
 * @import { Task } from "./task.js"
 */

/** @typedef {(task: any, isWanted: () => boolean, report?: (fraction: number) => void) => Promise<any>} RunHere */

/** What a task comes to that the end of the time, or a stop, has cut off. */
const CUT = { isCut: true };

/** Runs trials and folds, here and at helpers, each with the data as they are split now. */
export class TrialRunner {
  #pool;
  #task;
  #runHere;
  #begun = performance.now();

  /**
   * @param {WorkerPool} pool
   * @param {Task} task
   * @param {RunHere} runHere  null once it is not wanted any more
   * @param {() => Uint8Array} snapshot  of the data, for helpers
   */
  constructor(pool, task, runHere, snapshot) {
    this.#pool = pool;
    this.#task = task;
    this.#runHere = runHere;
    try {
      pool.terminate();
      pool.start(snapshot);
    } catch {
      // No memory for a copy: this worker does it alone.
      pool.terminate();
    }
  }

  /** Milliseconds of work so far, without pauses. */
  get worked() {
    return performance.now() - this.#begun - this.#task.paused;
  }

  get isStopped() {
    return this.#task.isStopped;
  }

  /**
   * @template {PoolTask} T
   * @param {Iterator<T | null>} tasks
   * @param {() => boolean} isOver
   * @param {(task: T, result: any) => void} onDone  not told of what was cut off
   * @param {(fraction: number) => void} report  of the task that is run here
   * @param {number} [atOnce]  tasks at a helper at once
   */
  async runAll(tasks, isOver, onDone, report, atOnce) {
    await this.#pool.runAll(
      tasks,
      async (task, isWanted) => {
        const result = await this.#run(task, () => isWanted() && !isOver(), report);
        return result ?? (isWanted() ? CUT : null);
      },
      (task, result) => {
        if (result !== CUT) onDone(task, result);
      },
      atOnce,
    );
  }

  /** @type {RunHere} */
  async #run(task, isWanted, report) {
    try {
      return await this.#runHere(task, isWanted, report);
    } catch (error) {
      // A stop keeps what was found.
      if (this.isStopped) return null;
      throw error;
    }
  }
}

/**
 * The best options within a budget of time, by validation.
 * @param {TrialRunner} runner
 * @param {OptionsSearch} search
 * @param {number} minutes
 * @param {() => any} linear  the linear path that was chosen here, as soon as it is: helpers need not seek it again
 * @param {(fraction: number, trials: TrialRow[]) => void} report
 * @returns {Promise<TuneResult>}
 */
export async function tune(runner, search, minutes, linear, report) {
  const budget = minutes * 60_000;
  const isOver = () => runner.isStopped || runner.worked >= budget;
  /** @type {TrialRow[]} */ let trials = [];
  const tell = () => report(Math.min(1, Math.max(runner.worked / budget, search.done / search.planned)), trials);
  await runner.runAll(
    (function* () {
      while (!isOver() && search.done < search.planned) {
        const trial = search.next();
        if (!trial) {
          yield null;
          continue;
        }
        const { options, rung, epochs } = trial;
        yield { type: /** @type {const} */ ('trial'), rung, payload: { options, epochs, linear: linear() } };
      }
    })(),
    isOver,
    ({ payload: { options }, rung }, result) => {
      search.found({ options, rung, ...result });
      trials = search.tried();
      tell();
    },
    tell,
    1,
  );
  return { trials, best: search.best(), how: runner.isStopped ? 'stopped' : 'finished' };
}

/**
 * The options at hand on several divisions: the tests of the folds that were done, in order.
 * @param {TrialRunner} runner
 * @param {{options: Options, folds: number, baselines: any}} asked  baselines: their parameters
 * @param {(fraction: number, done: number) => void} report
 * @returns {Promise<any[]>}
 */
export async function fold(runner, { options, folds, baselines }, report) {
  /** @type {Map<number, any>} */
  const tests = new Map();
  const isOver = () => runner.isStopped;
  await runner.runAll(
    (function* () {
      for (let index = 0; index < folds && !isOver(); index++) {
        yield { type: /** @type {const} */ ('fold'), payload: { options, index, folds, baselines } };
      }
    })(),
    isOver,
    ({ payload }, test) => {
      tests.set(payload.index, test);
      report(tests.size / folds, tests.size);
    },
    (part) => report(Math.min(1, (tests.size + part) / folds), tests.size),
  );
  return [...tests].sort(([one], [other]) => one - other).map(([, test]) => test);
}
