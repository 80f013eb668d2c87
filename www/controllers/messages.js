/** What the page tells a person: one message at a time, a failure or a notice. */

import { failedWith, INTENDED, RequestFailure } from '../core/client.js';

/** @typedef {import("../state.js").Store} Store */

export class Messages {
  /** @type {Store} */ #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** @param {import("../protocol.js").Failure} failure */
  fail(failure) {
    this.#store.set({ message: { failure } });
  }

  /** @param {string} notice @param {Record<string, string | number>} [params] */
  say(notice, params = {}) {
    this.#store.set({ message: { notice, params } });
  }

  /** @param {unknown} error  not told if it was intended, or is a death */
  report(error) {
    if (!(error instanceof RequestFailure)) {
      console.error(error);
      return this.fail({ code: 'unexpected', params: { detail: String(error) } });
    }
    // A death is told by the one who mends it, with what it costs.
    if (!INTENDED.has(error.failure.code) && !failedWith(error, 'worker-died')) this.fail(error.failure);
  }

  /**
   * Tells what went wrong with a file that is not read yet.
   * @param {unknown} error
   * @param {string} name  of the file
   * @param {"data" | "nothing" | "head" | "before"} kept  what there is still, where it was a death
   */
  refuseFile(error, name, kept) {
    if (failedWith(error, 'worker-died')) this.fail({ code: 'worker-died', params: { opening: name, kept } });
    else this.report(error);
  }

  /** A failure that may be about an option: its field is marked. @param {unknown} error */
  refused(error) {
    this.#store.set({ badOption: refusedOption(error) });
    this.report(error);
  }

  dismiss() {
    this.#store.set({ message: null });
  }
}

/** @param {unknown} error @returns {string | null} */
function refusedOption(error) {
  if (!(error instanceof RequestFailure)) return null;
  const { option } = error.failure.params;
  return typeof option === 'string' ? option : null;
}
