/**
 * Long work on several options or folds, shared between this worker and its helpers: tuning by successive
 * halving, and cross-validation. Both can be paused and stopped, and keep what they have found.
 *
 * @import { Crew } from "./crew.js"
 * @import { CrossValidation, Options, TrialRow, TuneResult } from "./protocol.js"
 */

/** Epochs of the first rung; each rung goes this many times as far as the one before, with so much smaller a share of the options. */
const FIRST_EPOCHS = 3;
const GROWTH = 3;
const RUNGS = 3;

/**
 * @typedef {Object} Desk  where the work is done
 * @property {Crew} crew
 * @property {(task: any, goesOn: () => boolean, report?: (fraction: number) => void) => Promise<any>} doMyself  null once it does not go on
 * @property {() => any} linear  the linear path that was chosen here, as soon as it is: helpers need not seek it again
 * @property {() => number} worked  milliseconds of work so far, without pauses
 * @property {() => boolean} isStopped
 */

/** Which options take long. @param {Options} options */
const widthOf = ({ hidden }) => hidden.reduce((sum, width) => sum + width, 0);

/**
 * One with a linear path for this worker, which chooses it; those without one for helpers meanwhile; then the longest
 * first, so that all end together.
 * @param {Options[]} field
 */
function inTurn(field) {
  const longest = field.toSorted((one, other) => widthOf(other) - widthOf(one));
  const [first] = longest.filter(({ linear }) => linear);
  const without = longest.filter(({ linear }) => !linear);
  return first ? [first, ...without, ...longest.filter((options) => options.linear && options !== first)] : longest;
}

/** @param {Options} options */
const nameOf = (options) => JSON.stringify(options);

/**
 * Successive halving (Jamieson & Talwalkar 2016): all options for few epochs, the best third of them for three times
 * as many, and so on. Whoever is certain to be in the next rung, however the rest of this one turns out, begins there
 * at once: nobody waits for the last of a rung, and the trials are the same.
 */
export class Halving {
  /** By rung: options that wait for their turn, how many there will be in all, and what has been found. */
  #rungs;
  /** @type {TrialRow[]} */ trials = [];

  /** @param {Options[]} candidates */
  constructor(candidates) {
    const sizes = [candidates.length];
    for (let next = promoted(candidates.length); sizes.length < RUNGS; next = promoted(next)) {
      // One alone is tried once more, and then is the best.
      if (sizes.length > 1 && next <= 1) break;
      sizes.push(next);
    }
    this.#rungs = sizes.map((size) => ({
      size,
      waiting: /** @type {Options[]} */ ([]),
      known: /** @type {Set<Options>} */ (new Set()),
      found: /** @type {TrialRow[]} */ ([]),
    }));
    this.#rungs[0].waiting = inTurn(candidates);
  }

  /** How many trials there will be. */
  get planned() {
    return this.#rungs.reduce((sum, { size }) => sum + size, 0);
  }

  get isDone() {
    return this.trials.length >= this.planned;
  }

  /** What can be tried now, the longest way first: its options and rung. @returns {{options: Options, rung: number} | null} */
  next() {
    for (let rung = this.#rungs.length; rung > 0; rung--) {
      const options = this.#rungs[rung - 1].waiting.shift();
      if (options) return { options, rung };
    }
    return null;
  }

  /** @param {TrialRow} trial */
  found(trial) {
    this.trials.push(trial);
    const { size, found } = this.#rungs[trial.rung - 1];
    found.push(trial);
    found.sort(byValidation);
    const next = this.#rungs[trial.rung];
    if (!next) return;
    // However good those are that are still missing, so many of the best stay among the promoted.
    for (const { options } of found.slice(0, Math.max(0, next.size - (size - found.length)))) {
      if (next.known.has(options)) continue;
      next.known.add(options);
      next.waiting.push(options);
    }
    next.waiting = inTurn(next.waiting);
  }
}

/** @param {number} size  of a rung */
function promoted(size) {
  return Math.ceil(size / GROWTH);
}

/**
 * The best options within a budget of time, by validation.
 * @param {Desk} desk
 * @param {Options[]} candidates
 * @param {number} minutes
 * @param {(fraction: number, trials: TrialRow[]) => void} report
 * @returns {Promise<TuneResult>}
 */
export async function tune(desk, candidates, minutes, report) {
  const budget = minutes * 60_000;
  const isOver = () => desk.isStopped() || desk.worked() >= budget;
  const halving = new Halving(candidates);
  const { trials } = halving;
  const shown = () => trials.toSorted((one, other) => other.rung - one.rung || byValidation(one, other));
  const tell = () => report(Math.min(1, Math.max(desk.worked() / budget, trials.length / halving.planned)), shown());
  await desk.crew.share(
    (function* () {
      while (!isOver() && !halving.isDone) {
        const next = halving.next();
        if (!next) {
          yield null;
          continue;
        }
        const { options, rung } = next;
        const epochs = FIRST_EPOCHS * GROWTH ** (rung - 1);
        yield { type: /** @type {const} */ ('trial'), rung, payload: { options, epochs, linear: desk.linear() } };
      }
    })(),
    async (task, isWanted) => {
      const result = await desk.doMyself(task, () => isWanted() && !isOver(), tell);
      // What the end of the time has cut off is done with, too.
      return result ?? (isWanted() ? { isCut: true } : null);
    },
    ({ payload, rung }, result) => {
      if (!result.isCut) halving.found({ options: payload.options, rung, ...result });
      tell();
    },
    1,
  );
  const [best] = shown();
  const how = desk.isStopped() ? 'stopped' : 'finished';
  return { trials: shown(), best: best?.validation == null ? null : best.options, how };
}

/** @param {TrialRow} one @param {TrialRow} other */
function byValidation(one, other) {
  const validation = (other.validation ?? -1) - (one.validation ?? -1);
  return validation || nameOf(one.options).localeCompare(nameOf(other.options));
}

/**
 * The options at hand on several divisions: the tests of the folds that were done.
 * @param {Desk} desk
 * @param {{options: Options, folds: number, choices: any}} asked  choices: what was chosen for the baselines
 * @param {(fraction: number, done: number) => void} report
 * @returns {Promise<any[]>}
 */
export async function fold(desk, { options, folds, choices }, report) {
  /** @type {Map<number, any>} */
  const tests = new Map();
  await desk.crew.share(
    (function* () {
      for (let index = 0; index < folds && !desk.isStopped(); index++) {
        yield { type: /** @type {const} */ ('fold'), payload: { options, index, folds, choices } };
      }
    })(),
    async (task, isWanted) => {
      const goesOn = () => isWanted() && !desk.isStopped();
      const tell = (/** @type {number} */ part) => report(Math.min(1, (tests.size + part) / folds), tests.size);
      const test = await desk.doMyself(task, goesOn, tell);
      return test ?? (isWanted() ? { isCut: true } : null);
    },
    ({ payload }, test) => {
      if (!test.isCut) tests.set(payload.index, test);
      report(tests.size / folds, tests.size);
    },
  );
  return [...tests].sort(([one], [other]) => one - other).map(([, test]) => test);
}
