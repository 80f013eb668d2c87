// Finishes a site whose files are all there: puts into its index.html what a browser would otherwise ask for, the sums of all
// that the page fetches, and what it was built from; makes the service worker, which keeps the site, and SHA256SUMS:
// node .ci/assemble.mjs FOLDER
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder] = process.argv.slice(2);

/** Files that no page of the site asks for, but in order to be refused. */
const BESIDE = /\.map$|(^|\/)(LICENSE|README\.md|_headers|outside\.js)$/;
/** What the service worker does not keep: that, and what only developers or the host ask for. */
const NOT_KEPT = /\.map$|(^|\/)(_headers|outside\.js)$/;
/** What is in none of the sums that it would have to contain. */
const INDEX = 'index.html';
const WORKER = 'sw.js';

/** @param {string | Buffer} content */
const sha256 = (content) => createHash('sha256').update(content);

/** @param {string} path */
const read = (path) => readFileSync(join(folder, path));

/** @param {string} path */
const text = (path) => read(path).toString('utf8');

/** All files of the site, by their paths. */
function paths() {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Sums in the form of `integrity`: of what comes, and of what hosts make of a packed file that unpack it on the way. @param {string} path */
function sums(path) {
  const content = read(path);
  const all = path.endsWith('.gz') ? [content, gunzipSync(content)] : [content];
  return all.map((one) => sha256(one).digest('base64')).join(' ');
}

/** @param {string[]} files @returns {Record<string, string>} */
const sumsOf = (files) => Object.fromEntries(files.map((path) => [path, sums(path)]));

/** As the command sha256sum writes and checks them. @param {string[]} files */
const list = (files) => files.map((path) => `${sha256(read(path)).digest('hex')}  ${path}\n`).join('');

/** Takes a file out of the site. @param {string} path */
function taken(path) {
  const content = text(path).trim();
  rmSync(join(folder, path));
  return content;
}

/** @param {string} svg */
const dataAddress = (svg) =>
  `data:image/svg+xml,${svg
    .trim()
    .replaceAll('"', "'")
    .replace(/[%#<>\n]/g, (sign) => encodeURIComponent(sign))}`;

/** Puts something in the place of what is there once. @param {string} content @param {string} old @param {string} put */
function replaced(content, old, put) {
  const parts = content.split(old);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times there: ${old}`);
  return parts.join(put);
}

/** The commit that the site was built from, in the page's words. */
function commit() {
  /** @param {string[]} args */
  const git = (...args) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    // A copy of the source may lie inside of another repository.
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(root)) throw new Error('not of this folder');
    const name = `<code>${git('rev-parse', '--short=12', 'HEAD')}</code>`;
    return git('status', '--porcelain') === '' ? name : `${name} <span data-text="foot.changes"></span>`;
  } catch {
    return '<span data-text="foot.unknown"></span>';
  }
}

// Browsers cut a maskable icon to their own shape: its ground fills all, and what is drawn on it stays inside the safe circle.
const icon = text('www/icon.svg');
let maskable = replaced(icon, 'viewBox="0 0 40 40"', 'viewBox="-4 -4 48 48"');
maskable = replaced(maskable, '<rect width="40" height="40" rx="9"', '<rect x="-4" y="-4" width="48" height="48"');
writeFileSync(join(folder, 'www/icon-maskable.svg'), maskable);

let html = text(INDEX);

// Scripts that run before all else, and the one in Mermaid's frame: the policy allows exactly their text.
/** @type {string[]} */ const allowed = [];
/** @param {string} content */
function allow(content) {
  // In a page a text ends at the first of these, and begins to mean something else at the second.
  if (/<\/script|<script/i.test(content)) throw new Error('a script that stands in a page must not name its own tag');
  allowed.push(`'sha256-${sha256(content).digest('base64')}'`);
  return content;
}
allow(text('www/mermaid.js'));
for (const [tag, path] of html.matchAll(/<script src="([^"]+)"><\/script>/g)) {
  html = replaced(html, tag, `<script>${allow(taken(path))}</script>`);
}
for (const [tag, path] of html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)) {
  html = replaced(html, tag, `<style>${taken(path)}</style>`);
}
html = html.replaceAll('"www/icon.svg"', `"${dataAddress(icon)}"`);

const script = '<script type="module" src="www/page.js"';
html = replaced(html, script, `${script} integrity="sha256-${sums('www/page.js')}"`);
const files = paths();
const fetched = files.filter((path) => path !== INDEX && path !== 'www/page.js' && !BESIDE.test(path));
const checked = JSON.stringify(sumsOf(fetched));
html = replaced(html, 'id="files">null<', `id="files">${checked}<`);
html = replaced(html, "script-src 'self'", ["script-src 'self'", ...allowed].join(' '));

html = replaced(html, '<code>commit</code>', commit());
const rest = list(files.filter((path) => path !== INDEX));
html = replaced(html, '<code>sum</code>', `<code>${sha256(rest).digest('hex')}</code>`);
writeFileSync(join(folder, INDEX), html);

// The page itself is kept by the address of its folder.
const kept = { '': sums(INDEX), ...sumsOf(files.filter((path) => path !== INDEX && !NOT_KEPT.test(path))) };
const version = sha256(JSON.stringify(kept)).digest('hex').slice(0, 16);
const banner = { js: `self.SITE=${JSON.stringify({ version, files: kept })};` };
await bundle({ sw: join(root, 'www/service_worker.js') }, folder, { format: 'iife', sourcemap: false, banner });
writeFileSync(join(folder, 'SHA256SUMS'), list([...files, WORKER].sort()));
