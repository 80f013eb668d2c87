// Puts index.html together: the barrier stands in the page itself, and the policy names what may run there by its hash.
// node .ci/inline.mjs FOLDER
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { target } from './bundle.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(root, 'www/package.json'))('esbuild');
const folder = process.argv[2];

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const { outputFiles } = await esbuild.build({
  entryPoints: [join(root, 'www/barrier.js')],
  bundle: true,
  minify: true,
  format: 'iife',
  target,
  write: false,
});
const barrier = outputFiles[0].text.trim();
const mermaid = readFileSync(join(folder, 'www/mermaid.js'), 'utf8');
for (const text of [barrier, mermaid]) {
  // In the page the text ends at the first of these, and begins to mean something else at the second.
  if (/<\/script|<script/i.test(text)) throw new Error('a script that stands in a page must not name its own tag');
}

let html = readFileSync(join(root, 'index.html'), 'utf8');
for (const [place, text] of [
  ['{barrier}', barrier],
  ['{hashes}', `${hashOf(barrier)} ${hashOf(mermaid)}`],
]) {
  if (html.split(place).length !== 2) throw new Error(`index.html has not exactly one ${place}`);
  html = html.replace(place, () => text);
}
writeFileSync(join(folder, 'index.html'), html);
