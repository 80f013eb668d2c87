/**
 * Parquet as CSV, which a reader in a worker of its own writes: a nested one, so that it lives under the rules of this one, and
 * ends with it. What the reader took of memory goes when it ends.
 *
 * @import { Answer, CsvPiece, Wanted } from "./parquet_reader.js"
 */

import { unpackingMs, Watch } from '../watch.js';

const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** A file that cannot be read is named, with what to do instead. */
const UNREADABLE = { code: 'binary-file', params: { kind: 'parquet' } };
/**
 * Milliseconds in which a reader that was ended is gone. In Chromium a worker that is ended while one that it started is just
 * ending may stay for ever, and that one with it; a page that is told of a failure ends this worker at once.
 */
const GONE_MS = 50;

/** @param {Uint8Array} head */
export function isParquet(head) {
  return MAGIC.every((byte, at) => head[at] === byte);
}

/** The reader, as seen by the worker that started it. */
class Reader {
  #file;
  #worker;
  #address;
  #watch = new Watch(
    () => this.#worker.postMessage({ alive: true }),
    () => this.#refuse('silent'),
  );
  /** Settle what is wanted of it. */
  #resolve = (/** @type {CsvPiece | null} */ _) => {};
  #reject = (/** @type {unknown} */ _) => {};

  /** @param {Blob} file @param {Blob} script  the reader's whole text */
  constructor(file, script) {
    this.#file = file;
    this.#address = URL.createObjectURL(script);
    this.#worker = new Worker(this.#address, { type: 'module' });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      // Unheard here, the page would take it for the death of this worker.
      event.preventDefault();
      this.#refuse(event.message);
    };
    this.#worker.onmessageerror = () => this.#refuse('unreadable message');
  }

  /** The header, then each group of rows; null after the last. @param {Wanted} wanted @returns {Promise<CsvPiece | null>} */
  ask(wanted) {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#watch.begin();
      // A group of rows may be unpacked in one step.
      this.#watch.grant(unpackingMs(this.#file.size));
      this.#worker.postMessage(wanted);
    });
  }

  /** Settles when it is gone. */
  end() {
    this.#watch.end();
    this.#worker.terminate();
    URL.revokeObjectURL(this.#address);
    return new Promise((resolve) => setTimeout(resolve, GONE_MS));
  }

  /** @param {Answer} answer */
  #receive(answer) {
    this.#watch.heard();
    if ('alive' in answer) return;
    this.#watch.end();
    if ('piece' in answer) this.#resolve(answer.piece);
    else this.#reject(UNREADABLE);
  }

  /** @param {string} why  it is of no use any more */
  #refuse(why) {
    console.error(`The reader of Parquet: ${why}`);
    this.#reject(UNREADABLE);
  }
}

/**
 * Each piece is written when it is asked for: no more than one is in memory. Fails with `binary-file` where the file cannot be
 * read, whatever became of the reader, which ends with this.
 * @param {Blob} file
 * @param {Blob} script  the reader's whole text
 * @returns {AsyncGenerator<CsvPiece>}
 */
export async function* parquetPieces(file, script) {
  const reader = new Reader(file, script);
  try {
    for (let piece = await reader.ask({ file }); piece; piece = await reader.ask({ next: true })) yield piece;
  } finally {
    await reader.end();
  }
}
