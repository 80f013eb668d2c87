/**
 * A watch over a worker: while something is expected of it, it is asked for a sign of life, and taken for dead when it gives
 * none. Any word of it is one. Time is counted in ticks of the watch's own: in a tab in the background, on a computer that
 * sleeps or is busy they come late, as the answers do, so that a worker is never ended for what slows both.
 */

/** Milliseconds between two ticks. */
export const TICK_MS = 250;
/** Milliseconds of silence after which a worker is ended, or up to a tick sooner. */
export const SILENCE_MS = 5_000;
/**
 * Milliseconds of silence that a worker is granted while it unpacks, and bytes of its files that earn it one more: a workbook
 * is unpacked in one step, and may be made so that its reader never comes back.
 */
const UNPACKING_MS = 8_000;
const BYTES_PER_MS = 2_000;

/** @param {number} bytes  of the files that are unpacked @returns {number} milliseconds of silence to grant */
export const unpackingMs = (bytes) => UNPACKING_MS + bytes / BYTES_PER_MS;

export class Watch {
  #ask;
  #onSilence;
  /** @type {ReturnType<typeof setTimeout> | null} */ #timer = null;
  #ticks = 0;
  #granted = SILENCE_MS / TICK_MS;

  /**
   * @param {() => void} ask  sends the question; called at each tick since which nothing was heard for a whole one
   * @param {() => void} onSilence  told once that the worker is taken for dead; the watch has ended then
   */
  constructor(ask, onSilence) {
    this.#ask = ask;
    this.#onSilence = onSilence;
  }

  /** Something is expected from now on. */
  begin() {
    if (this.#timer !== null) return;
    this.grant(SILENCE_MS);
    this.#wait();
  }

  /** The worker has said something. */
  heard() {
    this.#ticks = 0;
  }

  /** Grants the worker another silence, until it is granted one anew. @param {number} milliseconds */
  grant(milliseconds) {
    this.#granted = Math.round(milliseconds / TICK_MS);
    this.#ticks = 0;
  }

  /** Nothing is expected any more. */
  end() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait() {
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }

  /** A timer of its own for each tick: after a stop of the page none are made up for. */
  #tick() {
    this.#ticks++;
    if (this.#ticks >= this.#granted) {
      this.end();
      this.#onSilence();
      return;
    }
    this.#wait();
    // A worker that has just said something need not be asked.
    if (this.#ticks > 1) this.#ask();
  }
}
