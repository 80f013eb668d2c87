/**
 * A CSV for spreadsheets, made of an exact one: with a byte order mark, so that they read it as UTF-8, and with an apostrophe
 * before each cell that they would take for a formula. Quoting is that of RFC 4180, so the cells keep their commas and lines.
 *
 * @import { Task } from "./task.js"
 */

import { STOPPED } from './task.js';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;
/** What a cell begins with that spreadsheets run: = + - @, tab and carriage return. */
const RUN = new Set([0x3d, 0x2b, 0x2d, 0x40, 0x09, CR]);
const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Columns that hold numbers of our own, which stay numbers; from 0. */
export const NUMBERS = /** @type {const} */ ({
  // user, rank, item, name, score
  recommendations: [1, 4],
  // user, item, name, count, …
  interactions: [3],
  // row, reason, the file's own columns
  rejected: [0],
});

/** Bytes in, bytes out, in pieces that may be cut anywhere. */
export class NeutralCsv {
  #numbers;
  #column = 0;
  /** Whether the next byte is the first of a cell. */ #isCellStart = true;
  /** Whether the next byte is the first of a cell's content, behind its quotation mark. */ #isContentStart = false;
  /** Whether commas and line ends belong to the cell; two quotation marks turn it twice. */ #isQuoted = false;

  /** @param {readonly number[]} numbers  columns that are left as they are */
  constructor(numbers) {
    this.#numbers = new Set(numbers);
  }

  /** @param {Uint8Array} bytes  the next ones of the exact file @returns {Uint8Array<ArrayBuffer>} */
  push(bytes) {
    /** @type {number[]} */ const before = [];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      const begins = this.#isContentStart || (this.#isCellStart && byte !== QUOTE);
      // Outside of quotation marks a carriage return ends a row.
      const isRun = RUN.has(byte) && (this.#isQuoted || byte !== CR);
      if (begins && isRun && !this.#numbers.has(this.#column)) before.push(at);
      this.#isContentStart = this.#isCellStart && byte === QUOTE;
      this.#isCellStart = false;
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (!this.#isQuoted && byte === COMMA) this.#next(this.#column + 1);
      else if (!this.#isQuoted && byte === LF) this.#next(0);
    }
    return withApostrophes(bytes, before);
  }

  /** @param {number} column */
  #next(column) {
    this.#column = column;
    this.#isCellStart = true;
  }
}

/** @param {Uint8Array} bytes @param {number[]} before  places, in ascending order @returns {Uint8Array<ArrayBuffer>} */
function withApostrophes(bytes, before) {
  const out = new Uint8Array(bytes.length + before.length);
  let from = 0;
  for (const [index, at] of before.entries()) {
    out.set(bytes.subarray(from, at), from + index);
    out[at + index] = APOSTROPHE;
    from = at;
  }
  out.set(bytes.subarray(from), from + before.length);
  return out;
}

/**
 * A file of the exact one's pieces: as it is, or neutral, for which the pieces are let go as they are used.
 * @param {Uint8Array[]} pieces  in order @param {readonly number[] | null} numbers  see NUMBERS; null leaves it exact
 * @param {Task} task
 */
export async function csvFile(pieces, numbers, task) {
  /** @type {BlobPart[]} */ let parts = /** @type {Uint8Array<ArrayBuffer>[]} */ (pieces);
  if (numbers) {
    const csv = new NeutralCsv(numbers);
    parts = [BYTE_ORDER_MARK];
    pieces.reverse();
    for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
      if (!(await task.nextStep())) throw STOPPED;
      parts.push(csv.push(piece));
    }
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}
