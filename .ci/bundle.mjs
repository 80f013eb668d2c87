// Bundles and minifies the page's script, its styles, the workers and the charts' library, with source maps beside:
// node .ci/bundle.mjs FOLDER
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expanded } from './typedefs.mjs';

const www = fileURLToPath(new URL('../www/', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(www, 'package.json'))('esbuild');

/** The browsers that run the page: those with module workers, SIMD and `findLast`, as www/core/core_loader.js asks. */
const target = ['chrome97', 'firefox114', 'safari16.4'];

/**
 * @param {Record<string, string>} entries  paths of modules, by the name of the file that they become
 * @param {string} outdir
 * @param {import('esbuild').BuildOptions} [options]  what is otherwise
 */
export function bundle(entries, outdir, options = {}) {
  return esbuild.build({
    entryPoints: entries,
    outdir,
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    format: 'esm',
    // What is imported on demand becomes a file of its own.
    splitting: true,
    chunkNames: '[name]',
    charset: 'utf8',
    target,
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
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
  await bundle({ page: join(www, 'main.js'), style: join(www, 'styles/main.css') }, process.argv[2]);
  // Run from a blob, it can fetch nothing: it shares no file with the page.
  await bundle({ worker: join(www, 'worker/core.js') }, process.argv[2]);
  // Started by the worker, for the few files that need it; the page fetches it with *formats*.
  await bundle({ parquet: join(www, 'worker/parquet_reader.js') }, process.argv[2], {
    banner: { js: licences('hyparquet') },
  });
  // It believes nothing that is not as the types say.
  const kept = expanded({ kind: 'name', name: 'KeptProject', of: [] });
  const define = { 'globalThis.KEPT_PROJECT': JSON.stringify(kept) };
  await bundle({ keeper: join(www, 'keeper/keeper.js') }, process.argv[2], { define });
  // A file of its own, which the page fetches once it has what it cannot begin without.
  await bundle({ charts: join(www, 'charts/plot.js') }, process.argv[2], {
    banner: { js: licences('@observablehq/plot', 'd3') },
  });
}
