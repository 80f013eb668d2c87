/** Parquet, column by column, as CSV: one group of rows after the other. */

import { parquetMetadataAsync, parquetRead } from 'hyparquet';

const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** A file that cannot be read is named, with what to do instead. */
const UNREADABLE = { code: 'binary-file', params: { kind: 'parquet' } };

/** @param {Uint8Array} head */
export function isParquet(head) {
  return MAGIC.every((byte, at) => head[at] === byte);
}

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

/**
 * @param {Blob} file
 * @returns {AsyncGenerator<{text: string, fraction: number}>}
 */
export async function* parquetText(file) {
  const source = {
    byteLength: file.size,
    slice: (/** @type {number} */ start, /** @type {number | undefined} */ end) => file.slice(start, end).arrayBuffer(),
  };
  try {
    const metadata = await parquetMetadataAsync(source);
    const total = Number(metadata.num_rows);
    const columns = metadata.schema[0].num_children ?? 0;
    yield { text: line(topLevel(metadata.schema, columns)), fraction: 0 };
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      /** @type {unknown[][]} */ let rows = [];
      const onComplete = (/** @type {any[]} */ read) => {
        rows = read;
      };
      await parquetRead({ file: source, metadata, rowStart, rowEnd, rowFormat: 'array', onComplete });
      rowStart = rowEnd;
      yield { text: rows.map(line).join(''), fraction: rowStart / Math.max(total, 1) };
    }
  } catch (error) {
    console.error(error);
    throw UNREADABLE;
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
