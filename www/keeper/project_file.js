/**
 * The project file, `.firstpick`: everything of a project in one file.
 *
 * A line `firstpick-project 1`, the version of the format; a line with the length of the table in bytes; the table, JSON:
 * `{key: {sizes, sum}}` with the bytes of each part and the SHA-256 of them all; then the parts in the order of the table.
 * A file from elsewhere may say anything: nothing in it is believed before it was counted and summed.
 *
 * @import { Parts } from "./keeper_protocol.js"
 */

import { joined, parted } from './generations.js';
import { sumOf } from './sums.js';

const NAME = 'firstpick-project';
const VERSION = 1;
/** Bytes of the two lines at the beginning, and of a table, at most. */
const LONGEST_LINES = 64;
const LONGEST_TABLE = 1024 * 1024;
/** What a key may be called. */
const KEY = /^[a-z]{1,12}(-[a-z0-9]{1,24})?$/;

/** @typedef {Record<string, {sizes: number[], sum: string}>} Table */

const BROKEN = { code: 'project-broken', params: {} };

/**
 * @param {string[]} keys
 * @param {(key: string) => Promise<Parts | null>} read
 * @returns {Promise<Blob>}
 */
export async function pack(keys, read) {
  /** @type {Table} */ const table = {};
  /** @type {Blob[]} */ const content = [];
  for (const key of keys) {
    const parts = await read(key);
    if (!parts) throw BROKEN;
    const bytes = joined(parts);
    table[key] = { sizes: parts.map(({ byteLength }) => byteLength), sum: await sumOf(bytes) };
    content.push(new Blob([/** @type {BlobPart} */ (bytes)]));
  }
  const text = new Blob([JSON.stringify(table)]);
  return new Blob([`${NAME} ${VERSION}\n${text.size}\n`, text, ...content], { type: 'application/octet-stream' });
}

/** Whether a file begins as a project file does. @param {Blob} file */
export async function isProjectFile(file) {
  return (await file.slice(0, NAME.length).text()) === NAME;
}

/** @param {unknown} table @returns {asserts table is Table} */
function check(table) {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) throw BROKEN;
  for (const [key, entry] of Object.entries(table)) {
    const { sizes, sum } = entry ?? {};
    const isCounted = Array.isArray(sizes) && sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!KEY.test(key) || !isCounted || typeof sum !== 'string') throw BROKEN;
  }
}

/** What the file begins with, and where that ends. @param {Blob} file @returns {Promise<{table: Table, end: number}>} */
async function tableOf(file) {
  const [first = '', second = ''] = (await file.slice(0, LONGEST_LINES).text()).split('\n');
  const [name, version] = first.split(' ');
  if (name !== NAME) throw { code: 'project-foreign', params: {} };
  if (version !== String(VERSION)) throw { code: 'project-version', params: { found: version ?? '', known: VERSION } };
  const length = Number(second);
  const begin = first.length + second.length + 2;
  if (!/^\d{1,7}$/.test(second) || length > LONGEST_TABLE || begin + length > file.size) throw BROKEN;
  const end = begin + length;
  let table;
  try {
    table = JSON.parse(await file.slice(begin, end).text());
  } catch {
    throw BROKEN;
  }
  check(table);
  return { table, end };
}

/**
 * Everything in a project file, by its key, as far as it is what the file says it is.
 * @param {Blob} file
 * @returns {Promise<Map<string, Parts>>}
 */
export async function unpack(file) {
  const { table, end } = await tableOf(file);
  const entries = Object.entries(table);
  const sizeOf = (/** @type {number[]} */ sizes) => sizes.reduce((sum, size) => sum + size, 0);
  // A file that is too short or too long was cut or glued; nothing of it is read.
  if (entries.reduce((sum, [, { sizes }]) => sum + sizeOf(sizes), end) !== file.size) throw BROKEN;
  /** @type {Map<string, Parts>} */ const found = new Map();
  let at = end;
  for (const [key, { sizes, sum }] of entries) {
    const bytes = new Uint8Array(await file.slice(at, at + sizeOf(sizes)).arrayBuffer());
    at += bytes.length;
    if ((await sumOf(bytes)) !== sum) throw BROKEN;
    found.set(key, parted(bytes, sizes));
  }
  return found;
}
