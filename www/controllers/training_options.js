/** The options at hand, and what a training with them would be. */

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {import("../protocol.js").Plan} Plan */
/** @typedef {import("./messages.js").Messages} Messages */
/** @typedef {import("../state.js").Store} Store */

export class TrainingOptions {
  /** @type {Store} */ #store;
  /** @type {Messages} */ #messages;
  /** @type {() => Client} */ #client;
  #operation = new AbortController();
  /** The options that the plan in the store is of. @type {Options | null} */ #planned = null;

  /** @param {{store: Store, messages: Messages, client: () => Client}} used  client: the worker of the data set at hand */
  constructor({ store, messages, client }) {
    this.#store = store;
    this.#messages = messages;
    this.#client = client;
  }

  /** @param {Options} options */
  async choose(options) {
    this.#store.set({ options });
    await this.plan();
  }

  /**
   * Asks the core whether the options at hand fit the data at hand.
   * @returns {Promise<Plan | null>} null where they do not; the message says why
   */
  async plan() {
    this.#operation.abort();
    this.#operation = new AbortController();
    const { signal } = this.#operation;
    const { options, account, stage } = this.#store.state;
    if (!account || stage === 'reading') return null;
    try {
      const plan = await this.#client().request('plan', { options });
      if (!signal.aborted) this.#keep(plan, options);
      return plan;
    } catch (error) {
      if (!signal.aborted) {
        this.#store.set({ plan: null });
        this.#messages.refused(error);
      }
      return null;
    }
  }

  /** The plan of the options at hand; asked for where it is not known, or they were refused. @returns {Promise<Plan | null>} */
  async accepted() {
    const { plan, options } = this.#store.state;
    return plan && this.#planned === options ? plan : this.plan();
  }

  /**
   * What came with a data set: the plan of the options at the time; null where they were refused.
   * @param {Plan | null} plan
   * @param {Options} options
   */
  async take(plan, options) {
    if (plan && options === this.#store.state.options) this.#keep(plan, options);
    else await this.plan();
  }

  /** @param {Plan} plan @param {Options} options */
  #keep(plan, options) {
    this.#planned = options;
    const { message, badOption } = this.#store.state;
    const isSettled = badOption !== null && message !== null && 'failure' in message;
    this.#store.set({ plan, badOption: null, ...(isSettled ? { message: null } : {}) });
  }
}
