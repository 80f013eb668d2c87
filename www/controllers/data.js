/**
 * From a file to a data set. A new file is read by a worker of its own, and takes the place of the one before only when it
 * was read to its end: a file that cannot be used costs nothing of what was done already.
 */

import { failedWith, RequestFailure } from '../core/client.js';
import { initialResults, restingStage } from '../state.js';
import { Candidate } from './candidate.js';
import { answeredBy, answeredByTables, assigned, openedFrom, reopened, takenFor } from './opened.js';
import { readOptions, refuseTwice } from './read_options.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../requests.js").ReadingEvent} ReadingEvent */
/** @typedef {import("../requests.js").Requests["read"][1]} Read */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Source} Source */
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
 * @property {() => void} onReplaced  told when the data set at hand becomes another one, or is gone
 * @property {() => void} onRest  told when the worker of the data set at hand was given nothing else to do in the end
 */

/** Deaths of the worker within that time that are mended; at one more the page lets go of the file. */
const MOST_RECOVERIES = 3;
const RECOVERY_WINDOW_MS = 20_000;

/** What was chosen: a file, or several that are read together. @param {Source} source */
function filesOf({ blob, others = [] }) {
  return others.length > 0 ? [blob, ...others] : blob;
}

export class Data {
  /** @type {Used} */ #used;
  /** The worker of the data set at hand. @type {Client | null} */ client = null;
  /** A file that is not read yet. @type {Candidate} */ #candidate;
  /** The reading under way. @type {{client: Client, done: Promise<Read>} | null} */ #reading = null;
  #operation = new AbortController();
  /** When the last recoveries began. @type {number[]} */ #recoveries = [];

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
    this.#candidate = new Candidate(used.loader);
  }

  /** The worker of the data set at hand, which there must be. */
  get worker() {
    if (this.client) return this.client;
    const params = { call: 'request', needs: 'data', state: 'empty' };
    throw new RequestFailure({ code: 'wrong-state', params });
  }

  /** Whether the data set at hand was read by other choices than those on the page. */
  get isBehind() {
    const { opened, account } = this.#used.store.state;
    if (opened === null) return false;
    const { preview, roles, meaning, split, sample } = opened;
    const isSame = account?.preview === preview && account.roles === roles && account.meaning === meaning;
    return !isSame || account.split !== split || account.sample !== sample;
  }

  /**
   * @param {Source["kind"]} kind
   * @param {string} name
   * @param {() => Promise<Blob | Blob[]>} bring
   */
  async open(kind, name, bring) {
    const { store } = this.#used;
    const signal = this.#begin(name);
    this.#candidate.drop();
    try {
      const shown = await this.#candidate.show(bring, {}, { signal, onEvent: this.#onProgress(signal) });
      if (!shown) return;
      const { file, preview } = shown;
      const [blob, ...others] = [file].flat();
      const onEvent = this.#onProgress(signal);
      const opened = await this.#used.onOpened(openedFrom({ kind, name, blob, others }, preview), {
        show: (choices) => this.#candidate.show(async () => file, choices, { signal, onEvent }),
        request: (type, payload) => this.#candidate.request(type, payload, { signal, onEvent }),
        signal,
      });
      if (!opened) return;
      store.set({ opened });
    } catch (error) {
      return this.#giveUp(this.#brokenBy(error), name);
    }
    await this.#readUnlessAsked();
    this.#lead();
  }

  /** Leads to what a new file needs: an answer, other columns, or a look at what was read. */
  #lead() {
    const { store, rooms } = this.#used;
    const { opened, account, stage } = store.state;
    // Another file may have taken its place meanwhile.
    if (!opened || stage === 'reading') return;
    rooms.open(opened.question || opened.preview === account?.preview ? 'data' : 'design');
  }

  /**
   * Opens the file again, in another encoding or dialect; what cannot be read so stays as it was.
   * @param {DialectOverrides} choice  goes with what was chosen before
   * @param {(again: Opened) => Opened} [then]  what else changes once it is open
   */
  async choose(choice, then = (again) => again) {
    const { store, messages, work } = this.#used;
    const { opened } = store.state;
    if (!opened) return;
    const signal = this.#begin(opened.source.name);
    const choices = { ...opened.choices, ...choice };
    const bring = async () => filesOf(opened.source);
    try {
      const shown = await this.#candidate.show(bring, choices, { signal, onEvent: this.#onProgress(signal) });
      if (!shown) return;
      store.set({ opened: then(reopened(opened, shown.preview, choices)) });
    } catch (error) {
      // The views show again what is true.
      store.set({ opened: { ...opened } });
      work.rest();
      return messages.report(error);
    }
    await this.#readUnlessAsked();
  }

  /** Answers the question that is open, by one of its answers. @param {number} index */
  async answer(index) {
    const { opened } = this.#used.store.state;
    const answer = opened?.question?.answers[index];
    if (!opened || !answer) return;
    const { parts } = answer;
    if (parts) await this.choose({ parts }, (again) => answeredByTables(opened, again, index));
    else await this.#readBy(() => answeredBy(opened, index));
  }

  /** Opens a question again, or closes it without a change. @param {import("../protocol.js").Question | null} question */
  ask(question) {
    const { store } = this.#used;
    const { opened } = store.state;
    if (opened) store.set({ opened: { ...opened, question } });
  }

  /** @param {import("../protocol.js").Role} role @param {number | null} column */
  async assign(role, column) {
    await this.#readBy((opened) => assigned(opened, role, column));
  }

  /** Says what a row stands for: the roles are then those that fit. @param {import("../protocol.js").Shape} shape */
  async takeFor(shape) {
    await this.#readBy((opened) => takenFor(opened, shape));
  }

  /** Says what cells mean. @param {Partial<import("../protocol.js").Meaning>} patch */
  async mean(patch) {
    await this.#readBy(({ meaning }) => ({ meaning: { ...meaning, ...patch } }));
  }

  /** @param {import("../protocol.js").SplitChoice} split */
  async divide(split) {
    await this.#readBy(() => ({ split }));
  }

  /** Reads a part of the customers, one in `sample`, of a file that is too large. @param {number} sample */
  async readSample(sample) {
    await this.#readBy(() => ({ sample }));
  }

  /** Reads the opened file with the choices on the page. Returns whether it could. */
  async read() {
    const { store } = this.#used;
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
      const how = readOptions(opened, options.seed);
      const payload = { how, options };
      const done = client.request('read', payload, { onEvent: this.#onProgress(signal) });
      this.#reading = { client, done };
      const { dataset, plan } = await done;
      if (signal.aborted) return false;
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

  /** Ends the reading, and goes back to the data set at hand. */
  async stop() {
    const { store, onRest } = this.#used;
    const { opened, options } = store.state;
    const reading = this.#reading;
    this.forgetCandidate();
    if (reading && reading.client === this.client) {
      // With other choices the same worker was reading the same file: it hears of it between two steps.
      reading.client.request('stop', {}).catch(() => {});
      const { signal } = this.#operation;
      const read = await reading.done.catch(() => null);
      if (read && opened && !signal.aborted) {
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
  async #readBy(choice) {
    const { store } = this.#used;
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

  /** A worker that dies while it unpacks was given something that cannot be unpacked. @param {unknown} error */
  #brokenBy(error) {
    const { progress } = this.#used.store.state;
    const isBroken = progress?.kind === 'reading' && progress.part === 'unpacking' && failedWith(error, 'worker-died');
    return isBroken ? new RequestFailure({ code: 'archive-broken', params: { kind: 'workbook' } }) : error;
  }

  /** @param {unknown} error @param {string} name */
  #giveUp(error, name) {
    const { store, messages, work, onRest } = this.#used;
    store.set({ opened: store.state.account });
    work.rest();
    if (error instanceof RequestFailure && error.failure.code === 'file-unreadable') {
      error.failure.params.name ??= name;
    }
    messages.report(error);
    onRest();
  }

  /** @param {unknown} error @param {Client} client */
  async #refused(error, client) {
    const { store, messages, work, onRest } = this.#used;
    const died = failedWith(error, 'worker-died');
    if (died && client === this.client) return;
    this.#reading = null;
    work.rest();
    messages.report(error);
    const { opened } = store.state;
    onRest();
    if (!died || !opened) return;
    await client.request('open', { file: filesOf(opened.source), choices: opened.choices }).catch(() => {});
  }

  /** The worker of the data set died: its successor reads the same file in the same way. */
  async #recover() {
    const { store, messages, options: training, onReplaced } = this.#used;
    const { account, options } = store.state;
    const { client } = this;
    this.#abort();
    this.#candidate.drop();
    onReplaced();
    const now = performance.now();
    this.#recoveries = [...this.#recoveries.filter((begun) => now - begun < RECOVERY_WINDOW_MS), now];
    store.set({ ...initialResults() });
    if (!client || !account || this.#recoveries.length > MOST_RECOVERIES) return this.#letGo();
    const signal = this.#begin(account.source.name);
    store.set({ opened: account });
    messages.fail({ code: 'worker-died', params: {} });
    try {
      await client.request('open', { file: filesOf(account.source), choices: account.choices });
      const payload = { how: readOptions(account, account.readSeed), options };
      const { dataset, plan } = await client.request('read', payload, { onEvent: this.#onProgress(signal) });
      if (signal.aborted) return;
      const again = { ...account, dataset };
      store.set({
        account: again,
        opened: again,
        stage: restingStage({ ...store.state, account: again }),
        progress: null,
      });
      await training.take(plan, options);
    } catch (error) {
      if (!failedWith(error, 'worker-died') && !signal.aborted) this.#letGo();
    }
  }

  #letGo() {
    const { store, messages, work } = this.#used;
    this.client?.end();
    this.client = null;
    store.set({ account: null, opened: null, plan: null });
    work.rest();
    messages.fail({ code: 'worker-died', params: { times: this.#recoveries.length } });
  }
}
