// Bundles and minifies the page's script, its styles, the workers, the charts' library, what knows links, and Mermaid's frame, with
// source maps beside, and makes a file of each language: node .ci/bundle.mjs FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expanded } from './typedefs.mjs';

const www = fileURLToPath(new URL('../www/', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(www, 'package.json'))('esbuild');

/** The browsers that run the page: those with module workers, SIMD and `findLast`, as www/core/core_loader.js asks. */
export const target = ['chrome97', 'firefox114', 'safari16.4'];

/**
 * @param {Record<string, string>} entries  paths of modules, by the name of the file that they become
 * @param {string} outdir
 * @param {import('esbuild').BuildOptions} [options]  what is otherwise
 */
export function bundle(entries, outdir, options = {}) {
  return esbuild.build({
    ...common(entries, outdir),
    sourcemap: 'linked',
    format: 'esm',
    ...options,
  });
}

/** @param {Record<string, string>} entries @param {string} outdir @returns {import('esbuild').BuildOptions} */
function common(entries, outdir) {
  return {
    entryPoints: entries,
    outdir,
    bundle: true,
    minify: true,
    charset: 'utf8',
    target,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** What Mermaid imports by name at run time, and is wanted. */
const wanted = /(^|\/)(flowDiagram|dagre)-\w+\.mjs$/;

/** Leaves out what Mermaid imports at run time for other diagrams. @type {import('esbuild').Plugin} */
const flowchartsOnly = {
  name: 'flowcharts only',
  setup(build) {
    let found = 0;
    build.onResolve({ filter: /./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      if (!wanted.test(path)) return { path, namespace: 'left-out' };
      found++;
      return undefined;
    });
    build.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: '' }));
    build.onEnd(() => {
      if (found < 2) throw new Error('Mermaid has no chunk for flowcharts or for dagre any more: see .ci/bundle.mjs');
    });
  },
};

/**
 * The same for one classic script that stands in a page itself.
 * @param {Record<string, string>} entries
 * @param {string} outdir
 * @param {string} [notice]
 */
function classic(entries, outdir, notice) {
  return esbuild.build({
    ...common(entries, outdir),
    banner: notice ? { js: notice } : {},
    sourcemap: false,
    format: 'iife',
    plugins: [flowchartsOnly],
  });
}

/** The licences of packages, as a comment: they ask to be in every copy. @param {string[]} packages */
function licences(...packages) {
  const texts = packages.map((name) => {
    const text = readFileSync(join(www, 'node_modules', name, 'LICENSE'), 'utf8').trim();
    return `${name}\n${text}`;
  });
  return `/*\n${texts.join('\n\n')}\n*/`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder] = process.argv.slice(2);
  // Each runs by itself, and shares no file with another.
  await bundle({ page: join(www, 'main.js') }, folder);
  await bundle({ worker: join(www, 'worker/core.js') }, folder);
  // Started by the worker, for the few files that need it; the page fetches it with *formats*.
  await bundle({ parquet: join(www, 'worker/parquet_reader.js') }, folder, { banner: { js: licences('hyparquet') } });
  // It believes nothing that is not as the types say.
  const kept = expanded({ kind: 'name', name: 'KeptProject', of: [] });
  const define = { 'globalThis.KEPT_PROJECT': JSON.stringify(kept) };
  await bundle({ keeper: join(www, 'keeper/keeper.js') }, folder, { define });
  // What the page fetches once it has what it cannot begin without.
  await bundle({ charts: join(www, 'charts/plot.js') }, folder, {
    banner: { js: licences('@observablehq/plot', 'd3') },
  });
  await bundle({ links: join(www, 'link/library.js') }, folder);
  // The text of the script in Mermaid's frame: of Mermaid only what a flowchart laid out by dagre takes.
  await classic({ mermaid: join(www, 'mermaid/frame.js') }, folder, licences('mermaid'));
  // These become a part of index.html (.ci/assemble.mjs).
  const inline = { barrier: join(www, 'barrier.js'), boot: join(www, 'boot.js') };
  await bundle(inline, folder, { format: 'iife', sourcemap: false });
  await bundle({ style: join(www, 'styles/main.css') }, folder, { sourcemap: false });
  for (const language of ['english', 'chinese']) {
    const { book } = await import(pathToFileURL(join(www, `i18n/${language}.js`)).href);
    writeFileSync(join(folder, `${language}.json`), JSON.stringify(book));
  }
}
