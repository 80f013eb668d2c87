/**
 * The link of a run: what decides its figures, and nothing of what is in the file. Columns are numbers, types of events their
 * places in `Quality.events`, products and customers that are left out short hashes under a key that the link does not hold.
 *
 * In the fragment, behind a check sum and packed, stands a JSON object: v version · f half of the file's SHA-256 · n sample · r recipe · o the options
 * in the order of OPTIONS, null where they are the recipe's defaults · k length of the lists · c columns by role · h shape ·
 * s split · p sample: one customer in this many · t seed of that sample · d encoding and dialect · m what cells mean · e weights
 * of events · x, y how many products and customers are left out, whose hashes follow behind a point · g digest of the figures ·
 * b browser. What is left out of it is as by default.
 *
 * @import { DialectOverrides, Options, Result, Roles } from "../protocol.js"
 * @import { LinkedRun } from "../state.js"
 */

import { DELIMITERS, RECIPES, ROLES, SHAPES, SPLITS } from '../protocol.js';
import { RECIPE_DEFAULTS } from '../recipes.js';
import { flag, list, nullable, number, oneOf, some, text, whole } from './fields.js';
import { fromBase64, fromHex, packed, sealed, toBase64, toHex, unpacked, unsealed } from './packing.js';

const VERSION = 1;
/** What a link's fragment begins with. */
const MARK = '#run=';
/** Most characters of a link with its address: programs cut what is longer. */
export const MOST_CHARACTERS = 2048;
/** Most columns of a file, types of events, and products or customers that are left out. */
const MOST_COLUMNS = 1_000_000;
const MOST_EVENTS = 256;
/** Characters of a hash, 36 bits: among a million ids another one fits in one of 340 links that leave out 200 of them. */
const HASH = 6;
const POINT = '.';
/** The halves of the file's SHA-256: the first names it, the second is the key of the hashes. */
const HALF = 32;
const UINT32 = 2 ** 32 - 1;
const SAMPLES = /** @type {const} */ (['groceries', 'orders', 'article']);
/** Length of the lists by default, and the greatest. */
const TOP_K = 10;
const MOST_TOP_K = 1000;

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

/** In the order in which a link has them: new ones come last. */
export const OPTION_NAMES = /** @type {(keyof typeof OPTIONS)[]} */ (Object.keys(OPTIONS));

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
  o: list((value) => value, 1, OPTION_NAMES.length),
  k: whole(1, MOST_TOP_K),
  c: list(nullable(whole(0, MOST_COLUMNS)), 0, ROLES.length),
  h: oneOf(SHAPES),
  s: oneOf(SPLITS),
  p: whole(1, 10_000),
  t: whole(0, UINT32),
  d: some(DIALECT),
  m: some(MEANING),
  e: list(nullable(number(-1, 1)), 1, MOST_EVENTS),
  x: whole(0, MOST_CHARACTERS),
  y: whole(0, MOST_CHARACTERS),
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
  /** @type {Record<string, unknown>} */
  const fields = {
    v: VERSION,
    f: toBase64(fromHex(file)),
    n: sample,
    r: options.recipe,
    o: othersOf(options, RECIPE_DEFAULTS[options.recipe]),
    // What was typed may be no length at all.
    k: Number.isInteger(topK) && topK >= 1 && topK <= MOST_TOP_K && topK !== TOP_K ? topK : null,
    c: ROLES.map((role) => roles[role] ?? null),
    h: roles.shape,
    s: split === 'auto' ? null : split,
    p: every === 1 ? null : every,
    t: every === 1 || sampleSeed === options.seed ? null : sampleSeed,
    d: chosen(dialect, Object.keys(DIALECT)),
    m: chosen(meaning, Object.keys(MEANING)),
    e: run.events,
    x: run.excludedItems?.length ?? null,
    y: run.excludedUsers?.length ?? null,
    g: figures && toBase64(fromHex(figures)),
    b: browser,
  };
  const json = JSON.stringify(
    pick(
      fields,
      Object.keys(fields).filter((name) => fields[name] !== null),
    ),
  );
  const hashes = [...(run.excludedItems ?? []), ...(run.excludedUsers ?? [])].join('');
  return `${address}${MARK}${sealed(`${await packed(json)}${hashes && POINT}${hashes}`)}`;
}

/**
 * @param {string} hash  of a location
 * @returns {Promise<LinkedRun>}
 * @throws where it is damaged, foreign, of a later version, or holds what no run can have
 */
export async function read(hash) {
  if (!isLink(hash) || hash.length > MOST_CHARACTERS) throw new Error('no link');
  const [body, tail = '', ...more] = unsealed(hash.slice(MARK.length)).split(POINT);
  const fields = some(FIELDS)(JSON.parse(await unpacked(body)));
  const { v, f, r, c, x = 0, y = 0 } = fields;
  if (more.length > 0 || tail.length !== HASH * (x + y) || /[^\w-]/.test(tail)) throw new Error('other hashes');
  const hashes = tail.match(new RegExp(`.{${HASH}}`, 'g')) ?? [];
  if (v === undefined || f === undefined || r === undefined || c === undefined) throw new Error('incomplete');
  const options = optionsOf(RECIPE_DEFAULTS[r], fields.o ?? []);
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
    excludedItems: fields.x === undefined ? null : hashes.slice(0, x),
    excludedUsers: fields.y === undefined ? null : hashes.slice(x),
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

/** The options that are not the defaults, by place; null where all are. @param {Options} options @param {Options} defaults */
function othersOf(options, defaults) {
  const others = OPTION_NAMES.map((name) =>
    JSON.stringify(options[name]) === JSON.stringify(defaults[name]) ? null : options[name],
  );
  while (others.at(-1) === null) others.pop();
  return others.length > 0 ? others : null;
}

/** @param {Options} defaults @param {unknown[]} others  by place; null is the default @returns {Options} */
function optionsOf(defaults, others) {
  const entries = others.flatMap((value, place) => {
    const name = OPTION_NAMES[place];
    return value === null ? [] : [[name, OPTIONS[name](value)]];
  });
  return { ...defaults, ...Object.fromEntries(entries) };
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
