/**
 * The link of a run: what decides its figures, and nothing of what is in the file. Columns are numbers, types of events their
 * places in `Quality.events`, products and customers that are left out short hashes under a key that the link does not hold.
 *
 * In the fragment, packed, stands a JSON object: v version · f half of the file's SHA-256 · n sample · r recipe · o the options
 * that are not the recipe's defaults · k length of the lists · c columns by role · h shape · s split · p sample: one customer
 * in this many · t seed of that sample · d encoding and dialect · m what cells mean · e weights of events · x, y hashes of
 * the products and customers that are left out · g digest of the figures · b browser.
 *
 * @import { DialectOverrides, Options, Result, Roles } from "../protocol.js"
 * @import { LinkedRun } from "../state.js"
 */

import { DELIMITERS, RECIPES, ROLES, SHAPES, SPLITS } from '../protocol.js';
import { RECIPE_DEFAULTS } from '../recipes.js';
import { flag, list, nullable, number, oneOf, some, text, whole } from './fields.js';
import { fromBase64, fromHex, packed, toBase64, toHex, unpacked } from './packing.js';

const VERSION = 1;
/** What a link's fragment begins with. */
const MARK = '#run=';
/** Most characters of a link with its address: programs cut what is longer. */
export const MOST_CHARACTERS = 2048;
/** Most columns of a file, types of events, and products or customers that are left out. */
const MOST_COLUMNS = 1_000_000;
const MOST_EVENTS = 256;
/** Bytes of a product's hash: among a million ids a wrong one fits in one of five thousand links with 200 of them. */
const HASH_BYTES = 5;
/** The halves of the file's SHA-256: the first names it, the second is the key of the hashes. */
const HALF = 32;
const UINT32 = 2 ** 32 - 1;
const SAMPLES = /** @type {const} */ (['groceries', 'orders', 'article']);
const TOP_K = 10;

/** As src/training/options.rs has them. */
const OPTIONS = {
  epochs: whole(1, 10_000),
  batchSize: whole(1, 65_536),
  learningRate: number(1e-6, 10),
  seed: whole(0, UINT32),
  hidden: list(whole(1, 4096), 1, 8),
  activation: oneOf(/** @type {const} */ (['sigmoid', 'relu', 'tanh'])),
  loss: oneOf(/** @type {const} */ (['binary-cross-entropy', 'multinomial'])),
  optimiser: oneOf(/** @type {const} */ (['sgd', 'adam', 'adamw'])),
  momentum: number(0, 0.999),
  weightDecay: number(0, 1),
  l1: number(0, 1),
  l2: number(0, 1),
  normaliseInput: flag,
  inputDropout: number(0, 0.95),
  dropout: number(0, 0.95),
  patience: whole(0, 10_000),
  negatives: whole(1, 20),
  linear: flag,
  search: flag,
};

const DIALECT = {
  encoding: text(/^[\w:.+-]{1,40}$/),
  delimiter: oneOf(DELIMITERS),
  quotes: oneOf(/** @type {const} */ (['doubled', 'escaped', 'none'])),
  header: flag,
  skip: whole(0, 1_000_000),
  parts: list(whole(0, MOST_COLUMNS), 1, 1000),
};

/** As src/ingest/schema/cell_rules.rs has them; what holds text of the file stands in fields of its own. */
const MEANING = {
  value: oneOf(/** @type {const} */ (['rating', 'quantity'])),
  threshold: number(0, 1e12),
  takeBack: flag,
  foldCase: flag,
  leastPerUser: whole(1, 1000),
  leastPerItem: whole(1, 1000),
  from: whole(-1e12, 1e12),
  to: whole(-1e12, 1e12),
  dates: oneOf(/** @type {const} */ (['yearfirst', 'monthfirst', 'dayfirst'])),
};

const FIELDS = {
  v: whole(VERSION, VERSION),
  f: text(/^[\w-]{22}$/),
  n: oneOf(SAMPLES),
  r: oneOf(RECIPES),
  o: some(OPTIONS),
  k: whole(1, 1000),
  c: list(nullable(whole(0, MOST_COLUMNS)), 0, ROLES.length),
  h: oneOf(SHAPES),
  s: oneOf(SPLITS),
  p: whole(1, 10_000),
  t: whole(0, UINT32),
  d: some(DIALECT),
  m: some(MEANING),
  e: list(nullable(number(-1, 1)), 1, MOST_EVENTS),
  x: text(/^[\w-]*$/),
  y: text(/^[\w-]*$/),
  g: text(/^[\w-]{16}$/),
  b: text(/^[A-Z][A-Za-z]{2,15} \d{1,4}$/),
};

/** Whether an address is one of a link. @param {string} hash  of a location */
export function isLink(hash) {
  return hash.startsWith(MARK);
}

/** The key of the hashes: what of the file's SHA-256 the link does not hold. @param {string} sum */
export function keyOf(sum) {
  return sum.slice(HALF);
}

/** The part of the file's SHA-256 that the link holds. @param {string} sum */
export function nameOf(sum) {
  return sum.slice(0, HALF);
}

/** @param {string} address  of the page, without a fragment @param {LinkedRun} run */
export async function write(address, run) {
  const { file, sample, options, topK, roles, split, every, sampleSeed, dialect, meaning, figures, browser } = run;
  const defaults = RECIPE_DEFAULTS[options.recipe];
  const others = Object.keys(OPTIONS).filter((name) => !isSame(options, defaults, name));
  /** @type {Record<string, unknown>} */
  const fields = {
    v: VERSION,
    f: toBase64(fromHex(file)),
    n: sample,
    r: options.recipe,
    o: others.length > 0 ? pick(options, others) : null,
    k: topK === TOP_K ? null : topK,
    c: ROLES.map((role) => roles[role] ?? null),
    h: roles.shape,
    s: split === 'auto' ? null : split,
    p: every === 1 ? null : every,
    t: every === 1 || sampleSeed === options.seed ? null : sampleSeed,
    d: chosen(dialect, Object.keys(DIALECT)),
    m: chosen(meaning, Object.keys(MEANING)),
    e: run.events,
    x: run.excludedItems && joined(run.excludedItems),
    y: run.excludedUsers && joined(run.excludedUsers),
    g: figures && toBase64(fromHex(figures)),
    b: browser,
  };
  const json = JSON.stringify(
    pick(
      fields,
      Object.keys(fields).filter((name) => fields[name] !== null),
    ),
  );
  return `${address}${MARK}${await packed(json)}`;
}

/**
 * @param {string} hash  of a location
 * @returns {Promise<LinkedRun>}
 * @throws where it is damaged, foreign, of a later version, or holds what no run can have
 */
export async function read(hash) {
  if (!isLink(hash) || hash.length > MOST_CHARACTERS) throw new Error('no link');
  const fields = some(FIELDS)(JSON.parse(await unpacked(hash.slice(MARK.length))));
  const { v, f, r, c } = fields;
  if (v === undefined || f === undefined || r === undefined || c === undefined) throw new Error('incomplete');
  const options = { ...RECIPE_DEFAULTS[r], ...fields.o };
  if (r === 'pair' && options.loss === 'multinomial') throw new Error('no such training');
  const roles = Object.fromEntries(ROLES.map((role, index) => [role, c[index] ?? null]));
  return {
    file: toHex(fromBase64(f)),
    sample: fields.n ?? null,
    options,
    topK: fields.k ?? TOP_K,
    roles: /** @type {Roles} */ ({ ...roles, shape: fields.h ?? null }),
    split: fields.s ?? 'auto',
    every: fields.p ?? 1,
    sampleSeed: fields.t ?? options.seed,
    dialect: /** @type {DialectOverrides} */ (fields.d ?? {}),
    meaning: fields.m ?? {},
    events: fields.e ?? null,
    excludedItems: fields.x === undefined ? null : separate(fields.x),
    excludedUsers: fields.y === undefined ? null : separate(fields.y),
    figures: fields.g === undefined ? null : toHex(fromBase64(fields.g)),
    browser: fields.b ?? null,
  };
}

/** The figures to the last digit, in one order: a digest of it is in the link. @param {Result} result */
export function figuresOf({ models }) {
  /** @template T @param {[string, T][]} entries */
  const sorted = (entries) => entries.sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = models.map(({ name, metrics }) => {
    const values = sorted(Object.entries(metrics)).map(([metric, { value, low, high }]) => [metric, value, low, high]);
    return /** @type {[string, unknown]} */ ([name, values]);
  });
  return JSON.stringify(sorted(rows));
}

/** The kind of this browser, such as `Firefox 145`; null where it does not say. @param {string} agent  navigator.userAgent */
export function browserOf(agent) {
  const known = /(Firefox)\/(\d+)/.exec(agent) ?? /(Chrom(?:e|ium))\/(\d+)/.exec(agent);
  if (known) return `${known[1].replace('Chrome', 'Chromium')} ${known[2]}`;
  const safari = /Version\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/.exec(agent);
  return safari && `Safari ${safari[1]}`;
}

/** @param {string[]} hashes  in hexadecimal digits */
function joined(hashes) {
  return toBase64(fromHex(hashes.join('')));
}

/** @param {string} packed */
function separate(packed) {
  const digits = toHex(fromBase64(packed));
  if (digits.length % (2 * HASH_BYTES) !== 0) throw new Error('half a hash');
  return digits.match(new RegExp(`.{${2 * HASH_BYTES}}`, 'g')) ?? [];
}

/** @param {Record<string, any>} one @param {Record<string, any>} other @param {string} name */
function isSame(one, other, name) {
  return JSON.stringify(one[name]) === JSON.stringify(other[name]);
}

/** @param {Record<string, any>} from @param {string[]} names */
function pick(from, names) {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

/** What of these was chosen; null where nothing was. @param {Record<string, any>} from @param {string[]} names */
function chosen(from, names) {
  const set = names.filter((name) => from[name] !== undefined && from[name] !== null);
  return set.length > 0 ? pick(from, set) : null;
}
