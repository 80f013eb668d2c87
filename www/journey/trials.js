/** Trying things out on validation: options within a budget of time, and the options at hand on several divisions. */

import { RequestFailure } from '../client.js';

/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {import("../protocol.js").TrialRow} TrialRow */
/** @typedef {import("../state.js").Trying} Trying */

/** What may be asked for. */
export const MINUTES = { min: 0.5, max: 60 };
export const FOLDS = { min: 2, max: 10 };

export class Trials {
  /** @type {import("./journey.js").Journey} */ #journey;
  /** @type {Promise<unknown>} */ #request = Promise.resolve();
  #stopping = false;
  #turn = 0;

  /** @param {import("./journey.js").Journey} journey */
  constructor(journey) {
    this.#journey = journey;
  }

  /** @param {number} minutes */
  async tune(minutes) {
    const { store, work } = this.#journey;
    if (!(minutes >= MINUTES.min && minutes <= MINUTES.max)) return this.#refuse('minutes', minutes, MINUTES);
    const tuned = await this.#try('tuning', (options) => {
      store.set({ tuned: { trials: [], best: null, how: null } });
      work.show({ kind: 'tuning', fraction: 0, trials: 0, secondsLeft: 60 * minutes });
      return this.#journey.client.request('tune', { minutes, options }, (event) => this.#tried(event, minutes));
    });
    if (tuned) return store.set({ tuned });
    const { tuned: begun } = store.state;
    // It failed, and what it had found until then was found all the same.
    if (tuned === null && begun?.how === null) store.set({ tuned: begun.best ? { ...begun, how: 'stopped' } : null });
  }

  /** @param {number} folds */
  async crossValidate(folds) {
    const { store, work } = this.#journey;
    const isOne = Number.isInteger(folds) && folds >= FOLDS.min && folds <= FOLDS.max;
    if (!isOne) return this.#refuse('folds', folds, FOLDS);
    const validated = await this.#try('folding', (options) => {
      store.set({ validated: null });
      work.show({ kind: 'folding', fraction: 0, done: 0, folds });
      return this.#journey.client.request('crossValidate', { options, folds }, ({ fraction, done, folds }) => {
        if (work.underWay) work.show({ kind: 'folding', fraction, done, folds });
      });
    });
    if (validated && validated.folds > 0) store.set({ validated: { ...validated, wanted: folds } });
  }

  /** The best options stand in the form, ready to train. */
  async takeBest() {
    const best = this.#journey.store.state.tuned?.best;
    if (best && !this.#journey.work.underWay) await this.#journey.choose(best);
  }

  async pause() {
    await this.#journey.work.pause();
  }

  async stop() {
    if (!this.#journey.work.underWay || this.#stopping) return;
    this.#stopping = true;
    await this.#journey.work.ask('stop');
    await this.#request.catch(() => {});
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.#turn++;
  }

  /** The worker takes these numbers as they are. @param {string} option @param {number} value @param {{min: number, max: number}} range */
  #refuse(option, value, range) {
    const params = { option, value: Number.isNaN(value) ? null : value, ...range };
    this.#journey.refused(new RequestFailure({ code: 'option-out-of-range', params }));
  }

  /**
   * @template T
   * @param {Trying} trying
   * @param {(options: Options) => Promise<T>} ask
   * @returns {Promise<T | null | undefined>}  null if it failed; undefined if it did not begin, or nobody waits any more
   */
  async #try(trying, ask) {
    const { store, work, lesson } = this.#journey;
    if ((store.state.stage !== 'ready' && store.state.stage !== 'trained') || store.state.exporting) return undefined;
    store.set({ message: null, badOption: null });
    const plan = await lesson.prepare();
    if (!plan || work.underWay) return undefined;
    const turn = ++this.#turn;
    this.#stopping = false;
    /** @type {T | null} */ let answer = null;
    try {
      work.mark('training', trying);
      const request = ask(plan.options);
      this.#request = request;
      answer = await request;
      if (turn !== this.#turn) return undefined;
      work.end();
    } catch (error) {
      if (turn !== this.#turn) return undefined;
      // The journey recovers from a dead worker by itself.
      if (error instanceof RequestFailure && error.failure.code === 'worker-died') return undefined;
      work.end();
      this.#journey.refused(error);
    }
    lesson.measureAgain();
    return answer;
  }

  /** @param {import("../protocol.js").TuningEvent} event @param {number} minutes */
  #tried({ fraction, trials }, minutes) {
    const { store, work } = this.#journey;
    if (!work.underWay) return;
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
