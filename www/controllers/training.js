/** One run after another: the network is trained, then all models are evaluated; with pause and stop. */

import { failedWith, INTENDED, RequestFailure } from '../core/client.js';

/** @typedef {import("../protocol.js").EpochRecord} EpochRecord */
/** @typedef {import("../protocol.js").Plan} Plan */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../state.js").Store} Store */
/** @typedef {import("./data.js").Data} Data */
/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("./training_options.js").TrainingOptions} TrainingOptions */
/** @typedef {import("./work.js").Work} Work */

export class Training {
  /** @type {Store} */ #store;
  /** @type {Messages} */ #messages;
  /** @type {Work} */ #work;
  /** @type {TrainingOptions} */ #options;
  /** @type {Data} */ #data;
  /** @type {() => void} */ #onTrained;
  /** Of the run under way, or the last one. @type {Plan | null} */ #plan = null;
  /** The part of a run that the worker is in. @type {"training" | "evaluation" | null} */ #part = null;
  #isStopping = false;
  #operation = new AbortController();

  /**
   * @param {{store: Store, messages: Messages, work: Work, options: TrainingOptions, data: Data, onTrained: () => void}} used
   *   onTrained: told when there is another network
   */
  constructor({ store, messages, work, options, data, onTrained }) {
    this.#store = store;
    this.#messages = messages;
    this.#work = work;
    this.#options = options;
    this.#data = data;
    this.#onTrained = onTrained;
  }

  async train() {
    const store = this.#store;
    if ((store.state.stage !== 'ready' && store.state.stage !== 'trained') || store.state.exporting) return;
    store.set({ message: null });
    const plan = await this.prepare();
    if (!plan) return;
    const signal = this.#begin();
    const { records: before } = store.state;
    this.#isStopping = false;
    this.#work.isStarting = true;
    try {
      const { trained, result } = await this.#data.worker.request(
        'train',
        { options: plan.options },
        { onEvent: (event) => signal.aborted || this.#onEvent(event) },
      );
      if (signal.aborted) return;
      if (trained.kept > 0) this.#evaluated(result);
      else this.#nothingKept(before);
    } catch (error) {
      if (!signal.aborted) this.#failed(error, before);
    }
  }

  /** Before a training or a trial: the data as they are chosen, and options that the core accepts. @returns {Promise<Plan | null>} */
  async prepare() {
    const data = this.#data;
    if (data.isBehind && !(await data.read())) return null;
    const { client } = data;
    const plan = await this.#options.accepted();
    // A file may have been chosen meanwhile, or the same asked for twice.
    const isWanted = this.#store.state.stage !== 'reading' && client === data.client && !this.#work.isUnderWay;
    return isWanted ? plan : null;
  }

  async pause() {
    if (this.#part === 'training' || this.#store.state.trainingStatus === 'paused') await this.#work.pause();
  }

  async stop() {
    if (!this.#work.isUnderWay || this.#isStopping) return;
    this.#isStopping = true;
    // The evaluation goes on behind the page.
    if (this.#part === 'evaluation') return this.#work.end();
    await this.#work.ask('stop');
  }

  /** The data set that it was about is gone, or its worker. */
  abandon() {
    this.#begin();
    this.#part = null;
    this.#work.abandon();
  }

  /** Takes up an evaluation that something else has stopped: the network is still there, its verdict is wanted. */
  async evaluateAgain() {
    const { outcome } = this.#store.state;
    if (!outcome || outcome.measuring === null || this.#part !== null || this.#work.isUnderWay) return;
    const signal = this.#begin();
    this.#part = 'evaluation';
    try {
      const onEvent = (/** @type {any} */ event) => signal.aborted || this.#onEvent(event);
      const { result } = await this.#data.worker.request('evaluate', {}, { onEvent });
      if (!signal.aborted) this.#evaluated(result);
    } catch (error) {
      if (!signal.aborted) this.#notEvaluated(error);
    }
  }

  /** Another operation takes the place of the one before. */
  #begin() {
    this.#operation.abort();
    this.#operation = new AbortController();
    return this.#operation.signal;
  }

  /** @param {import("../protocol.js").TrainingEvent | import("../protocol.js").TrainedEvent | import("../protocol.js").EvaluationEvent} event */
  #onEvent(event) {
    if (event.event === 'training') this.#onProgress(event);
    else if (event.event === 'trained') this.#onTrainedEvent(event);
    else this.#onEvaluation(event);
  }

  /** @param {import("../protocol.js").TrainingEvent} event */
  #onProgress({ plan, records, fraction, epoch, epochs, phase, part, parts, secondsLeft }) {
    const store = this.#store;
    if (plan) {
      this.#part = 'training';
      this.#plan = plan;
      store.set({ records: [] });
      this.#work.mark('training');
    }
    if (!this.#work.isUnderWay) return;
    if (records.length > 0) store.set({ records: [...store.state.records, ...records] });
    this.#work.show({ kind: 'training', fraction, epoch, epochs, phase, part, parts, secondsLeft });
  }

  /** @param {import("../protocol.js").TrainedEvent} event */
  #onTrainedEvent({ trained }) {
    const store = this.#store;
    const { account, records, outcome } = store.state;
    if (account && (trained.kept > 0 || !outcome)) {
      // What a training has learned from: its seed may not be that of the reading.
      store.set({ account: { ...account, dataset: { ...account.dataset, split: trained.split } } });
    }
    const plan = this.#plan;
    if (trained.kept === 0 || !plan) return;
    this.#part = 'evaluation';
    store.set({ outcome: { trained, plan, records, result: null, measuring: 0 }, model: 'network', exported: false });
    if (this.#isStopping) this.#work.end();
    else {
      // A pause that came after the last step has nothing left to hold up.
      this.#work.mark('training');
      this.#work.show({ kind: 'evaluating', fraction: 0 });
    }
    this.#onTrained();
  }

  /** @param {import("../protocol.js").EvaluationEvent} event */
  #onEvaluation({ fraction, model, tuning }) {
    const { outcome } = this.#store.state;
    if (!outcome) return;
    this.#store.set({ outcome: { ...outcome, measuring: fraction } });
    if (this.#work.isUnderWay) this.#work.show({ kind: 'evaluating', fraction, model, tuning });
  }

  /** @param {Result | null} result */
  #evaluated(result) {
    const { outcome } = this.#store.state;
    this.#part = null;
    if (!outcome) return;
    this.#store.set({ outcome: { ...outcome, result, measuring: null } });
    if (this.#work.isUnderWay) this.#work.end();
  }

  /** @param {unknown} error */
  #notEvaluated(error) {
    this.#part = null;
    // Stopped by something else, not impossible: see `evaluateAgain`.
    if (error instanceof RequestFailure && INTENDED.has(error.failure.code)) return;
    this.#evaluated(null);
    this.#messages.report(error);
  }

  /** @param {EpochRecord[]} records  of the training before */
  #nothingKept(records) {
    this.#part = null;
    this.#store.set({ records });
    this.#work.end();
    this.#messages.say('notice.stoppedEarly');
    this.evaluateAgain();
  }

  /** @param {unknown} error @param {EpochRecord[]} records  of the training before */
  #failed(error, records) {
    if (this.#part === 'evaluation') return this.#notEvaluated(error);
    this.#part = null;
    // The page recovers from a dead worker by itself.
    if (failedWith(error, 'worker-died')) return;
    this.#store.set({ records });
    this.#work.end();
    this.#messages.refused(error);
    this.evaluateAgain();
  }
}
