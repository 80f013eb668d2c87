// Finishes a site whose files are all there: puts into its index.html what a browser would otherwise ask for, and the sums of
// all that the page fetches: node .ci/assemble.mjs FOLDER
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder] = process.argv.slice(2);

/** Files that no page of the site asks for. */
const BESIDE = /\.map$|(^|\/)(LICENSE|README\.md|_headers)$/;

/** @param {string | Buffer} content */
const sum = (content) => createHash('sha256').update(content).digest('base64');

/** @param {string} path */
const read = (path) => readFileSync(join(folder, path));

/** All files of the site, by their paths. */
function paths() {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .sort();
}

/** Takes a file out of the site. @param {string} path */
function taken(path) {
  const text = read(path).toString('utf8').trim();
  rmSync(join(folder, path));
  return text;
}

/** @param {string} svg */
const dataAddress = (svg) =>
  `data:image/svg+xml,${svg
    .trim()
    .replaceAll('"', "'")
    .replace(/[%#<>\n]/g, (sign) => encodeURIComponent(sign))}`;

/** A sum of what comes, and of what hosts make of a packed file that unpack it on the way. @param {string} path */
function sums(path) {
  const content = read(path);
  const all = path.endsWith('.gz') ? [content, gunzipSync(content)] : [content];
  return all.map(sum).join(' ');
}

/** What stands in a file's place in index.html: each place is there once. @param {string} html @param {string} old @param {string} text */
function put(html, old, text) {
  const parts = html.split(old);
  if (parts.length !== 2) throw new Error(`index.html has ${parts.length - 1} times: ${old}`);
  return parts.join(text);
}

let html = read('index.html').toString('utf8');

// Scripts of a few lines that run before all else. The policy allows exactly their text.
/** @type {string[]} */ const allowed = [];
for (const [tag, path] of html.matchAll(/<script src="([^"]+)"><\/script>/g)) {
  const text = taken(path);
  allowed.push(`'sha256-${sum(text)}'`);
  html = put(html, tag, `<script>${text}</script>`);
}
for (const [tag, path] of html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)) {
  html = put(html, tag, `<style>${taken(path)}</style>`);
}
html = html.replaceAll('"www/icon.svg"', `"${dataAddress(read('www/icon.svg').toString('utf8'))}"`);

const script = '<script type="module" src="www/page.js"';
html = put(html, script, `${script} integrity="sha256-${sum(read('www/page.js'))}"`);
const fetched = paths().filter((path) => !['index.html', 'www/page.js'].includes(path) && !BESIDE.test(path));
const list = JSON.stringify(Object.fromEntries(fetched.map((path) => [path, sums(path)])));
html = put(html, 'id="files">null<', `id="files">${list}<`);
html = put(html, "script-src 'self'", ["script-src 'self'", ...allowed].join(' '));
writeFileSync(join(folder, 'index.html'), html);
