/** What a trained network is good for: a customer's recommendations, and the files to take away. */

import { RequestFailure } from '../client.js';

const SUGGESTIONS = 8;

const EXPORTS = /** @type {const} */ ({
  recommendations: { request: 'exportRecommendations', name: 'recommendations.csv' },
  report: { request: 'exportReport', name: 'report.json' },
  model: { request: 'exportModel', name: 'model.safetensors' },
  clean: { request: 'exportClean', name: 'interactions.csv' },
  rejected: { request: 'exportRejected', name: 'rejected.csv' },
});

export class Showcase {
  /** @type {import("./journey.js").Journey} */ #journey;
  #search = 0;
  #turn = 0;
  /** @type {string | undefined} */ #asked;

  /** @param {import("./journey.js").Journey} journey */
  constructor(journey) {
    this.#journey = journey;
  }

  /** After a training: the same customer as before, else the first. */
  async refresh() {
    const { store } = this.#journey;
    const shown = store.state.recommendations?.user;
    if (shown !== undefined) return this.show(shown);
    await this.search('');
    const first = store.state.suggestions?.users[0];
    if (first) await this.show(first.id);
  }

  /** @param {string} query */
  async search(query) {
    const { store } = this.#journey;
    const turn = ++this.#search;
    try {
      const { total, users } = await this.#journey.client.request('users', { query, limit: SUGGESTIONS });
      if (turn === this.#search) store.set({ suggestions: { query, total, users } });
    } catch (error) {
      if (turn === this.#search) this.#report(error);
    }
  }

  /** @param {string} user */
  async show(user) {
    this.#asked = user;
    const { store } = this.#journey;
    const turn = ++this.#turn;
    const k = store.state.topK;
    try {
      const recommendations = await this.#journey.client.request('recommend', { user, k });
      if (turn !== this.#turn) return;
      const { message } = store.state;
      const settled = message && 'failure' in message && CURED_BY_SHOWING.has(message.failure.code);
      const badOption = isTopK(store.state.badOption) ? null : store.state.badOption;
      store.set({ recommendations, badOption, ...(settled ? { message: null } : {}) });
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof RequestFailure && isTopK(error.failure.params.option)) store.set({ badOption: 'topK' });
      this.#report(error);
    }
  }

  /** Whose recommendations are shown and exported from now on. @param {import("../protocol.js").ModelName} model */
  async choose(model) {
    const { store } = this.#journey;
    if (store.state.model === model || store.state.exporting) return;
    try {
      await this.#journey.client.request('chooseModel', { model });
      store.set({ model });
      await this.refresh();
    } catch (error) {
      this.#report(error);
    }
  }

  /** @param {number} topK */
  async setTopK(topK) {
    const { store } = this.#journey;
    store.set({ topK });
    const user = this.#asked ?? store.state.recommendations?.user;
    if (user !== undefined) await this.show(user);
  }

  /** @param {keyof typeof EXPORTS} what */
  async save(what) {
    const { store } = this.#journey;
    const needsNetwork = what !== 'clean' && what !== 'rejected';
    if (store.state.exporting || !store.state.account || (needsNetwork && !store.state.outcome)) return;
    const { request, name } = EXPORTS[what];
    const payload = request === 'exportRecommendations' ? { k: store.state.topK } : {};
    store.set({ exporting: { what, fraction: 0 } });
    try {
      const blob = await this.#journey.client.request(request, /** @type {any} */ (payload), ({ fraction }) =>
        store.set({ exporting: { what, fraction } }),
      );
      download(blob, name);
      if (needsNetwork) store.set({ exported: true });
    } catch (error) {
      this.#report(error);
    } finally {
      store.set({ exporting: null });
    }
  }

  /** @param {unknown} error */
  #report(error) {
    if (error instanceof RequestFailure && error.failure.code === 'worker-died') return;
    this.#journey.report(error);
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
