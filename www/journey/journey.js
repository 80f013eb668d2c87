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

/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../protocol.js").Options} Options */

export class Journey {
  #planTurn = 0;
  #openTurn = 0;

  /**
   * @param {import("../state.js").Store} store
   * @param {string} base  address of the folder www/
   */
  constructor(store, base) {
    this.store = store;
    this.engine = new Engine(base);
    this.samples = new Samples(base);
    this.opening = new Opening(this);
    this.lesson = new Lesson(this);
    this.showcase = new Showcase(this);
  }

  /** The defaults of the recipes are wanted before there is a file. */
  async begin() {
    if (!isSupported()) return this.fail({ code: 'unsupported-browser', params: {} });
    try {
      const client = await this.engine.spare();
      const recipes = await client.request('recipes', {});
      this.store.set({ recipes, options: this.store.state.options ?? recipes.recommended });
    } catch (error) {
      this.report(error);
    }
  }

  /** @param {File} file */
  async openFile(file) {
    try {
      if (!this.store.state.locked) {
        await this.engine.loaded();
        forbidConnections();
        this.engine.discardSpare();
        this.store.set({ locked: true });
      }
      await this.open({ kind: 'file', name: file.name, blob: file });
    } catch (error) {
      this.report(error);
    }
  }

  /** @param {"groceries" | "article"} sample */
  async openSample(sample) {
    const turn = ++this.#openTurn;
    try {
      const file = await this.samples.file(sample);
      // Whatever was chosen while the sample was on its way is wanted more.
      if (turn === this.#openTurn) await this.open({ kind: sample, name: file.name, blob: file });
    } catch (error) {
      if (turn === this.#openTurn) this.report(error);
    }
  }

  /** @param {Source} source */
  async open(source) {
    this.#openTurn++;
    if (this.lesson.underWay) await this.lesson.stop();
    await this.opening.open(source);
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
        this.store.set({ plan: null, badOption: refusedOption(error) });
        this.report(error);
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

  rest() {
    this.store.set({ stage: restingStage(this.store.state), progress: null });
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
