/**
 * Ids of products and customers as short hashes under a key: the first 36 bits of SHA-256 of the key, the kind and the id, as 6
 * letters of base64url. Only who has the file, and so the key and the ids, can tell which ids they are.
 *
 * @import { Session } from "../wasm/core/core.js"
 * @import { Task } from "./task.js"
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { STEP, STOPPED } from './task.js';

const LETTERS = 6;
/** The first two cells of a row of interactions.csv, and the rest of it; RFC 4180. */
const ROW = /(?:"((?:[^"]|"")*)"|([^",\r\n]*)),(?:"((?:[^"]|"")*)"|([^",\r\n]*)),(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/gy;

/** @typedef {{key: string, items: string[], users: string[]}} Asked */

/** @param {string} key @param {"item" | "user"} kind @param {string} id */
function hash(key, kind, id) {
  const sum = sha256(utf8ToBytes(`${key} ${kind} ${id}`)).subarray(0, LETTERS);
  return btoa(String.fromCharCode(...sum))
    .slice(0, LETTERS)
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** The hashes of ids. @param {Asked} asked */
export function hashIds({ key, items, users }) {
  return { items: items.map((id) => hash(key, 'item', id)), users: users.map((id) => hash(key, 'user', id)) };
}

/** Looks for the ids of one kind. */
class Search {
  #key;
  #kind;
  #wanted;
  /** @type {Set<string>} */ #seen = new Set();
  /** @type {Map<string, string>} by hash */ #found = new Map();

  /** @param {string} key @param {"item" | "user"} kind @param {string[]} wanted  hashes */
  constructor(key, kind, wanted) {
    this.#key = key;
    this.#kind = kind;
    this.#wanted = wanted;
  }

  /** @param {string} id */
  look(id) {
    if (this.#wanted.length === 0 || this.#seen.has(id)) return;
    this.#seen.add(id);
    const hashed = hash(this.#key, this.#kind, id);
    if (this.#wanted.includes(hashed)) this.#found.set(hashed, id);
  }

  /** In the order of the hashes; those of ids that the data do not have are left out. */
  get ids() {
    return this.#wanted.flatMap((hashed) => this.#found.get(hashed) ?? []);
  }
}

/**
 * The ids with these hashes among those of the data at hand.
 * @param {Session} session @param {Asked} asked  items, users: hashes @param {Task} task
 */
export async function findIds(session, { key, items, users }, task) {
  const [ofItems, ofUsers] = [new Search(key, 'item', items), new Search(key, 'user', users)];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  session.beginInteractionsCsv();
  while (await task.nextStep()) {
    // Rows come whole.
    const bytes = session.interactionsCsv(STEP);
    if (!bytes) return { items: ofItems.ids, users: ofUsers.ids };
    for (const [, quotedUser, user, quotedItem, item] of decoder.decode(bytes).matchAll(ROW)) {
      ofUsers.look(quotedUser?.replaceAll('""', '"') ?? user);
      ofItems.look(quotedItem?.replaceAll('""', '"') ?? item);
    }
  }
  throw STOPPED;
}
