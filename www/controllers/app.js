/**
 * The page's controllers, put together, and what concerns all of them: how a file comes in, and what may still be fetched
 * before the page is locked for it.
 */

import { loadCharts } from '../charts/library.js';
import { CoreLoader, isSupported } from '../core/core_loader.js';
import { forbidConnections } from './csp_lock.js';
import { Data } from './data.js';
import { Messages } from './messages.js';
import { Offline } from './offline.js';
import { Recommendations } from './recommendations.js';
import { Rooms } from './rooms.js';
import { Samples } from './samples.js';
import { Training } from './training.js';
import { TrainingOptions } from './training_options.js';
import { Tuning } from './tuning.js';
import { Work } from './work.js';

/**
 * How long the lock waits for the workflow's diagram, the charts and the other language. Without them the page shows a plain
 * list and tables, and stays in its language.
 */
const DECORATION_MS = 5000;

export class App {
  #loader;
  #loadWords;
  #samples;
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
    const onRest = () => void this.training.evaluateAgain();
    this.#loader = loader;
    this.#loadWords = loadWords;
    this.#samples = new Samples(base);
    this.store = store;
    this.base = base;
    this.messages = messages;
    this.rooms = rooms;
    this.offline = new Offline(store, base);
    this.options = options;
    this.data = new Data({ store, loader, messages, work, options, rooms, onRest, onReplaced: () => this.#abandon() });
    const onTrained = () => void this.recommendations.refresh();
    this.training = new Training({ store, messages, work, options, rooms, data: this.data, onTrained });
    this.tuning = new Tuning({ store, messages, work, options, training: this.training, client });
    this.recommendations = new Recommendations({ store, messages, client, onRest });
  }

  /** What was done with the data set before. */
  #abandon() {
    this.tuning.abandon();
    this.training.abandon();
  }

  /** The page can be used before the core has come; that it does not come is told at once. */
  async begin() {
    if (!isSupported()) return this.messages.fail({ code: 'unsupported-browser', params: {} });
    await this.#loader.core().catch((error) => this.messages.report(error));
  }

  /** @param {File[]} files  read together */
  async openFiles(files) {
    if (this.#isWriting || files.length === 0) return;
    const name = files.map((file) => file.name).join(', ');
    await this.data.open('file', name, async () => {
      await this.#lock();
      return files.length === 1 ? files[0] : files;
    });
  }

  /** @param {import("./samples.js").Sample} sample */
  async openSample(sample) {
    if (this.#isWriting) return;
    await this.data.open(sample, this.#samples.name(sample), () => this.#samples.file(sample));
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
    const later = [this.#samples.prefetch(), this.#loader.formats(), loadCharts(this.base), this.#loadWords()];
    void Promise.allSettled([...later, this.decorated]).then(() => this.offline.begin());
    const { stage, locked } = this.store.state;
    if (stage === 'empty' && !locked && this.#loader.isLoaded) this.#loader.warmUp().catch(() => {});
  }

  /** Before a file of a person's own is read: what may still be wanted is fetched, then nothing more. */
  async #lock() {
    if (this.store.state.locked) return;
    await this.#loader.core();
    this.prefetch();
    const decorated = Promise.all([this.decorated, loadCharts(this.base), this.#loadWords(), this.offline.settled]);
    await Promise.race([decorated, new Promise((resolve) => setTimeout(resolve, DECORATION_MS))]);
    if (this.store.state.locked) return;
    this.offline.stop();
    forbidConnections();
    this.store.set({ locked: true });
  }
}
