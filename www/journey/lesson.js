/** One training after another: check, train, measure; with pause and stop. */

import { RequestFailure, WANTED } from '../client.js';

/** @typedef {import("../protocol.js").TrainingEvent} TrainingEvent */
/** @typedef {import("../protocol.js").Plan} Plan */

export class Lesson {
  /** @type {import("./journey.js").Journey} */ #journey;
  /** What the worker is busy with. @type {"training" | "measuring" | null} */ #doing = null;
  /** @type {Promise<unknown>} */ #work = Promise.resolve();
  #stopping = false;
  #turn = 0;

  /** @param {import("./journey.js").Journey} journey */
  constructor(journey) {
    this.#journey = journey;
  }

  get #dock() {
    return this.#journey.work;
  }

  async train() {
    const { store } = this.#journey;
    if ((store.state.stage !== 'ready' && store.state.stage !== 'trained') || store.state.exporting) return;
    store.set({ message: null });
    const plan = await this.prepare();
    if (!plan || this.#dock.underWay) return;
    const turn = ++this.#turn;
    this.#stopping = false;
    const before = store.state.records;
    store.set({ records: [] });
    this.#dock.mark('training');
    this.#dock.show(firstProgress(plan.options.epochs));
    try {
      this.#doing = 'training';
      const work = this.#journey.client.request('train', { options: plan.options }, (event) => this.#progress(event));
      this.#work = work;
      const trained = await work;
      if (turn !== this.#turn) return;
      this.#doing = null;
      if (trained.kept > 0 || !store.state.outcome) this.#journey.splitIs(trained.split);
      if (trained.kept > 0) await this.#measure(trained, plan);
      else this.#nothingKept(before);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#doing = null;
      this.#failed(error, before);
    }
  }

  async pause() {
    if (this.#doing === 'training' || this.#journey.store.state.teaching === 'paused') await this.#dock.pause();
  }

  async stop() {
    if (!this.#dock.underWay || this.#stopping) return;
    this.#stopping = true;
    if (this.#doing === 'measuring') return this.#dock.end();
    await this.#dock.ask('stop');
    await this.#work.catch(() => {});
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.#turn++;
    this.#doing = null;
    this.#dock.abandon();
  }

  /** Takes up a measurement that something else ended: the network is still there, its verdict is wanted. */
  async measureAgain() {
    const { outcome } = this.#journey.store.state;
    if (outcome && outcome.measuring !== null && this.#doing === null && !this.#dock.underWay) await this.#evaluate();
  }

  /** Before a training or a trial: options that the core accepts, and a worker at rest. @returns {Promise<Plan | null>} */
  async prepare() {
    const { store, opening } = this.#journey;
    if (opening.isBehind && !(await opening.read())) return null;
    const { client } = opening;
    const plan = await this.#journey.plan();
    // A file may have been chosen meanwhile.
    if (!plan || store.state.stage === 'reading' || client !== opening.client) return null;
    if (this.#doing === 'measuring') {
      this.#turn++;
      await this.#dock.ask('stop');
      await this.#work.catch(() => {});
      this.#doing = null;
      if (/** @type {string} */ (store.state.stage) === 'reading' || client !== opening.client) return null;
    }
    return plan;
  }

  /** @param {TrainingEvent} event */
  #progress(event) {
    const { store } = this.#journey;
    if (!this.#dock.underWay) return;
    const { records, fraction, epoch, epochs, phase, part, parts, secondsLeft } = event;
    if (records.length > 0) store.set({ records: [...store.state.records, ...records] });
    this.#dock.show({ kind: 'training', fraction, epoch, epochs, phase, part, parts, secondsLeft });
  }

  /**
   * @param {import("../protocol.js").Trained} trained
   * @param {Plan} plan
   */
  async #measure(trained, plan) {
    const { store, showcase } = this.#journey;
    const { records } = store.state;
    store.set({ outcome: { trained, plan, records, result: null, measuring: 0 }, model: 'network', exported: false });
    if (this.#stopping) this.#dock.end();
    else {
      // A pause that came after the last step has nothing left to hold up.
      this.#dock.mark('training');
      this.#dock.show({ kind: 'evaluating', fraction: 0 });
    }
    const measured = this.#evaluate();
    showcase.refresh();
    await measured;
  }

  async #evaluate() {
    const turn = ++this.#turn;
    this.#doing = 'measuring';
    const work = this.#journey.client.request('evaluate', {}, (event) => this.#measuring(event));
    this.#work = work;
    try {
      const result = await work;
      if (turn === this.#turn) this.#measured(result);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#doing = null;
      // Ended by something else, not impossible: see `measureAgain`.
      if (error instanceof RequestFailure && WANTED.has(error.failure.code)) return;
      this.#measured(null);
      this.#journey.report(error);
    }
  }

  /** @param {import("../protocol.js").EvaluationEvent} event */
  #measuring({ fraction, model, tuning }) {
    const { store } = this.#journey;
    const { outcome } = store.state;
    if (!outcome) return;
    store.set({ outcome: { ...outcome, measuring: fraction } });
    if (this.#dock.underWay) this.#dock.show({ kind: 'evaluating', fraction, model, tuning });
  }

  /** @param {import("../protocol.js").Result | null} result */
  #measured(result) {
    const { store } = this.#journey;
    const { outcome } = store.state;
    this.#doing = null;
    if (!outcome) return;
    store.set({ outcome: { ...outcome, result, measuring: null } });
    if (this.#dock.underWay) this.#dock.end();
  }

  /** @param {import("../protocol.js").EpochRecord[]} records */
  #nothingKept(records) {
    this.#journey.store.set({ records });
    this.#dock.end();
    this.#journey.say('notice.stoppedEarly');
    this.measureAgain();
  }

  /** @param {unknown} error @param {import("../protocol.js").EpochRecord[]} records */
  #failed(error, records) {
    // The journey recovers from a dead worker by itself.
    if (error instanceof RequestFailure && error.failure.code === 'worker-died') return;
    this.#journey.store.set({ records });
    this.#dock.end();
    this.#journey.report(error);
    this.measureAgain();
  }
}

/**
 * @param {number} epochs
 * @returns {import("../state.js").Progress}
 */
function firstProgress(epochs) {
  return { kind: 'training', fraction: 0, epoch: 1, epochs, phase: 'batches', part: 0, parts: 0, secondsLeft: null };
}
