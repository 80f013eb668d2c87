/**
 * From a file to a data set. A new file is read by a worker of its own, and takes the place of the one before only when it
 * was read to its end: a file that cannot be used costs nothing of what was done already.
 */

import { ENDED, failedWith, RequestFailure } from '../core/client.js';
import { initialResults } from '../state.js';
import { Candidate } from './candidate.js';
import { openedFrom, reopened, roomNeeded, sourceOf } from './opened.js';
import { readOptions, refuseTwice } from './read_options.js';
import { Recovery } from './recovery.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../requests.js").ReadingEvent} ReadingEvent */
/** @typedef {import("../requests.js").Requests["read"][1]} Read */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Account} Account */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Asked} Asked */
/**
 * @typedef {Object} Used
 * @property {import("../state.js").Store} store
 * @property {import("../core/core_loader.js").CoreLoader} loader
 * @property {import("./messages.js").Messages} messages
 * @property {import("./work.js").Work} work
 * @property {import("./training_options.js").TrainingOptions} options
 * @property {import("./rooms.js").Rooms} rooms
 * @property {(opened: Opened, asked: Asked) => Promise<Opened | null>} onOpened  may choose how a file is read whose head is known;
 *   null where something else is wanted by now
 * @property {() => Promise<void>} saveFirst  settles when the results so far are saved, or after some seconds
 * @property {() => void} onReplaced  told when the data set at hand becomes another one, or is gone
 * @property {() => void} onRest  told when the worker of the data set at hand was given nothing else to do in the end
 * @property {(source: Source) => Promise<Blob[]>} bring  the files of a data set that was not read in this visit
 * @property {import("./recovery.js").Used["restore"]} restore
 * @property {import("./recovery.js").Used["canResume"]} canResume
 */

export class Data {
  /** @type {Used} */ #used;
  /** The worker of the data set at hand. @type {Client | null} */ client = null;
  /** A file that is not read yet. @type {Candidate} */ #candidate;
  /** The reading under way. @type {{client: Client, done: Promise<Read>} | null} */ #reading = null;
  #operation = new AbortController();
  /** Whether its worker has not opened the file, since it was given the data ready. */ #isBare = false;
  /** @type {Recovery} */ #recovery;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
    this.#candidate = new Candidate(used.loader);
    const onProgress = (/** @type {AbortSignal} */ signal) => this.#onProgress(signal);
    const filesOf = (/** @type {Source} */ source) => this.#files(source);
    this.#recovery = new Recovery({ ...used, filesOf, onProgress, letGo: (params) => this.#letGo(params) });
  }

  /** The worker of the data set at hand, which there must be. */
  get worker() {
    // It does not know the data yet.
    if (this.#recovery.isUnderWay) throw new RequestFailure({ code: ENDED, params: {} });
    if (this.client) return this.client;
    const params = { call: 'request', needs: 'data', state: 'empty' };
    throw new RequestFailure({ code: 'wrong-state', params });
  }

  /**
   * @param {Source["kind"]} kind
   * @param {string} name
   * @param {() => Promise<Blob | Blob[]>} bring
   */
  async open(kind, name, bring) {
    const { store } = this.#used;
    if (this.#recovery.isMending) {
      this.#candidate.drop();
      await this.#recovery.mended();
    }
    const signal = this.#begin(name);
    this.#candidate.drop();
    try {
      const shown = await this.#candidate.show(bring, {}, { signal, onEvent: this.#onProgress(signal) });
      if (!shown) return;
      const { file, preview } = shown;
      const onEvent = this.#onProgress(signal);
      const opened = await this.#used.onOpened(openedFrom(sourceOf(kind, name, file), preview), {
        show: (choices) => this.#candidate.show(async () => file, choices, { signal, onEvent }),
        request: (type, payload) => this.#candidate.request(type, payload, { signal, onEvent }),
        signal,
      });
      if (!opened) return;
      store.set({ opened });
    } catch (error) {
      return this.#giveUp(error, name);
    }
    await this.#readUnlessAsked();
    const room = roomNeeded(store.state);
    if (room) this.#used.rooms.open(room);
  }

  /**
   * Opens the file again, in another encoding or dialect; what cannot be read so stays as it was.
   * @param {DialectOverrides} choice  goes with what was chosen before
   * @param {(again: Opened) => Opened} [then]  what else changes once it is open
   */
  async choose(choice, then = (again) => again) {
    const { store, messages, work } = this.#used;
    if (this.#recovery.isMending) await this.#recovery.mended();
    const { opened } = store.state;
    if (!opened) return;
    const signal = this.#begin(opened.source.name);
    const choices = { ...opened.choices, ...choice };
    const bring = () => this.#files(opened.source);
    try {
      const shown = await this.#candidate.show(bring, choices, { signal, onEvent: this.#onProgress(signal) });
      if (!shown) return;
      store.set({ opened: then(reopened(opened, shown.preview, choices)) });
    } catch (error) {
      // The views show again what is true.
      store.set({ opened: { ...opened } });
      work.rest();
      return messages.refuseFile(error, opened.source.name, 'before');
    }
    await this.#readUnlessAsked();
  }

  /** Reads the opened file with the choices on the page. Returns whether it could. */
  async read() {
    const { store, saveFirst } = this.#used;
    if (this.#recovery.isMending) await this.#recovery.mended();
    const client = this.#candidate.client ?? this.client;
    const { opened, options } = store.state;
    if (!client || !opened) return false;
    if (this.#isAsking) {
      // Another object: the view brings the question before the person's eyes again.
      store.set({ opened: { ...opened, question: opened.question && { ...opened.question } } });
      return false;
    }
    const signal = this.#begin(opened.source.name);
    try {
      refuseTwice(opened.roles, opened.preview);
      const isSameWorker = client === this.client;
      if (isSameWorker) await saveFirst();
      if (this.#isBare && isSameWorker) {
        await client.request('open', { file: await this.#files(opened.source), choices: opened.choices });
        this.#isBare = false;
      }
      const how = readOptions(opened, options.seed);
      const done = client.request('read', { how, options }, { onEvent: this.#onProgress(signal) });
      this.#reading = { client, done };
      const { dataset, plan } = await done;
      let isGone = false;
      if (!isSameWorker) {
        client.onDeath = () => {
          isGone = true;
        };
        await saveFirst();
      }
      if (signal.aborted) return false;
      if (isGone) throw new RequestFailure({ code: 'worker-died', params: {} });
      this.#settle(client);
      const account = { ...opened, question: null, dataset, readSeed: how.seed };
      if (opened.question) store.set({ opened: account });
      await this.#replace(account, plan, options);
    } catch (error) {
      if (!signal.aborted) await this.#refused(error, client);
      return false;
    }
    return true;
  }

  /**
   * Puts a data set that is brought ready in the place of the one at hand; where that fails all stays as it was.
   * @param {string} name
   * @param {(client: Client, signal: AbortSignal) => Promise<{account: Account} & Partial<State>>} bring  gives the worker its data, and says what the
   *   page then knows
   * @returns {Promise<boolean>} false where something else is wanted by now
   */
  async adopt(name, bring) {
    const { store, loader, work, options, onReplaced } = this.#used;
    const signal = this.#abort();
    const before = store.state;
    this.#candidate.drop();
    store.set({ stage: 'reading', message: null, progress: { kind: 'restoring', name, fraction: 0 } });
    const client = await loader.worker();
    try {
      const found = await bring(client, signal);
      signal.throwIfAborted();
      onReplaced();
      const next = { ...initialResults(), ...found, opened: found.account };
      // What a project file says of figures is shown for the first time here.
      store.set({ ...next, stage: found.outcome ? 'trained' : 'ready', progress: null });
      this.client?.end();
      this.client = client;
      this.#isBare = true;
      this.#recovery.forget();
      client.onDeath = () => this.#recover();
    } catch (error) {
      client.end();
      if (signal.aborted) return false;
      store.set({ ...before, message: null });
      work.rest();
      throw error;
    }
    await options.plan();
    return true;
  }

  /** The data set at hand is given up. */
  forget() {
    const { store, onReplaced } = this.#used;
    this.#abort();
    this.#candidate.drop();
    onReplaced();
    this.client?.end();
    this.client = null;
    store.set({ ...initialResults(), account: null, opened: null, stage: 'empty', progress: null, message: null });
  }

  /** A file, or several that are read together. @param {Source} source */
  async #files(source) {
    const files = source.files ?? (await this.#used.bring(source));
    return files.length > 1 ? files : files[0];
  }

  /** Ends the reading, and goes back to the data set at hand. */
  async stop() {
    const { store, onRest } = this.#used;
    const { opened, options } = store.state;
    const reading = this.#reading;
    if (this.#recovery.isUnderWay) return this.#recovery.stop();
    this.forgetCandidate();
    if (reading && reading.client === this.client) {
      // With other choices the same worker was reading the same file: it hears of it between two steps.
      reading.client.request('stop', {}).catch(() => {});
      const { signal } = this.#operation;
      const read = await reading.done.catch(() => null);
      if (signal.aborted) return;
      if (read && opened) {
        // Too late: these are the data that the worker has now.
        const { seed: readSeed } = readOptions(opened, options.seed);
        const account = { ...opened, question: null, dataset: read.dataset, readSeed };
        store.set({ opened: account });
        return this.#replace(account, read.plan, options);
      }
    }
    onRest();
  }

  /** Goes back to the data set at hand, away from a file that could not be read. */
  forgetCandidate() {
    const { store, work } = this.#used;
    this.#abort();
    this.#candidate.drop();
    store.set({ opened: store.state.account, message: null });
    work.rest();
  }

  /** Another operation takes the place of the one before. */
  #abort() {
    this.#operation.abort();
    this.#operation = new AbortController();
    this.#reading = null;
    return this.#operation.signal;
  }

  /** @param {string} name  of the file that is to be read */
  #begin(name) {
    const { store, loader } = this.#used;
    const part = loader.isLoaded ? 'rows' : 'loading';
    const signal = this.#abort();
    store.set({ stage: 'reading', message: null, progress: { kind: 'reading', name, fraction: 0, rows: 0, part } });
    return signal;
  }

  /** Reads the opened file again, with something chosen otherwise. @param {(opened: Opened) => Partial<Opened>} choice */
  async readBy(choice) {
    const { store } = this.#used;
    if (this.#recovery.isMending) await this.#recovery.mended();
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, ...choice(opened) } });
    if (!this.#isAsking) await this.read();
  }

  /** Whether the file at hand waits for an answer; one that was read already waits for nothing. */
  get #isAsking() {
    const { opened, account } = this.#used.store.state;
    return opened !== null && opened.question !== null && opened.preview !== account?.preview;
  }

  async #readUnlessAsked() {
    const { work, onRest } = this.#used;
    if (!this.#isAsking) return this.read();
    work.rest();
    onRest();
  }

  /**
   * @param {import("../state.js").Account} account
   * @param {import("../protocol.js").Plan | null} plan
   * @param {import("../protocol.js").Options} planned  the options that it is of
   */
  async #replace(account, plan, planned) {
    const { store, options, onReplaced } = this.#used;
    this.#reading = null;
    onReplaced();
    store.set({ account, ...initialResults(), stage: 'ready', progress: null });
    await options.take(plan, planned);
  }

  /** @param {Client} client */
  #settle(client) {
    if (client === this.client) return;
    this.client?.end();
    this.client = this.#candidate.take();
    this.#isBare = false;
    this.#recovery.forget();
    client.onDeath = () => this.#recover();
  }

  /** @param {AbortSignal} signal @returns {(event: Pick<ReadingEvent, "part" | "fraction" | "rows">) => void} */
  #onProgress(signal) {
    const { store } = this.#used;
    return ({ part, fraction, rows }) => {
      const { progress } = store.state;
      if (signal.aborted || progress?.kind !== 'reading') return;
      store.set({ progress: { ...progress, part, fraction, rows: rows ?? progress.rows } });
    };
  }

  /** @param {unknown} error @param {string} name */
  #giveUp(error, name) {
    const { store, messages, work, onRest } = this.#used;
    store.set({ opened: store.state.account });
    work.rest();
    if (error instanceof RequestFailure && error.failure.code === 'file-unreadable') {
      error.failure.params.name ??= name;
    }
    messages.refuseFile(error, name, store.state.account ? 'data' : 'nothing');
    onRest();
  }

  /** @param {unknown} error @param {Client} client */
  async #refused(error, client) {
    const { store, messages, work, onRest } = this.#used;
    const isDeath = failedWith(error, 'worker-died');
    this.#reading = null;
    // Without its file the data set stays as it was read.
    if (failedWith(error, 'file-needed')) store.set({ opened: store.state.account });
    if (isDeath) return this.#recovery.mend(this.#reopen(error, client));
    work.rest();
    messages.report(error);
    onRest();
  }

  /** The worker of a file died while it read it: its successor looks at the head again. @param {unknown} death @param {Client} client */
  async #reopen(death, client) {
    const { store, messages, work, onRest } = this.#used;
    const { opened } = store.state;
    const { signal } = this.#operation;
    if (!opened) return;
    const { source, choices } = opened;
    const isOpen = await client.request('open', { file: await this.#files(source), choices }, { signal }).then(
      () => true,
      () => false,
    );
    if (signal.aborted || this.#candidate.client !== client) return;
    if (!isOpen) {
      this.#candidate.drop();
      return this.#giveUp(death, source.name);
    }
    work.rest();
    messages.refuseFile(death, source.name, 'head');
    onRest();
  }

  /** The worker of the data set died, and another one, which knows nothing yet, stands in its place. */
  #recover() {
    const { store, onReplaced } = this.#used;
    const { account } = store.state;
    const { client } = this;
    const isReading = this.#reading !== null && this.#reading.client === client;
    const canMend = this.#recovery.begin(client, { isReading, isChoosing: this.#candidate.isThere });
    this.#candidate.drop();
    onReplaced();
    if (!client || !account || !canMend) return this.#recovery.giveUp();
    const signal = this.#begin(account.source.name);
    store.set({ opened: account });
    this.#recovery.mend(this.#recovery.bringBack(client, account, signal));
  }

  /** @param {Record<string, string | number>} params  why, for the message */
  #letGo(params) {
    const { store, messages } = this.#used;
    const name = store.state.account?.source.name ?? '';
    this.forget();
    messages.fail({ code: 'worker-died', params: { name, ...params } });
  }
}
