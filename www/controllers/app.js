/**
 * The page's controllers, put together, and what concerns all of them: how a file comes in, and what may still be fetched
 * before the page is locked for it.
 */

import { loadCharts } from '../charts/library.js';
import { RequestFailure } from '../core/client.js';
import { CoreLoader, isSupported } from '../core/core_loader.js';
import { KeeperClient } from '../core/keeper_client.js';
import { Choices } from './choices.js';
import { forbidConnections } from './csp_lock.js';
import { Data } from './data.js';
import { Links } from './link.js';
import { Messages } from './messages.js';
import { Offline } from './offline.js';
import { Project } from './project.js';
import { Recommendations } from './recommendations.js';
import { Rooms } from './rooms.js';
import { Samples } from './samples.js';
import { Saving } from './saving.js';
import { Training } from './training.js';
import { TrainingOptions } from './training_options.js';
import { Tuning } from './tuning.js';
import { Work } from './work.js';

/**
 * How long the lock waits for the workflow's diagram, the charts, links and the other language. Without them the page shows a
 * plain list and tables, makes no links, and stays in its language.
 */
const DECORATION_MS = 5000;

export class App {
  #loader;
  #loadWords;
  #samples;
  #keeper;
  /** @type {() => void} */ #release = () => {};
  /** Settles when what the page can begin without may be fetched. @type {Promise<void>} */
  released = new Promise((resolve) => {
    this.#release = resolve;
  });
  /** The diagram that is being fetched and drawn. @type {Promise<unknown>} */ decorated = Promise.resolve();

  /**
   * @param {import("../state.js").Store} store
   * @param {string} base  address of the folder www/
   * @param {() => Promise<unknown>} loadWords  fetches all languages
   */
  constructor(store, base, loadWords) {
    const loader = new CoreLoader(base);
    const messages = new Messages(store);
    const rooms = new Rooms(store);
    const client = () => this.data.worker;
    const work = new Work({ store, messages, client });
    const options = new TrainingOptions({ store, messages, client });
    const onRest = () => void this.#goOn();
    this.#loader = loader;
    this.#loadWords = loadWords;
    this.#samples = new Samples(base);
    this.store = store;
    this.base = base;
    this.messages = messages;
    this.rooms = rooms;
    this.offline = new Offline(store, base);
    this.options = options;
    const keeper = new KeeperClient(() => loader.keeper());
    const saving = new Saving({ store, messages, client: () => this.data.client, keeper });
    keeper.onDeath = () => saving.reopen();
    this.#keeper = keeper;
    this.saving = saving;
    const digest = (/** @type {Blob[]} */ files) => keeper.request('digest', { files }).catch(() => null);
    const sumOf = (/** @type {import("../state.js").Source} */ source) => this.#sumOf(source);
    this.links = new Links({ store, messages, rooms, client, base, digest, sumOf });
    const bring = (/** @type {import("../state.js").Source} */ source) => this.#bring(source);
    /** @type {Links["choose"]} */ const onOpened = (opened, asked) => this.links.choose(opened, asked);
    const onReplaced = () => this.#abandon();
    const restore = (/** @type {import("../core/client.js").Client} */ client) => this.project.revive(client);
    const canResume = () => saving.training !== null;
    this.data = new Data({
      store,
      loader,
      messages,
      work,
      options,
      rooms,
      onOpened,
      onRest,
      saveFirst: () => saving.saveFirst(),
      onReplaced,
      bring,
      restore,
      canResume,
    });
    const onTrained = () => void this.recommendations.refresh();
    const { data } = this;
    this.choices = new Choices(store, data);
    this.training = new Training({ store, messages, work, options, rooms, data, saving, onTrained });
    const { training } = this;
    const lock = () => this.#lock();
    this.project = new Project({ store, messages, rooms, data, training, saving, keeper, lock, onTrained });
    this.tuning = new Tuning({ store, messages, work, options, training: this.training, client });
    this.recommendations = new Recommendations({ store, messages, client, sumOf, onRest });
    store.watch(['account'], ({ account }) => {
      if (account) void this.#sumOf(account.source);
    });
  }

  /** What was done with the data set before. */
  #abandon() {
    this.tuning.abandon();
    this.training.abandon();
  }

  /** The page can be used before the core has come; that it does not come is told at once. */
  async begin() {
    if (!isSupported()) return this.messages.fail({ code: 'unsupported-browser', params: {} });
    await this.project.restore();
    await this.#loader.core().catch((error) => this.messages.report(error));
  }

  /** What the worker has left undone, or was stopped in. */
  async #goOn() {
    void this.recommendations.askAgain();
    if (!(await this.project.resumeTraining())) await this.training.evaluateAgain();
  }

  /** The SHA-256 of a file, by which it is known wherever it is opened again; null where it cannot be read any more. @param {import("../state.js").Source} source */
  async #sumOf(source) {
    if (source.sha256 === null && source.files) {
      source.sha256 = await this.#keeper.request('digest', { files: source.files }).catch(() => null);
      this.saving.touch();
    }
    return source.sha256;
  }

  /** The file of a data set that was kept without it. @param {import("../state.js").Source} source */
  async #bring({ kind, name }) {
    if (kind === 'file') throw new RequestFailure({ code: 'file-needed', params: { name } });
    return [await this.#samples.file(kind)];
  }

  /** @param {File[]} files  read together; a project file stands alone */
  async openFiles(files) {
    if (this.#isWriting || files.length === 0) return;
    const project = files.find((file) => file.name.endsWith('.firstpick'));
    if (project) return this.project.openFile(project);
    const name = files.map((file) => file.name).join(', ');
    await this.data.open('file', name, async () => {
      await this.links.taken;
      await this.#lock();
      return files.length === 1 ? files[0] : files;
    });
    this.links.remind();
  }

  /** @param {import("./samples.js").Sample} sample */
  async openSample(sample) {
    if (this.#isWriting) return;
    await this.data.open(sample, this.#samples.name(sample), async () => {
      await this.links.taken;
      return this.#samples.file(sample);
    });
    this.links.remind();
  }

  /** A new file would end the worker that is writing one. */
  get #isWriting() {
    const isWriting = this.store.state.exporting !== null;
    if (isWriting) this.messages.say('notice.exporting');
    return isWriting;
  }

  /** What the page can begin without, and may want later; asked for after the core, so that it holds up nothing. */
  prefetch() {
    this.#release();
    const { base } = this;
    const later = [
      this.#samples.prefetch(),
      this.#loader.formats(),
      loadCharts(base),
      this.links.load(),
      this.#loadWords(),
    ];
    const keeper = this.#loader.keeper();
    void Promise.allSettled([...later, keeper, this.decorated]).then(() => this.offline.begin());
    const { stage, locked } = this.store.state;
    if (stage === 'empty' && !locked && this.#loader.isLoaded) this.#loader.warmUp().catch(() => {});
  }

  /** Before a file of a person's own is read: what may still be wanted is fetched, then nothing more. */
  async #lock() {
    if (this.store.state.locked) return;
    // Without the keeper a file is read as well; it is then not kept.
    await Promise.all([this.#loader.core(), this.#loader.keeper().catch(() => {})]);
    this.prefetch();
    const later = [this.decorated, loadCharts(this.base), this.links.load(), this.#loadWords(), this.offline.settled];
    await Promise.race([Promise.all(later), new Promise((resolve) => setTimeout(resolve, DECORATION_MS))]);
    if (this.store.state.locked) return;
    this.offline.stop();
    const locked = await forbidConnections(this.base);
    // The one that there is lives without the lock.
    this.#keeper.end();
    this.saving.reopen();
    this.store.set({ locked, isLockBroken: !locked });
    if (!locked) throw new RequestFailure({ code: 'lock-failed', params: {} });
  }
}
