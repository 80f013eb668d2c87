/**
 * Long work in bounded steps: between two of them the worker hears `pause` and `stop`.
 *
 * @import { WorkerEvent } from "../requests.js"
 * @import { Failure } from "../protocol.js"
 */

/** Milliseconds of work between two looks at the messages. */
export const STEP = 16;
/** Milliseconds between two reports of progress. */
const REPORT = 50;

/** @type {Failure} */
export const STOPPED = { code: 'stopped', params: {} };

/** Work under way: it can be paused and stopped. */
export class Task {
  isStopped = false;
  /** Whether it can be paused: where the page has no such button, it could not be resumed either. */ isPausable = true;
  /** Milliseconds that it was paused. */
  paused = 0;
  /** Settles when the work has ended, whichever way. @type {Promise<unknown>} */ settled = Promise.resolve();
  /** What `end` does in place of a stop, while there is something to keep. @type {(() => void) | null} */ finishEarly =
    null;
  /** @type {Promise<void> | null} */ #pause = null;
  #wake = () => {};
  #reported = -REPORT;
  #interrupt = () => {};
  /** Settles when the work is stopped. @type {Promise<void>} */
  stopping = new Promise((resolve) => {
    this.#interrupt = resolve;
  });

  /** @returns {boolean} whether it is paused now */
  pause() {
    if (!this.isPausable) return false;
    this.#pause ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return true;
  }

  resume() {
    this.#wake();
    this.#pause = null;
  }

  stop() {
    this.isStopped = true;
    this.#interrupt();
    this.resume();
  }

  /** A person's stop: what can be kept is kept. */
  end() {
    if (!this.finishEarly) return this.stop();
    this.finishEarly();
    this.resume();
  }

  /** Lets messages in; comes back when the next step may begin, with whether it may. */
  async nextStep() {
    await nextMacrotask();
    while (this.#pause) {
      const begun = performance.now();
      await this.#pause;
      this.paused += performance.now() - begun;
    }
    return !this.isStopped;
  }

  /**
   * @param {WorkerEvent} event  sent if the last one was long enough ago, or `urgent`
   * @returns {boolean} whether it was sent
   */
  report(event, urgent = false) {
    const now = performance.now();
    const due = urgent || now - this.#reported >= REPORT;
    if (due) {
      this.#reported = now;
      postMessage(event);
    }
    return due;
  }
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Ends the present macrotask: unlike a timer's, this wait isn't stretched to 4 ms. */
export function nextMacrotask() {
  return new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(null);
  });
}

/**
 * Takes steps until one brings the result.
 * @param {() => {fraction: number, result: any}} step
 * @param {Task} task
 * @param {() => boolean} isWanted  asked before each step; if it is not, there is no result
 * @param {(fraction: number) => void} [report]  told after each step
 */
export async function stepped(step, task, isWanted, report) {
  while (await task.nextStep()) {
    if (!isWanted()) return null;
    const { fraction, result } = step();
    report?.(fraction);
    if (result) return result;
  }
  throw STOPPED;
}
