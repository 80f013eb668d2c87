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
/** @typedef {import("../protocol.js").Choices} Choices */
/** @typedef {import("../state.js").Opened} Opened */

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
      const preview = await this.#preview(client, blob, {}, turn);
      if (turn !== this.#turn) return client.end();
      this.#candidate = client;
      store.set({ opened: { source, preview, roles: preview.roles, choices: {} } });
    } catch (error) {
      client?.end();
      if (turn === this.#turn) this.#giveUp(error, name);
      return;
    }
    await this.read();
  }

  /**
   * Opens the file again, in another encoding or dialect; what cannot be read so stays as it was.
   * @param {Choices} choice  goes with what was chosen before
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
      const preview = await this.#preview(client, source.blob, choices, turn);
      if (turn !== this.#turn) return client.end();
      this.#candidate?.end();
      this.#candidate = client;
      const roles = haveSameColumns(preview, opened.preview) ? opened.roles : preview.roles;
      store.set({ opened: { source, preview, roles, choices } });
    } catch (error) {
      client?.end();
      if (turn !== this.#turn) return;
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
    const { store } = this.#journey;
    const { opened } = store.state;
    if (!opened) return;
    store.set({ opened: { ...opened, roles: { ...opened.roles, [role]: column } } });
    await this.read();
  }

  /** True while the roles on the page are not those of the data set at hand. */
  get isBehind() {
    const { opened, account } = this.#journey.store.state;
    return opened !== null && (account?.preview !== opened.preview || account.roles !== opened.roles);
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
    const { source, preview, roles, choices } = opened;
    try {
      refuseTwice(roles, preview);
      const reading = this.#dataset(client, opened, { roles, seed: options?.seed ?? 1 }, turn);
      this.#reading = { client, done: reading };
      const dataset = await reading;
      if (turn !== this.#turn) return false;
      this.#settle(client);
      lesson.abandon();
      store.set({
        account: { source, preview, roles, choices, dataset },
        ...nothingLearnt(),
        stage: 'ready',
        progress: null,
      });
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
   * @param {Choices} choices
   * @param {number} turn
   * @returns {Promise<Preview>}
   */
  async #preview(client, file, choices, turn) {
    try {
      return await client.request('open', { file, choices });
    } catch (error) {
      return this.#previewInAnyEncoding(error, client, { file, choices }, turn);
    }
  }

  /**
   * @param {Client} client
   * @param {Opened} opened
   * @param {{roles: Roles, seed: number}} how
   * @param {number} turn
   */
  async #dataset(client, { source, choices }, how, turn) {
    const read = () => client.request('read', how, (event) => this.#progress(event));
    try {
      return await read();
    } catch (error) {
      // The first byte that is no ASCII may come late in a file.
      await this.#previewInAnyEncoding(error, client, { file: source.blob, choices }, turn);
      this.#assertWanted(turn);
      return read();
    }
  }

  /**
   * Where the small core does not know a file's encoding, the full one takes its place; any other failure stays one.
   * @param {unknown} error
   * @param {Client} client
   * @param {{file: Blob, choices: Choices}} file
   * @param {number} turn
   */
  async #previewInAnyEncoding(error, client, file, turn) {
    if (!(error instanceof RequestFailure) || error.failure.code !== 'encodings-missing') throw error;
    const { script, module } = await this.#journey.engine.full().catch(() => {
      throw error;
    });
    this.#assertWanted(turn);
    client.change(script, module);
    return client.request('open', file);
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
    if (!died || !opened) return;
    await client.request('open', { file: opened.source.blob, choices: opened.choices }).catch(() => {});
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
      await client.request('open', { file: account.source.blob, choices: account.choices });
      const { seed } = account.dataset.split;
      const again = { roles: account.roles, seed };
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

/** @param {Preview} one @param {Preview} other */
function haveSameColumns({ columns }, other) {
  const same = columns.every(({ name }, column) => name === other.columns[column]?.name);
  return same && columns.length === other.columns.length;
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
