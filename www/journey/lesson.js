/** One training after another: check, train, measure; with pause and stop. */

import { RequestFailure } from '../client.js';

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

  get underWay() {
    const { stage } = this.#journey.store.state;
    return stage === 'training' || stage === 'paused';
  }

  async train() {
    const { store } = this.#journey;
    if (store.state.stage !== 'ready' && store.state.stage !== 'trained') return;
    store.set({ message: null });
    const plan = await this.#prepare();
    if (!plan || this.underWay) return;
    const turn = ++this.#turn;
    this.#stopping = false;
    const before = store.state.records;
    store.set({ stage: 'training', records: [], progress: firstProgress(plan.options.epochs) });
    try {
      this.#doing = 'training';
      const work = this.#journey.client.request('train', { options: plan.options }, (event) => this.#progress(event));
      this.#work = work;
      const trained = await work;
      if (turn !== this.#turn) return;
      this.#doing = null;
      this.#journey.splitIs(trained.split);
      if (trained.kept > 0) await this.#measure(trained, plan, turn);
      else this.#nothingKept(before);
    } catch (error) {
      this.#doing = null;
      if (turn === this.#turn) this.#failed(error, before);
    }
  }

  async pause() {
    const { store } = this.#journey;
    if (store.state.stage === 'training' && this.#doing === 'training') {
      store.set({ stage: 'paused' });
      await this.#ask('pause');
    } else if (store.state.stage === 'paused') {
      store.set({ stage: 'training' });
      await this.#ask('resume');
    }
  }

  async stop() {
    if (!this.underWay || this.#stopping) return;
    this.#stopping = true;
    if (this.#doing === 'measuring') {
      this.#journey.rest();
      return;
    }
    await this.#ask('stop');
    await this.#work.catch(() => {});
  }

  /** @returns {Promise<Plan | null>} */
  async #prepare() {
    const { store, opening } = this.#journey;
    if (opening.isBehind && !(await opening.read())) return null;
    const plan = await this.#journey.plan();
    // A file may have been chosen meanwhile.
    if (!plan || store.state.stage === 'reading') return null;
    if (this.#doing === 'measuring') {
      this.#turn++;
      await this.#ask('stop');
      await this.#work.catch(() => {});
      this.#doing = null;
    }
    return plan;
  }

  /** @param {"pause" | "resume" | "stop"} type */
  async #ask(type) {
    try {
      await this.#journey.client.request(type, {});
    } catch (error) {
      this.#journey.report(error);
    }
  }

  /** @param {TrainingEvent} event */
  #progress(event) {
    const { store } = this.#journey;
    if (!this.underWay) return;
    const { fraction, epoch, epochs, phase, secondsLeft, records } = event;
    store.set({
      progress: { kind: 'training', fraction, epoch, epochs, phase, secondsLeft },
      ...(records.length > 0 ? { records: [...store.state.records, ...records] } : {}),
    });
  }

  /**
   * @param {import("../protocol.js").Trained} trained
   * @param {Plan} plan
   * @param {number} turn
   */
  async #measure(trained, plan, turn) {
    const { store, showcase } = this.#journey;
    const { records } = store.state;
    store.set({ outcome: { trained, plan, records, result: null, measuring: 0 }, exported: false });
    if (this.#stopping) this.#journey.rest();
    // A pause that came after the last step has nothing left to hold up.
    else store.set({ stage: 'training', progress: { kind: 'evaluating', fraction: 0 } });
    this.#doing = 'measuring';
    showcase.refresh();
    const work = this.#journey.client.request('evaluate', {}, ({ fraction }) => this.#measuring(fraction));
    this.#work = work;
    try {
      const result = await work;
      if (turn !== this.#turn) return;
      this.#measured(result);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#measured(null);
      this.#journey.report(error);
    }
  }

  /** @param {number} fraction */
  #measuring(fraction) {
    const { store } = this.#journey;
    const { outcome, stage } = store.state;
    if (!outcome) return;
    store.set({
      outcome: { ...outcome, measuring: fraction },
      ...(stage === 'training' ? { progress: { kind: 'evaluating', fraction } } : {}),
    });
  }

  /** @param {import("../protocol.js").Result | null} result */
  #measured(result) {
    const { store } = this.#journey;
    const { outcome, stage } = store.state;
    this.#doing = null;
    if (!outcome) return;
    store.set({ outcome: { ...outcome, result, measuring: null } });
    if (stage === 'training' || stage === 'paused') this.#journey.rest();
  }

  /** @param {import("../protocol.js").EpochRecord[]} records */
  #nothingKept(records) {
    this.#journey.store.set({ records });
    this.#journey.rest();
    this.#journey.say('notice.stoppedEarly');
  }

  /** @param {unknown} error @param {import("../protocol.js").EpochRecord[]} records */
  #failed(error, records) {
    // The journey recovers from a dead worker by itself.
    if (error instanceof RequestFailure && error.failure.code === 'worker-died') return;
    this.#journey.store.set({ records });
    this.#journey.rest();
    this.#journey.report(error);
  }
}

/**
 * @param {number} epochs
 * @returns {import("../state.js").Progress}
 */
function firstProgress(epochs) {
  return { kind: 'training', fraction: 0, epoch: 1, epochs, phase: 'batches', secondsLeft: null };
}
