/**
 * Links that reproduce a run: one is made of the run at hand, one that was opened is kept as a wish until its file comes, and
 * what was trained by it is held against its figures. What knows how is fetched later: www/link.
 */

import { failedWith } from '../core/client.js';
import { inTime } from '../site_file.js';
import { readOptions, refuseTwice, splitFor } from './read_options.js';

/** @typedef {import("../state.js").LinkedRun} LinkedRun */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Wanted} Wanted */
/** @typedef {typeof import("../link/library.js")} Library */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {import("./rooms.js").Rooms} rooms
 * @property {() => import("../core/client.js").Client} client  the worker of the data set at hand
 * @property {string} base  address of the folder www/
 * @property {(blobs: Blob[]) => Promise<string | null>} digest  SHA-256 in hexadecimal digits; null where none can be had
 * @property {(source: Source) => Promise<string | null>} sumOf  the same of a file, which is taken once
 */

/** Name of the library's file in the folder www/ of the site. */
const FILE = 'links.js';
/** Begins the fragment of a link; the library looks closer. */
const MARK = '#run=';
/** Stages of a wish that is done with: the next file has nothing to do with it. @type {Wanted["status"][]} */
const DONE = ['equal', 'differs', 'unmeasured'];

export class Links {
  /** @type {Used} */ #used;
  /** @type {Promise<Library | null> | null} */ #library = null;
  /** The making of the link under way; a later one takes its place. */ #making = new AbortController();
  /** Whether the last file was that of the link, and does not have what the link names. */ #isBroken = false;
  /** Settles when the link in the address has been read. @type {Promise<void>} */ taken;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
    addEventListener('hashchange', () => {
      this.taken = this.#take();
    });
    this.taken = this.#take();
    used.store.watch(['room', 'outcome', 'account', 'topK'], (state) => void this.#renew(state));
    used.store.watch(['outcome'], (state) => void this.#compare(state));
  }

  /** Fetches what reads and writes links; a failure is no error, and the next call tries again. */
  load() {
    this.#library ??= inTime(import(new URL(FILE, this.#used.base).href)).catch(() => {
      this.#library = null;
      return null;
    });
    return this.#library;
  }

  /** Takes the link in the address, if there is one, as a wish. */
  async #take() {
    const { store, messages, rooms } = this.#used;
    const { hash } = location;
    if (!hash.startsWith(MARK)) return;
    const library = await this.load();
    // The address stays, so that loading the page again tries once more.
    if (!library) return messages.fail({ code: 'link-unavailable', params: {} });
    /** @type {LinkedRun | null} */ const run = await library.read(hash).catch(() => null);
    if (location.hash === hash) rooms.replace(run ? 'start' : store.state.room);
    if (!run) return messages.fail({ code: 'link-broken', params: {} });
    const { stage, account } = store.state;
    // What a person has chosen for the data at hand stays.
    const isSet = stage === 'empty' && account === null;
    store.set({
      wanted: { run, status: 'waiting', isSet, opened: null, browsers: {} },
      ...(isSet ? optionsOf(run) : {}),
    });
  }

  /** The link that was opened is not wanted any more. */
  forget() {
    this.#used.store.set({ wanted: null });
  }

  /**
   * Compares a file with that of the link that is wanted, and has it read as the link says.
   * @param {Opened} opened @param {import("../state.js").Asked} asked
   * @returns {Promise<Opened | null>}  null where something else is wanted by now
   */
  async choose(opened, asked) {
    const { store } = this.#used;
    const { wanted } = store.state;
    const isOver = wanted !== null && DONE.includes(wanted.status);
    if (isOver) this.forget();
    const library = wanted && !isOver ? await this.load() : null;
    if (!wanted || !library) return opened;
    const { run } = wanted;
    try {
      const sum = await this.#used.sumOf(opened.source);
      const chosen = await library.openedBy(run, opened, sum, asked, { readOptions, refuseTwice, splitFor });
      if (asked.signal.aborted || chosen === null) return null;
      const isOther = typeof chosen === 'string';
      if (!isOther || !wanted.isSet) store.set(optionsOf(run));
      const status = isOther ? chosen : 'same';
      store.set({ wanted: { ...wanted, status, isSet: true, opened: isOther ? null : chosen } });
      this.remind();
      return isOther ? opened : chosen;
    } catch (error) {
      if (asked.signal.aborted) return null;
      if (failedWith(error, 'worker-died')) throw error;
      store.set({ wanted: null });
      this.#isBroken = true;
      return opened;
    }
  }

  /** Says, while nothing else is to be said, that the file that was opened is not that of the link. */
  remind() {
    const { store, messages } = this.#used;
    const { wanted, message } = store.state;
    if (message) return;
    if (this.#isBroken) messages.fail({ code: 'link-broken', params: {} });
    else if (wanted?.status === 'other') messages.fail({ code: 'link-other-file', params: {} });
    else if (wanted?.status === 'unchecked') messages.fail({ code: 'link-unchecked', params: {} });
    this.#isBroken = false;
  }

  /** @param {() => void} select  marks the text, where it cannot be copied by itself */
  async copy(select) {
    const { store, messages } = this.#used;
    const { link } = store.state;
    if (!link || !('text' in link)) return;
    try {
      await navigator.clipboard.writeText(link.text);
      messages.say('link.copied');
    } catch {
      select();
      messages.say('link.selected');
    }
  }

  /** Makes the link of the run at hand once it can be seen. @param {State} state */
  async #renew({ room, outcome, account, topK }) {
    const { store, messages, client, digest } = this.#used;
    this.#making.abort();
    if (store.state.link) store.set({ link: null });
    if (room !== 'release' || !account || !outcome?.result) return;
    this.#making = new AbortController();
    const { signal } = this.#making;
    try {
      const [library, sum] = await Promise.all([this.load(), this.#used.sumOf(account.source)]);
      const hashIds = (/** @type {any} */ ids) => client().request('hashIds', ids);
      const link = library
        ? await library.linkOf({ account, outcome, topK, sum }, digest, hashIds)
        : { problem: /** @type {const} */ ('unavailable'), characters: 0 };
      if (!signal.aborted) store.set({ link });
    } catch (error) {
      // A worker that died, or was given another file, has another run to come.
      if (!signal.aborted && !failedWith(error, 'worker-died')) messages.report(error);
    }
  }

  /** Holds what was trained by the link against its figures. @param {State} state */
  async #compare({ outcome, wanted, account }) {
    const { store, messages, digest } = this.#used;
    if (!outcome?.result || outcome.measuring !== null || !wanted?.opened || !account) return;
    const library = await this.load();
    const compared = await library?.compare(wanted, account, outcome, digest);
    if (!compared || store.state.outcome !== outcome || store.state.wanted !== wanted) return;
    store.set({ wanted: { ...wanted, ...compared } });
    messages.say(`wanted.${compared.status}`, compared.browsers);
  }
}

/** @param {LinkedRun} run */
function optionsOf({ options, topK }) {
  return { options, topK };
}
