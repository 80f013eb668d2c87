/**
 * The files of the site. Each comes whole and unchanged, or is an error that says what happened to it. What a file has to be
 * stands in index.html as a list of SHA-256 sums, written when the site is put together (.ci/assemble.mjs).
 */

/** Seconds without a byte of any file after which those under way are given up. A slow connection is never silent so long. */
const SILENCE_S = 15;
/** The same where bytes are not seen before all of a file has come: on http pages of other machines. */
const UNSEEN_S = 60;
/** The id of the list in index.html. */
const LIST = 'files';

/**
 * absent: refused, not found, or cut off. silent: nothing came for SILENCE_S. damaged: it is not the file that the page was
 * built with.
 * @typedef {"absent" | "silent" | "damaged"} Lack
 */

export class IncompleteFile extends Error {
  /** @param {string} address @param {Lack} how */
  constructor(address, how) {
    super(`${address}: ${how}`);
    this.file = new URL(address).pathname.split('/').at(-1) ?? '';
    this.how = how;
  }
}

/** Pieces of files that have come. Files wait for each other: the silence of one is that of all. */
let heard = 0;
/** Addresses whose last attempt failed: the next one goes past the browser's cache. @type {Set<string>} */
const failed = new Set();
/** What files have to be, by path from the page. @type {Record<string, string> | null | undefined} */
let list;

/** The sums of a file in the form of the attribute `integrity`; '' where the page has no list. @param {string} address */
function integrityOf(address) {
  if (list === undefined) list = JSON.parse(document.getElementById(LIST)?.textContent ?? 'null');
  if (!list) return '';
  const path = address.slice(new URL('./', document.baseURI).href.length);
  const sums = list[path];
  if (sums === undefined) throw new IncompleteFile(address, 'damaged');
  return sums.replace(/\S+/g, 'sha256-$&');
}

/**
 * A file of the site, by its path from the page or its whole address. Fails with IncompleteFile.
 * @param {string} path
 */
export async function siteFile(path) {
  const address = new URL(path, document.baseURI).href;
  const cache = failed.has(address) ? 'reload' : 'default';
  try {
    const file = await wholeFile(address, integrityOf(address), { cache });
    failed.delete(address);
    return file;
  } catch (error) {
    failed.add(address);
    throw error;
  }
}

/**
 * A file with one of the given sums, whatever is asked for it.
 * @param {string} address
 * @param {string} integrity  '' is any
 * @param {RequestInit} options
 */
export async function wholeFile(address, integrity, options) {
  // Browsers hide this from pages of other machines by http: there they check by themselves, and hand out only what is whole.
  const canCheck = integrity === '' || globalThis.crypto?.subtle !== undefined;
  const file = canCheck
    ? await received(address, options, SILENCE_S)
    : await received(address, { ...options, integrity }, UNSEEN_S);
  if (canCheck && integrity !== '' && !integrity.split(' ').includes(await sumOf(file))) {
    throw new IncompleteFile(address, 'damaged');
  }
  return file;
}

/**
 * A module that is being imported, if it comes in time: nobody can hear whether one still comes.
 * @template T
 * @param {Promise<T>} module
 * @returns {Promise<T>}
 */
function inTime(module) {
  return Promise.race([
    module,
    new Promise((_, reject) => setTimeout(() => reject(new Error('no module came')), SILENCE_S * 1000)),
  ]);
}

/** The SHA-256 of a file, as `integrity` has it. @param {Blob} file */
export async function sumOf(file) {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return `sha256-${btoa(String.fromCharCode(...sum))}`;
}

/** @param {string} address @param {RequestInit} options @param {number} limit  of silence, seconds */
async function received(address, options, limit) {
  const control = new AbortController();
  const { signal } = options;
  signal?.addEventListener('abort', () => control.abort());
  if (signal?.aborted) control.abort();
  let [last, silent] = [heard, 0];
  // Counted, not taken from a clock: a page that was busy, or asleep, has not listened.
  const timer = setInterval(() => {
    silent = heard === last ? silent + 1 : 0;
    last = heard;
    if (silent >= limit) control.abort();
  }, 1000);
  try {
    const response = await fetch(address, { ...options, signal: control.signal });
    if (!response.ok || !response.body) throw new Error(`${response.status}`);
    const reader = response.body.getReader();
    /** @type {Uint8Array<ArrayBuffer>[]} */ const chunks = [];
    for (;;) {
      const { done, value } = await reader.read();
      heard += 1;
      if (done) break;
      chunks.push(value);
    }
    return new Blob(chunks, { type: response.headers.get('content-type') ?? '' });
  } catch {
    throw new IncompleteFile(address, control.signal.aborted ? 'silent' : 'absent');
  } finally {
    clearInterval(timer);
  }
}

/** Failed attempts at each module. @type {Map<string, number>} */
const attempts = new Map();

/**
 * A module of the site that shares nothing with the page's script. Fails with IncompleteFile. Its script element is checked by the
 * browser, and what it brings is what an import of the same address gives.
 * @param {string} path
 */
export async function siteModule(path) {
  const plain = new URL(path, document.baseURI).href;
  const count = attempts.get(plain) ?? 0;
  // Browsers remember that a module did not come: each attempt has an address of its own.
  const address = count === 0 ? plain : `${plain}?${count}`;
  const script = document.createElement('script');
  try {
    await inTime(
      new Promise((resolve, reject) => {
        script.addEventListener('load', resolve);
        script.addEventListener('error', reject);
        Object.assign(script, { type: 'module', integrity: integrityOf(plain), src: address });
        document.head.append(script);
      }),
    );
  } catch {
    attempts.set(plain, count + 1);
    throw new IncompleteFile(plain, 'absent');
  } finally {
    script.remove();
  }
  return import(address);
}
