/** A file that is not read yet, in a worker of its own. */

import { failedWith, RequestFailure } from '../core/client.js';

/** @typedef {import("../core/client.js").Client} Client */
/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../requests.js").ReadingEvent} ReadingEvent */
/** @typedef {import("../core/core_loader.js").CoreLoader} CoreLoader */

/** What a worker that dies while it unpacks was given: something that cannot be unpacked. */
const BROKEN = { code: 'archive-broken', params: { kind: 'workbook' } };

export class Candidate {
  /** @type {CoreLoader} */ #loader;
  /** The worker of a file whose head is being looked at. @type {Client | null} */ #coming = null;
  /** The worker of a file whose head is shown. @type {Client | null} */ client = null;

  /** @param {CoreLoader} loader */
  constructor(loader) {
    this.#loader = loader;
  }

  /**
   * Shows the head of a file, which takes the place of the one before.
   * @param {() => Promise<Blob | Blob[]>} bring
   * @param {DialectOverrides} choices
   * @param {{signal: AbortSignal, onEvent: (event: Pick<ReadingEvent, "part" | "fraction" | "rows">) => void}} operation
   * @returns {Promise<{file: Blob | Blob[], preview: Preview} | null>}  null where something else is wanted by now
   */
  async show(bring, choices, { signal, onEvent }) {
    /** @type {Client | null} */ let client = null;
    let isUnpacking = false;
    try {
      const [file] = await Promise.all([bring(), this.#loader.core()]);
      signal.throwIfAborted();
      client = await this.#loader.worker();
      signal.throwIfAborted();
      onEvent({ part: 'rows', fraction: 0, rows: null });
      // What is wanted in its place ends it: a workbook takes its time.
      this.#coming = client;
      const hear = (/** @type {Pick<ReadingEvent, "part" | "fraction" | "rows">} */ event) => {
        isUnpacking = event.part === 'unpacking';
        onEvent(event);
      };
      const preview = await client.request('open', { file, choices }, { onEvent: hear, signal });
      signal.throwIfAborted();
      this.drop(client);
      this.client = client;
      return { file, preview };
    } catch (error) {
      client?.end();
      if (signal.aborted) return null;
      this.#coming = null;
      throw isUnpacking && failedWith(error, 'worker-died') ? new RequestFailure(BROKEN) : error;
    }
  }

  /** Whether there is a file that is looked at, or was and is not read yet. */
  get isThere() {
    return this.#coming !== null || this.client !== null;
  }

  /**
   * Asks the worker of the file whose head is shown.
   * @template {keyof import("../requests.js").Requests} T
   * @param {T} type
   * @param {import("../requests.js").Requests[T][0]} payload
   * @param {{signal: AbortSignal, onEvent: (event: any) => void}} operation
   * @returns {Promise<import("../requests.js").Requests[T][1]>}
   */
  request(type, payload, operation) {
    if (!this.client) throw new RequestFailure({ code: 'stopped', params: {} });
    return this.client.request(type, payload, operation);
  }

  /** @param {Client} [kept] */
  drop(kept) {
    for (const client of [this.#coming, this.client]) if (client !== kept) client?.end();
    this.#coming = this.client = null;
  }

  /** Its worker becomes that of the data set at hand. */
  take() {
    const { client } = this;
    this.client = null;
    return client;
  }
}
