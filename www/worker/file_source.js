/**
 * Where a file's text comes from, piece by piece: the file as it stands there, or what was taken out of one; what comes out of
 * gzip; and any of these decoded to UTF-8. All but the first need the module *formats*.
 *
 * @import { Contents, DialectOverrides, Failure } from "../protocol.js"
 */

import { EncodingDecoder, Gunzip } from '../wasm/formats/formats.js';

/** Bytes of a file that are looked at before it is read. */
export const HEAD = 2 * 1024 * 1024;
/** Bytes that are read at once: some 10 ms of work. */
export const CHUNK = 1024 * 1024;
/** Packed bytes that are unpacked at once; they may become many times as many, which come in pieces of their own. */
const PACKED_CHUNK = 128 * 1024;

/**
 * @typedef {Object} Piece
 * @property {Uint8Array} bytes  valid until the next piece is asked for
 * @property {number} done  bytes of the file, packed as they may be, that have been read by now
 * @property {boolean} last  nothing comes after it
 */
/** @typedef {{bytes: Uint8Array, whole: boolean}} Head  whole: there is no more than that */
/**
 * @typedef {Object} FileSource
 * @property {Contents | null} contents  of a file that holds its table inside of something else
 * @property {DialectOverrides} written  what is certain of how the text is written
 * @property {number} total  bytes of the file
 * @property {number} expected  bytes that will come out of it, about; 0 where that is not known
 * @property {() => AsyncGenerator<Piece>} pieces  from the beginning
 */
/** @typedef {FileSource & {head: () => Promise<Head>}} RawSource */

/** @param {Blob} file @param {number} start @param {number} end @param {string} name @returns {Promise<Uint8Array>} */
export async function bytesOf(file, start, end, name) {
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

/** A file as it is, or what was taken out of one. @implements {RawSource} */
export class PlainSource {
  #blob;
  #name;
  /** @type {DialectOverrides} */ written = {};

  /** @param {Blob} blob @param {string} name @param {Contents | null} contents */
  constructor(blob, name, contents) {
    this.#blob = blob;
    this.#name = name;
    this.contents = contents;
    this.total = blob.size;
    this.expected = blob.size;
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

/** The head of what comes piece by piece. @param {AsyncGenerator<Piece>} pieces @returns {Promise<Head>} */
export async function headOf(pieces, limit = HEAD) {
  const bytes = new Uint8Array(limit);
  let length = 0;
  let whole = false;
  for await (const piece of pieces) {
    const part = piece.bytes.subarray(0, limit - length);
    bytes.set(part, length);
    length += part.length;
    whole = piece.last && part.length === piece.bytes.length;
    if (length === limit) break;
  }
  return { bytes: bytes.subarray(0, length), whole };
}

/** A gzip file: unpacked anew at each reading, and never as a whole. @implements {RawSource} */
export class GzipSource {
  #blob;
  #name;
  /** @type {DialectOverrides} */ written = {};
  /** @type {Contents} */ contents = { kind: 'gzip', part: '', others: 0, parts: [] };
  expected = 0;

  /** @param {Blob} blob @param {string} name */
  constructor(blob, name) {
    this.#blob = blob;
    this.#name = name;
    this.total = blob.size;
  }

  head() {
    return headOf(this.pieces());
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

/** Any other source, decoded to UTF-8. @implements {FileSource} */
export class DecodedSource {
  #source;
  #label;
  /** The name of the encoding, as far as it is known. */ encoding = '';
  /** Characters that could not be read in the last reading. */ malformed = 0;

  /**
   * @param {FileSource} source
   * @param {string | undefined} label  of the encoding; without one the content shows it
   */
  constructor(source, label) {
    this.#source = source;
    this.#label = label;
    this.contents = source.contents;
    this.written = source.written;
    this.total = source.total;
    this.expected = source.expected;
  }

  /** @param {Head} head  of the other source @returns {Head} */
  headOf({ bytes, whole }) {
    const decoder = new EncodingDecoder(this.#label);
    try {
      const text = decoder.push(bytes, whole);
      this.encoding = decoder.encoding();
      // The rest will become longer in the same way.
      this.expected = (this.#source.expected * text.length) / bytes.length || 0;
      return { bytes: text, whole };
    } finally {
      decoder.free();
    }
  }

  /** @returns {AsyncGenerator<Piece>} */
  async *pieces() {
    const decoder = new EncodingDecoder(this.#label);
    try {
      for await (const { bytes, done, last } of this.#source.pieces()) {
        const text = decoder.push(bytes, last);
        this.encoding = decoder.encoding();
        this.malformed = decoder.malformed();
        // Nothing comes out while the first bytes beyond ASCII are gathered.
        if (text.length > 0 || last) yield { bytes: text, done, last };
      }
    } finally {
      decoder.free();
    }
  }
}
