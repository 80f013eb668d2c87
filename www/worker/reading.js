/**
 * The reading of a file from its head to a data set, and once more for its rejected rows, in steps between which the task
 * hears of pause and stop.
 *
 * @import { Contents, Dataset, DialectOverrides, Failure, Preview, ReadingPart, ReadOptions } from "../protocol.js"
 * @import { Session } from "../wasm/core/core.js"
 * @import { Choice, Look } from "./choice.js"
 * @import { Part } from "./combined_source.js"
 * @import { FileSource, Head, RawSource } from "./file_source.js"
 * @import { Inside } from "./tables.js"
 * @import { LoadFormats } from "./formats.js"
 * @import { Task } from "./task.js"
 */

import { FORMATS_NEEDED } from '../protocol.js';
import { choose, chosen } from './choice.js';
import { JoinedSource, StackedSource } from './combined_source.js';
import { DecodedSource } from './file_source.js';
import { csvFile, NUMBERS } from './neutral.js';
import { isFailure } from './rpc.js';
import { MOST_TABLES, tablesIn } from './tables.js';
import { STEP, STOPPED } from './task.js';

/** @param {unknown} error */
const needsFormats = (error) => isFailure(error) && error.code === FORMATS_NEEDED;

/** Kinds of files whose tables *formats* writes down, and how. @type {Set<string | null>} */
const WRITTEN_BY_US = new Set(['xlsx', 'xls', 'ods', 'json', 'html', 'xml', 'parquet']);
/** @type {DialectOverrides} */
const WRITTEN = { encoding: 'utf-8', delimiter: ',', quotes: 'doubled' };
/** Failures of one table that are those of the whole file. */
const FATAL = new Set(['stopped', 'formats-unavailable', 'archive-broken', 'out-of-memory']);
/** What a table without a row or a second column is. */
const EMPTY = new Set(['empty-file', 'no-columns', 'no-rows']);
/** Stands for the source of a head alone. @type {FileSource} */
const NOWHERE = { contents: null, written: {}, total: 0, expected: 0, pieces: () => nothing() };

/** @returns {AsyncGenerator<import("./file_source.js").Piece>} */
async function* nothing() {}

/** @param {Inside} inside @param {number[]} parts  those that are read @returns {Contents | null} */
function contentsOf({ kind, tables }, parts) {
  if (kind === null) return null;
  const names = tables.map(({ name }) => name);
  const part = kind === 'gzip' ? '' : parts.map((at) => names[at]).join(', ');
  return { kind, part, others: tables.length - parts.length, parts: kind === 'gzip' ? [] : names };
}

/**
 * A joined table is there for its customers: whatever else could be one is not.
 * @param {Preview} preview @param {string[]} names  of the columns that were added, the customer's first @returns {Preview}
 */
function withCustomer(preview, names) {
  const [user, time = -1] = names.map((name) => preview.columns.findIndex((column) => column.name === name));
  const roles = { ...preview.roles, user };
  roles.time ??= time < 0 ? null : time;
  return { ...preview, roles, question: null };
}

/** Why none of several tables can be read. @param {Look[]} looks @param {Inside} inside @returns {Failure} */
function refusal(looks, { kind }) {
  const failures = looks.map(({ failure }) => failure).filter((failure) => failure !== null);
  const telling = failures.find(({ code }) => !EMPTY.has(code));
  return telling ?? { code: 'no-table-inside', params: { kind: kind ?? 'zip', found: 0 } };
}

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
   * Looks at the head of a file, or of several that are read together: its guessed form, and where its text comes from.
   * @param {Blob | Blob[]} files
   * @param {DialectOverrides} choices
   * @returns {Promise<{source: FileSource, preview: Preview}>}
   */
  async open(files, { parts, ...choices }) {
    const report = (/** @type {number} */ fraction, urgent = false) =>
      this.#report('unpacking', fraction, null, urgent);
    const advance = async (/** @type {number} */ fraction) => {
      await this.#nextStep();
      report(fraction);
    };
    const opening = { loadFormats: this.#loadFormats, advance, report };
    const inside = await tablesIn(Array.isArray(files) ? files : [files], opening);
    try {
      if (inside.tables.length > 1) return await this.#openSome(inside, choices, parts);
      const source = await inside.tables[0].source();
      source.contents = contentsOf(inside, [0]);
      return await this.#openSource(source, choices);
    } finally {
      inside.free();
    }
  }

  async #nextStep() {
    if (!(await this.#task.nextStep())) throw STOPPED;
  }

  /** @param {RawSource} source @param {DialectOverrides} choices @returns {Promise<{source: FileSource, preview: Preview}>} */
  async #openSource(source, choices) {
    const overrides = { ...choices, ...source.written };
    const { contents } = source;
    const head = await source.head();
    const { preview, decoded } = await this.#look(head, overrides, source);
    return { source: decoded ?? source, preview: { ...preview, contents } };
  }

  /**
   * What the head of a source shows, decoded where the core cannot do that.
   * @param {Head} head @param {DialectOverrides} overrides @param {FileSource} source
   * @returns {Promise<{preview: Preview, decoded: DecodedSource | null}>}
   */
  async #look(head, overrides, source) {
    try {
      return { preview: this.#session.open(head.bytes, head.whole, overrides), decoded: null };
    } catch (error) {
      if (!needsFormats(error)) throw error;
    }
    await this.#loadFormats();
    const decoded = new DecodedSource(source, overrides.encoding);
    const { bytes, whole } = decoded.headOf(head);
    return { preview: this.#session.open(bytes, whole, overrides, decoded.encoding), decoded };
  }

  /**
   * Some of several tables: those that were chosen, or those that are most believable.
   * @param {Inside} inside @param {DialectOverrides} choices @param {number[] | undefined} parts
   * @returns {Promise<{source: FileSource, preview: Preview}>}
   */
  async #openSome(inside, choices, parts) {
    /** @type {Look[]} */ const looks = [];
    for (const table of inside.tables.slice(0, MOST_TABLES)) {
      await this.#nextStep();
      this.#report('unpacking', 0.2 + (0.8 * looks.length) / inside.tables.length);
      looks.push(await this.#lookAt(table, inside.kind, choices));
    }
    const choice = (parts && chosen(looks, parts)) ?? choose(looks);
    if (!choice) throw refusal(looks, inside);
    const opened = await this.#openChoice(inside, looks, choice, choices);
    const question = choice.question ?? opened.preview.question;
    return { ...opened, preview: { ...opened.preview, question } };
  }

  /** @param {Inside["tables"][number]} table @param {Contents["kind"] | null} kind @param {DialectOverrides} choices @returns {Promise<Look>} */
  async #lookAt({ name, head }, kind, choices) {
    try {
      const start = await head();
      const written = WRITTEN_BY_US.has(kind) ? { ...choices, ...WRITTEN } : choices;
      const { preview } = await this.#look(start, written, NOWHERE);
      return { name, preview, failure: null, bytes: start.bytes.length };
    } catch (error) {
      if (!isFailure(error) || FATAL.has(error.code)) throw error;
      return { name, preview: null, failure: error, bytes: 0 };
    }
  }

  /** @param {Inside} inside @param {Look[]} looks @param {Choice} choice @param {DialectOverrides} choices */
  async #openChoice(inside, looks, { parts, join }, choices) {
    const table = await this.#stacked(inside, looks, parts, choices);
    if (!join) return this.#openSource(table, choices);
    await this.#loadFormats();
    const lookup = await this.#part(inside, looks, join.lookup);
    const name = looks[join.lookup].name.split('/').pop()?.trim() ?? '';
    const contents = contentsOf(inside, [...parts, join.lookup]);
    const first = { source: table, preview: /** @type {Preview} */ (looks[parts[0]].preview) };
    try {
      const joined = new JoinedSource(first, { ...lookup, name }, join, contents);
      const { source, preview } = await this.#openSource(joined, choices);
      return { source, preview: withCustomer(preview, joined.names) };
    } catch (error) {
      // A key that does not tell orders apart: the lines are read by themselves.
      if (!isFailure(error) || error.code !== 'option-unknown') throw error;
      return this.#openSource(table, choices);
    }
  }

  /** @param {Inside} inside @param {Look[]} looks @param {number[]} parts @param {DialectOverrides} choices @returns {Promise<RawSource>} */
  async #stacked(inside, looks, parts, choices) {
    const contents = contentsOf(inside, parts);
    if (parts.length === 1) {
      const source = await inside.tables[parts[0]].source();
      source.contents = contents;
      return source;
    }
    /** @type {Part[]} */ const all = [];
    for (const part of parts) {
      await this.#nextStep();
      all.push(await this.#part(inside, looks, part));
    }
    const { delimiter, quotes, header } = all[0].preview;
    const written = { encoding: 'utf-8', delimiter, quotes, header, ...choices };
    return new StackedSource(all, { ...written, ...all[0].source.written }, contents);
  }

  /** A table whose text is UTF-8. @param {Inside} inside @param {Look[]} looks @param {number} at @returns {Promise<Part>} */
  async #part(inside, looks, at) {
    const source = await inside.tables[at].source();
    const preview = /** @type {Preview} */ (looks[at].preview);
    if (preview.encoding.toLowerCase() === 'utf-8') return { source, preview };
    await this.#loadFormats();
    return { source: new DecodedSource(source, preview.encoding), preview };
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
 * rejected.csv, or the neutral one: the file is read once more.
 * @param {Session} session @param {() => FileSource} given @param {boolean} neutral @param {Task} task @param {number} id  of the request
 */
export async function rejectedRows(session, given, neutral, task, id) {
  session.beginRejected();
  const source = given();
  const { total } = source;
  /** @type {Uint8Array[]} */ const parts = [];
  for await (const { bytes, done, last } of source.pieces()) {
    if (!(await task.nextStep())) throw STOPPED;
    parts.push(session.rejected(bytes, last));
    task.report({ event: 'exporting', id, fraction: total > 0 ? done / total : 1 });
  }
  return csvFile(parts, neutral ? NUMBERS.rejected : null, task);
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
