/**
 * The reading of a table from its first byte to a data set, and what is given back of it, in steps between which the
 * job hears of pause and stop.
 *
 * @import { Dataset, Failure, Reading } from "./protocol.js"
 */

import { STEP, STOPPED } from './job.js';

/** @typedef {import("./job.js").Job} Job */
/** @typedef {import("./wasm/full/firstpick.js").Session} Session */
/** @typedef {Awaited<ReturnType<typeof import("./table.js").tableOf>>} Table */

/**
 * @param {Session} session
 * @param {Table} table
 * @param {Reading} reading
 * @param {Job} job
 * @param {number} id  of the request
 * @returns {Promise<Dataset>}
 */
export async function readTable(session, table, reading, job, id) {
  const { total } = table;
  const { split = 'auto', sample = 1 } = reading;
  session.beginReadingBy({ ...reading, split: split === 'auto' ? null : split, sample, bytes: table.unpacked });
  // Many pieces may come out of the same part of a packed file: where in it a reading has ended is not known.
  let [read, before] = [0, 0];
  try {
    for await (const { bytes, done, last } of table.pieces()) {
      if (!(await job.turn())) throw STOPPED;
      if (done > read) [read, before] = [done, read];
      const rows = session.read(bytes, last);
      job.report({ event: 'reading', id, bytes: done, total, rows }, last);
    }
    while (await job.turn()) {
      const { fraction, result } = session.finishReadingStep(STEP);
      if (result) return result;
      job.report({ event: 'reading', id, bytes: total, total, rows: null, fraction });
    }
    throw STOPPED;
  } catch (error) {
    throw withSample(error, sample, (2 * total) / (before + read));
  }
}

/**
 * interactions.csv: the cleaned data.
 * @param {Session} session @param {Job} job @param {number} id  of the request
 */
export async function cleanData(session, job, id) {
  session.beginInteractionsCsv();
  /** @type {BlobPart[]} */ const parts = [];
  while (await job.turn()) {
    const bytes = session.interactionsCsv(STEP);
    if (!bytes) return new Blob(parts, { type: 'text/csv;charset=utf-8' });
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
    job.report({ event: 'exporting', id, fraction: session.interactionsCsvFraction() });
  }
  throw STOPPED;
}

/**
 * rejected.csv: the table is read once more.
 * @param {Session} session @param {Table} table @param {Job} job @param {number} id  of the request
 */
export async function rejectedRows(session, table, job, id) {
  session.beginRejected();
  const { total } = table;
  /** @type {BlobPart[]} */ const parts = [];
  for await (const { bytes, done, last } of table.pieces()) {
    if (!(await job.turn())) throw STOPPED;
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (session.rejected(bytes, last)));
    job.report({ event: 'exporting', id, fraction: total > 0 ? done / total : 1 });
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/**
 * Where a file is too large, how small a part of its users may fit: one in `params.sample`.
 * @param {unknown} error
 * @param {number} sample  the part that was too large
 * @param {number} share  the file's size by what was read of it
 */
function withSample(error, sample, share) {
  const { code, params } = /** @type {Failure} */ (error);
  const isTooLarge = code === 'out-of-memory' || (code === 'too-many' && params.what === 'interactions');
  if (!isTooLarge) return error;
  return { code, params: { ...params, sample: Math.ceil(sample * Math.max(1.1 * share, 1.5)) } };
}
