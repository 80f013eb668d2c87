/** Trying things out on validation: options within a budget of time, and the options at hand on several divisions. */

import { RequestFailure } from '../core/client.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {import("../protocol.js").TrialRow} TrialRow */
/** @typedef {import("../state.js").Trying} Trying */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {import("./work.js").Work} work
 * @property {import("./training_options.js").TrainingOptions} options
 * @property {import("./training.js").Training} training
 * @property {() => Client} client  the worker of the data set at hand
 */

/** What may be asked for. */
export const MINUTES = { min: 0.5, max: 60 };
export const FOLDS = { min: 2, max: 10 };

export class Tuning {
  /** @type {Used} */ #used;
  #isStopping = false;
  #operation = new AbortController();

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
  }

  /** @param {number} minutes */
  async tune(minutes) {
    const { store, work, client } = this.#used;
    if (!(minutes >= MINUTES.min && minutes <= MINUTES.max)) return this.#refuse('minutes', minutes, MINUTES);
    const tuned = await this.#try('tuning', (options) => {
      store.set({ tuned: { trials: [], best: null, how: null } });
      work.show({ kind: 'tuning', fraction: 0, trials: 0, secondsLeft: 60 * minutes });
      const onEvent = (/** @type {any} */ event) => this.#tried(event, minutes);
      return client().request('tune', { minutes, options }, { onEvent });
    });
    if (tuned) return store.set({ tuned });
    const { tuned: begun } = store.state;
    // It failed, and what it had found until then was found all the same.
    if (tuned === null && begun?.how === null) store.set({ tuned: begun.best ? { ...begun, how: 'stopped' } : null });
  }

  /** @param {number} folds */
  async crossValidate(folds) {
    const { store, work, client } = this.#used;
    const isOne = Number.isInteger(folds) && folds >= FOLDS.min && folds <= FOLDS.max;
    if (!isOne) return this.#refuse('folds', folds, FOLDS);
    const validated = await this.#try('folding', (options) => {
      store.set({ validated: null });
      work.show({ kind: 'folding', fraction: 0, done: 0, folds });
      const onEvent = (/** @type {import("../requests.js").FoldEvent} */ { fraction, done, folds }) => {
        if (work.isUnderWay) work.show({ kind: 'folding', fraction, done, folds });
      };
      return client().request('crossValidate', { options, folds }, { onEvent });
    });
    if (validated && validated.folds > 0) store.set({ validated: { ...validated, wanted: folds } });
  }

  /** The best options stand in the form, ready to train. */
  async takeBest() {
    const { store, work, options } = this.#used;
    const best = store.state.tuned?.best;
    if (best && !work.isUnderWay) await options.choose(best);
  }

  async pause() {
    await this.#used.work.pause();
  }

  async stop() {
    const { work } = this.#used;
    if (!work.isUnderWay || this.#isStopping) return;
    this.#isStopping = true;
    await work.ask('stop');
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.#operation.abort();
  }

  /** The worker takes these numbers as they are. @param {string} option @param {number} value @param {{min: number, max: number}} range */
  #refuse(option, value, range) {
    const params = { option, value: Number.isNaN(value) ? null : value, ...range };
    this.#used.messages.refused(new RequestFailure({ code: 'option-out-of-range', params }));
  }

  /**
   * @template T
   * @param {Trying} trying
   * @param {(options: Options) => Promise<T>} ask
   * @returns {Promise<T | null | undefined>}  null if it failed; undefined if it did not begin, or is not wanted any more
   */
  async #try(trying, ask) {
    const { store, messages, work, training } = this.#used;
    if ((store.state.stage !== 'ready' && store.state.stage !== 'trained') || store.state.exporting) return undefined;
    store.set({ message: null, badOption: null });
    const plan = await training.prepare();
    if (!plan) return undefined;
    this.#operation = new AbortController();
    const { signal } = this.#operation;
    this.#isStopping = false;
    /** @type {T | null} */ let answer = null;
    try {
      work.mark('training', trying);
      answer = await ask(plan.options);
      if (signal.aborted) return undefined;
      work.end();
    } catch (error) {
      if (signal.aborted) return undefined;
      work.end();
      messages.refused(error);
    }
    training.evaluateAgain();
    return answer;
  }

  /** @param {import("../requests.js").TuningEvent} event @param {number} minutes */
  #tried({ fraction, trials }, minutes) {
    const { store, work } = this.#used;
    if (!work.isUnderWay) return;
    store.set({ tuned: { trials, best: bestOf(trials)?.options ?? null, how: null } });
    const measured = trials.filter(({ validation }) => validation !== null).length;
    work.show({ kind: 'tuning', fraction, trials: measured, secondsLeft: 60 * minutes * (1 - fraction) });
  }
}

/** The trial that went furthest, and of those the one that found most. @param {TrialRow[]} trials @returns {TrialRow | null} */
export function bestOf(trials) {
  /** @type {TrialRow | null} */ let best = null;
  for (const trial of trials) {
    if (trial.validation === null) continue;
    const isFurther = best === null || trial.rung > best.rung;
    if (isFurther || (trial.rung === best?.rung && trial.validation > (best.validation ?? 0))) best = trial;
  }
  return best;
}
