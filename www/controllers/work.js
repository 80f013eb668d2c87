/** Long work that the page waits for: its stage, how far it is, and pause. One at a time. */

import { restingStage } from '../state.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../state.js").Progress} Progress */
/** @typedef {import("../state.js").Store} Store */
/** @typedef {import("../state.js").Trying} Trying */
/** @typedef {import("./messages.js").Messages} Messages */

export class Work {
  /** @type {Store} */ #store;
  /** @type {Messages} */ #messages;
  /** @type {() => Client} */ #client;
  /** Kept aside while the page reads another file. @type {Progress | null} */ #progress = null;
  /** Whether the worker was asked for it and has not begun. */ isStarting = false;

  /** @param {{store: Store, messages: Messages, client: () => Client}} used  client: the worker of the data set at hand */
  constructor({ store, messages, client }) {
    this.#store = store;
    this.#messages = messages;
    this.#client = client;
  }

  get isUnderWay() {
    return this.isStarting || this.#store.state.trainingStatus !== null;
  }

  /** @param {"training" | "paused"} trainingStatus @param {Trying | null} [trying] */
  mark(trainingStatus, trying = null) {
    this.isStarting = false;
    const { stage } = this.#store.state;
    this.#store.set({ trainingStatus, trying, ...(stage === 'reading' ? {} : { stage: trainingStatus }) });
  }

  /** @param {Progress} progress */
  show(progress) {
    this.#progress = progress;
    if (this.#store.state.stage !== 'reading') this.#store.set({ progress });
  }

  end() {
    const over = { trainingStatus: null, trying: null };
    this.isStarting = false;
    this.#progress = null;
    const { state } = this.#store;
    if (state.stage === 'reading') this.#store.set(over);
    else this.#store.set({ ...over, stage: restingStage({ ...state, ...over }), progress: null });
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.isStarting = false;
    this.#progress = null;
    this.#store.set({ trainingStatus: null, trying: null });
  }

  /** After the reading of a file that came to nothing. */
  rest() {
    const { state } = this.#store;
    this.#store.set({ stage: restingStage(state), progress: state.trainingStatus ? this.#progress : null });
  }

  async pause() {
    const { trainingStatus, trying } = this.#store.state;
    if (trainingStatus === null) return;
    const isPaused = trainingStatus === 'paused';
    this.mark(isPaused ? 'training' : 'paused', trying);
    await this.ask(isPaused ? 'resume' : 'pause');
  }

  /** @param {"pause" | "resume" | "stop"} type */
  async ask(type) {
    try {
      await this.#client().request(type, {});
    } catch (error) {
      this.#messages.report(error);
    }
  }
}
