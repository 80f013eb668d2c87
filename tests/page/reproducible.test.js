// The site is put together twice, in two folders with different paths, from the same WebAssembly: the bytes are the same, and
// nothing in it tells of the machine. `make reproducible` builds the WebAssembly twice as well.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { site } from './browser.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = join(root, 'target/test/reproducible');
const FOLDERS = ['one', 'another folder/of this machine'].map((name) => join(work, name));
after(() => rmSync(work, { recursive: true, force: true }));

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** @param {string} folder */
function assemble(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['.ci', 'www', 'index.html']) {
    const filter = (/** @type {string} */ path) => !path.endsWith('node_modules');
    cpSync(join(root, part), join(folder, part), { recursive: true, filter });
  }
  // Linked file by file: bundlers look where a package really is.
  execFileSync('cp', ['-al', join(root, 'www/node_modules'), join(folder, 'www/node_modules')]);
  execFileSync('bash', ['.ci/site.sh'], { cwd: folder, stdio: 'pipe' });
  return join(folder, 'target/site');
}

test('the same bytes come of two folders', () => {
  const [one, other] = FOLDERS.map(assemble);
  const files = filesIn(one);
  assert.ok(files.length > 20, `${files}`);
  assert.deepEqual(filesIn(other), files);
  for (const file of files) assert.ok(readFileSync(join(one, file)).equals(readFileSync(join(other, file))), file);
});

test('no path of this machine stands in any file', () => {
  const paths = [root, homedir(), process.env.CARGO_HOME ?? '', '/.cargo/registry', '/.rustup/', '/home/'].filter(
    (path) => path.length > 4,
  );
  const found = filesIn(site).flatMap((file) => {
    const content = readFileSync(join(site, file)).toString('latin1');
    return paths.filter((path) => content.includes(path)).map((path) => `${file}: ${path}`);
  });
  assert.deepEqual(found, []);
});

test('SHA256SUMS names all files, and its sum stands in the page', () => {
  const lines = readFileSync(join(site, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.slice(66)),
    filesIn(site).filter((file) => file !== 'SHA256SUMS'),
  );
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: site });
  // As .github/CONTRIBUTING.md says.
  const rest = lines.filter((line) => !/ (index\.html|sw\.js)$/.test(line));
  const sum = createHash('sha256')
    .update(`${rest.join('\n')}\n`)
    .digest('hex');
  assert.ok(readFileSync(join(site, 'index.html'), 'utf8').includes(`<code>${sum}</code>`));
});
