// The order of the page's rooms: each may use only what stands to its right,
// main → views → journey → client → protocol, worker → trials → crew, reading → table → job, line → protocol, warmup beside them, and opener → table, line → protocol; i18n → state beside the views and the journey.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const www = fileURLToPath(new URL('../../www/', import.meta.url));

/** What each room may use besides itself. @type {Record<string, string[]>} */
const allowed = {
  main: ['views', 'journey', 'client', 'protocol', 'state', 'i18n'],
  views: ['journey', 'client', 'protocol', 'state', 'i18n'],
  journey: ['client', 'protocol', 'state'],
  client: ['protocol'],
  state: ['protocol'],
  i18n: ['state', 'protocol'],
  worker: ['trials', 'crew', 'reading', 'warmup', 'table', 'job', 'line', 'protocol', 'wasm'],
  opener: ['table', 'line', 'protocol', 'wasm'],
  reading: ['job', 'table', 'protocol', 'wasm'],
  warmup: ['wasm'],
  job: ['protocol'],
  line: ['protocol'],
  trials: ['crew', 'protocol'],
  crew: ['protocol'],
  table: ['protocol', 'wasm'],
  protocol: [],
};

/** The room of a path below www: its folder, or the name of its file. @param {string} path */
const roomOf = (path) => path.split('/')[0].replace(/\.js$/, '');

/** Where a source imports from, types in comments included. @param {string} source */
function importsOf(source) {
  return [...source.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map((match) => match[1]);
}

test('the imports of the page go one way', () => {
  const files = ['', 'views/', 'journey/', 'i18n/'].flatMap((folder) =>
    readdirSync(www + folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => folder + name),
  );
  assert.ok(files.length > 20, `only ${files.length} files found`);
  const wrong = [];
  for (const file of files) {
    const room = roomOf(file);
    assert.ok(room in allowed, `${file} is in no known room`);
    for (const path of importsOf(readFileSync(www + file, 'utf8'))) {
      const other = roomOf(posix.join(posix.dirname(file), path));
      if (other !== room && other !== 'vendor' && !allowed[room].includes(other)) wrong.push(`${file} → ${path}`);
    }
  }
  assert.deepEqual(wrong, []);
});
