/**
 * The tables inside of files: a text file is one itself; workbooks and archives hold several, and an archive may hold workbooks.
 *
 * @import { Contents, DialectOverrides } from "../protocol.js"
 * @import { FileSource, Head, RawSource } from "./file_source.js"
 * @import { LoadFormats } from "./formats.js"
 */

import { containerOf } from '../wasm/core/core.js';
import { Archive } from '../wasm/formats/formats.js';
import { bytesOf, CHUNK, DecodedSource, GzipSource, HEAD, PlainSource } from './file_source.js';
import { guarded, release } from './formats.js';
import { isParquet, parquetPieces } from './parquet.js';
import { isFailure } from './rpc.js';

/** Bytes by which a file is recognised: a tape archive has its mark behind the first name. */
const MAGIC = 512;
/** Tables that are looked at; of files with more, those behind are only named. */
export const MOST_TABLES = 1_000;
/** Bytes of each of several tables that are looked at; of those behind the first fewer, which show the layout as well. */
const LOOK = 256 * 1024;
const GLANCE = 16 * 1024;
const MOST_LOOKS = 40;
/** Archives inside of archives. */
const MOST_DEEP = 2;
/** A page says near its beginning how it is written. */
const CHARSET = /(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)/i;
/** What is recognised but not told apart before it is opened. */
const ANY_KIND = 'workbook';

/** How *formats* writes down what is no text file. @type {DialectOverrides} */
const WRITTEN = { encoding: 'utf-8', delimiter: ',', quotes: 'doubled' };

/**
 * @typedef {Object} Table
 * @property {string} name
 * @property {(limit?: number) => Promise<Head>} head
 * @property {() => Promise<RawSource>} source
 */
/**
 * @typedef {Object} Inside
 * @property {Contents["kind"] | null} kind  null of a text file
 * @property {Table[]} tables
 * @property {() => void} free  once no table is wanted any more
 */
/**
 * @typedef {Object} Opening
 * @property {LoadFormats} loadFormats
 * @property {(fraction: number) => Promise<void>} advance  rejects where the table is not wanted any more
 * @property {(fraction: number, urgent?: boolean) => void} report  the unpacking itself cannot be interrupted but by ending the worker
 */

/** @param {Blob} file @param {string} [fallback] */
const nameOf = (file, fallback = '') => (file instanceof File ? file.name : fallback);

/** @param {RawSource} source @param {string} name @returns {Table} */
function tableOf(source, name) {
  return { name, head: () => source.head(), source: async () => source };
}

/** @param {Contents["kind"] | null} kind @param {Table[]} tables @returns {Inside} */
const inside = (kind, tables) => ({ kind, tables, free: () => {} });

/**
 * The tables in one or several files.
 * @param {Blob[]} files
 * @param {Opening} opening
 * @returns {Promise<Inside>}
 */
export async function tablesIn(files, opening) {
  if (files.length === 1) return tablesInFile(files[0], nameOf(files[0]), opening, 0);
  /** @type {Inside[]} */ const all = [];
  const free = () => {
    for (const one of all) one.free();
  };
  try {
    for (const file of files) all.push(await tablesInFile(file, nameOf(file), opening, 1));
  } catch (error) {
    free();
    throw error;
  }
  const tables = all.flatMap((one, at) => named(one.tables, nameOf(files[at])));
  return { kind: 'files', tables, free };
}

/** Tables with the name of what they are in before their own. @param {Table[]} tables @param {string} outer */
function named(tables, outer) {
  if (tables.length === 1) return tables.map((table) => ({ ...table, name: outer }));
  return tables.map((table) => ({ ...table, name: `${outer} / ${table.name}` }));
}

/** @param {Blob} file @param {string} name @param {Opening} opening @param {number} depth @returns {Promise<Inside>} */
async function tablesInFile(file, name, opening, depth) {
  const magic = await bytesOf(file, 0, MAGIC, name);
  if (isParquet(magic)) return inside('parquet', [tableOf(await parquetSource(file, name, opening), name)]);
  const container = containerOf(magic);
  if (!container) return inside(null, [tableOf(new PlainSource(file, name, null), name)]);
  await opening.loadFormats();
  if (container.stream) return tablesInGzip(file, name, opening, depth);
  const source = new PlainSource(file, name, null);
  if (container.text) return tablesInText(source, magic, opening);
  return tablesInArchive(piecesOf(source), file.size, opening, depth);
}

/** @param {FileSource} source */
async function* piecesOf(source) {
  for await (const { bytes } of source.pieces()) yield bytes;
}

/** @param {Blob} file @param {string} name @param {Opening} opening @param {number} depth @returns {Promise<Inside>} */
async function tablesInGzip(file, name, opening, depth) {
  const source = new GzipSource(file, name);
  const { bytes } = await source.head();
  const inner = containerOf(bytes.subarray(0, MAGIC));
  if (!inner || inner.stream || depth >= MOST_DEEP) return inside('gzip', [tableOf(source, name)]);
  if (inner.text) return tablesInText(source, bytes.subarray(0, MAGIC), opening);
  return tablesInArchive(piecesOf(source), 0, opening, depth);
}

/** JSON and pages, which are decoded before they are opened. @param {RawSource} source @param {Uint8Array} magic @param {Opening} opening */
async function tablesInText(source, magic, opening) {
  const label = CHARSET.exec(new TextDecoder('latin1').decode(magic))?.[1];
  /** @param {string | undefined} encoding */
  const open = (encoding) => tablesInArchive(piecesOf(new DecodedSource(source, encoding)), 0, opening, MOST_DEEP);
  try {
    return await open(label);
  } catch (error) {
    if (!isFailure(error) || error.code !== 'option-unknown') throw error;
    return open(undefined);
  }
}

/**
 * @param {AsyncGenerator<Uint8Array>} pieces
 * @param {number} size  0 where that is not known
 * @param {Opening} opening
 * @param {number} depth
 * @returns {Promise<Inside>}
 */
async function tablesInArchive(pieces, size, opening, depth) {
  const archive = new Archive(size);
  /** @type {Inside[]} */ const deeper = [];
  const free = () => {
    release(archive);
    for (const one of deeper) one.free();
  };
  try {
    let done = 0;
    for await (const bytes of pieces) {
      archive.push(bytes);
      done += bytes.length;
      await opening.advance(0.2 * Math.min(done / (size || done + CHUNK), 1));
    }
    // From here on nothing is heard of the worker until the file is open: the page should know what it is doing.
    opening.report(0.2, true);
    const { kind, parts } = guarded(ANY_KIND, () => archive.open());
    /** @type {Table[]} */ const tables = [];
    for (const [part, name] of parts.entries()) {
      const table = packedTable(archive, kind, part, name, opening);
      const more =
        holdsFiles(kind) && part < MOST_TABLES && depth < MOST_DEEP ? await tablesInPart(table, opening, depth) : null;
      if (!more) {
        tables.push(table);
        continue;
      }
      deeper.push(more);
      tables.push(...named(more.tables, name));
    }
    return { kind, tables, free };
  } catch (error) {
    free();
    throw error;
  }
}

/** @param {string} kind */
const holdsFiles = (kind) => kind === 'zip' || kind === 'tar';

/** The tables of a packed file that is no text file itself. @param {Table} table @param {Opening} opening @param {number} depth @returns {Promise<Inside | null>} */
async function tablesInPart(table, opening, depth) {
  try {
    const { bytes } = await table.head(MAGIC);
    const magic = bytes.subarray(0, MAGIC);
    if (!isParquet(magic) && !containerOf(magic)) return null;
    return await tablesInFile(await blobOf(await table.source()), table.name, opening, depth + 1);
  } catch (error) {
    // What is no table is not chosen; where nothing else is there, its own reading says so.
    if (isFailure(error) && error.code === 'binary-file') return null;
    throw error;
  }
}

/** @param {RawSource} source */
async function blobOf(source) {
  /** @type {Blob[]} */ const parts = [];
  for await (const { bytes } of source.pieces()) parts.push(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]));
  return new Blob(parts);
}

/**
 * @param {Archive} archive
 * @param {Contents["kind"]} kind
 * @param {number} part
 * @param {string} name
 * @param {Opening} opening
 * @returns {Table}
 */
function packedTable(archive, kind, part, name, { report }) {
  return {
    name,
    async head(limit = part < MOST_LOOKS ? LOOK : GLANCE) {
      const head = guarded(kind, () => archive.head(part, limit));
      const { bytes, whole } = head;
      release(head);
      return { bytes: bytes.subarray(0, HEAD), whole: whole && bytes.length <= HEAD };
    },
    async source() {
      /** @type {Blob[]} */ const parts = [];
      const take = (/** @type {Uint8Array<ArrayBuffer>} */ bytes, /** @type {number} */ fraction) => {
        // Kept by the browser, not in a memory of WebAssembly.
        parts.push(new Blob([bytes]));
        report(0.2 + 0.8 * fraction);
      };
      guarded(kind, () => archive.table(part, take));
      const source = new PlainSource(new Blob(parts), name, null);
      if (!holdsFiles(kind)) source.written = kind === 'json' ? { ...WRITTEN, header: true } : WRITTEN;
      return source;
    },
  };
}

/** @param {Blob} file @param {string} name @param {Opening} opening */
async function parquetSource(file, name, { loadFormats, advance }) {
  const { parquet } = await loadFormats();
  /** @type {Blob[]} */ const parts = [];
  for await (const { bytes, fraction } of parquetPieces(file, parquet)) {
    parts.push(new Blob([bytes]));
    await advance(fraction);
  }
  const source = new PlainSource(new Blob(parts), name, null);
  source.written = { ...WRITTEN, header: true };
  return source;
}
