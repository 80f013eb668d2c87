/** What a trained network is good for: a customer's recommendations, and the files to take away. */

import { failedWith, INTENDED, RequestFailure } from '../core/client.js';
import { download } from '../download.js';

const SUGGESTIONS = 8;
/** Customers among whom those are looked for that the verdict shows. */
const LOOKED_AT = 500;
/** Places in a list that the verdict shows. */
const EXAMPLE_PLACES = 3;

const EXPORTS = /** @type {const} */ ({
  recommendations: { request: 'exportRecommendations', name: 'recommendations.csv' },
  neutral: { request: 'exportRecommendations', name: 'recommendations-excel.csv' },
  report: { request: 'exportReport', name: 'report.json' },
  model: { request: 'exportModel', name: 'model.safetensors' },
  clean: { request: 'exportClean', name: 'interactions.csv' },
  cleanNeutral: { request: 'exportClean', name: 'interactions-excel.csv' },
  rejected: { request: 'exportRejected', name: 'rejected.csv' },
  rejectedNeutral: { request: 'exportRejected', name: 'rejected-excel.csv' },
});

/** What needs data only; everything else needs a network. @type {Set<keyof typeof EXPORTS>} */
const OF_DATA = new Set(['clean', 'cleanNeutral', 'rejected', 'rejectedNeutral']);
/** Tables for spreadsheets. @type {Set<keyof typeof EXPORTS>} */
const NEUTRAL = new Set(['neutral', 'cleanNeutral', 'rejectedNeutral']);

/** @typedef {import("../core/client.js").Client} Client */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {() => Client} client  the worker of the data set at hand
 * @property {(source: import("../state.js").Source) => Promise<string | null>} sumOf  SHA-256 of a file
 * @property {() => void} onRest  told when an export has ended, for which the worker may have stopped something else
 */

export class Recommendations {
  /** @type {Used} */ #used;
  #search = new AbortController();
  #list = new AbortController();
  #examples = new AbortController();
  /** The user who was asked for last. @type {string | undefined} */ #asked;
  /** The file of whose data something was asked that a dead worker has not answered. @type {import("../state.js").Source | null} */
  #unanswered = null;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
  }

  /** After a training: the same customer as before, else the first; and those that the verdict shows. */
  async refresh(asked = this.#used.store.state.recommendations?.user) {
    const users = await this.#find('', LOOKED_AT);
    const user = asked ?? users?.[0]?.id;
    if (user !== undefined) await this.show(user);
    if (users) await this.#showExamples(users);
  }

  /** What a death of the worker has left unanswered; asked for once, as the worker may have died of it. */
  async askAgain() {
    const { account, outcome } = this.#used.store.state;
    if (outcome && this.#unanswered === account?.source) await this.refresh(this.#asked);
    this.#unanswered = null;
  }

  /** @param {unknown} error @param {import("../state.js").Account | null} account  at the time of the request */
  #failed(error, account) {
    const code = error instanceof RequestFailure ? error.failure.code : '';
    if (failedWith(error, 'worker-died') || INTENDED.has(code)) this.#unanswered = account?.source ?? null;
    this.#used.messages.report(error);
  }

  /** Another customer of a person's own choice stands in the verdict. @param {string} user */
  async showExample(user) {
    const { store } = this.#used;
    const chosen = await this.#example('choice', user);
    if (chosen) store.set({ examples: [...store.state.examples.filter(({ kind }) => kind !== 'choice'), chosen] });
  }

  /** One customer with many products, one with few, and one to begin the choice with. @param {{id: string, items: number}[]} users */
  async #showExamples(users) {
    const { store } = this.#used;
    this.#examples.abort();
    this.#examples = new AbortController();
    const { signal } = this.#examples;
    const byItems = [...users].sort((one, other) => one.items - other.items);
    const few = byItems[0];
    const many = byItems.at(-1);
    const before = store.state.examples.find(({ kind }) => kind === 'choice')?.recommendations.user;
    const wanted = /** @type {const} */ ([
      ['many', many?.id],
      ['few', few === many ? undefined : few?.id],
      ['choice', before ?? store.state.recommendations?.user],
    ]);
    /** @type {import("../state.js").Example[]} */ const examples = [];
    for (const [kind, user] of wanted) {
      const example = user === undefined ? null : await this.#example(kind, user);
      if (signal.aborted) return;
      if (example) examples.push(example);
    }
    store.set({ examples });
  }

  /** @param {import("../state.js").Example["kind"]} kind @param {string} user @returns {Promise<import("../state.js").Example | null>} */
  async #example(kind, user) {
    const { recommendations: shown, account } = this.#used.store.state;
    if (shown?.user === user && shown.items.length >= EXAMPLE_PLACES) {
      return { kind, recommendations: { ...shown, items: shown.items.slice(0, EXAMPLE_PLACES) } };
    }
    try {
      return { kind, recommendations: await this.#used.client().request('recommend', { user, k: EXAMPLE_PLACES }) };
    } catch (error) {
      this.#failed(error, account);
      return null;
    }
  }

  /** @param {string} query */
  async search(query) {
    // Typed just before the model was lost.
    if (this.#used.store.state.outcome) await this.#find(query, SUGGESTIONS);
  }

  /** Customers whose id contains the query; the first of them are suggested. @param {string} query @param {number} limit */
  async #find(query, limit) {
    const { store, client } = this.#used;
    const { account } = store.state;
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    try {
      const { total, users } = await client().request('users', { query, limit }, { signal });
      store.set({ suggestions: { query, total, users: users.slice(0, SUGGESTIONS) } });
      return users;
    } catch (error) {
      if (!signal.aborted) this.#failed(error, account);
      return null;
    }
  }

  /** @param {string} user */
  async show(user) {
    const { store, client } = this.#used;
    if (!store.state.outcome) return;
    this.#asked = user;
    this.#list.abort();
    this.#list = new AbortController();
    const { signal } = this.#list;
    const { topK: k, account } = store.state;
    try {
      const recommendations = await client().request('recommend', { user, k }, { signal });
      const { message } = store.state;
      const settled = message && 'failure' in message && CURED_BY_SHOWING.has(message.failure.code);
      const badOption = isTopK(store.state.badOption) ? null : store.state.badOption;
      store.set({ recommendations, badOption, ...(settled ? { message: null } : {}) });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RequestFailure && isTopK(error.failure.params.option)) store.set({ badOption: 'topK' });
      this.#failed(error, account);
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
      this.#used.messages.report(error);
    }
  }

  /** @param {number} topK */
  async setTopK(topK) {
    const { store } = this.#used;
    store.set({ topK });
    const user = this.#asked ?? store.state.recommendations?.user;
    if (user !== undefined) await this.show(user);
  }

  /** What the report says of the file. @param {import("../state.js").Source} source @returns {Promise<import("../requests.js").ReportedFile>} */
  async #reported(source) {
    const { name, bytes } = source;
    return { name, bytes, sha256: await this.#used.sumOf(source) };
  }

  /** @param {keyof typeof EXPORTS} what */
  async save(what) {
    const { store, client, onRest } = this.#used;
    const needsNetwork = !OF_DATA.has(what);
    if (store.state.exporting || !store.state.account || (needsNetwork && !store.state.outcome)) return;
    const { request, name } = EXPORTS[what];
    const { topK, account } = store.state;
    store.set({ exporting: { what, fraction: 0 } });
    try {
      const payload = {
        ...(request === 'exportRecommendations' ? { k: topK } : {}),
        ...(request === 'exportReport' ? { file: await this.#reported(account.source) } : {}),
        ...(NEUTRAL.has(what) ? { neutral: true } : {}),
      };
      const onEvent = (/** @type {import("../requests.js").ExportEvent} */ { fraction }) =>
        store.set({ exporting: { what, fraction } });
      const blob = await client().request(request, /** @type {any} */ (payload), { onEvent });
      download(blob, name);
      if (needsNetwork) store.set({ exported: true });
    } catch (error) {
      this.#used.messages.report(error);
    } finally {
      store.set({ exporting: null });
    }
    onRest();
  }
}

const CURED_BY_SHOWING = new Set(['unknown-user', 'option-out-of-range']);

/** @param {unknown} option */
function isTopK(option) {
  return option === 'topK' || option === 'top-k' || option === 'k';
}
