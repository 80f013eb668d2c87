/**
 * Named bytes in the origin's private file system, which no other program shows.
 *
 * @import { Parts, Storage } from "./keeper_protocol.js"
 */

/** The folder of all that is kept. */
const FOLDER = 'firstpick';

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
      return new Uint8Array(await (await handle.getFile()).arrayBuffer());
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
      for (const part of parts) {
        const written = access.write(part, { at });
        // A full disk writes less, and says nothing.
        if (written !== part.byteLength) throw new DOMException('short write', 'QuotaExceededError');
        at += written;
      }
      access.flush();
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
