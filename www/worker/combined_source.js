/**
 * Several tables as one: one below the other, or one with the customers of another.
 *
 * @import { Contents, DialectOverrides, Preview } from "../protocol.js"
 * @import { FileSource, Head, Piece, RawSource } from "./file_source.js"
 */

import { Join } from '../wasm/formats/formats.js';
import { headOf } from './file_source.js';
import { guarded, release } from './formats.js';

const LINE_FEED = 10;
const RETURN = 13;
const BREAK = Uint8Array.of(LINE_FEED);

/** How a joined table is written. @type {DialectOverrides} */
const JOINED = { encoding: 'utf-8', delimiter: ',', quotes: 'doubled', header: true, skip: 0 };

/** @typedef {{source: FileSource, preview: Preview}} Part  a table whose text is UTF-8, and what its head shows */

/** Lines above the first row, the header among them; all of them where there is none. @param {Preview} preview */
function linesAbove({ header, first, numbers }) {
  if (numbers.length > 0) return numbers[0] - 1;
  return header ? Number.POSITIVE_INFINITY : first - 1;
}

/** Takes a number of lines away from the beginning of a text that comes in pieces. @param {number} lines */
function cutter(lines) {
  let left = lines;
  let afterReturn = false;
  /** @param {Uint8Array} bytes */
  return (bytes) => {
    let at = 0;
    while (at < bytes.length && (left > 0 || afterReturn)) {
      const byte = bytes[at];
      if (afterReturn && byte === LINE_FEED) {
        // The second half of a break that has been counted.
        afterReturn = false;
        at++;
        continue;
      }
      if (left === 0) break;
      afterReturn = byte === RETURN;
      if (byte === RETURN || byte === LINE_FEED) left--;
      at++;
    }
    if (at < bytes.length) afterReturn = false;
    return bytes.subarray(at);
  };
}

/** Tables of one layout, one below the other: the first with its header, the others without. @implements {RawSource} */
export class StackedSource {
  #parts;

  /** @param {Part[]} parts @param {DialectOverrides} written @param {Contents | null} contents */
  constructor(parts, written, contents) {
    this.#parts = parts;
    this.written = written;
    this.contents = contents;
    this.total = parts.reduce((sum, { source }) => sum + source.total, 0);
    this.expected = parts.reduce((sum, { source }) => sum + source.expected, 0);
  }

  head() {
    return headOf(this.pieces());
  }

  /** @returns {AsyncGenerator<Piece>} */
  async *pieces() {
    let before = 0;
    for (const [index, { source, preview }] of this.#parts.entries()) {
      const cut = cutter(index === 0 ? 0 : linesAbove(preview));
      const isLastPart = index === this.#parts.length - 1;
      let end = LINE_FEED;
      for await (const { bytes, done, last } of source.pieces()) {
        const text = cut(bytes);
        if (text.length > 0) end = text[text.length - 1];
        yield { bytes: text, done: before + done, last: last && isLastPart };
      }
      before += source.total;
      if (!isLastPart && end !== LINE_FEED) yield { bytes: BREAK, done: before, last: false };
    }
  }
}

/** @param {Preview} preview @param {string} key */
function sideOf({ delimiter, quotes, comment, skip, columns }, key) {
  const at = columns.findIndex(({ name }) => name.trim().toLowerCase() === key.trim().toLowerCase());
  return { delimiter, quotes, comment, skip, key: at };
}

/** A table with columns of another one, which has its key. @implements {RawSource} */
export class JoinedSource {
  #table;
  #lookup;
  #options;
  written = JOINED;
  /** Names of the columns that are added. @type {string[]} */ names;

  /**
   * @param {Part} table
   * @param {Part & {name: string}} lookup
   * @param {{key: string, columns: string[]}} join  the columns of `lookup` that are added
   * @param {Contents | null} contents
   */
  constructor(table, lookup, { key, columns }, contents) {
    this.#table = table.source;
    this.#lookup = lookup.source;
    this.contents = contents;
    this.total = table.source.total + lookup.source.total;
    this.expected = table.source.expected;
    this.names = columns.map((name) => `${name} (${lookup.name})`);
    this.#options = {
      lookup: sideOf(lookup.preview, key),
      columns: columns.map((name) => lookup.preview.columns.findIndex((column) => column.name === name)),
      names: this.names,
      table: sideOf(table.preview, key),
    };
  }

  head() {
    return headOf(this.pieces());
  }

  /** @returns {AsyncGenerator<Piece>} */
  async *pieces() {
    const join = guarded('zip', () => new Join(this.#options));
    try {
      for await (const { bytes, last } of this.#lookup.pieces()) guarded('zip', () => join.pushLookup(bytes, last));
      const before = this.#lookup.total;
      for await (const { bytes, done, last } of this.#table.pieces()) {
        yield { bytes: guarded('zip', () => join.push(bytes, last)), done: before + done, last };
      }
    } finally {
      release(join);
    }
  }
}
