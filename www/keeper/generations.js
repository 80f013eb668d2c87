/**
 * What is kept, in two generations, each of them whole or not there at all.
 *
 * Each thing that is kept has a key and lies under a name of its own, which is never written twice. An index says which keys a
 * generation has, where they lie, and their sums. There are two slots for indices; a commit first writes what is new, then the
 * index into the slot of the older generation, and at last removes what neither of both knows. So whenever the tab is killed,
 * one of the slots holds an index of which everything is there.
 *
 * @import { Parts, Storage } from "./keeper_protocol.js"
 */

import { sumOf } from './sums.js';

const SLOTS = ['index-0', 'index-1'];
/** Length of a sum at the end of an index. */
const SUM = 64;

/** @typedef {{name: string, sizes: number[], sum: string}} Entry  sizes: bytes of each of its parts */
/** @typedef {{generation: number, entries: Record<string, Entry>}} Index */

/** @param {number[]} sizes */
const total = (sizes) => sizes.reduce((sum, size) => sum + size, 0);

/** @param {Index} index */
async function encoded(index) {
  const text = new TextEncoder().encode(JSON.stringify(index));
  return [text, new TextEncoder().encode(await sumOf(text))];
}

/** The index in a slot; null where it is not there, or not whole. @param {Uint8Array | null} bytes @returns {Promise<Index | null>} */
async function decoded(bytes) {
  if (!bytes || bytes.length <= SUM) return null;
  const text = bytes.subarray(0, -SUM);
  if ((await sumOf(text)) !== new TextDecoder().decode(bytes.subarray(-SUM))) return null;
  return JSON.parse(new TextDecoder().decode(text));
}

/** @param {Uint8Array} bytes @param {number[]} sizes @returns {Parts} */
export function parted(bytes, sizes) {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return bytes.subarray(at - size, at);
  });
}

/** @param {Parts} parts */
export function joined(parts) {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(total(parts.map(({ byteLength }) => byteLength)));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

export class Generations {
  /** @type {Storage} */ #storage;
  /** @type {Index} */ #index = { generation: 0, entries: {} };
  /** The index in each slot. @type {(Index | null)[]} */ #slots = [null, null];

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** Takes up the newest generation that is whole; the older one where something of the newer is missing. */
  async open() {
    this.#slots = await Promise.all(SLOTS.map(async (slot) => decoded(await this.#storage.read(slot))));
    const names = new Set(await this.#storage.names());
    const isThere = (/** @type {Index} */ { entries }) => Object.values(entries).every(({ name }) => names.has(name));
    const [newest] = this.#slots
      .filter((index) => index !== null)
      .filter(isThere)
      .sort((one, other) => other.generation - one.generation);
    this.#index = newest ?? { generation: 0, entries: {} };
    return this;
  }

  get keys() {
    return Object.keys(this.#index.entries);
  }

  get bytes() {
    return Object.values(this.#index.entries).reduce((sum, { sizes }) => sum + total(sizes), 0);
  }

  /** @param {string} key @returns {Promise<Parts | null>} null where it is not there, or not what it was */
  async read(key) {
    const entry = Object.hasOwn(this.#index.entries, key) ? this.#index.entries[key] : undefined;
    const bytes = entry && (await this.#storage.read(entry.name));
    if (!entry || !bytes || bytes.length !== total(entry.sizes) || (await sumOf(bytes)) !== entry.sum) return null;
    return parted(bytes, entry.sizes);
  }

  /**
   * The next generation.
   * @param {Record<string, Parts>} put
   * @param {string[]} keep  keys that stay
   */
  async commit(put, keep) {
    const generation = Math.max(0, ...this.#slots.map((index) => index?.generation ?? 0)) + 1;
    const stay = new Set(keep);
    const entries = Object.fromEntries(Object.entries(this.#index.entries).filter(([key]) => stay.has(key)));
    for (const [at, [key, parts]] of Object.entries(put).entries()) {
      const name = `${generation}-${at}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
      const bytes = joined(parts);
      await this.#storage.write(name, [bytes]);
      entries[key] = { name, sizes: parts.map(({ byteLength }) => byteLength), sum: await sumOf(bytes) };
    }
    const index = { generation, entries };
    const slot = this.#olderSlot();
    await this.#storage.write(SLOTS[slot], await encoded(index));
    this.#slots[slot] = index;
    this.#index = index;
    await this.#sweep();
  }

  /** The slot that a commit overwrites: never that of the generation at hand. */
  #olderSlot() {
    const current = this.#slots.indexOf(this.#index);
    if (current >= 0) return 1 - current;
    return (this.#slots[0]?.generation ?? 0) <= (this.#slots[1]?.generation ?? 0) ? 0 : 1;
  }

  /** Removes what no generation knows. */
  async #sweep() {
    const known = new Set(SLOTS);
    for (const index of this.#slots) for (const { name } of Object.values(index?.entries ?? {})) known.add(name);
    for (const name of await this.#storage.names()) if (!known.has(name)) await this.#storage.remove(name);
  }
}

/** Removes everything. @param {Storage} storage */
export async function emptied(storage) {
  // The indices first: what they speak of must not be missed.
  const names = await storage.names();
  for (const name of [...SLOTS, ...names.filter((name) => !SLOTS.includes(name))]) await storage.remove(name);
}
