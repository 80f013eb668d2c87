/**
 * The text of the table that a file holds, piece by piece: as it stands there, as it comes out of gzip, or as it
 * was taken out of a workbook or an archive. Part of either worker; the core of the opener has no Archive and no
 * Gunzip, and its containerOf refuses what they are for.
 *
 * @import { Contents, Failure, FileChoices } from "./protocol.js"
 */

import { Archive, containerOf, Gunzip } from './wasm/full/firstpick.js';

/** How much of a table is looked at before it is read. */
const HEAD = 2 * 1024 * 1024;
/** How much is read at once: some 10 ms of work. */
const CHUNK = 1024 * 1024;
/** How much that is packed is unpacked at once; it may become many times as much, which comes in pieces of its own. */
const PACKED_CHUNK = 128 * 1024;
/** No magic number is longer. */
const MAGIC = 16;

/** How the core writes down the sheet of a workbook. @type {FileChoices} */
const WORKBOOK = { encoding: 'utf-8', delimiter: ',', quotes: 'doubled' };

/** @param {Contents} contents */
function isWorkbook({ kind }) {
  return kind === 'xlsx' || kind === 'xls' || kind === 'ods';
}

/**
 * @typedef {Object} Piece
 * @property {Uint8Array} bytes
 * @property {number} done  bytes of the file, packed as they may be, that have been read by now
 * @property {boolean} last  nothing comes after it
 */

/** @param {Blob} file @param {number} start @param {number} end @param {string} name @returns {Promise<Uint8Array>} */
async function bytesOf(file, start, end, name) {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch {
    throw unreadable(name);
  }
}

/** @param {string} name @returns {Failure} */
function unreadable(name) {
  return { code: 'file-unreadable', params: { name } };
}

/**
 * The bytes of a file in pieces of at most CHUNK, each of which stands until the next is asked for. As a stream: its
 * parts, asked for one by one, would each wait for the browser, about as long as their reading takes.
 * @param {Blob} file
 * @param {string} name
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* streamOf(file, name) {
  const { reader, read } = readerOf(file);
  try {
    while (true) {
      const { done, value } = await read().catch(() => {
        throw unreadable(name);
      });
      if (done || !value) return;
      for (let at = 0; at < value.length; at += CHUNK) yield value.subarray(at, at + CHUNK);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** A reader into a buffer that is used again and again, or, in browsers that have none for files, an ordinary one. @param {Blob} file */
function readerOf(file) {
  const stream = file.stream();
  try {
    const reader = stream.getReader({ mode: 'byob' });
    let buffer = new ArrayBuffer(CHUNK);
    const read = async () => {
      const result = await reader.read(new Uint8Array(buffer));
      if (result.value) buffer = /** @type {ArrayBuffer} */ (result.value.buffer);
      return result;
    };
    return { reader, read };
  } catch {
    const reader = stream.getReader();
    return { reader, read: () => reader.read() };
  }
}

/** A file as it is, or what was taken out of one. */
class Plain {
  #blob;
  #name;
  /** What is certain of how it is written. @type {FileChoices} */ written = {};

  /** @param {Blob} blob @param {string} name @param {Contents | null} contents */
  constructor(blob, name, contents) {
    this.#blob = blob;
    this.#name = name;
    this.contents = contents;
    this.total = blob.size;
    /** How many bytes come out of it, 0 where that is not known. */
    this.unpacked = blob.size;
  }

  async head() {
    const bytes = await bytesOf(this.#blob, 0, HEAD, this.#name);
    return { bytes, whole: this.total <= HEAD };
  }

  /** @returns {AsyncGenerator<Piece>} */
  async *pieces() {
    const { total } = this;
    let done = 0;
    for await (const bytes of streamOf(this.#blob, this.#name)) {
      done += bytes.length;
      // It has grown since it was chosen: its end would not be known as such.
      if (done > total) throw unreadable(this.#name);
      yield { bytes, done, last: done === total };
    }
    if (total === 0) yield { bytes: new Uint8Array(), done, last: true };
    else if (done < total) throw unreadable(this.#name);
  }
}

/** A gzip file: unpacked anew at each reading, and never as a whole. */
class Packed {
  #blob;
  #name;
  /** @type {FileChoices} */ written = {};
  /** @type {Contents} */ contents = { kind: 'gzip', part: '', others: 0 };

  /** @param {Blob} blob @param {string} name */
  constructor(blob, name) {
    this.#blob = blob;
    this.#name = name;
    this.total = blob.size;
    this.unpacked = 0;
  }

  async head() {
    const bytes = new Uint8Array(HEAD);
    let length = 0;
    let whole = false;
    for await (const piece of this.pieces()) {
      const part = piece.bytes.subarray(0, HEAD - length);
      bytes.set(part, length);
      length += part.length;
      whole = piece.last && part.length === piece.bytes.length;
      if (length === HEAD) break;
    }
    return { bytes: bytes.subarray(0, length), whole };
  }

  /** @returns {AsyncGenerator<Piece>} */
  async *pieces() {
    const { total } = this;
    const gunzip = new Gunzip();
    try {
      for (let done = 0; done < total; ) {
        const start = done;
        done = Math.min(start + PACKED_CHUNK, total);
        gunzip.push(await bytesOf(this.#blob, start, done, this.#name), done === total);
        for (let bytes = gunzip.pull(); bytes; bytes = gunzip.pull()) {
          for (let at = 0; at < bytes.length; at += CHUNK) {
            yield { bytes: bytes.subarray(at, at + CHUNK), done, last: false };
          }
        }
      }
      yield { bytes: new Uint8Array(), done: total, last: true };
    } finally {
      gunzip.free();
    }
  }
}

/**
 * A file that can only be read as a whole; what is in it is kept by the browser, not by the core.
 * @param {Blob} file
 * @param {string} name
 * @param {(fraction: number) => Promise<void>} advance  rejects where the table is not wanted any more
 * @param {(fraction: number) => void} report  the unpacking itself cannot be interrupted but by ending the worker
 */
async function unpacked(file, name, advance, report) {
  const archive = new Archive(file.size);
  try {
    for (let start = 0; start < file.size; start += CHUNK) {
      archive.push(await bytesOf(file, start, start + CHUNK, name));
      await advance((0.2 * start) / file.size);
    }
    /** @type {Blob[]} */ const parts = [];
    const contents = archive.table((/** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {number} */ fraction) => {
      parts.push(new Blob([bytes]));
      report(0.2 + 0.8 * fraction);
    });
    const table = new Plain(new Blob(parts), name, contents);
    if (isWorkbook(contents)) table.written = WORKBOOK;
    return table;
  } finally {
    archive.free();
  }
}

/**
 * @param {Blob} file
 * @param {(fraction: number) => Promise<void>} advance
 * @param {(fraction: number) => void} report
 */
export async function tableOf(file, advance, report) {
  const name = file instanceof File ? file.name : '';
  const container = containerOf(await bytesOf(file, 0, MAGIC, name));
  if (!container) return new Plain(file, name, null);
  return container.stream ? new Packed(file, name) : unpacked(file, name, advance, report);
}
