/**
 * From a file to a data set. A new file is read by a worker of its own, and takes
 * the place of the one before only when it was read to its end: a file that cannot
 * be used costs nothing of what was done already.
 */

import { RequestFailure } from '../client.js';
import { ROLES } from '../protocol.js';
import { nothingLearnt, restingStage } from '../state.js';

/** @typedef {import("../client.js").Client} Client */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../protocol.js").Roles} Roles */
/** @typedef {import("../protocol.js").Role} Role */
/** @typedef {import("../protocol.js").Preview} Preview */

/** So many deaths of the worker within that time are mended; at one more the page lets go of the file. */
const MOST_RECOVERIES = 3;
const RECOVERY_WINDOW_MS = 20_000;

export class Opening {
  /** @type {import("./journey.js").Journey} */ #journey;
  /** The worker of the data set at hand. @type {Client | null} */ client = null;
  /** The worker of a file that is not read yet. @type {Client | null} */ #candidate = null;
  /** @type {{client: Client, done: Promise<unknown>} | null} */ #reading = null;
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
    this.#candidate?.end();
    this.#candidate = null;
    store.set({ stage: 'reading', message: null, progress: beginning(name) });
    /** @type {Client | null} */ let client = null;
    try {
      const blob = await bring();
      // Whatever was chosen meanwhile is wanted more.
      if (turn !== this.#turn) return;
      const source = { kind, name, blob };
      client = await engine.take();
      const preview = await this.#preview(client, blob, turn);
      if (turn !== this.#turn) return client.end();
      this.#candidate = client;
      store.set({ opened: { source, preview, roles: preview.roles, meaning: {} } });
    } catch (error) {
      client?.end();
      if (turn === this.#turn) this.#giveUp(error, name);
      return;
    }
    await this.read();
  }

  /** @param {Role} role @param {number | null} column */
  async assign(role, column) {
    const { store } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, roles: { ...opened.roles, [role]: column } } });
    await this.read();
  }

  /** Says what a row stands for: the roles are then those that fit. @param {import("../protocol.js").Shape} shape */
  async takeFor(shape) {
    const { store } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, roles: { ...opened.preview.shapes[shape], shape } } });
    await this.read();
  }

  /** Says what cells mean. @param {Partial<import("../protocol.js").Meaning>} patch */
  async mean(patch) {
    const { store } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, meaning: { ...opened.meaning, ...patch } } });
    await this.read();
  }

  /** True while the roles on the page are not those of the data set at hand. */
  get isBehind() {
    const { opened, account } = this.#journey.store.state;
    if (opened === null) return false;
    const { preview, roles, meaning } = opened;
    return account?.preview !== preview || account.roles !== roles || account.meaning !== meaning;
  }

  /** Reads the opened file with the roles that stand on the page. Returns whether it could. */
  async read() {
    const { store, lesson } = this.#journey;
    const turn = ++this.#turn;
    const client = this.#candidate ?? this.client;
    const { opened, options } = store.state;
    if (!client || !opened) return false;
    store.set({ stage: 'reading', message: null, progress: beginning(opened.source.name) });
    await this.#interrupt(client);
    if (turn !== this.#turn) return false;
    const { source, preview, roles, meaning } = opened;
    try {
      refuseTwice(roles, preview);
      const reading = this.#dataset(client, source.blob, { roles, meaning, seed: options?.seed ?? 1 }, turn);
      this.#reading = { client, done: reading };
      const dataset = await reading;
      if (turn !== this.#turn) return false;
      this.#settle(client);
      lesson.abandon();
      const account = { source, preview, roles, meaning, dataset };
      store.set({ account, ...nothingLearnt(), stage: 'ready', progress: null });
    } catch (error) {
      if (turn === this.#turn) await this.#refused(error, client);
      return false;
    }
    this.#reading = null;
    await this.#journey.plan();
    return true;
  }

  /** @param {Client} client @param {Blob} blob @param {number} turn @returns {Promise<Preview>} */
  async #preview(client, blob, turn) {
    try {
      return await client.request('open', { file: blob });
    } catch (error) {
      return this.#previewInAnyEncoding(error, client, blob, turn);
    }
  }

  /**
   * @param {Client} client
   * @param {Blob} blob
   * @param {{roles: Roles, meaning: Partial<import("../protocol.js").Meaning>, seed: number}} how
   * @param {number} turn
   */
  async #dataset(client, blob, how, turn) {
    const read = () => client.request('read', how, (event) => this.#progress(event));
    try {
      return await read();
    } catch (error) {
      // The first byte that is no ASCII may come late in a file.
      await this.#previewInAnyEncoding(error, client, blob, turn);
      this.#assertWanted(turn);
      return read();
    }
  }

  /**
   * Where the small core does not know a file's encoding, the full one takes its place; any other failure stays one.
   * @param {unknown} error
   * @param {Client} client
   * @param {Blob} blob
   * @param {number} turn
   */
  async #previewInAnyEncoding(error, client, blob, turn) {
    if (!(error instanceof RequestFailure) || error.failure.code !== 'encodings-missing') throw error;
    const { script, module } = await this.#journey.engine.full().catch(() => {
      throw error;
    });
    this.#assertWanted(turn);
    client.change(script, module);
    return client.request('open', { file: blob });
  }

  /** @param {number} turn */
  #assertWanted(turn) {
    if (turn !== this.#turn) throw new RequestFailure({ code: 'stopped', params: {} });
  }

  /** Goes back to the data set at hand, away from a file that could not be read. */
  forgetCandidate() {
    const { store } = this.#journey;
    const { account } = store.state;
    this.#turn++;
    this.#candidate?.end();
    this.#candidate = null;
    store.set({ opened: account, message: null });
    this.#journey.rest();
  }

  /** Ends a reading that is under way: its roles are no longer the ones wanted. @param {Client} client */
  async #interrupt(client) {
    const reading = this.#reading;
    this.#reading = null;
    if (reading?.client !== client) return;
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

  /** @param {import("../protocol.js").ReadingEvent} event */
  #progress({ bytes, total, rows }) {
    const { store } = this.#journey;
    const { progress } = store.state;
    if (progress?.kind !== 'reading') return;
    store.set({ progress: { ...progress, fraction: total > 0 ? bytes / total : 0, rows } });
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
    if (died && opened) await client.request('open', { file: opened.source.blob }).catch(() => {});
  }

  /** The worker of the data set died: its successor reads the same file in the same way. */
  async #recover() {
    const { store, lesson } = this.#journey;
    const { account } = store.state;
    const { client } = this;
    const turn = ++this.#turn;
    this.#candidate?.end();
    this.#candidate = null;
    lesson.abandon();
    const now = performance.now();
    this.#recoveries = [...this.#recoveries.filter((begun) => now - begun < RECOVERY_WINDOW_MS), now];
    store.set({ ...nothingLearnt() });
    if (!client || !account || this.#recoveries.length > MOST_RECOVERIES) return this.#abandon();
    store.set({ stage: 'reading', opened: account, progress: beginning(account.source.name) });
    this.#journey.fail({ code: 'worker-died', params: {} });
    try {
      await client.request('open', { file: account.source.blob });
      const { seed } = account.dataset.split;
      const again = { roles: account.roles, meaning: account.meaning, seed };
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
  return { kind: 'reading', name, fraction: 0, rows: 0 };
}

/**
 * As the core would, but before the worker is asked, which would end a measurement under way.
 * @param {Roles} roles @param {import("../protocol.js").Preview} preview
 */
function refuseTwice(roles, { columns }) {
  ROLES.forEach((other, index) => {
    const role = ROLES.slice(0, index).find((before) => roles[before] === roles[other]);
    if (roles[other] === null || role === undefined) return;
    const column = columns[roles[other]]?.name ?? '';
    throw new RequestFailure({ code: 'column-twice', params: { column, role, other } });
  });
}
