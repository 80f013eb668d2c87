/**
 * From a file to a data set. A new file is read by a worker of its own, and takes
 * the place of the one before only when it was read to its end: a file that cannot
 * be used costs nothing of what was done already.
 */

import { RequestFailure } from '../client.js';
import { nothingLearnt, restingStage } from '../state.js';
import { Relay } from './relay.js';
import { haveSameColumns, how, refuseTwice, splitFor } from './wishes.js';

/** @typedef {import("../client.js").Client} Client */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../protocol.js").Roles} Roles */
/** @typedef {import("../protocol.js").Role} Role */
/** @typedef {import("../protocol.js").SplitChoice} SplitChoice */
/** @typedef {import("../protocol.js").FileChoices} FileChoices */
/** @typedef {import("../state.js").Opened} Opened */

/** So many deaths of the worker within that time are mended; at one more the page lets go of the file. */
const MOST_RECOVERIES = 3;
const RECOVERY_WINDOW_MS = 20_000;

export class Opening {
  /** @type {import("./journey.js").Journey} */ #journey;
  /** The worker of the data set at hand. @type {Client | null} */ client = null;
  /** The worker of a file that is not read yet. @type {Client | null} */ #candidate = null;
  /** The worker of a file whose head is being looked at. @type {Client | null} */ #coming = null;
  /** @type {{client: Client, done: Promise<import("../protocol.js").Dataset>} | null} */ #reading = null;
  #turn = 0;
  /** When the last recoveries began. @type {number[]} */ #recoveries = [];

  /** @param {import("./journey.js").Journey} journey */
  constructor(journey) {
    this.#journey = journey;
  }

  /**
   * @param {Source["kind"]} kind
   * @param {string} name
   * @param {() => Promise<Blob>} bring
   */
  async open(kind, name, bring) {
    const { store, engine } = this.#journey;
    const turn = ++this.#turn;
    this.#dropCandidate();
    store.set({ stage: 'reading', message: null, progress: beginning(name) });
    /** @type {Client | null} */ let client = null;
    try {
      const blob = await bring();
      // Whatever was chosen meanwhile is wanted more.
      if (turn !== this.#turn) return;
      const source = { kind, name, blob };
      client = await engine.take();
      if (turn !== this.#turn) return client.end();
      // Whoever wants another file, or none, ends it: a workbook takes its time.
      this.#coming = client;
      const preview = await this.#relay(client, blob, {}, turn).open();
      if (turn !== this.#turn) return client.end();
      this.#coming = null;
      this.#candidate = client;
      store.set({
        opened: { source, preview, roles: preview.roles, meaning: {}, choices: {}, split: 'auto', sample: 1 },
      });
    } catch (error) {
      client?.end();
      if (turn !== this.#turn) return;
      this.#coming = null;
      this.#giveUp(this.#brokenBy(error), name);
      return;
    }
    await this.read();
  }

  /**
   * Opens the file again, in another encoding or dialect; what cannot be read so stays as it was.
   * @param {FileChoices} choice  goes with what was chosen before
   */
  async choose(choice) {
    const { store, engine } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    const turn = ++this.#turn;
    const { source } = opened;
    const choices = { ...opened.choices, ...choice };
    store.set({ stage: 'reading', message: null, progress: beginning(source.name) });
    /** @type {Client | null} */ let client = null;
    try {
      client = await engine.take();
      if (turn !== this.#turn) return client.end();
      this.#coming = client;
      const preview = await this.#relay(client, source.blob, choices, turn).open();
      if (turn !== this.#turn) return client.end();
      this.#coming = null;
      this.#candidate?.end();
      this.#candidate = client;
      const roles = haveSameColumns(preview, opened.preview) ? opened.roles : preview.roles;
      store.set({ opened: { ...opened, preview, roles, split: splitFor(roles, opened.split), choices } });
    } catch (error) {
      client?.end();
      if (turn !== this.#turn) return;
      this.#coming = null;
      // The views show again what is true.
      store.set({ opened: { ...opened } });
      this.#journey.rest();
      this.#journey.report(error);
      return;
    }
    await this.read();
  }

  /** @param {Role} role @param {number | null} column */
  async assign(role, column) {
    await this.#readBy(({ roles: before, split }) => {
      const roles = { ...before, [role]: column };
      return { roles, split: splitFor(roles, split) };
    });
  }

  /** Says what a row stands for: the roles are then those that fit. @param {import("../protocol.js").Shape} shape */
  async takeFor(shape) {
    await this.#readBy(({ preview, split }) => {
      const roles = { ...preview.shapes[shape], shape };
      return { roles, split: splitFor(roles, split) };
    });
  }

  /** Says what cells mean. @param {Partial<import("../protocol.js").Meaning>} patch */
  async mean(patch) {
    await this.#readBy(({ meaning }) => ({ meaning: { ...meaning, ...patch } }));
  }

  /** @param {SplitChoice} split */
  async divide(split) {
    await this.#readBy(() => ({ split }));
  }

  /** Reads a part of the customers, one in `sample`, of a file that is too large. @param {number} sample */
  async readSample(sample) {
    await this.#readBy(() => ({ sample }));
  }

  /** Reads the opened file again, with something chosen otherwise. @param {(opened: Opened) => Partial<Opened>} choice */
  async #readBy(choice) {
    const { store } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, ...choice(opened) } });
    await this.read();
  }

  /** Ends the reading, and goes back to the data set at hand. */
  async stop() {
    const { store, lesson } = this.#journey;
    const { opened } = store.state;
    const reading = this.#reading;
    this.#reading = null;
    this.forgetCandidate();
    if (reading && reading.client === this.client) {
      // With other columns the same worker was reading the same file: it hears of it between two steps.
      reading.client.request('stop', {}).catch(() => {});
      const turn = this.#turn;
      const dataset = await reading.done.catch(() => null);
      if (dataset && opened && turn === this.#turn) {
        // Too late: these are the data that the worker has now.
        lesson.abandon();
        const account = { ...opened, dataset };
        store.set({ account, opened: account, ...nothingLearnt(), stage: 'ready', progress: null });
        await this.#journey.plan();
        return;
      }
    }
    lesson.measureAgain();
  }

  /** True while the roles on the page are not those of the data set at hand. */
  get isBehind() {
    const { opened, account } = this.#journey.store.state;
    if (opened === null) return false;
    const { preview, roles, meaning, split, sample } = opened;
    const isSame = account?.preview === preview && account.roles === roles && account.meaning === meaning;
    return !isSame || account.split !== split || account.sample !== sample;
  }

  /** Reads the opened file with the roles that stand on the page. Returns whether it could. */
  async read() {
    const { store, lesson, trials } = this.#journey;
    const turn = ++this.#turn;
    const client = this.#candidate ?? this.client;
    const { opened, options } = store.state;
    if (!client || !opened) return false;
    store.set({ stage: 'reading', message: null, progress: beginning(opened.source.name) });
    await this.#interrupt(client);
    if (turn !== this.#turn) return false;
    const { source, preview, roles, choices } = opened;
    try {
      refuseTwice(roles, preview);
      const relay = this.#relay(client, source.blob, choices, turn);
      const reading = relay.read(how(opened, options?.seed ?? 1));
      this.#reading = { client, done: reading };
      const dataset = await reading;
      if (turn !== this.#turn) return false;
      this.#settle(client);
      trials.abandon();
      lesson.abandon();
      store.set({ account: { ...opened, dataset }, ...nothingLearnt(), stage: 'ready', progress: null });
    } catch (error) {
      if (turn === this.#turn) await this.#refused(error, client);
      return false;
    }
    this.#reading = null;
    await this.#journey.plan();
    return true;
  }

  /**
   * @param {Client} client
   * @param {Blob} file
   * @param {FileChoices} choices
   * @param {number} turn
   */
  #relay(client, file, choices, turn) {
    return new Relay(
      this.#journey.engine,
      client,
      { file, choices },
      { isWanted: () => turn === this.#turn, onWait: () => this.#wait(), onEvent: (event) => this.#progress(event) },
    );
  }

  #dropCandidate() {
    for (const client of [this.#coming, this.#candidate]) client?.end();
    this.#coming = this.#candidate = null;
  }

  /** Goes back to the data set at hand, away from a file that could not be read. */
  forgetCandidate() {
    const { store } = this.#journey;
    const { account } = store.state;
    this.#turn++;
    this.#dropCandidate();
    store.set({ opened: account, message: null });
    this.#journey.rest();
  }

  /** Ends a reading that is under way: its roles are no longer the ones wanted. @param {Client} client */
  async #interrupt(client) {
    const reading = this.#reading;
    this.#reading = null;
    // What only waits for the full core hears of it by itself.
    if (reading?.client !== client || !client.core.isFull) return;
    client.request('stop', {}).catch(() => {});
    await reading.done.catch(() => {});
  }

  /** @param {Client} client */
  #settle(client) {
    if (client === this.client) return;
    this.client?.end();
    this.client = client;
    this.#candidate = null;
    client.onDeath = () => this.#recover();
  }

  /** The file is shown, or must wait for that, too, until the full core is there. */
  #wait() {
    const { store } = this.#journey;
    const { progress } = store.state;
    if (progress?.kind === 'reading') store.set({ progress: { ...progress, part: 'loading' } });
  }

  /** @param {import("../protocol.js").ReadingEvent} event */
  #progress({ bytes, total, rows, fraction }) {
    const { store } = this.#journey;
    const { progress } = store.state;
    if (progress?.kind !== 'reading') return;
    const part = rows !== null ? 'rows' : fraction === undefined ? 'unpacking' : 'sorting';
    const share = fraction ?? (total > 0 ? bytes / total : 0);
    store.set({ progress: { ...progress, fraction: share, rows: rows ?? progress.rows, part } });
  }

  /** A worker that dies while it unpacks was given something that nobody can unpack. @param {unknown} error */
  #brokenBy(error) {
    const { progress } = this.#journey.store.state;
    const died = error instanceof RequestFailure && error.failure.code === 'worker-died';
    if (!died || progress?.kind !== 'reading' || progress.part !== 'unpacking') return error;
    return new RequestFailure({ code: 'archive-broken', params: { kind: 'workbook' } });
  }

  /** @param {unknown} error @param {string} name */
  #giveUp(error, name) {
    const { store } = this.#journey;
    store.set({ opened: store.state.account });
    this.#journey.rest();
    if (error instanceof RequestFailure && error.failure.code === 'file-unreadable') {
      error.failure.params.name ??= name;
    }
    this.#journey.report(error);
    this.#journey.lesson.measureAgain();
  }

  /** @param {unknown} error @param {Client} client */
  async #refused(error, client) {
    const { store } = this.#journey;
    const died = error instanceof RequestFailure && error.failure.code === 'worker-died';
    if (died && client === this.client) return;
    this.#journey.rest();
    this.#journey.report(error);
    const { opened } = store.state;
    this.#journey.lesson.measureAgain();
    if (!died || !opened) return;
    await client.request('open', { file: opened.source.blob, choices: opened.choices }).catch(() => {});
  }

  /** The worker of the data set died: its successor reads the same file in the same way. */
  async #recover() {
    const { store, lesson, trials } = this.#journey;
    const { account } = store.state;
    const { client } = this;
    const turn = ++this.#turn;
    this.#dropCandidate();
    trials.abandon();
    lesson.abandon();
    const now = performance.now();
    this.#recoveries = [...this.#recoveries.filter((begun) => now - begun < RECOVERY_WINDOW_MS), now];
    store.set({ ...nothingLearnt() });
    if (!client || !account || this.#recoveries.length > MOST_RECOVERIES) return this.#abandon();
    store.set({ stage: 'reading', opened: account, progress: beginning(account.source.name) });
    this.#journey.fail({ code: 'worker-died', params: {} });
    try {
      await client.request('open', { file: account.source.blob, choices: account.choices });
      const again = how(account, account.dataset.split.seed);
      const dataset = await client.request('read', again, (event) => this.#progress(event));
      if (turn !== this.#turn) return;
      store.set({
        account: { ...account, dataset },
        opened: account,
        stage: restingStage(store.state),
        progress: null,
      });
      store.set({ opened: store.state.account });
    } catch (error) {
      const diedAgain = error instanceof RequestFailure && error.failure.code === 'worker-died';
      if (!diedAgain && turn === this.#turn) this.#abandon();
      return;
    }
    await this.#journey.plan();
  }

  #abandon() {
    this.client?.end();
    this.client = null;
    this.#journey.store.set({ account: null, opened: null, plan: null });
    this.#journey.rest();
    this.#journey.fail({ code: 'worker-died', params: { times: this.#recoveries.length } });
  }
}

/** @param {string} name @returns {import('../state.js').Progress} */
function beginning(name) {
  return { kind: 'reading', name, fraction: 0, rows: 0, part: 'rows' };
}
