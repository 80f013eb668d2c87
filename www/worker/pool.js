/**
 * Further workers that help the one that holds the session, each with a core and a copy of the data of its own. That worker
 * starts them itself, so they live under the rules that it was started under (a worker behind the lock has helpers behind
 * the lock), and end when it ends.
 *
 * Nothing depends on a helper: what one doesn't bring back is done by the others, and one that gives no sign of life while
 * something is wanted of it is let go.
 *
 * @import { Response } from "../requests.js"
 * @import { Failure } from "../protocol.js"
 * @import { HelperReport, HelperRequests, Task } from "./helper_protocol.js"
 */

import { Watch } from '../watch.js';

/** Tasks at a helper at once: with one in reserve it never waits for a worker in the midst of a step. */
const AT_ONCE = 2;

/** What requests to a helper fail with when it has ended; never shown. @type {Failure} */
const GONE = { code: 'worker-died', params: {} };

/** One helper, as seen by the worker that started it. */
class Helper {
  /** @type {Worker} */ #worker;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (failure: Failure) => void, report: (told: any) => void}>} */
  #pending = new Map();
  #next = 1;
  #watch = new Watch(
    () => this.#worker.postMessage({ alive: true }),
    () => this.end(),
  );
  isGone = false;
  /** Settles when it has all that it was given. @type {Promise<unknown>} */ ready = Promise.resolve();

  /**
   * @param {Blob} script  the worker's whole text
   * @param {WebAssembly.Module} module
   */
  constructor(script, module) {
    const address = URL.createObjectURL(script);
    this.#worker = new Worker(address, { type: 'module' });
    this.#worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      this.#watch.heard();
      if (data.failed) this.end();
      else if (!data.alive) this.#receive(data);
    };
    this.#worker.onerror = (event) => {
      // Unheard here, the page would take it for the death of the worker itself.
      event.preventDefault();
      this.end();
    };
    this.#worker.onmessageerror = () => this.end();
    this.#worker.postMessage({ module, helpers: 0 });
  }

  /**
   * @template {keyof HelperRequests} T
   * @param {T} type
   * @param {HelperRequests[T][0]} payload
   * @param {Transferable[]} [transfer]
   * @param {(told: any) => void} [report]  told of what the helper says of it before the answer
   * @returns {Promise<HelperRequests[T][1]>}
   */
  request(type, payload, transfer = [], report = () => {}) {
    return new Promise((resolve, reject) => {
      if (this.isGone) return reject(GONE);
      const id = this.#next++;
      this.#pending.set(id, { resolve, reject, report });
      this.#watch.begin();
      this.#worker.postMessage({ id, type, payload }, transfer);
    });
  }

  /** @param {"begin" | "pause" | "resume" | "stop"} type */
  tell(type) {
    this.request(type, {}).catch(() => {});
  }

  /** @param {"restoreData" | "restoreModel"} type @param {Uint8Array} bytes */
  give(type, bytes) {
    const given = this.request(type, { bytes }, [bytes.buffer]).catch(() => this.end());
    this.ready = Promise.all([this.ready, given]);
  }

  end() {
    this.isGone = true;
    this.#watch.end();
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(GONE);
    this.#pending.clear();
  }

  /** @param {Response | HelperReport} message */
  #receive(message) {
    const { id } = message;
    const pending = this.#pending.get(id);
    if ('told' in message) return pending?.report(message.told);
    const { result, failure } = message;
    // It has trapped, and cannot be trusted any more.
    if (failure?.code === GONE.code) return this.end();
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#watch.end();
    if (failure) pending?.reject(failure);
    else pending?.resolve(result);
  }
}

export class WorkerPool {
  /** @type {Helper[]} */ #helpers = [];
  /** Helpers that may still be started: one that died has no successor. */ #left;
  /** @type {Blob} */ #script;
  /** @type {WebAssembly.Module} */ #module;

  /**
   * @param {number} size  helpers at most
   * @param {Blob} script  the worker's whole text
   * @param {WebAssembly.Module} module
   */
  constructor(size, script, module) {
    this.#left = size;
    this.#script = script;
    this.#module = module;
  }

  /** Helpers that there are. */
  get size() {
    return this.#living.length;
  }

  /**
   * Starts the helpers that are still to be started, and gives each the data.
   * @param {() => Uint8Array} snapshot  makes a copy of them, for each helper a new one: it is given away
   */
  start(snapshot) {
    for (; this.#left > 0; this.#left--) {
      const data = snapshot();
      const helper = new Helper(this.#script, this.#module);
      helper.give('restoreData', data);
      this.#helpers.push(helper);
    }
  }

  /** Gives every helper the trained network. @param {() => Uint8Array} snapshot  as in `start` */
  loadModel(snapshot) {
    for (const helper of this.#living) helper.give('restoreModel', snapshot());
  }

  /** Ends all helpers, whose data are no longer those of the session; `start` may start others. */
  terminate() {
    this.#left += this.size;
    for (const helper of this.#helpers) helper.end();
    this.#helpers = [];
  }

  pause() {
    for (const helper of this.#living) helper.tell('pause');
  }

  resume() {
    for (const helper of this.#living) helper.tell('resume');
  }

  /**
   * Has one task done by a helper while this worker does something else.
   * @param {Task} task
   * @param {(told: any) => void} report  told of what the helper says of it meanwhile
   * @returns {Promise<any> | null} null where there is no helper; fails where the helper cannot, or was given others
   */
  run(task, report) {
    const [helper] = this.#living;
    if (!helper) return null;
    helper.tell('begin');
    return helper.ready.then(() => helper.request('task', task, [], report));
  }

  /**
   * Does all tasks, this worker and each helper taking the next one whenever it is free. When none is left, or none can be
   * had yet, this worker does those too that helpers have not brought back yet, the latest first: the first result counts,
   * so that no helper can hold up the whole.
   *
   * A task whose failure is a result must bring it back as one: a helper that fails is let go.
   *
   * @template {Task} T
   * @param {Iterator<T | null>} tasks  null where the next one depends on what is not done yet
   * @param {(task: T, isWanted: () => boolean) => Promise<any>} runHere  null once it is not wanted any more;
   *   what it throws ends everything
   * @param {(task: T, result: any) => void} onDone  once for each task, in any order
   * @param {number} atOnce  tasks at a helper at once: long ones need none in reserve
   */
  async runAll(tasks, runHere, onDone, atOnce = AT_ONCE) {
    /** Taken, but not done. @type {Set<T>} */ const open = new Set();
    let isOver = false;
    /** Told when a task is done, or none will be any more. @type {(() => void)[]} */ let waiting = [];
    const tell = () => {
      for (const go of waiting) go();
      waiting = [];
    };
    /** @returns {T | null | undefined} undefined at the end */
    const take = () => {
      if (isOver) return undefined;
      const task = tasks.next().value;
      if (task) open.add(task);
      return task;
    };
    /** @param {T} task @param {any} result */
    const settle = (task, result) => {
      if (isOver || !open.delete(task)) return;
      onDone(task, result);
      tell();
    };
    /** @param {Helper} helper */
    const drive = async (helper) => {
      await helper.ready;
      if (helper.isGone) return;
      for (let task = take(); task !== undefined; task = take()) {
        try {
          if (task) settle(task, await helper.request('task', task));
          else await new Promise((resolve) => waiting.push(() => resolve(undefined)));
        } catch {
          // What it had stays open, and is done below.
          if (!isOver) helper.end();
          return;
        }
      }
    };
    const helpers = this.#living;
    for (const helper of helpers) {
      helper.tell('begin');
      for (let lane = 0; lane < atOnce; lane++) drive(helper);
    }
    try {
      for (let task = take() ?? [...open].at(-1); task; task = take() ?? [...open].at(-1)) {
        const result = await runHere(task, () => open.has(/** @type {T} */ (task)));
        if (result) settle(task, result);
      }
    } finally {
      isOver = true;
      tell();
      for (const helper of helpers) helper.tell('stop');
    }
  }

  get #living() {
    this.#helpers = this.#helpers.filter((helper) => !helper.isGone);
    return this.#helpers;
  }
}
