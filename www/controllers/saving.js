/**
 * Saves the project by itself whenever something is finished: in the browser's storage, or in this tab's memory.
 *
 * Samples are kept in the browser's storage. A file of one's own stays in memory until a person says otherwise.
 *
 * @import { Client } from "../core/client.js"
 * @import { KeeperClient } from "../core/keeper_client.js"
 * @import { Parts, Place } from "../keeper/keeper_protocol.js"
 * @import { KeptProject } from "../kept.js"
 * @import { Checkpoint } from "./kept_project.js"
 * @import { Options } from "../protocol.js"
 * @import { Account, Keeping, Outcome, Run, Store } from "../state.js"
 */

import { failedWith, RequestFailure } from '../core/client.js';
import { hasOwnData } from '../state.js';
import { keysOf, newKey, packed } from './kept_project.js';
import { claimStorage, forgetKept, keptKind, rememberChoice, rememberedChoice, rememberKept } from './storage_claim.js';

/**
 * @typedef {Object} Used
 * @property {Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {() => Client | null} client  the worker of the data set at hand
 * @property {KeeperClient} keeper
 */

/** Milliseconds in which changes that follow each other are saved together. */
const GATHERING_MS = 250;
/** Milliseconds after which it is tried again, where the core's worker has died meanwhile. */
const RETRY_MS = 1000;
/** Milliseconds that other work waits until all is saved. */
const WAIT_MS = 3000;
/** Keepers in a row that may die of the browser's storage. */
const MOST_DEATHS = 2;
/** Networks of earlier runs that are kept; a full storage lets go of the oldest before. */
const MOST_NETWORKS = 100;

/** @param {Record<string, Parts>} put */
const buffersOf = (put) => [...new Set(Object.values(put).flatMap((parts) => parts.map(({ buffer }) => buffer)))];

export class Saving {
  /** @type {Used} */ #used;
  /** Where the keeper was opened. @type {Place | null} */ #place = null;
  /** What the keeper holds. @type {Set<string>} */ #held = new Set();
  /** Keys of the interactions, by what stays of an account when only its split changes. @type {WeakMap<object, string>} */
  #dataKeys = new WeakMap();
  /** Keys of trained networks, by what stays of an outcome. @type {WeakMap<object, string>} */ #networkKeys =
    new WeakMap();
  /** Outcomes that were kept with their figures. @type {WeakSet<object>} */ #measured = new WeakSet();
  /** Keys that a project file has brought and that are to be held. @type {string[]} */ #adopting = [];
  /** The latest checkpoint of the training under way. @type {Checkpoint | null} */
  #training = null;
  /** What was finished when it was looked at last. @type {unknown[]} */ #seen = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** The saving under way. @type {Promise<void> | null} */ #saving = null;
  #isDirty = false;
  /** Keepers that died since something was saved. */ #deaths = 0;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
    const { store } = used;
    store.set({ keeping: { ...store.state.keeping, choice: rememberedChoice() } });
    store.watch(
      ['account', 'outcome', 'runs', 'tuned', 'validated', 'options', 'topK', 'model', 'room', 'exported'],
      () => this.#look(),
    );
    store.watch(['trainingStatus'], ({ trainingStatus }) => {
      if (trainingStatus === null || !this.#training) return;
      this.#training.isPaused = trainingStatus === 'paused';
      this.#change();
    });
    addEventListener('beforeunload', (event) => {
      if (this.#wouldLose) event.preventDefault();
    });
  }

  /** Whether leaving now would lose what took a while. */
  get #wouldLose() {
    const { outcome, trainingStatus, keeping } = this.#used.store.state;
    const isSafe = keeping.place === 'browser' && keeping.isSaved;
    return !isSafe && (outcome !== null || trainingStatus !== null);
  }

  /** Whether something else was finished since the last look. */
  #look() {
    const { account, outcome, runs, tuned, validated, options, topK, model, room, exported } = this.#used.store.state;
    const trials = tuned?.how ? tuned : null;
    const seen = [
      account,
      outcome?.trained,
      outcome?.result,
      runs,
      trials,
      validated,
      options,
      topK,
      model,
      room,
      exported,
    ];
    const isSame = seen.every((value, at) => value === this.#seen[at]);
    this.#seen = seen;
    if (!isSame && account) this.#change();
  }

  #change() {
    this.#isDirty = true;
    this.#tell({ isSaved: false });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), GATHERING_MS);
  }

  /** @param {Partial<import("../state.js").Keeping>} patch */
  #tell(patch) {
    const { store } = this.#used;
    const { keeping } = store.state;
    const isNews = Object.entries(patch).some(
      ([name, value]) => keeping[/** @type {keyof typeof keeping} */ (name)] !== value,
    );
    if (isNews) store.set({ keeping: { ...keeping, ...patch } });
  }

  /** Saves what is not saved yet; settles when that is done, or cannot be. */
  save() {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  /** Saves before a result is replaced; settles after WAIT_MS at the latest. */
  async saveFirst() {
    await Promise.race([this.save(), new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  }

  async #saveAll() {
    while (this.#isDirty) {
      this.#isDirty = false;
      try {
        await this.#commit();
      } catch (error) {
        this.#refused(error);
      }
    }
  }

  /** @param {unknown} error */
  #refused(error) {
    if (failedWith(error, 'storage-full')) {
      if (this.#dropOldest()) this.#isDirty = true;
      else this.trouble('full');
    } else if (failedWith(error, 'storage-refused')) {
      this.trouble('refused');
      this.#isDirty = true;
    } else if (failedWith(error, 'keeper-unavailable')) {
      this.trouble('absent');
    } else if (failedWith(error, 'keeper-gone')) {
      if (++this.#deaths > MOST_DEATHS) this.trouble('refused');
      this.#isDirty = true;
    } else if (!(error instanceof RequestFailure)) {
      console.error(error);
      this.trouble('refused');
    }
    // What the core's worker fails with is told where a person waits for it; its successor is asked again.
    else this.#retry();
  }

  /** Later: at once the loop would try the same worker again. */
  #retry() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.touch(), RETRY_MS);
  }

  /** Says once why the browser keeps nothing. @param {"refused" | "full" | "other-tab" | "absent"} trouble */
  trouble(trouble) {
    const { store, messages } = this.#used;
    if (store.state.keeping.trouble === trouble) return;
    this.#tell({ trouble });
    messages.say(`keep.${trouble}`);
  }

  /** Lets go of the network of the oldest run that has one; the figures of the run stay. @returns {boolean} whether there was one */
  #dropOldest() {
    const { runs, outcome } = this.#used.store.state;
    const oldest = runs.find(
      (run) => run.outcome.trained !== outcome?.trained && this.#networkKeys.has(run.outcome.trained),
    );
    return oldest !== undefined && this.#networkKeys.delete(oldest.outcome.trained);
  }

  async #commit() {
    const { store, client: clientNow, keeper } = this.#used;
    const { account, outcome } = store.state;
    const client = clientNow();
    if (!account || !client) return;
    await this.#goTo(await this.#rightPlace());
    /** @type {Record<string, Parts>} */ const put = {};
    const dataKey = await this.#keepData(account, client, put);
    const networkKey = outcome && (await this.#keepNetwork(outcome, client, put));
    const { state } = store;
    // Overtaken: what has changed meanwhile comes with the next round.
    if (
      !dataKey ||
      state.account?.dataset.quality !== account.dataset.quality ||
      state.outcome?.trained !== outcome?.trained
    ) {
      return;
    }
    const isObsolete = this.#training?.isOver && networkKey !== null;
    if (isObsolete || this.#training?.of !== account.dataset.quality) this.#training = null;
    const training = this.#training;
    if (training?.parts) put[training.key] = training.parts;
    const keys = {
      data: (/** @type {Account} */ one) =>
        one === account ? dataKey : this.#keyIn(this.#dataKeys, one.dataset.quality),
      network: (/** @type {Outcome} */ one) =>
        one.trained === outcome?.trained ? networkKey : this.#keyIn(this.#networkKeys, one.trained),
    };
    this.#forgetOldNetworks(state.runs);
    const kept = packed(
      state,
      state.account,
      dataKey,
      keys,
      training && { key: training.key, options: training.options, isPaused: training.isPaused },
    );
    const keep = keysOf(kept);
    const isMeasured = outcome !== null && state.outcome?.result === outcome.result && outcome.result !== null;
    const isCheckpoint = training?.parts != null;
    if (training) training.parts = null;
    const { bytes } = await keeper.request('commit', { state: kept, put, keep, adopt: this.#adopting }, buffersOf(put));
    this.#adopting = [];
    this.#deaths = 0;
    this.#held = new Set(keep);
    this.#dataKeys.set(account.dataset.quality, dataKey);
    if (outcome && networkKey) {
      this.#networkKeys.set(outcome.trained, networkKey);
      if (isMeasured) this.#measured.add(outcome.trained);
    }
    const { checkpoints } = store.state.keeping;
    this.#tell({ bytes, isSaved: !this.#isDirty, checkpoints: training ? checkpoints + Number(isCheckpoint) : 0 });
    if (this.#place === 'browser') rememberKept(hasOwnData(state) ? 'own' : 'sample');
  }

  /** @param {WeakMap<object, string>} keys @param {object} of */
  #keyIn(keys, of) {
    const key = keys.get(of);
    return key !== undefined && (this.#held.has(key) || this.#adopting.includes(key)) ? key : null;
  }

  /** @param {Run[]} runs */
  #forgetOldNetworks(runs) {
    for (const run of runs.slice(0, -MOST_NETWORKS)) this.#networkKeys.delete(run.outcome.trained);
  }

  /** The key of the data at hand, which are put if they are not held yet. @param {Account} account @param {Client} client @param {Record<string, Parts>} put */
  async #keepData(account, client, put) {
    const known = this.#keyIn(this.#dataKeys, account.dataset.quality);
    if (known) return known;
    const key = newKey('data');
    put[key] = await client.request('keepData', {});
    return key;
  }

  /** The same of the network at hand, once more with its figures. @param {Outcome} outcome @param {Client} client @param {Record<string, Parts>} put */
  async #keepNetwork(outcome, client, put) {
    const known = this.#keyIn(this.#networkKeys, outcome.trained);
    if (known && (outcome.result === null || this.#measured.has(outcome.trained))) return known;
    const key = newKey('network');
    put[key] = await client.request('keepModel', {});
    return key;
  }

  /** Where what there is may be kept. @returns {Promise<Place>} */
  async #rightPlace() {
    const { state } = this.#used.store;
    const { choice, trouble } = state.keeping;
    if ((hasOwnData(state) && choice !== 'browser') || trouble === 'refused') return 'tab';
    if (await claimStorage()) return 'browser';
    this.trouble('other-tab');
    return 'tab';
  }

  /** @param {Place} place */
  async #goTo(place) {
    const { keeper } = this.#used;
    if (this.#place === place) return;
    if (this.#place === null || this.#held.size === 0) {
      this.#held = new Set((await keeper.request('open', { place })).keys);
    } else {
      const empties = keptKind() === 'own';
      await keeper.request('move', { place, empties });
      if (empties && place === 'tab') forgetKept();
    }
    this.#place = place;
    this.#tell({ place });
  }

  /** Something about the data at hand has become known. */
  touch() {
    if (this.#used.store.state.account) this.#change();
  }

  /** The keeper has died, or was ended: what lay in memory is gone, and is kept again. */
  reopen() {
    this.#place = null;
    this.#held = new Set();
    if (this.#used.store.state.account) this.#change();
  }

  /** Where files of one's own are kept from now on. @param {"browser" | "tab"} choice */
  async choose(choice) {
    rememberChoice(choice);
    this.#tell({ choice, trouble: null });
    this.#change();
    await this.save();
  }

  /** Takes up what is kept in a place. @param {Place} place */
  async open(place) {
    await this.#goTo(place);
  }

  /**
   * Knows a data set and an outcome that were kept by their keys; those of a project file are adopted with the next commit.
   * @param {{account: Account, outcome: Outcome | null, data: string | null, network: string | null}[]} known
   * @param {string[]} [adopted]
   */
  know(known, adopted = []) {
    this.#adopting = adopted;
    for (const { account, outcome, data, network } of known) {
      if (data) this.#dataKeys.set(account.dataset.quality, data);
      if (!outcome || !network) continue;
      this.#networkKeys.set(outcome.trained, network);
      if (outcome.result) this.#measured.add(outcome.trained);
    }
  }

  /** The keys of a data set and of what was trained on it; null where they are not held. @param {Account} account @param {Outcome | null} outcome */
  keysOf(account, outcome) {
    const data = this.#keyIn(this.#dataKeys, account.dataset.quality);
    return { data, network: outcome && this.#keyIn(this.#networkKeys, outcome.trained) };
  }

  /** The training that can go on from its latest checkpoint. */
  get training() {
    const { account } = this.#used.store.state;
    if (!this.#training || this.#training.of !== account?.dataset.quality) return null;
    const { key, options, isPaused } = this.#training;
    return { key, options, isPaused };
  }

  /** Nothing of what there was is to be saved any more. */
  async forget() {
    clearTimeout(this.#timer);
    this.#isDirty = false;
    await this.#saving;
    this.#training = null;
    [this.#place, this.#held] = [null, new Set()];
    forgetKept();
  }

  /** A training tells how far it is, so that it can go on from there. @param {Parts} parts @param {Options | undefined} options */
  checkpoint(parts, options) {
    if (options) this.#goOn({ key: newKey('training'), options, parts });
  }

  /** A training that was interrupted goes on; its checkpoint is held until there is a newer one. @param {string} key @param {Options} options */
  resumed(key, options) {
    this.#goOn({ key, options, parts: null });
  }

  /** @param {{key: string, options: Options, parts: Parts | null}} checkpoint */
  #goOn(checkpoint) {
    const { store } = this.#used;
    const { account } = store.state;
    if (!account) return;
    this.#training = {
      ...checkpoint,
      of: account.dataset.quality,
      isOver: false,
      isPaused: store.state.trainingStatus === 'paused',
    };
    this.#change();
  }

  /** The training is over, or given up. @param {boolean} isTrained  whether there is a network, which is to be kept before the checkpoint goes */
  endTraining(isTrained) {
    if (this.#training === null) return;
    if (isTrained) this.#training.isOver = true;
    else this.#training = null;
    this.#change();
  }
}
