/**
 * Keeps the site in the browser, whole and unchanged, and answers from what is kept: the page then opens without a network.
 * Each version of the site has a store of its own, which is filled to its end before anything is answered from it; the one
 * before is removed when its successor takes over. It has no data of anybody: the page sends it one of the WORDS and nothing
 * else, it sends nothing to the page, and asks for files of the site alone, by addresses that are fixed when the site is built.
 * Whether this script has changed, browsers ask by themselves, some seconds after a page was opened.
 */

import { IncompleteFile, sumOf, wholeFile } from './site_file.js';

/**
 * Put before this script when the site is built (.ci/assemble.mjs). version: a sum of all that is kept. files: their sums, by
 * path; '' is index.html.
 * @typedef {{version: string, files: Record<string, string>}} Site
 */
/**
 * @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} Lasting
 * @typedef {Lasting & {request: Request, respondWith: (answer: Promise<Response>) => void}} Asked
 */
const worker = /** @type {any} */ (self);
/** @type {Site} */ const site = worker.SITE;

const SCOPE = new URL('./', location.href).href;
/** Several copies of the site may stand on one host: each has its own stores. */
const OURS = `firstpick ${new URL(SCOPE).pathname} `;
const STORE = OURS + site.version;
/** A file of the site that is opened by itself may do nothing: it would be a page without the page's own policy. */
const BARE = "default-src 'none'; sandbox";

/** Ends the filling. */
const filling = new AbortController();

/** @param {string} path @param {RequestCache} cache */
function asked(path, cache) {
  const integrity = (site.files[path] ?? '').replace(/\S+/g, 'sha256-$&');
  return wholeFile(SCOPE + path, integrity, { cache, signal: filling.signal });
}

/** The browser's cache may have an older one: then past it. @param {string} path */
async function fetched(path) {
  try {
    return await asked(path, 'default');
  } catch (error) {
    if (error instanceof IncompleteFile && error.how === 'damaged') return asked(path, 'reload');
    throw error;
  }
}

/** A file that the version before has kept, if it is the same. @param {string} path */
async function inherited(path) {
  const kept = await caches.match(SCOPE + path);
  if (!kept) return null;
  const file = await kept.blob();
  return site.files[path]?.split(' ').includes((await sumOf(file)).slice('sha256-'.length)) ? file : null;
}

/** A sum as SHA256SUMS has it. @param {string} sum */
function hexadecimal(sum) {
  return [...atob(sum)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** This script has no sum that it could know by itself: it is compared with the list that is published beside it, and so is what it knows. */
async function checkOwnScript() {
  const [list, script] = await Promise.all(
    [`${SCOPE}SHA256SUMS`, location.href].map((address) =>
      wholeFile(address, '', { cache: 'no-store', signal: filling.signal }),
    ),
  );
  const lines = new Set((await /** @type {Blob} */ (list).text()).split('\n'));
  const own = (await sumOf(/** @type {Blob} */ (script))).slice('sha256-'.length);
  const known = Object.entries({ ...site.files, [location.href.slice(SCOPE.length)]: own });
  const differs = (/** @type {[string, string]} */ [path, sums]) =>
    !lines.has(`${hexadecimal(sums.split(' ')[0] ?? '')}  ${path || 'index.html'}`);
  if (known.some(differs)) throw new Error('not of one version');
}

/** Fills the store of this version, or leaves none behind. */
async function fill() {
  // What an attempt that was broken off may have left.
  await caches.delete(STORE);
  try {
    await checkOwnScript();
    const files = await Promise.all(
      Object.keys(site.files).map(async (path) => {
        return /** @type {const} */ ([path, (await inherited(path)) ?? (await fetched(path))]);
      }),
    );
    const store = await caches.open(STORE);
    await Promise.all(files.map(([path, file]) => keep(store, path, file)));
  } catch (error) {
    filling.abort();
    await caches.delete(STORE);
    throw error;
  }
}

/** @param {Cache} store @param {string} path @param {Blob} file */
function keep(store, path, file) {
  return store.put(SCOPE + path, new Response(file, { headers: { 'content-type': file.type } }));
}

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== STORE).map((name) => caches.delete(name)));
}

/** @param {Request} request @param {string} path */
async function answer(request, path) {
  const store = await caches.open(STORE);
  const kept = await store.match(SCOPE + path);
  // The page asks so for a file that it has found damaged.
  if (kept && request.cache !== 'reload') return request.mode === 'navigate' && path !== '' ? bare(kept) : kept;
  try {
    const file = await asked(path, 'reload');
    await keep(store, path, file);
    return new Response(file, { headers: { 'content-type': file.type } });
  } catch {
    return kept ?? Response.error();
  }
}

/** @param {Response} kept */
function bare(kept) {
  const headers = new Headers(kept.headers);
  headers.set('content-security-policy', BARE);
  return new Response(kept.body, { headers });
}

/** activate: a person has asked for the new version. stop: the page is about to be locked, and nothing more is asked for. */
const WORDS = new Map([
  ['activate', () => worker.skipWaiting()],
  ['stop', () => filling.abort()],
]);

worker.addEventListener('install', (/** @type {Lasting} */ event) => event.waitUntil(fill()));
worker.addEventListener('activate', (/** @type {Lasting} */ event) => event.waitUntil(removeOthers()));
worker.addEventListener('message', (/** @type {MessageEvent} */ { data }) => WORDS.get(data)?.());
worker.addEventListener('fetch', (/** @type {Asked} */ event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(SCOPE)) return;
  const path = request.url
    .slice(SCOPE.length)
    .replace(/[?#].*/, '')
    .replace(/^index\.html$/, '');
  if (!Object.hasOwn(site.files, path)) return;
  event.respondWith(answer(request, path).catch(() => fetch(request)));
});
