// The order of the page's rooms: each may use only what stands to its right, main → rooms → views → controllers → charts, core →
// state, protocol; in the worker core → reading, training, exports, tuning → pool, tables, combined_source, choice → parquet, file_source, formats → task, rpc → protocol.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const www = fileURLToPath(new URL('../../www/', import.meta.url));

/** What each room may use besides itself. @type {Record<string, string[]>} */
const ROOMS = {
  main: ['rooms', 'views', 'controllers', 'state', 'i18n'],
  boot: [],
  service_worker: ['site_file'],
  rooms: ['views', 'controllers'],
  views: ['controllers', 'charts', 'mermaid', 'dom', 'i18n', 'state', 'recipes', 'protocol'],
  controllers: [
    'core',
    'charts',
    'link',
    'pristine',
    'download',
    'site_file',
    'keeper',
    'state',
    'kept',
    'requests',
    'protocol',
  ],
  charts: ['dom', 'download', 'i18n', 'site_file'],
  mermaid: ['dom', 'pristine', 'site_file'],
  dom: [],
  barrier: [],
  pristine: ['barrier'],
  outside: [],
  download: [],
  site_file: [],
  core: ['keeper', 'pristine', 'site_file', 'watch', 'requests', 'protocol'],
  link: ['recipes', 'state', 'protocol'],
  i18n: ['site_file', 'state', 'protocol'],
  state: ['recipes', 'requests', 'protocol'],
  recipes: ['protocol'],
  worker: ['wasm', 'watch', 'requests', 'protocol'],
  keeper: ['kept', 'protocol'],
  kept: ['protocol'],
  watch: [],
  requests: ['protocol'],
  protocol: [],
};
const LOWEST = ['task', 'rpc', 'helper_protocol'];
const SOURCES = ['file_source', 'formats'];
const MIDDLE = ['pool', 'tables', 'combined_source', 'choice', 'parquet', 'parquet_reader', ...SOURCES];
/** The same inside of the worker. @type {Record<string, string[]>} */
const WORKER = {
  barrier: [],
  core: ['barrier', 'reading', 'training', 'exports', 'tuning', 'warmup', 'ids', ...MIDDLE, ...LOWEST],
  reading: ['neutral', ...MIDDLE, ...LOWEST],
  training: [...MIDDLE, ...LOWEST],
  exports: ['neutral', ...MIDDLE, ...LOWEST],
  tuning: [...MIDDLE, ...LOWEST],
  warmup: [],
  neutral: LOWEST,
  ids: LOWEST,
  pool: LOWEST,
  tables: ['parquet', ...SOURCES, ...LOWEST],
  combined_source: [...SOURCES, ...LOWEST],
  choice: [],
  parquet: ['parquet_reader'],
  parquet_reader: ['barrier'],
  file_source: ['formats', ...LOWEST],
  formats: LOWEST,
  task: [],
  rpc: [],
  helper_protocol: [],
};

/** @param {string} folder  of www, with a slash at its end */
const filesIn = (folder) =>
  readdirSync(www + folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => folder + name);

/** Where a source imports from, types in comments included. @param {string} source */
function importsOf(source) {
  return [...source.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map((match) => match[1]);
}

/** What `files` import, as paths below www. @param {string[]} files */
function uses(files) {
  return files.flatMap((file) =>
    importsOf(readFileSync(www + file, 'utf8')).map((path) => ({
      file,
      used: posix.join(posix.dirname(file), path),
    })),
  );
}

test('the imports of the page go one way', () => {
  const files = ['', ...Object.keys(ROOMS).map((room) => `${room}/`)].flatMap((folder) => {
    const isFolder = folder === '' || readdirSync(www).includes(folder.slice(0, -1));
    return isFolder ? filesIn(folder) : [];
  });
  assert.ok(files.length > 60, `only ${files.length} files found`);
  /** A folder, or a file beside them. @param {string} path */
  const roomOf = (path) => path.split('/')[0].replace(/\.js$/, '');
  for (const file of files) assert.ok(roomOf(file) in ROOMS, `${file} is in no known room`);
  const wrong = uses(files).filter(({ file, used }) => {
    const [room, other] = [roomOf(file), roomOf(used)];
    return other !== room && !ROOMS[room].includes(other);
  });
  assert.deepEqual(wrong, []);
});

test('so do those of the worker', () => {
  const files = filesIn('worker/');
  /** @param {string} path */
  const nameOf = (path) => posix.basename(path, '.js');
  for (const file of files) assert.ok(nameOf(file) in WORKER, `${file} has no known place`);
  const inside = uses(files).filter(({ used }) => used.startsWith('worker/'));
  assert.ok(inside.length > 10);
  assert.deepEqual(
    inside.filter(({ file, used }) => !WORKER[nameOf(file)].includes(nameOf(used))),
    [],
  );
});

test('no files of the page use each other in a circle', () => {
  const files = ['', 'rooms/', 'views/', 'controllers/', 'charts/', 'core/', 'link/', 'i18n/', 'worker/'].flatMap(
    filesIn,
  );
  /** Types alone make no circle: they are not there when the page runs. @param {string} file */
  const code = (file) => readFileSync(www + file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  /** @type {Map<string, string[]>} */
  const graph = new Map(
    files.map((file) => [file, importsOf(code(file)).map((path) => posix.join(posix.dirname(file), path))]),
  );
  /** @type {string[][]} */ const circles = [];
  /** @param {string} file @param {string[]} way */
  const walk = (file, way) => {
    if (way.includes(file)) return circles.push([...way, file]);
    for (const next of graph.get(file) ?? []) walk(next, [...way, file]);
  };
  for (const file of files) walk(file, []);
  assert.deepEqual(circles, []);
});
