/**
 * The page's end of the line to the keeper, which is started when it is first asked for something.
 *
 * @import { KeeperRequests, KeeperResponse } from "../keeper/keeper_protocol.js"
 */

import { startWorker } from '../pristine.js';
import { Watch } from '../watch.js';
import { RequestFailure } from './client.js';

/** What requests fail with whose keeper is gone; never shown, since all that is kept can be kept again. */
const GONE = { code: 'keeper-gone', params: {} };

export class KeeperClient {
  /** @type {() => Promise<Blob>} */ #script;
  /** @type {Worker | null} */ #worker = null;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (failure: RequestFailure) => void}>} */ #pending =
    new Map();
  #next = 1;
  #watch = new Watch(
    () => this.#worker?.postMessage({ alive: true }),
    () => this.#died(),
  );
  /** Told when the keeper has died: what was in memory is gone. */
  onDeath = () => {};

  /** @param {() => Promise<Blob>} script  fetches its text */
  constructor(script) {
    this.#script = script;
  }

  /**
   * @template {keyof KeeperRequests} T
   * @param {T} type
   * @param {KeeperRequests[T][0]} payload
   * @param {Transferable[]} [transfer]
   * @returns {Promise<KeeperRequests[T][1]>}
   */
  async request(type, payload, transfer = []) {
    this.#worker ??= this.#spawn(await this.#script());
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#pending.set(id, { resolve, reject });
      this.#watch.begin();
      worker.postMessage({ id, type, payload }, transfer);
    });
  }

  /** Ends it, so that the next one lives under the rules that the page has by then. */
  end() {
    this.#watch.end();
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#pending.values()) reject(new RequestFailure(GONE));
    this.#pending.clear();
  }

  #died() {
    this.end();
    this.onDeath();
  }

  /** @param {Blob} script */
  #spawn(script) {
    if (this.#worker) return this.#worker;
    const address = URL.createObjectURL(script);
    const worker = startWorker(address, { type: 'module', name: 'keeper' });
    worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      this.#watch.heard();
      if (!data.alive) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#died();
    };
    return worker;
  }

  /** @param {KeeperResponse} response */
  #receive({ id, result, failure }) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#watch.end();
    if (failure) pending?.reject(new RequestFailure(failure));
    else pending?.resolve(result);
  }
}
