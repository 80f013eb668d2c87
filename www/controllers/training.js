/** One run after another: the network is trained, then all models are evaluated; with pause and stop. */

import { failedWith, INTENDED, RequestFailure } from '../core/client.js';
import { initialRace } from '../state.js';
import { isBehind } from './opened.js';

/** @typedef {import("../protocol.js").EpochRecord} EpochRecord */
/** @typedef {import("../protocol.js").Plan} Plan */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../state.js").Store} Store */
/** @typedef {import("./data.js").Data} Data */
/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("./rooms.js").Rooms} Rooms */
/** @typedef {import("./training_options.js").TrainingOptions} TrainingOptions */
/** @typedef {import("./work.js").Work} Work */

/** The training's share of a run, whose rest is the evaluation. */
const TRAINING_SHARE = 0.85;

export class Training {
  /** @type {Store} */ #store;
  /** @type {Messages} */ #messages;
  /** @type {Work} */ #work;
  /** @type {TrainingOptions} */ #options;
  /** @type {Rooms} */ #rooms;
  /** @type {Data} */ #data;
  /** @type {import("./saving.js").Saving} */ #saving;
  /** @type {() => void} */ #onTrained;
  /** Of the run under way, or the last one. @type {Plan | null} */ #plan = null;
  #onBegun = () => {};
  /** The part of a run that the worker is in. @type {"training" | "evaluation" | null} */ #part = null;
  #isStopping = false;
  #operation = new AbortController();

  /**
   * @param {{store: Store, messages: Messages, work: Work, options: TrainingOptions, rooms: Rooms, data: Data, saving: import("./saving.js").Saving, onTrained: () => void}} used
   *   onTrained: told when there is another network
   */
  constructor({ store, messages, work, options, rooms, data, saving, onTrained }) {
    this.#store = store;
    this.#messages = messages;
    this.#work = work;
    this.#options = options;
    this.#rooms = rooms;
    this.#data = data;
    this.#saving = saving;
    this.#onTrained = onTrained;
  }

  async train() {
    const store = this.#store;
    if ((store.state.stage !== 'ready' && store.state.stage !== 'trained') || store.state.exporting) return;
    store.set({ message: null });
    const plan = await this.prepare();
    if (!plan) return;
    await this.#run({ options: plan.options }, () => {});
  }

  /**
   * Goes on with a training that was interrupted.
   * @param {Uint8Array[]} from  its latest checkpoint
   * @param {import("../protocol.js").Options} options  with which it was begun
   * @param {boolean} isPaused  it then waits
   */
  async resume(from, options, isPaused) {
    if (this.#work.isUnderWay) return;
    await this.#run({ options, from }, () => {
      if (isPaused) void this.pause();
    });
  }

  /** @param {import("../requests.js").Requests["train"][0]} payload @param {() => void} onBegun  told with the first word of the worker */
  async #run(payload, onBegun) {
    const signal = this.#begin();
    const { records: before } = this.#store.state;
    this.#isStopping = false;
    this.#work.isStarting = true;
    this.#onBegun = onBegun;
    // At once, before the worker has anything to tell.
    this.#rooms.open('model');
    try {
      const onEvent = (/** @type {any} */ event) => signal.aborted || this.#onEvent(event);
      // Its parts lie in one buffer where they were read from storage.
      const transfer = payload.from && [...new Set(payload.from.map(({ buffer }) => buffer))];
      const { trained, result } = await this.#data.worker.request('train', payload, { onEvent, transfer });
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
    if (isBehind(this.#store.state) && !(await data.read())) return null;
    const { client } = data;
    const plan = await this.#options.accepted();
    // What it learns takes the place of what the worker has.
    await this.#saving.saveFirst();
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
    if (this.#part === 'evaluation') return this.#endEarly();
    await this.#work.ask('stop');
  }

  /** The verdict is waited for in its room. */
  #endEarly() {
    this.#work.end();
    this.#rooms.open('verdict');
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

  /** @param {import("../requests.js").CheckpointEvent | import("../requests.js").TrainingEvent | import("../requests.js").StandingsEvent | import("../requests.js").TrainedEvent | import("../requests.js").EvaluationEvent} event */
  #onEvent(event) {
    if (event.event === 'training') this.#onProgress(event);
    else if (event.event === 'checkpoint') this.#saving.checkpoint(event.parts, this.#plan?.options);
    else if (event.event === 'standings') this.#onStandings(event);
    else if (event.event === 'trained') this.#onTrainedEvent(event);
    else this.#onEvaluation(event);
  }

  /** @param {import("../requests.js").TrainingEvent} event */
  #onProgress({ plan, records, linearValidation, networkValidation, peek, ...progress }) {
    const store = this.#store;
    if (plan) {
      this.#part = 'training';
      this.#plan = plan;
      store.set({ records: [], race: initialRace() });
      this.#work.mark('training');
      this.#onBegun();
    }
    if (!this.#work.isUnderWay) return;
    this.#look({ linear: linearValidation, network: networkValidation }, peek);
    const { fraction, epoch, epochs, phase, part, parts, secondsLeft } = progress;
    if (records.length > 0) store.set({ records: [...store.state.records, ...records] });
    this.#work.show({
      kind: 'training',
      fraction: TRAINING_SHARE * fraction,
      epoch,
      epochs,
      phase,
      part,
      parts,
      secondsLeft,
    });
  }

  /** What is new in the race. @param {{linear: number | null, network: number | null}} scores @param {import("../protocol.js").Peek | null} peek */
  #look({ linear, network }, peek) {
    const { race } = this.#store.state;
    const isOther = peek !== null && JSON.stringify(peek) !== JSON.stringify(race.peek);
    const looked = isOther ? { peek, before: race.peek } : {};
    const next = { ...race, linear: linear ?? race.linear, network: network ?? race.network, ...looked };
    if (isOther || next.linear !== race.linear || next.network !== race.network) this.#store.set({ race: next });
  }

  /** @param {import("../requests.js").StandingsEvent} event */
  #onStandings({ standings }) {
    this.#store.set({ race: { ...this.#store.state.race, standings } });
  }

  /** @param {import("../requests.js").TrainedEvent} event */
  #onTrainedEvent({ trained }) {
    const store = this.#store;
    const { account, records, outcome } = store.state;
    this.#saving.endTraining(trained.kept > 0);
    if (account && (trained.kept > 0 || !outcome)) {
      // What a training has learned from: its seed may not be that of the reading.
      store.set({ account: { ...account, dataset: { ...account.dataset, split: trained.split } } });
    }
    const plan = this.#plan;
    if (trained.kept === 0 || !plan) return;
    this.#part = 'evaluation';
    store.set({ outcome: { trained, plan, records, result: null, measuring: 0 }, model: 'network', exported: false });
    if (this.#isStopping) this.#endEarly();
    else {
      // A pause that came after the last step has nothing left to hold up.
      this.#work.mark('training');
      this.#work.show({ kind: 'evaluating', fraction: TRAINING_SHARE, secondsLeft: null });
    }
    this.#onTrained();
  }

  /** @param {import("../requests.js").EvaluationEvent} event */
  #onEvaluation({ fraction, model, tuning, secondsLeft }) {
    const { outcome } = this.#store.state;
    if (!outcome) return;
    this.#store.set({ outcome: { ...outcome, measuring: fraction } });
    if (!this.#work.isUnderWay) return;
    const whole = TRAINING_SHARE + (1 - TRAINING_SHARE) * fraction;
    this.#work.show({ kind: 'evaluating', fraction: whole, model, tuning, secondsLeft });
  }

  /** @param {Result | null} result */
  #evaluated(result) {
    const { outcome } = this.#store.state;
    this.#part = null;
    if (!outcome) return;
    this.#store.set({ outcome: { ...outcome, result, measuring: null } });
    if (result) this.#keepRun();
    const wasWaited = this.#work.isUnderWay;
    if (wasWaited) this.#work.end();
    if (wasWaited && this.#store.state.stage === 'trained') this.#rooms.open('verdict');
  }

  /** The verdict outlives whatever takes its place. */
  #keepRun() {
    const { runs, account, outcome } = this.#store.state;
    if (!account || !outcome) return;
    const run = { number: (runs.at(-1)?.number ?? 0) + 1, account, outcome };
    this.#store.set({ runs: [...runs, run] });
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
    if (!failedWith(error, 'worker-died')) this.#saving.endTraining(false);
    this.#store.set({ records });
    this.#work.end();
    this.#messages.refused(error);
    this.evaluateAgain();
  }
}
