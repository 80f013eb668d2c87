/** Words, numbers and lists in the reader's language. */

import { siteFile } from '../site_file.js';

/** @typedef {import("../state.js").Language} Language */
/** @typedef {import("../protocol.js").Failure} Failure */
/** @typedef {keyof typeof import("./english.js").book.texts} Key */
/** @typedef {{locale: string, texts: Record<Key, string>} & Record<"failures" | "reasons" | "findings", Record<string, string>>} Book */
/** @typedef {Record<string, string | number | null>} Params */

export class Words {
  #book;
  #plural;
  /** Formats by their options: making one takes longer than using it a hundred times. @type {Map<string, Intl.NumberFormat>} */
  #formats = new Map();

  /** @param {Language} language @param {Book} book */
  constructor(language, book) {
    this.language = language;
    this.#book = book;
    this.#plural = new Intl.PluralRules(this.#book.locale);
  }

  /**
   * The text of a key. `{n}` in it is a parameter, `{n#row|rows}` the parameter with its noun.
   * @param {Key} key
   * @param {Params} [params]
   * @returns {string}
   */
  text(key, params = {}) {
    return this.#fill(this.#book.texts[key], params);
  }

  /**
   * Like `text`, with codes among the parameters in words.
   * @param {Key} key
   * @param {Params} params
   */
  notice(key, params) {
    return this.text(key, this.#worded(params));
  }

  /** @param {string} key @returns {key is Key} */
  has(key) {
    return key in this.#book.texts;
  }

  /**
   * @param {number} value
   * @param {Intl.NumberFormatOptions} [options]
   */
  number(value, options) {
    const key = options === undefined ? '' : JSON.stringify(options);
    let format = this.#formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.#book.locale, options);
      this.#formats.set(key, format);
    }
    return format.format(value);
  }

  /** @param {number} share  0–1 */
  percent(share) {
    const maximumFractionDigits = share > 0 && share < 0.0995 ? 1 : 0;
    return this.number(share, { style: 'percent', maximumFractionDigits });
  }

  /** @param {number} value  a metric between 0 and 1 */
  metric(value) {
    return this.number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  }

  /** @param {number} bytes */
  bytes(bytes) {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    const unit = units[step];
    return this.number(bytes / 1000 ** step, {
      style: 'unit',
      unit,
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step > 1 ? 1 : 0,
    });
  }

  /** @param {number} seconds */
  seconds(seconds) {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 90) return this.text('time.seconds', { n: whole });
    return this.text('time.minutes', { n: Math.round(whole / 60) });
  }

  /** @param {string[]} items */
  list(items) {
    return items.map(isolated).join(this.text('list.separator'));
  }

  /**
   * What is wrong, where, and what to do.
   * @param {Failure} failure
   */
  messageFor(failure) {
    const { failures } = this.#book;
    const { code, params } = variant(failure);
    const text = Object.hasOwn(failures, code) ? failures[code] : undefined;
    return text === undefined ? this.text('failure.unknown', { code }) : this.#fill(text, this.#worded(params));
  }

  /** @param {string} code  of rejected rows */
  reason(code) {
    const { reasons } = this.#book;
    return Object.hasOwn(reasons, code) ? reasons[code] : code;
  }

  /** Why a column was given its role, by the core's code. @param {string} code */
  guessed(code) {
    const key = `guess.${code}`;
    return this.has(key) ? this.text(key) : '';
  }

  /** A day, or the stretch of time that begins with it; days in files have no zone. @param {number} seconds @param {Intl.DateTimeFormatOptions} [options] */
  date(seconds, options = { dateStyle: 'medium' }) {
    return new Intl.DateTimeFormat(this.#book.locale, { timeZone: 'UTC', ...options }).format(seconds * 1000);
  }

  /** What is unusual in a data set. @param {{code: string, params: Params}} finding */
  finding({ code, params }) {
    const text = this.#book.findings[code];
    if (text === undefined) return code;
    /** @type {Params} */ const worded = { ...params };
    for (const name of ['share', 'from', 'to']) {
      const value = params[name];
      if (typeof value !== 'number') continue;
      worded[name] = name === 'share' ? this.percent(value) : this.date(value);
    }
    const role = `role.${params.role}`;
    if (this.has(role)) worded.role = this.text(role);
    return this.#fill(text, worded);
  }

  /**
   * Replaces the codes among a failure's parameters by words.
   * @param {Params} params
   * @returns {Params}
   */
  #worded(params) {
    /** @type {Params} */ const worded = { ...params };
    for (const [name, value] of Object.entries(params)) {
      const key = `${name === 'other' ? 'role' : name}.${value}`;
      if (this.has(key)) worded[name] = this.text(key);
    }
    if (typeof params.option === 'string') {
      const key = `option.${camelCase(params.option)}`;
      if (this.has(key)) worded.option = this.text(key);
    }
    return worded;
  }

  /** @param {string} text @param {Params} params @returns {string} */
  #fill(text, params) {
    return text.replace(/\{(\w+)(?:#([^|}]*)\|([^}]*)|@(bytes))?\}/g, (_, name, one, many, unit) => {
      const value = params[name] ?? null;
      if (typeof value !== 'number') return value === null ? this.text('value.missing') : isolated(value);
      if (unit) return this.bytes(value);
      const figure = this.number(value, { maximumSignificantDigits: 12 });
      if (many === undefined) return figure;
      return `${figure} ${this.#plural.select(value) === 'one' ? one : many}`;
    });
  }
}

/** Characters that are written from right to left, or that change the direction of what follows. */
const DIRECTED = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A text from a file keeps its direction to itself. @param {string} text */
function isolated(text) {
  return DIRECTED.test(text) ? `\u2068${text}\u2069` : text;
}

const WHOLE = new Set([
  'epochs',
  'batchSize',
  'seed',
  'hidden',
  'hiddenLayers',
  'patience',
  'negatives',
  'topK',
  'k',
  'folds',
]);

/**
 * One code, several cases: an option left empty is worded otherwise than one out of range, a worker that was replaced
 * otherwise than one that was given up, and an engine that did not come otherwise than one that does not start.
 * @param {Failure} failure
 * @returns {Failure}
 */
function variant({ code, params }) {
  if (code === 'worker-died') return { code: deathVariant(params), params };
  if (code === 'engine-unavailable' && params.how !== undefined) return { code: 'engine-incomplete', params };
  if (code !== 'option-out-of-range') return { code, params };
  const numbers = WHOLE.has(camelCase(String(params.option))) ? 'whole' : 'any';
  const isNumber = params.value !== null && Number.isFinite(Number(params.value));
  return { code: isNumber ? code : 'option-not-a-number', params: { ...params, numbers } };
}

/** What has become of what the worker held. @param {Params} params */
function deathVariant({ times, opening, because, kept }) {
  if (times !== undefined) return 'worker-gave-up';
  if (opening !== undefined) return 'worker-died-opening';
  if (because !== undefined) return 'worker-died-unread';
  if (kept === undefined) return 'worker-died-mending';
  return kept === 'all' ? 'worker-died-restored' : 'worker-died';
}

/** @param {string} option  as the core or the page spells it */
export function camelCase(option) {
  return option.replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());
}

/** A file for each language, made when the site is built: the page begins with the one that is read. */
const FILES = { en: 'www/english.json', zh: 'www/chinese.json' };

/** @type {Partial<Record<Language, Words>>} */
const loaded = {};

/** @param {Language} language @param {Book} book */
export function teach(language, book) {
  loaded[language] ??= new Words(language, book);
}

/** Fetches a language; after a failure it can be asked for again. @param {Language} language */
export async function loadWords(language) {
  if (loaded[language]) return;
  teach(language, JSON.parse(await (await siteFile(FILES[language])).text()));
}

/**
 * The reader's language; the other one where that cannot be fetched, since a page in it is better than none.
 * @returns {Promise<{language: Language, isWanted: boolean}>}
 */
export async function loadFirstWords() {
  const wanted = firstLanguage();
  try {
    await loadWords(wanted);
    return { language: wanted, isWanted: true };
  } catch {
    /** @type {Language} */ const language = wanted === 'en' ? 'zh' : 'en';
    await loadWords(language);
    return { language, isWanted: false };
  }
}

/** All languages, as far as they come. */
export function loadAllWords() {
  return Promise.allSettled([loadWords('zh'), loadWords('en')]);
}

/** The words of a language that is there. @param {Language} language */
export function wordsOf(language) {
  const words = loaded[language];
  if (!words) throw new Error(`no words yet: ${language}`);
  return words;
}

/** @returns {Language} */
function firstLanguage() {
  const kept = localStorageItem();
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** @param {Language} language */
export function keepLanguage(language) {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

const STORED = 'firstpick-language';

function localStorageItem() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
