/** What a trained network is good for: a customer's recommendations, and the files to take away. */

import { failedWith, RequestFailure } from '../core/client.js';

const SUGGESTIONS = 8;

const EXPORTS = /** @type {const} */ ({
  recommendations: { request: 'exportRecommendations', name: 'recommendations.csv' },
  report: { request: 'exportReport', name: 'report.json' },
  model: { request: 'exportModel', name: 'model.safetensors' },
  clean: { request: 'exportClean', name: 'interactions.csv' },
  rejected: { request: 'exportRejected', name: 'rejected.csv' },
});

/** @typedef {import("../core/client.js").Client} Client */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {() => Client} client  the worker of the data set at hand
 * @property {() => void} onRest  told when an export has ended, for which the worker may have stopped something else
 */

export class Recommendations {
  /** @type {Used} */ #used;
  #search = new AbortController();
  #list = new AbortController();
  /** The user who was asked for last. @type {string | undefined} */ #asked;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
  }

  /** After a training: the same customer as before, else the first. */
  async refresh() {
    const { store } = this.#used;
    const shown = store.state.recommendations?.user;
    if (shown !== undefined) return this.show(shown);
    await this.search('');
    const first = store.state.suggestions?.users[0];
    if (first) await this.show(first.id);
  }

  /** @param {string} query */
  async search(query) {
    const { store, client } = this.#used;
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    try {
      const { total, users } = await client().request('users', { query, limit: SUGGESTIONS }, { signal });
      store.set({ suggestions: { query, total, users } });
    } catch (error) {
      if (!signal.aborted) this.#report(error);
    }
  }

  /** @param {string} user */
  async show(user) {
    const { store, client } = this.#used;
    this.#asked = user;
    this.#list.abort();
    this.#list = new AbortController();
    const { signal } = this.#list;
    const k = store.state.topK;
    try {
      const recommendations = await client().request('recommend', { user, k }, { signal });
      const { message } = store.state;
      const settled = message && 'failure' in message && CURED_BY_SHOWING.has(message.failure.code);
      const badOption = isTopK(store.state.badOption) ? null : store.state.badOption;
      store.set({ recommendations, badOption, ...(settled ? { message: null } : {}) });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RequestFailure && isTopK(error.failure.params.option)) store.set({ badOption: 'topK' });
      this.#report(error);
    }
  }

  /** Whose recommendations are shown and exported from now on. @param {import("../protocol.js").ModelName} model */
  async choose(model) {
    const { store, client } = this.#used;
    if (store.state.model === model || store.state.exporting) return;
    try {
      await client().request('chooseModel', { model });
      store.set({ model });
      await this.refresh();
    } catch (error) {
      this.#report(error);
    }
  }

  /** @param {number} topK */
  async setTopK(topK) {
    const { store } = this.#used;
    store.set({ topK });
    const user = this.#asked ?? store.state.recommendations?.user;
    if (user !== undefined) await this.show(user);
  }

  /** @param {keyof typeof EXPORTS} what */
  async save(what) {
    const { store, client, onRest } = this.#used;
    const needsNetwork = what !== 'clean' && what !== 'rejected';
    if (store.state.exporting || !store.state.account || (needsNetwork && !store.state.outcome)) return;
    const { request, name } = EXPORTS[what];
    const payload = request === 'exportRecommendations' ? { k: store.state.topK } : {};
    store.set({ exporting: { what, fraction: 0 } });
    try {
      const onEvent = (/** @type {import("../protocol.js").ExportEvent} */ { fraction }) =>
        store.set({ exporting: { what, fraction } });
      const blob = await client().request(request, /** @type {any} */ (payload), { onEvent });
      download(blob, name);
      if (needsNetwork) store.set({ exported: true });
    } catch (error) {
      this.#report(error);
    } finally {
      store.set({ exporting: null });
    }
    onRest();
  }

  /** @param {unknown} error */
  #report(error) {
    if (!failedWith(error, 'worker-died')) this.#used.messages.report(error);
  }
}

const CURED_BY_SHOWING = new Set(['unknown-user', 'option-out-of-range']);

/** @param {unknown} option */
function isTopK(option) {
  return option === 'topK' || option === 'top-k' || option === 'k';
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser needs the address until it has begun to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
