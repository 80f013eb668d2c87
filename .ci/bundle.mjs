// Bundles and minifies the page's script, its styles and the worker, with source maps beside: node .ci/bundle.mjs FOLDER
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const www = fileURLToPath(new URL('../www/', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(www, 'package.json'))('esbuild');

/** The browsers that run the page: those with module workers and SIMD. */
const target = ['chrome91', 'firefox114', 'safari16.4'];

/**
 * @param {Record<string, string>} entries  paths of modules, by the name of the file that they become
 * @param {string} outdir
 */
export function bundle(entries, outdir) {
  return esbuild.build({
    entryPoints: entries,
    outdir,
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    format: 'esm',
    charset: 'utf8',
    target,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const entries = { page: 'main.js', style: 'styles/main.css', worker: 'worker/core.js' };
  const paths = Object.entries(entries).map(([name, path]) => [name, join(www, path)]);
  await bundle(Object.fromEntries(paths), process.argv[2]);
}
