/**
 * The reading of a file from its head to a data set, and once more for its rejected rows, in steps between which the task
 * hears of pause and stop.
 *
 * @import { Dataset, DialectOverrides, Failure, Preview, ReadingPart, ReadOptions } from "../protocol.js"
 * @import { Session } from "../wasm/core/core.js"
 * @import { FileSource } from "./file_source.js"
 * @import { LoadFormats } from "./formats.js"
 * @import { Task } from "./task.js"
 */

import { FORMATS_NEEDED } from '../protocol.js';
import { DecodedSource, sourceOf } from './file_source.js';
import { isFailure } from './rpc.js';
import { STEP, STOPPED } from './task.js';

/** @param {unknown} error */
const needsFormats = (error) => isFailure(error) && error.code === FORMATS_NEEDED;

/** Reads files for one request. */
export class FileReading {
  #session;
  #task;
  #id;
  /** @type {LoadFormats} */ #loadFormats;

  /**
   * @param {Session} session
   * @param {LoadFormats} loadFormats
   * @param {Task} task
   * @param {number} id  of the request
   */
  constructor(session, loadFormats, task, id) {
    this.#session = session;
    this.#task = task;
    this.#id = id;
    this.#loadFormats = () => loadFormats(() => this.#report('loading', 0, null, true));
  }

  /** @param {ReadingPart} part @param {number} fraction @param {number | null} [rows] */
  #report(part, fraction, rows = null, urgent = false) {
    this.#task.report({ event: 'reading', id: this.#id, part, fraction, rows }, urgent);
  }

  /**
   * Looks at the head of a file: what it is taken for, and where its text comes from.
   * @param {Blob} file
   * @param {DialectOverrides} choices
   * @returns {Promise<{source: FileSource, preview: Preview}>}
   */
  async open(file, choices) {
    const report = (/** @type {number} */ fraction) => this.#report('unpacking', fraction);
    const advance = async (/** @type {number} */ fraction) => {
      if (!(await this.#task.nextStep())) throw STOPPED;
      report(fraction);
    };
    const source = await sourceOf(file, this.#loadFormats, advance, report);
    const overrides = { ...choices, ...source.written };
    const { contents } = source;
    const head = await source.head();
    try {
      return { source, preview: { ...this.#session.open(head.bytes, head.whole, overrides), contents } };
    } catch (error) {
      if (!needsFormats(error)) throw error;
    }
    await this.#loadFormats();
    const decoded = new DecodedSource(source, overrides.encoding);
    const { bytes, whole } = decoded.headOf(head);
    return {
      source: decoded,
      preview: { ...this.#session.open(bytes, whole, overrides, decoded.encoding), contents },
    };
  }

  /**
   * Reads the file that was opened last.
   * @param {FileSource} source
   * @param {ReadOptions} how
   * @param {(source: FileSource) => void} onDecoded  told of the source from which it is read from then on, where that changes
   * @returns {Promise<Dataset>}
   */
  async read(source, how, onDecoded) {
    try {
      return await this.#readOnce(source, how);
    } catch (error) {
      if (!needsFormats(error)) throw error;
    }
    // The head was ASCII, and something beyond it is neither UTF-8 nor UTF-16: the reading begins anew.
    await this.#loadFormats();
    this.#session.takeDecoded();
    const decoded = new DecodedSource(source, undefined);
    onDecoded(decoded);
    return this.#readOnce(decoded, how);
  }

  /** @param {FileSource} source @param {ReadOptions} how @returns {Promise<Dataset>} */
  async #readOnce(source, how) {
    const session = this.#session;
    const { total } = source;
    const { split = 'auto', sample = 1 } = how;
    session.beginReading({ ...how, split: split === 'auto' ? null : split, sample, bytes: source.expected });
    // Many pieces may come out of the same part of a packed file: where in it a reading has ended is not known.
    let [read, before] = [0, 0];
    try {
      for await (const { bytes, done, last } of source.pieces()) {
        if (!(await this.#task.nextStep())) throw STOPPED;
        if (done > read) [read, before] = [done, read];
        const rows = session.read(bytes, last);
        this.#report('rows', total > 0 ? done / total : 0, rows, last);
      }
      if (source instanceof DecodedSource) session.noteDecoded(source.encoding, source.malformed);
      while (await this.#task.nextStep()) {
        const { fraction, result } = session.pollReading(STEP);
        if (result) return result;
        this.#report('sorting', fraction);
      }
      throw STOPPED;
    } catch (error) {
      throw withSample(error, sample, (2 * total) / (before + read));
    }
  }
}

/**
 * rejected.csv: the file is read once more.
 * @param {Session} session @param {FileSource} source @param {Task} task @param {number} id  of the request
 */
export async function rejectedRows(session, source, task, id) {
  session.beginRejected();
  const { total } = source;
  /** @type {BlobPart[]} */ const parts = [];
  for await (const { bytes, done, last } of source.pieces()) {
    if (!(await task.nextStep())) throw STOPPED;
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (session.rejected(bytes, last)));
    task.report({ event: 'exporting', id, fraction: total > 0 ? done / total : 1 });
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
  if (!isFailure(error)) return error;
  const { code, params } = error;
  const isTooLarge = code === 'out-of-memory' || (code === 'too-many' && params.what === 'interactions');
  if (!isTooLarge) return error;
  return { code, params: { ...params, sample: Math.ceil(sample * Math.max(1.1 * share, 1.5)) } };
}
