/**
 * Links that reproduce a run: one is made of the run at hand, one that was opened is kept as a wish until its file comes, and
 * what was trained by it is compared with its figures. What reads and writes them is fetched later: see www/link.
 */

import { failedWith } from '../core/client.js';
import { linkedChoices } from './linked_choices.js';

/** @typedef {import("../state.js").LinkedRun} LinkedRun */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Outcome} Outcome */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Wanted} Wanted */
/** @typedef {typeof import("../link/run_link.js")} Library */
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
/** Hexadecimal digits of the figures' digest. */
const FIGURES = 24;
/** What a link still waits for: a file that is opened is compared with its. @type {Wanted["status"][]} */
const OPEN = ['waiting', 'other', 'unchecked', 'same', 'changed'];
/** What is told when a run by the link was measured. */
const NOTICES = /** @type {const} */ ({
  equal: 'wanted.equal',
  differs: 'link.differs',
  changed: 'wanted.changed',
  unmeasured: 'wanted.unmeasured',
});

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
    used.store.watch(['outcome'], ({ outcome }) => void this.#compare(outcome));
  }

  /** Fetches what reads and writes links; a failure is no error, and the next call tries again. */
  load() {
    this.#library ??= import(new URL(FILE, this.#used.base).href).catch(() => {
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
    store.set({ wanted: { run, status: 'waiting', isSet, opened: null }, ...(isSet ? optionsOf(run) : {}) });
  }

  /** The link that was opened is not wanted any more. */
  forget() {
    this.#used.store.set({ wanted: null });
  }

  /**
   * Compares a file with that of the link that is wanted, and has it read as the link says.
   * @param {Opened} opened @param {import("./linked_choices.js").Asked} asked
   * @returns {Promise<Opened | null>}  null where something else is wanted by now
   */
  async choose(opened, asked) {
    const { store } = this.#used;
    const { wanted } = store.state;
    if (!wanted) return opened;
    if (!OPEN.includes(wanted.status)) {
      this.forget();
      return opened;
    }
    const { run } = wanted;
    const [library, sum] = await Promise.all([this.load(), this.#used.sumOf(opened.source)]);
    if (asked.signal.aborted) return null;
    const isSame = library !== null && sum !== null && library.nameOf(sum) === run.file;
    if (isSame || !wanted.isSet) store.set(optionsOf(run));
    const set = { ...wanted, isSet: true };
    if (!isSame) {
      store.set({ wanted: { ...set, status: sum === null ? 'unchecked' : 'other' } });
      this.remind();
      return opened;
    }
    try {
      const chosen = await linkedChoices(run, opened, library.keyOf(sum), asked);
      if (chosen && !asked.signal.aborted) store.set({ wanted: { ...set, status: 'same', opened: chosen } });
      return asked.signal.aborted ? null : chosen;
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
  async #renew({ room, outcome, account }) {
    const { store, messages } = this.#used;
    this.#making.abort();
    if (store.state.link) store.set({ link: null });
    if (room !== 'release' || !account || !outcome?.result) return;
    this.#making = new AbortController();
    const { signal } = this.#making;
    try {
      const link = await this.#linkOf(account, outcome);
      if (!signal.aborted) store.set({ link });
    } catch (error) {
      // A worker that died, or was given another file, has another run to come.
      if (!signal.aborted && !failedWith(error, 'worker-died')) messages.report(error);
    }
  }

  /**
   * @param {NonNullable<State["account"]>} account @param {Outcome} outcome
   * @returns {Promise<import("../state.js").RunLink>}
   */
  async #linkOf(account, outcome) {
    const { topK } = this.#used.store.state;
    const [library, sum, figures] = await Promise.all([
      this.load(),
      this.#used.sumOf(account.source),
      this.#figuresOf(outcome),
    ]);
    if (!library) return { problem: 'unavailable', characters: 0 };
    if (sum === null) return { problem: 'unchecked', characters: 0 };
    const { source, roles, split, sample, readSeed, choices, meaning, dataset } = account;
    const { excludedItems = null, excludedUsers = null, events = null } = meaning;
    const hashes = await this.#hashesOf(library.keyOf(sum), excludedItems ?? [], excludedUsers ?? []);
    /** @type {LinkedRun} */
    const run = {
      file: library.nameOf(sum),
      sample: source.kind === 'file' ? null : source.kind,
      options: outcome.plan.options,
      topK,
      roles,
      split,
      every: sample,
      sampleSeed: readSeed,
      dialect: choices,
      meaning,
      events: events && dataset.quality.events.map(({ name }) => (Object.hasOwn(events, name) ? events[name] : null)),
      excludedItems: excludedItems && hashes.items,
      excludedUsers: excludedUsers && hashes.users,
      figures,
      browser: library.browserOf(navigator.userAgent),
    };
    const text = await library.write(location.origin + location.pathname, run);
    if (text.length > library.MOST_CHARACTERS) return { problem: 'tooLong', characters: text.length };
    return { text, isStopped: figures === null };
  }

  /** @param {string} key @param {string[]} items @param {string[]} users */
  async #hashesOf(key, items, users) {
    if (items.length + users.length === 0) return { items: [], users: [] };
    return this.#used.client().request('hashIds', { key, items, users });
  }

  /** A digest of the figures; null where nobody can come to them, since the run was stopped by hand. @param {Outcome} outcome */
  async #figuresOf({ trained, result }) {
    const library = await this.load();
    if (!library || !result || trained.how === 'stopped') return null;
    const sum = await this.#used.digest([new Blob([library.figuresOf(result)])]);
    return sum?.slice(0, FIGURES) ?? null;
  }

  /** Holds what was trained by the link against its figures. @param {Outcome | null} outcome */
  async #compare(outcome) {
    const { store, messages } = this.#used;
    const { wanted, account } = store.state;
    if (!outcome?.result || outcome.measuring !== null || !wanted?.opened || !account) return;
    const { opened, run } = wanted;
    const isSame =
      outcome.trained.how !== 'stopped' &&
      /** @type {const} */ (['preview', 'roles', 'meaning', 'split', 'sample']).every(
        (one) => opened[one] === account[one],
      ) &&
      Object.entries(run.options).every(
        ([name, value]) => String(value) === String(/** @type {any} */ (outcome.plan.options)[name]),
      );
    const figures = isSame && run.figures ? await this.#figuresOf(outcome) : null;
    if (store.state.outcome !== outcome || store.state.wanted !== wanted) return;
    const status = !isSame
      ? 'changed'
      : figures === null
        ? 'unmeasured'
        : figures === run.figures
          ? 'equal'
          : 'differs';
    store.set({ wanted: { ...wanted, status } });
    const library = await this.load();
    messages.say(NOTICES[status], { made: run.browser ?? '', here: library?.browserOf(navigator.userAgent) ?? '' });
  }
}

/** @param {LinkedRun} run */
function optionsOf({ options, topK }) {
  return { options, topK };
}
