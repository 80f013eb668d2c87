/**
 * The recovery of the data set at hand after its worker has died: what was kept comes back, or else the file is read again in
 * the same way. What a person asks for meanwhile waits for it.
 */

import { failedWith } from '../core/client.js';
import { initialResults } from '../state.js';
import { costOf, Deaths, withoutWork } from './deaths.js';
import { readOptions } from './read_options.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").Plan} Plan */
/** @typedef {import("../requests.js").ReadingEvent} ReadingEvent */
/** @typedef {import("../state.js").Account} Account */
/** @typedef {import("../state.js").Source} Source */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {import("./work.js").Work} work
 * @property {import("./training_options.js").TrainingOptions} options
 * @property {(source: Source) => Promise<Blob | Blob[]>} filesOf  what it is read from
 * @property {(signal: AbortSignal) => (event: ReadingEvent) => void} onProgress
 * @property {(params: Record<string, string | number>) => void} letGo  of the data set, for which there is no hope
 * @property {() => void} onRest  told when the worker of the data set at hand was given nothing else to do in the end
 * @property {() => boolean} canResume  whether a training that was under way can go on
 * @property {(client: Client) => Promise<boolean>} restore  brings data and results back into a worker that knows nothing yet, from where they were kept;
 *   false where nothing was
 */

export class Recovery {
  /** @type {Used} */ #used;
  #deaths = new Deaths();
  /** What the death has cost that is being recovered from. @type {import("./deaths.js").Cost | null} */ #cost = null;
  /** Whether that was the first death since all was well. */ #isFirst = true;
  /** Settles when a worker in the place of a dead one has what it needs. @type {Promise<void> | null} */ #mending =
    null;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
  }

  /** Whether the worker of the data set at hand does not know it yet. */
  get isUnderWay() {
    return this.#cost !== null;
  }

  get isMending() {
    return this.#mending !== null;
  }

  /** Waits until what a death has left undone is done; more may have come by then. */
  async mended() {
    while (this.#mending) await this.#mending;
  }

  /** @param {Promise<void>} work  that never fails, and is waited for by whatever else is asked */
  async mend(work) {
    this.#mending = work;
    await work;
    if (this.#mending === work) this.#mending = null;
  }

  /** Another file is not to blame for the deaths of the one before. */
  forget() {
    this.#deaths.forget();
  }

  /**
   * Takes down what the death of the worker costs, before anything of the state is changed.
   * @param {Client | null} client @param {{isReading: boolean, isChoosing: boolean}} beside  see `costOf`
   * @returns {boolean} whether it can be mended
   */
  begin(client, beside) {
    const { store, work } = this.#used;
    this.#isFirst = this.#cost === null;
    this.#cost ??= costOf(store.state, { ...beside, isStarting: work.isStarting });
    this.#deaths.count();
    return Boolean(client?.isAlive) && !this.#deaths.areTooMany;
  }

  /** @param {Client} client @param {Account} account @param {AbortSignal} signal */
  async bringBack(client, account, signal) {
    const { store, messages, work, options, restore, onRest } = this.#used;
    const cost = this.#cost;
    messages.fail({ code: 'worker-died', params: { ...cost } });
    const { options: planned } = store.state;
    store.set(withoutWork(store.state));
    try {
      // A restoration that ended in a death is not tried again; what cannot be restored is read again.
      const isRestored = this.#isFirst && restore !== undefined && (await restore(client).catch(() => false));
      if (signal.aborted) return;
      const plan = isRestored ? store.state.plan : await this.#readAgain(client, account, signal);
      if (signal.aborted) return;
      this.#cost = null;
      this.#deaths.mended();
      work.rest();
      await options.take(plan, planned);
      if (signal.aborted) return;
      // A training that has got somewhere goes on by itself.
      const again = isRestored && cost?.during === 'training' && this.#used.canResume() ? { again: 'resumed' } : {};
      messages.fail({ code: 'worker-died', params: { ...cost, ...again, kept: isRestored ? 'all' : 'file' } });
      onRest();
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  /** A person does not want to wait for it. */
  stop() {
    this.#giveUp({ ...this.#cost, because: 'stopped' });
  }

  /** Lets go of the data set that has been given up. */
  giveUp() {
    this.#giveUp({ times: this.#deaths.inARow });
  }

  /** @param {unknown} error */
  #failed(error) {
    if (failedWith(error, 'engine-unavailable')) return this.giveUp();
    this.#giveUp({ ...this.#cost, because: failedWith(error, 'file-unreadable') ? 'unreadable' : 'other' });
  }

  /** @param {Record<string, string | number>} params */
  #giveUp(params) {
    this.#cost = null;
    this.#used.letGo(params);
  }

  /** @param {Client} client @param {Account} account @param {AbortSignal} signal @returns {Promise<Plan | null>} */
  async #readAgain(client, account, signal) {
    const { store, filesOf, onProgress } = this.#used;
    // What was found with the same data needs no model.
    const { tuned, validated } = store.state;
    store.set({ ...initialResults(), tuned, validated });
    await client.request('open', { file: await filesOf(account.source), choices: account.choices }, { signal });
    const how = readOptions(account, account.readSeed);
    const { options } = store.state;
    const { dataset, plan } = await client.request('read', { how, options }, { onEvent: onProgress(signal), signal });
    const again = { ...account, dataset };
    store.set({ account: again, opened: again });
    return plan;
  }
}
