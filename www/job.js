/**
 * Long work in bounded steps: between two of them the worker hears `pause` and `stop`.
 *
 * @import { Failure, WorkerEvent } from "./protocol.js"
 */

/** Milliseconds of work between two looks at the messages. */
export const STEP = 16;
/** Milliseconds between two reports of progress. */
const REPORT = 50;

/** A long request under way: can be paused, and stopped. */
export class Job {
  stopped = false;
  /** Milliseconds that it was paused. */
  paused = 0;
  /** @type {Promise<void> | null} */
  #pause = null;
  #wake = () => {};
  #reported = 0;

  pause() {
    this.#pause ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  resume() {
    this.#wake();
    this.#pause = null;
  }

  stop() {
    this.stopped = true;
    this.resume();
  }

  /** Lets messages in; comes back when work may go on, with whether it may. */
  async turn() {
    await nextTask();
    const begun = performance.now();
    while (this.#pause) {
      await this.#pause;
      this.paused += performance.now() - begun;
    }
    return !this.stopped;
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

/** Ends the present task: unlike a timer's, this wait isn't stretched to 4 ms. */
export function nextTask() {
  return new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(null);
  });
}

/** @type {Failure} */
export const STOPPED = { code: 'stopped', params: {} };

/**
 * Takes steps until one brings the result.
 * @param {() => {fraction: number, result: any}} step
 * @param {Job} job
 * @param {() => boolean} goesOn
 * @param {(fraction: number) => void} [report]
 */
export async function stepped(step, job, goesOn, report) {
  while (await job.turn()) {
    if (!goesOn()) return null;
    const { fraction, result } = step();
    report?.(fraction);
    if (result) return result;
  }
  throw STOPPED;
}

/**
 * Waits for what somebody else works on: null where it fails.
 * @param {Promise<any>} result
 * @param {Job} job
 * @param {(fraction: number) => void} report
 */
export async function awaited(result, job, report) {
  /** @type {{value: any} | null} */
  let settled = null;
  result.then(
    (value) => {
      settled = { value };
    },
    () => {
      settled = { value: null };
    },
  );
  while (true) {
    if (!(await job.turn())) throw STOPPED;
    if (settled) return /** @type {{value: any}} */ (settled).value;
    report(0);
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}
