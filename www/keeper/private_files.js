/**
 * Named bytes in the origin's private file system, which no other program shows.
 *
 * @import { Parts, Storage } from "./keeper_protocol.js"
 */

import { betweenPieces } from './timed.js';

/** The folder of all that is kept. */
const FOLDER = 'firstpick';
/** Bytes that are read or written at once: a slow disk takes a second or two for them, in which the keeper hears nothing. */
const PIECE = 16 * 1024 * 1024;

/** @param {Uint8Array} part @returns {Uint8Array[]} */
function piecesOf(part) {
  const count = Math.ceil(part.byteLength / PIECE);
  return Array.from({ length: count }, (_, n) => part.subarray(n * PIECE, (n + 1) * PIECE));
}

/** @implements {Storage} */
export class PrivateFiles {
  /** @type {FileSystemDirectoryHandle} */ #folder;

  /** @param {FileSystemDirectoryHandle} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  static async open() {
    const root = await navigator.storage.getDirectory();
    return new PrivateFiles(await root.getDirectoryHandle(FOLDER, { create: true }));
  }

  /** @param {string} name */
  async read(name) {
    try {
      const handle = await this.#folder.getFileHandle(name);
      const file = await handle.getFile();
      const bytes = new Uint8Array(file.size);
      for (let at = 0; at < file.size; at += PIECE) {
        bytes.set(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()), at);
        await betweenPieces();
      }
      return bytes;
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {Parts} parts */
  async write(name, parts) {
    const handle = await this.#folder.getFileHandle(name, { create: true });
    const access = await /** @type {any} */ (handle).createSyncAccessHandle();
    try {
      access.truncate(0);
      let at = 0;
      for (const piece of parts.flatMap(piecesOf)) {
        const written = access.write(piece, { at });
        // A full disk writes less, and says nothing.
        if (written !== piece.byteLength) throw new DOMException('short write', 'QuotaExceededError');
        at += written;
        access.flush();
        await betweenPieces();
      }
    } finally {
      access.close();
    }
  }

  /** @param {string} name */
  async remove(name) {
    await this.#folder.removeEntry(name).catch(() => {});
  }

  async names() {
    const names = [];
    for await (const name of /** @type {any} */ (this.#folder).keys()) names.push(name);
    return names;
  }
}
