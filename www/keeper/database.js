/**
 * Named bytes in IndexedDB, for browsers and addresses without a private file system.
 *
 * @import { Parts, Storage } from "./keeper_protocol.js"
 */

const NAME = 'firstpick';
const STORE = 'parts';

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @implements {Storage} */
export class DatabaseStorage {
  /** @type {IDBDatabase} */ #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    // Another tab that empties the storage is not held up.
    database.onversionchange = () => database.close();
  }

  static async open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return new DatabaseStorage(await settled(request));
  }

  /** @param {string} name @returns {Promise<Uint8Array | null>} */
  async read(name) {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    const found = await settled(store.get(name));
    return found instanceof Uint8Array ? found : null;
  }

  /** @param {string} name @param {Parts} parts */
  async write(name, parts) {
    const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    await this.#change((store) => store.put(bytes, name));
  }

  /** @param {string} name */
  async remove(name) {
    await this.#change((store) => store.delete(name));
  }

  async names() {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    return (await settled(store.getAllKeys())).map(String);
  }

  /** Settles when the change is on the disk. @param {(store: IDBObjectStore) => void} change @returns {Promise<void>} */
  #change(change) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(STORE));
    });
  }
}
