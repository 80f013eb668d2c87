/**
 * The keeper: a worker of its own, without the core, that holds what is to outlive the core's worker, in the browser's storage
 * or in this tab's memory. It asks for nothing and knows nothing of what it keeps.
 *
 * @import { KeeperRequest, KeeperRequests, Parts, Place, Storage } from "./keeper_protocol.js"
 */

import { DatabaseStorage } from './database.js';
import { emptied, Generations } from './generations.js';
import { MemoryStorage } from './memory.js';
import { PrivateFiles } from './private_files.js';
import { pack, unpack } from './project_file.js';
import { decodedState, encodedState, STATE } from './state.js';
import { sumOfFiles } from './sums.js';
import { isStuck, openTimed } from './timed.js';

let storage = /** @type {Storage} */ (new MemoryStorage());
let generations = new Generations(storage);
/** What a project file has brought. @type {Map<string, Parts>} */
let unpacked = new Map();

/** Milliseconds that a database may take to read or write something, which it does in one piece. */
const DATABASE_MS = 60_000;
/** The places of this browser that outlive a tab, the better one first. */
const LASTING = [() => openTimed(PrivateFiles.open), () => openTimed(DatabaseStorage.open, DATABASE_MS)];
/** What a place is tried with: some say only when they are written to that they are none. */
const PROBE = 'probe';

/** @param {Place} place @returns {Promise<Storage>} */
async function storageIn(place) {
  if (place === 'tab') return new MemoryStorage();
  let refusal = '';
  for (const open of LASTING) {
    try {
      const found = await open();
      await found.write(PROBE, [new Uint8Array(1)]);
      await found.remove(PROBE);
      return found;
    } catch (error) {
      refusal = error instanceof Error ? error.name : String(error);
    }
  }
  throw { code: 'storage-refused', params: { detail: refusal } };
}

/** The next generation in a place, which may have no room for it. @param {Generations} into @param {Record<string, Parts>} put @param {string[]} keep */
async function committed(into, put, keep) {
  try {
    await into.commit(put, keep);
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    throw isFull ? { code: 'storage-full', params: {} } : error;
  }
}

/** @type {{[T in keyof KeeperRequests]: (payload: KeeperRequests[T][0]) => Promise<KeeperRequests[T][1]>}} */
const requests = {
  async open({ place }) {
    storage = await storageIn(place);
    generations = await new Generations(storage).open();
    return { keys: generations.keys };
  },

  async read({ key, from }) {
    if (from !== 'file') return generations.read(key);
    // What is answered is handed over, and a key of a file may be asked for again.
    return unpacked.get(key)?.map((part) => part.slice()) ?? null;
  },

  async state({ from }) {
    const parts = from === 'file' ? unpacked.get(STATE) : await generations.read(STATE);
    if (parts) return decodedState(parts);
    if (from === 'file') throw { code: 'project-broken', params: {} };
    return null;
  },

  async commit({ state, put, keep, adopt = [] }) {
    const adopted = adopt.flatMap((key) => {
      const parts = unpacked.get(key);
      return parts ? [[key, parts]] : [];
    });
    await committed(generations, { ...put, ...Object.fromEntries(adopted), [STATE]: encodedState(state) }, keep);
    return { bytes: generations.bytes };
  },

  async move({ place, empties }) {
    const [before, old] = [generations, storage];
    const next = await storageIn(place);
    const moved = await new Generations(next).open();
    /** @type {Record<string, Parts>} */ const put = {};
    for (const key of before.keys) put[key] = (await before.read(key)) ?? [];
    await committed(moved, put, []);
    [storage, generations] = [next, moved];
    if (empties) await emptied(old);
    return { bytes: moved.bytes };
  },

  async forget() {
    let { bytes } = generations;
    await emptied(storage);
    for (const open of LASTING) {
      try {
        const place = await open();
        const all = await new Generations(place).open();
        bytes = Math.max(bytes, all.bytes);
        await emptied(place);
      } catch {
        // A place that cannot be opened keeps nothing.
      }
    }
    generations = new Generations(storage);
    return { bytes };
  },

  digest: ({ files }) => sumOfFiles(files),

  pack: () => pack(generations.keys, (key) => generations.read(key)),

  async unpack({ file }) {
    unpacked = new Map();
    unpacked = await unpack(file);
    return { keys: [...unpacked.keys()] };
  },
};

/** What can be handed over instead of being copied. @param {unknown} result @returns {Transferable[]} */
function transferable(result) {
  if (!Array.isArray(result)) return [];
  return [...new Set(result.map((part) => part.buffer))];
}

/** Requests are done one after another, in the order in which they come. @type {Promise<unknown>} */
let last = Promise.resolve();

/** @param {KeeperRequest} request */
async function reply({ id, type, payload }) {
  try {
    const result = await requests[type](payload);
    postMessage({ id, result }, { transfer: transferable(result) });
  } catch (error) {
    const isFailure = typeof error === 'object' && error !== null && 'code' in error && 'params' in error;
    if (!isFailure) console.error(error);
    const detail = error instanceof Error ? error.name : String(error);
    postMessage({ id, failure: isFailure ? error : { code: 'storage-refused', params: { detail } } });
  }
}

self.onmessage = ({ data }) => {
  // A sign of life, whatever is being done; none where the storage does not answer, so that another keeper is started.
  if (data.alive) return isStuck() || postMessage({ alive: true });
  last = last.then(() => reply(data));
};
