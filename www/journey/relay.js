/**
 * A file at a worker. The opening core shows it; the full one reads it, and takes the worker over for that, or sooner
 * where the other knows neither the file's encoding nor what it is packed in.
 */

import { RequestFailure } from '../client.js';

/** @typedef {import("../client.js").Client} Client */
/** @typedef {import("../protocol.js").FileChoices} FileChoices */

/** What only the full core can open. */
const BEYOND_OPENING = new Set(['encodings-missing', 'containers-missing']);

export class Relay {
  /** @type {import("./engine.js").Engine} */ #engine;
  /** @type {Client} */ #client;
  /** @type {{file: Blob, choices: FileChoices}} */ #file;
  /** @type {() => boolean} */ #isWanted;
  /** @type {() => void} */ #onWait;
  /** @type {(event: import("../protocol.js").ReadingEvent) => void} */ #onEvent;

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {Client} client
   * @param {{file: Blob, choices: FileChoices}} file
   * @param {Object} told
   * @param {() => boolean} told.isWanted  whether anybody still waits for what comes
   * @param {() => void} told.onWait  the full core is waited for
   * @param {(event: import("../protocol.js").ReadingEvent) => void} told.onEvent
   */
  constructor(engine, client, file, { isWanted, onWait, onEvent }) {
    this.#engine = engine;
    this.#client = client;
    this.#file = file;
    this.#isWanted = isWanted;
    this.#onWait = onWait;
    this.#onEvent = onEvent;
  }

  /** @returns {Promise<import("../protocol.js").Preview>} */
  async open() {
    try {
      return await this.#show();
    } catch (error) {
      if (!(error instanceof RequestFailure) || !BEYOND_OPENING.has(error.failure.code)) throw error;
      try {
        await this.#passOn();
      } catch {
        // What cannot be read is more telling than what did not come.
        throw error;
      }
      return this.#show();
    }
  }

  /**
   * After `open`, which may be long ago.
   * @param {import("../protocol.js").Reading} how
   * @returns {Promise<import("../protocol.js").Dataset>}
   */
  async read(how) {
    if (!this.#client.core.isFull) {
      await this.#passOn();
      await this.#show();
      this.#assertWanted();
    }
    return this.#client.request('read', how, this.#onEvent);
  }

  #show() {
    return this.#client.request('open', this.#file, this.#onEvent);
  }

  async #passOn() {
    this.#onWait();
    const core = await this.#engine.full();
    this.#assertWanted();
    this.#client.change(core);
  }

  #assertWanted() {
    if (!this.#isWanted()) throw new RequestFailure({ code: 'stopped', params: {} });
  }
}
