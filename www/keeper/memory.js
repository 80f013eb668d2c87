/**
 * Named bytes that end with the tab. They are blobs, which the browser holds outside of the heap.
 *
 * @import { Parts, Storage } from "./keeper_protocol.js"
 */

/** @implements {Storage} */
export class MemoryStorage {
  /** @type {Map<string, Blob>} */ #blobs = new Map();

  /** @param {string} name */
  async read(name) {
    const blob = this.#blobs.get(name);
    return blob ? new Uint8Array(await blob.arrayBuffer()) : null;
  }

  /** @param {string} name @param {Parts} parts */
  async write(name, parts) {
    this.#blobs.set(name, new Blob(/** @type {BlobPart[]} */ (parts)));
  }

  /** @param {string} name */
  async remove(name) {
    this.#blobs.delete(name);
  }

  async names() {
    return [...this.#blobs.keys()];
  }
}
