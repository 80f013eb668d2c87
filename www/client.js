/** The page's end of the line to one worker: requests by id, their events, and a new worker after a death. */

/** @typedef {import("./protocol.js").Failure} Failure */
/** @typedef {import("./protocol.js").Requests} Requests */
/** @typedef {import("./protocol.js").WorkerEvent} WorkerEvent */
/**
 * @typedef {Object} Pending
 * @property {(result: any) => void} resolve
 * @property {(error: RequestFailure) => void} reject
 * @property {((event: any) => void) | undefined} onEvent
 */
/**
 * @typedef {Object} Core  a build of the core, and the worker that runs it
 * @property {string} script  the worker's whole text
 * @property {WebAssembly.Module} module
 * @property {boolean} isFull  whether it can do more than open a file
 */

/** The code of requests that were given up because their worker was ended on purpose. */
const ENDED = 'ended';

/** Not failures: somebody wanted it so. Never shown. */
export const WANTED = new Set([ENDED, 'stopped']);

/** After so many workers that never answered, no further one is started. */
const MOST_SILENT_DEATHS = 2;

export class RequestFailure extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.code);
    this.failure = failure;
  }
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
  /** Told when the worker died and another one, which knows nothing yet, stands in its place. */
  onDeath = () => {};

  /**
   * @param {Core} core
   * @param {number} helpers  how many further workers it may start, at most
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
   * @param {(event: any) => void} [onEvent]
   * @returns {Promise<Requests[T][1]>}
   */
  request(type, payload, onEvent) {
    return new Promise((resolve, reject) => {
      if (!this.#worker) {
        return reject(new RequestFailure({ code: this.#ended ? ENDED : this.#death, params: {} }));
      }
      const id = this.#next++;
      this.#pending.set(id, { resolve, reject, onEvent });
      this.#worker.postMessage({ id, type, payload });
    });
  }

  /** What the worker runs, and whichever comes after it. */
  get core() {
    return this.#core;
  }

  /**
   * Goes on with another build of the core, in a worker that knows nothing yet.
   * @param {Core} core
   */
  change(core) {
    this.#worker?.terminate();
    this.#rejectAll(ENDED);
    this.#core = core;
    this.#spawn();
  }

  end() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ended = true;
    this.#rejectAll(ENDED);
  }

  #spawn() {
    // A policy in a <meta> covers a worker only if it was started from a blob: module.
    const { script: text, module } = this.#core;
    const script = new Blob([text], { type: 'text/javascript' });
    const address = URL.createObjectURL(script);
    const worker = new Worker(address, { type: 'module' });
    worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      if (data.failed) return this.#unavailable();
      this.#silentDeaths = 0;
      this.#answered = true;
      this.#receive(data);
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

  /** @param {import("./protocol.js").Response | WorkerEvent} data */
  #receive(data) {
    const pending = this.#pending.get(data.id);
    if ('event' in data) {
      pending?.onEvent?.(data);
    } else if (data.failure?.code === 'worker-died') {
      this.#died();
    } else if (pending) {
      this.#pending.delete(data.id);
      if (data.failure) pending.reject(new RequestFailure(data.failure));
      else pending.resolve(data.result);
    }
  }

  /** The core cannot be started here; another worker could not either. */
  #unavailable() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#answered = false;
    this.#rejectAll(this.#death);
  }

  get #death() {
    return this.#answered ? 'worker-died' : 'engine-unavailable';
  }

  #died() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#silentDeaths++;
    if (this.#silentDeaths <= MOST_SILENT_DEATHS) this.#spawn();
    this.#rejectAll(this.#death);
    this.onDeath();
  }

  /** @param {string} code */
  #rejectAll(code) {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new RequestFailure({ code, params: {} }));
  }
}
