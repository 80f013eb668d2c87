// Bundles and minifies the page's script, its styles, the worker and the charts' library, with source maps beside:
// node .ci/bundle.mjs FOLDER
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const www = fileURLToPath(new URL('../www/', import.meta.url));
/** @type {typeof import('esbuild')} */
const esbuild = createRequire(join(www, 'package.json'))('esbuild');

/** The browsers that run the page: those with module workers, SIMD and `findLast`, as www/core/core_loader.js asks. */
const target = ['chrome97', 'firefox114', 'safari16.4'];

/**
 * @param {Record<string, string>} entries  paths of modules, by the name of the file that they become
 * @param {string} outdir
 * @param {string} [notice]  stands above each script
 */
export function bundle(entries, outdir, notice) {
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
    banner: notice ? { js: notice } : {},
    logLevel: 'warning',
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
  // A file of its own, which the page fetches once it has what it cannot begin without.
  await bundle({ charts: join(www, 'charts/plot.js') }, process.argv[2], licences('@observablehq/plot', 'd3'));
  // Likewise: links are read and written now and then.
  await bundle({ links: join(www, 'link/library.js') }, process.argv[2]);
}
