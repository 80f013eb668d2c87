/**
 * Parquet, column by column, as CSV: one group of rows after the other. A script of its own: few files need it, so it comes
 * after the core; parquet.js starts it as a worker.
 */

import './barrier.js';
import { parquetMetadataAsync, parquetRead } from 'hyparquet';

/** @typedef {{bytes: Uint8Array<ArrayBuffer>, fraction: number}} CsvPiece  bytes: whole rows in UTF-8. fraction: of the file's rows, these included */
/** The first wish names the file. Each is answered by one piece. @typedef {{file: Blob} | {next: true}} Wanted */
/** What it says: a piece, null at the end; that the file cannot be read; a sign of life. @typedef {{piece: CsvPiece | null} | {failed: true} | {alive: true}} Answer */

/** A time without what it does not say. @param {Date} date */
function shownDate(date) {
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/** Lists of simple values become x|y, anything else JSON. @param {unknown} value @returns {string} */
function shown(value) {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return shownDate(value);
  if (Array.isArray(value) && value.every((one) => one === null || typeof one !== 'object'))
    return value.map(shown).join('|');
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (typeof value === 'object')
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner));
  return String(value);
}

/** @param {string} text */
function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {unknown[]} row */
const line = (row) => `${row.map((value) => quoted(shown(value))).join(',')}\n`;

const encoder = new TextEncoder();

/** @param {Blob} file @returns {AsyncGenerator<CsvPiece>} */
async function* piecesOf(file) {
  const source = {
    byteLength: file.size,
    slice: (/** @type {number} */ start, /** @type {number | undefined} */ end) => file.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(source);
  const total = Number(metadata.num_rows);
  const columns = metadata.schema[0].num_children ?? 0;
  yield { bytes: encoder.encode(line(topLevel(metadata.schema, columns))), fraction: 0 };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    /** @type {unknown[][]} */ let rows = [];
    const onComplete = (/** @type {any[]} */ read) => {
      rows = read;
    };
    await parquetRead({ file: source, metadata, rowStart, rowEnd, rowFormat: 'array', onComplete });
    rowStart = rowEnd;
    yield { bytes: encoder.encode(rows.map(line).join('')), fraction: rowStart / Math.max(total, 1) };
  }
}

/**
 * Names of the columns; those of nested ones stand behind theirs in the schema.
 * @param {{name: string, num_children?: number}[]} schema @param {number} count
 */
function topLevel(schema, count) {
  /** @type {string[]} */ const names = [];
  /** Where the element behind `at` and all inside of it is. @param {number} at @returns {number} */
  const after = (at) => {
    let next = at + 1;
    for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = after(next);
    return next;
  };
  for (let at = 1; names.length < count && at < schema.length; at = after(at)) names.push(schema[at].name);
  return names;
}

/** Of the file that was named. @type {AsyncGenerator<CsvPiece>} */ let pieces;

self.onmessage = async (/** @type {MessageEvent<Wanted | {alive: true}>} */ { data }) => {
  if ('alive' in data) return postMessage({ alive: true });
  if ('file' in data) pieces = piecesOf(data.file);
  try {
    const { value: piece = null } = await pieces.next();
    postMessage({ piece }, { transfer: piece ? [piece.bytes.buffer] : [] });
  } catch (error) {
    console.error(error);
    postMessage({ failed: true });
  }
};
