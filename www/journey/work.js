/** Long work that the page waits for: its stage, how far it is, and pause. One at a time. */

/** @typedef {import("../state.js").Progress} Progress */
/** @typedef {import("../state.js").Trying} Trying */

import { restingStage } from '../state.js';

export class Work {
  /** @type {import("./journey.js").Journey} */ #journey;
  /** Kept aside while the page reads another file. @type {Progress | null} */
  progress = null;

  /** @param {import("./journey.js").Journey} journey */
  constructor(journey) {
    this.#journey = journey;
  }

  get underWay() {
    return this.#journey.store.state.teaching !== null;
  }

  /** @param {"training" | "paused"} teaching @param {Trying | null} [trying] */
  mark(teaching, trying = null) {
    const { store } = this.#journey;
    store.set({ teaching, trying, ...(store.state.stage === 'reading' ? {} : { stage: teaching }) });
  }

  /** @param {Progress} progress */
  show(progress) {
    const { store } = this.#journey;
    this.progress = progress;
    if (store.state.stage !== 'reading') store.set({ progress });
  }

  end() {
    const { store } = this.#journey;
    const over = { teaching: null, trying: null };
    this.progress = null;
    if (store.state.stage === 'reading') store.set(over);
    else store.set({ ...over, stage: restingStage({ ...store.state, ...over }), progress: null });
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.progress = null;
    this.#journey.store.set({ teaching: null, trying: null });
  }

  async pause() {
    const { teaching, trying } = this.#journey.store.state;
    if (teaching === null) return;
    const isPaused = teaching === 'paused';
    this.mark(isPaused ? 'training' : 'paused', trying);
    await this.ask(isPaused ? 'resume' : 'pause');
  }

  /** @param {"pause" | "resume" | "stop"} type */
  async ask(type) {
    try {
      await this.#journey.client.request(type, {});
    } catch (error) {
      this.#journey.report(error);
    }
  }
}
