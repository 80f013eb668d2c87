/**
 * The project: what was done with a file, or with several. It comes back after a reload, a crash, or from a project file, and any
 * run of it can be taken back.
 *
 * @import { Client } from "../core/client.js"
 * @import { KeeperClient } from "../core/keeper_client.js"
 * @import { KeptProject } from "../kept.js"
 * @import { ModelName } from "../protocol.js"
 * @import { Run, Store } from "../state.js"
 */

import { RequestFailure } from '../core/client.js';
import { download } from '../download.js';
import { initialKeeping, initialResults } from '../state.js';
import { unpacked } from './kept_project.js';
import { claimStorage, forgetRemembered, keptKind } from './storage_claim.js';

/**
 * @typedef {Object} Used
 * @property {Store} store
 * @property {import("./messages.js").Messages} messages
 * @property {import("./rooms.js").Rooms} rooms
 * @property {import("./data.js").Data} data
 * @property {import("./training.js").Training} training
 * @property {import("./saving.js").Saving} saving
 * @property {KeeperClient} keeper
 * @property {() => Promise<void>} lock  closes the page, before data of a person's own come into it
 * @property {() => void} onTrained  told when a network has come back
 */

export class Project {
  /** @type {Used} */ #used;

  /** @param {Used} used */
  constructor(used) {
    this.#used = used;
  }

  /** Opens what was kept in this browser, if there is something. @returns {Promise<void>} */
  async restore() {
    const kind = keptKind();
    if (kind === null) return;
    const { store, lock, messages, keeper, saving } = this.#used;
    store.set({ stage: 'reading', progress: { kind: 'restoring', name: '', fraction: 0 } });
    try {
      if (!(await claimStorage())) {
        store.set({ stage: 'empty', progress: null });
        return saving.trouble('other-tab');
      }
      if (kind === 'own') await lock();
      await saving.open('browser');
      const kept = await keeper.request('state', {});
      if (kept) await this.#adopt(kept);
      else store.set({ stage: 'empty', progress: null });
    } catch (error) {
      if (store.state.stage === 'reading' && store.state.progress?.kind === 'restoring') {
        store.set({ stage: 'empty', progress: null });
      }
      messages.report(error);
    }
  }

  /** @param {KeptProject} kept @param {"file"} [from]  a project file @param {string[]} [adopted]  its keys */
  async #adopt(kept, from, adopted) {
    const { store, data, rooms, messages, onTrained, training } = this.#used;
    const before = from ? store.state.runs : [];
    const { state, keys } = unpacked(kept);
    const name = state.account.source.name;
    const bring = async (/** @type {Client} */ client) => {
      await this.#load(client, { data: kept.data, network: kept.network, model: kept.model }, from);
      this.#used.saving.know(keys, adopted);
      const { room = 'start', ...found } = state;
      if (location.hash === '' || from) rooms.open(room);
      return { ...found, runs: [...before, ...found.runs].map((run, index) => ({ ...run, number: index + 1 })) };
    };
    if (!(await data.adopt(name, bring))) return;
    if (store.state.outcome) onTrained();
    const checkpoint = kept.training && (await this.#used.keeper.request('read', { key: kept.training.key, from }));
    if (kept.training && checkpoint) {
      const { key, options, isPaused } = kept.training;
      this.#used.saving.resumed(key, options);
      void training.resume(checkpoint, options, isPaused);
      messages.say('keep.resumed');
    } else if (store.state.outcome?.result === null) await training.evaluateAgain();
  }

  /**
   * Gives a worker the data, and the network, that lie under these keys.
   * @param {Client} client
   * @param {{data: string, network: string | null, model: ModelName}} wanted  model: whose lists are shown
   * @param {"file"} [from]
   */
  async #load(client, { data, network, model }, from) {
    const keeper = this.#used.keeper;
    const broken = () => new RequestFailure({ code: 'project-broken', params: {} });
    const read = async (/** @type {string} */ key) => {
      const [bytes] = (await keeper.request('read', { key, from })) ?? [];
      if (!bytes) throw broken();
      return bytes;
    };
    const [interactions, weights] = await Promise.all([read(data), network && read(network)]);
    const options = (/** @type {Uint8Array} */ { buffer }) => ({ transfer: [/** @type {ArrayBuffer} */ (buffer)] });
    await client.request('restoreData', { bytes: interactions }, options(interactions));
    if (!weights) return;
    const restored = await client.request('restoreModel', { bytes: weights }, options(weights));
    if (restored.model !== model) await client.request('chooseModel', { model });
  }

  /**
   * After the death of the core's worker: gives its successor what it had.
   * @param {Client} client
   * @returns {Promise<boolean>} whether all of it was kept
   */
  async revive(client) {
    const { store, saving } = this.#used;
    const { account, outcome } = store.state;
    if (!account) return false;
    const { data, network } = saving.keysOf(account, outcome);
    const isUnkept = outcome !== null && network === null;
    // Where the file is not at hand, the data alone are better than nothing.
    if (!data || (isUnkept && !saving.training && account.source.files)) return false;
    try {
      await this.#load(client, { data, network, model: store.state.model });
      const { tuned, validated } = store.state;
      // What had just been trained comes once more from its last checkpoint.
      if (isUnkept) store.set({ ...initialResults(), tuned, validated });
      return true;
    } catch (error) {
      console.warn(error);
      return false;
    }
  }

  /** Goes on with the training that was under way from its latest checkpoint. @returns {Promise<boolean>} whether there was one */
  async resumeTraining() {
    const { store, saving, keeper, training } = this.#used;
    const kept = saving.training;
    // An export would be stopped by it; when that has ended, this is asked again.
    if (!kept || store.state.trainingStatus !== null || store.state.exporting) return false;
    await saving.saveFirst();
    const parts = await keeper.request('read', { key: kept.key });
    if (!parts || store.state.exporting) return false;
    void training.resume(parts, kept.options, kept.isPaused);
    return true;
  }

  /** Whether a run can be taken back. @param {Run} run */
  isKept({ account, outcome }) {
    const { data, network } = this.#used.saving.keysOf(account, outcome);
    return data !== null && network !== null;
  }

  /** An earlier run becomes the one at hand: its data, its choices, its network. @param {Run} run */
  async takeBack(run) {
    const { store, data, rooms, messages, saving, onTrained } = this.#used;
    if (store.state.trainingStatus !== null || store.state.exporting) return;
    try {
      await saving.saveFirst();
      const { data: key, network } = saving.keysOf(run.account, run.outcome);
      if (!key || !network) return;
      const { plan, records } = run.outcome;
      // At once: a person may be elsewhere by the time that it is there.
      rooms.open('verdict');
      const isAdopted = await data.adopt(run.account.source.name, async (client) => {
        await this.#load(client, { data: key, network, model: 'network' });
        return { account: run.account, outcome: run.outcome, options: plan.options, records };
      });
      if (isAdopted) onTrained();
    } catch (error) {
      messages.report(error);
    }
  }

  /** The project as a file to keep elsewhere. */
  async saveFile() {
    const { store, messages, saving, keeper } = this.#used;
    const { account } = store.state;
    if (!account) return;
    try {
      await saving.save();
      const blob = await keeper.request('pack', {});
      download(blob, `${account.source.name.replace(/\.[^.]*$/, '')}.firstpick`);
    } catch (error) {
      messages.report(error);
    }
  }

  /** Opens a project file; the runs that there are stay. @param {Blob} file */
  async openFile(file) {
    const { lock, keeper, saving, messages } = this.#used;
    try {
      await lock();
      await saving.save();
      const { keys } = await keeper.request('unpack', { file });
      const kept = await keeper.request('state', { from: 'file' });
      if (kept) await this.#adopt(kept, 'file', keys);
    } catch (error) {
      saving.know([]);
      messages.report(error);
    }
  }

  /** Empties everything: the storage of this browser, and this tab. */
  async forget() {
    const { store, data, rooms, messages, keeper, saving } = this.#used;
    const { runs, account } = store.state;
    await saving.forget();
    const { bytes } = await keeper.request('forget', {});
    data.forget();
    await saving.forget();
    forgetRemembered();
    store.set({ runs: [], keeping: initialKeeping() });
    rooms.open('start');
    messages.say('keep.forgotten', { bytes, runs: runs.length, name: account?.source.name ?? '' });
  }
}
