/**
 * The way from a file to recommendations, as the page goes it: the one place
 * that knows in which order the worker is asked, and the one that moves the stage.
 */

import { RequestFailure, WANTED } from '../client.js';
import { restingStage } from '../state.js';
import { Engine, isSupported } from './engine.js';
import { Lesson } from './lesson.js';
import { forbidConnections } from './lock.js';
import { Opening } from './opening.js';
import { Samples } from './samples.js';
import { Showcase } from './showcase.js';
import { Trials } from './trials.js';
import { Work } from './work.js';

/** @typedef {import("../protocol.js").Options} Options */

/** How long the lock waits for the workflow's diagram; without it a plain list stands there. */
const DECORATION_MS = 5000;

export class Journey {
  #planTurn = 0;
  /** @type {() => void} */ #release = () => {};
  /** Settles when what the page can begin without may be fetched. @type {Promise<void>} */
  released = new Promise((resolve) => {
    this.#release = resolve;
  });
  /** The diagram that is being fetched and drawn. @type {Promise<unknown>} */ decorated = Promise.resolve();

  /**
   * @param {import("../state.js").Store} store
   * @param {string} base  address of the folder www/
   */
  constructor(store, base) {
    this.store = store;
    this.engine = new Engine(base);
    this.samples = new Samples(base);
    this.opening = new Opening(this);
    this.work = new Work(this);
    this.lesson = new Lesson(this);
    this.trials = new Trials(this);
    this.showcase = new Showcase(this);
  }

  /** The defaults of the recipes are wanted before there is a file. @returns {Promise<void>} */
  async begin() {
    if (!isSupported()) return this.fail({ code: 'unsupported-browser', params: {} });
    try {
      const client = await this.engine.spare();
      const recipes = await client.request('recipes', {});
      this.store.set({ recipes, options: this.store.state.options ?? recipes.recommended });
    } catch (error) {
      // The lock may have ended the worker that was asked.
      if (error instanceof RequestFailure && WANTED.has(error.failure.code)) return this.begin();
      this.report(error);
    }
  }

  /** @param {File} file */
  async openFile(file) {
    if (this.#isWriting) return;
    await this.opening.open('file', file.name, async () => {
      await this.#lock();
      return file;
    });
  }

  /** @param {"groceries" | "article"} sample */
  async openSample(sample) {
    if (this.#isWriting) return;
    await this.opening.open(sample, this.samples.name(sample), () => this.samples.file(sample));
  }

  /** A new file would end the worker that is writing one. */
  get #isWriting() {
    const isWriting = this.store.state.exporting !== null;
    if (isWriting) this.say('notice.exporting');
    return isWriting;
  }

  /** What the page can begin without, and may want later; asked for no sooner, so that it holds up nothing. */
  prefetch() {
    this.#release();
    this.engine.full().then(
      () => {
        if (this.store.state.stage === 'empty' && !this.store.state.locked) this.engine.warmUp();
      },
      () => {},
    );
    this.samples.prefetch();
  }

  /** Before a file of the user's own is read: what may still be wanted is fetched, then nothing more. */
  async #lock() {
    if (this.store.state.locked) return;
    await this.engine.loaded();
    this.prefetch();
    await Promise.race([this.decorated, new Promise((resolve) => setTimeout(resolve, DECORATION_MS))]);
    if (this.store.state.locked) return;
    forbidConnections();
    this.engine.discardSpare();
    this.store.set({ locked: true });
  }

  /** What a training has learned from: its seed may not be that of the reading. @param {import("../protocol.js").SplitCounts} split */
  splitIs(split) {
    const { account } = this.store.state;
    if (account) this.store.set({ account: { ...account, dataset: { ...account.dataset, split } } });
  }

  /** @param {Options} options */
  async choose(options) {
    this.store.set({ options });
    await this.plan();
  }

  /**
   * Asks the core whether the options at hand fit the data at hand.
   * @returns {Promise<import("../protocol.js").Plan | null>} null where they do not; the message says why
   */
  async plan() {
    const { options, account, stage } = this.store.state;
    const turn = ++this.#planTurn;
    if (!options || !account || stage === 'reading') return null;
    try {
      const plan = await this.client.request('plan', { options });
      if (turn === this.#planTurn) {
        const { message, badOption } = this.store.state;
        const settled = badOption !== null && message !== null && 'failure' in message;
        this.store.set({ plan, badOption: null, ...(settled ? { message: null } : {}) });
      }
      return plan;
    } catch (error) {
      if (turn === this.#planTurn) {
        this.store.set({ plan: null });
        this.refused(error);
      }
      return null;
    }
  }

  /** The worker that holds the data set at hand. */
  get client() {
    const client = this.opening.client;
    if (!client) throw new RequestFailure({ code: 'wrong-order', params: {} });
    return client;
  }

  /** @param {import("../protocol.js").Failure} failure */
  fail(failure) {
    this.store.set({ message: { failure } });
  }

  /**
   * @param {string} notice
   * @param {Record<string, string | number>} [params]
   */
  say(notice, params = {}) {
    this.store.set({ message: { notice, params } });
  }

  /** @param {unknown} error */
  report(error) {
    if (!(error instanceof RequestFailure)) {
      console.error(error);
      return this.fail({ code: 'unexpected', params: { detail: String(error) } });
    }
    if (!WANTED.has(error.failure.code)) this.fail(error.failure);
  }

  /** A failure that may be about an option: its field is marked. @param {unknown} error */
  refused(error) {
    this.store.set({ badOption: refusedOption(error) });
    this.report(error);
  }

  rest() {
    const { state } = this.store;
    this.store.set({ stage: restingStage(state), progress: state.teaching ? this.work.progress : null });
  }

  dismissMessage() {
    this.store.set({ message: null });
  }
}

/**
 * @param {unknown} error
 * @returns {string | null}
 */
function refusedOption(error) {
  if (!(error instanceof RequestFailure)) return null;
  const { option } = error.failure.params;
  return typeof option === 'string' ? option : null;
}
