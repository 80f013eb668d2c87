/**
 * The page's end of the line to one worker: requests by id, their events, a watch while there are any, and a new worker after
 * a death.
 *
 * @import { Formats, Requests, Response, WorkerEvent } from "../requests.js"
 * @import { Failure } from "../protocol.js"
 */

import { startWorker } from '../pristine.js';
import { SILENCE_MS, unpackingMs, Watch } from '../watch.js';

/**
 * @typedef {Object} Pending
 * @property {(result: any) => void} resolve
 * @property {(error: RequestFailure) => void} reject
 * @property {((event: any) => void) | undefined} onEvent
 * @property {number} bytes  of the files that it opens
 * @property {Watch | null} deadline  of a request that is answered at once
 */
/**
 * @typedef {Object} Core  what a worker is made of
 * @property {Blob} script  the worker's whole text
 * @property {WebAssembly.Module} module  the core
 * @property {() => Promise<Formats | null>} formats  null where they could not be fetched
 */

/** The code of requests that were given up because their worker was ended on purpose. */
export const ENDED = 'ended';
const STOPPED = 'stopped';

/** Codes of what a person, or the page, has ended on purpose: never shown. */
export const INTENDED = new Set([ENDED, STOPPED]);

/** After this many workers that never answered, no further one is started. */
const MOST_SILENT_DEATHS = 2;

/**
 * What a worker answers between two steps. One that goes on without an answer does not hear what a person wants.
 * @type {Set<keyof Requests>}
 */
const ANSWERED_AT_ONCE = new Set(['pause', 'resume', 'stop']);

/** A request with a deadline is itself the question. */
const UNASKED = () => {};

/** @param {any} payload  of `open` */
function sizeOf({ file }) {
  return [file].flat().reduce((sum, { size }) => sum + size, 0);
}

export class RequestFailure extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** @param {unknown} error @param {string} code */
export function failedWith(error, code) {
  return error instanceof RequestFailure && error.failure.code === code;
}

export class Client {
  /** @type {Core} */ #core;
  /** @type {number} */ #helpers;
  /** @type {Worker | null} */ #worker = null;
  /** @type {Map<number, Pending>} */ #pending = new Map();
  #next = 1;
  /** Workers in a row that died without having answered once. */
  #silentDeaths = 0;
  /** Whether any worker of this client has answered yet; if none has, the core itself is missing. */
  #answered = false;
  #ended = false;
  #watch = new Watch(
    () => this.#worker?.postMessage({ alive: true }),
    () => this.#died(),
  );
  /** Told when the worker died and another one, which knows nothing yet, stands in its place. */
  onDeath = () => {};

  /**
   * @param {Core} core
   * @param {number} helpers  further workers that it may start, at most
   */
  constructor(core, helpers) {
    this.#core = core;
    this.#helpers = helpers;
    this.#spawn();
  }

  /**
   * @template {keyof Requests} T
   * @param {T} type
   * @param {Requests[T][0]} payload
   * @param {Object} [options]
   * @param {(event: any) => void} [options.onEvent]
   * @param {Transferable[]} [options.transfer]  what is handed over instead of being copied
   * @param {AbortSignal} [options.signal]  when it is aborted, the request fails with `stopped` at once: nothing waits for
   *   the worker any more, which is told by a request of its own where it is to stop
   * @returns {Promise<Requests[T][1]>}
   */
  request(type, payload, { onEvent, transfer = [], signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new RequestFailure({ code: STOPPED, params: {} }));
      if (!this.#worker) {
        return reject(new RequestFailure({ code: this.#ended ? ENDED : this.#death, params: {} }));
      }
      const id = this.#next++;
      const bytes = type === 'open' ? sizeOf(payload) : 0;
      const deadline = ANSWERED_AT_ONCE.has(type) ? new Watch(UNASKED, () => this.#died()) : null;
      this.#pending.set(id, { resolve, reject, onEvent, bytes, deadline });
      deadline?.begin();
      this.#watch.begin();
      signal?.addEventListener('abort', () => this.#reject(id, { code: STOPPED, params: {} }), { once: true });
      this.#worker.postMessage({ id, type, payload }, transfer);
    });
  }

  /** Whether it has a worker; after too many deaths it gets no further one. */
  get isAlive() {
    return this.#worker !== null;
  }

  end() {
    this.#dismiss();
    this.#ended = true;
    this.#rejectAll(ENDED);
  }

  #spawn() {
    const { script, module } = this.#core;
    // A policy in a <meta> covers a worker only if it was started from a blob: module.
    const address = URL.createObjectURL(script);
    const worker = startWorker(address, { type: 'module' });
    worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      // What the one before has sent is still on its way.
      if (this.#worker !== worker) return;
      if (data.failed) return this.#unavailable();
      this.#silentDeaths = 0;
      this.#answered = true;
      this.#watch.heard();
      if (data.needs) this.#bringFormats(worker);
      else if (!data.alive) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#died();
    };
    worker.onmessageerror = () => {
      if (this.#worker === worker) this.#died();
    };
    worker.postMessage({ module, script, helpers: this.#helpers });
    this.#worker = worker;
  }

  /** @param {Worker} worker */
  async #bringFormats(worker) {
    worker.postMessage({ formats: await this.#core.formats() });
  }

  /** @param {Response | WorkerEvent} data */
  #receive(data) {
    const pending = this.#pending.get(data.id);
    if ('event' in data) {
      const isUnpacking = data.event === 'reading' && data.part === 'unpacking';
      this.#watch.grant(isUnpacking ? unpackingMs(pending?.bytes ?? 0) : SILENCE_MS);
      pending?.onEvent?.(data);
    } else if (data.failure?.code === 'worker-died') {
      this.#died();
    } else if (data.failure) {
      this.#reject(data.id, data.failure);
    } else {
      this.#settle(data.id)?.resolve(data.result);
    }
  }

  /** The core cannot be started here; another worker could not either. */
  #unavailable() {
    this.#dismiss();
    this.#answered = false;
    this.#rejectAll(this.#death);
  }

  get #death() {
    return this.#answered ? 'worker-died' : 'engine-unavailable';
  }

  #died() {
    this.#dismiss();
    this.#silentDeaths++;
    if (this.#silentDeaths <= MOST_SILENT_DEATHS) this.#spawn();
    this.#rejectAll(this.#death);
    this.onDeath();
  }

  #dismiss() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {number} id */
  #settle(id) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.deadline?.end();
    if (this.#pending.size === 0) this.#watch.end();
    return pending;
  }

  /** @param {number} id @param {Failure} failure */
  #reject(id, failure) {
    this.#settle(id)?.reject(new RequestFailure(failure));
  }

  /** @param {string} code */
  #rejectAll(code) {
    for (const id of [...this.#pending.keys()]) this.#reject(id, { code, params: {} });
  }
}
