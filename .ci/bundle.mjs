// Bundles and minifies the page's script, its styles, the worker and the charts' library, with source maps beside, and makes
// a file of each language: node .ci/bundle.mjs FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
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
 * @param {import('esbuild').BuildOptions} [options]
 */
export function bundle(entries, outdir, options) {
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
  const [folder] = process.argv.slice(2);
  // Each runs by itself, and shares no file with another.
  await bundle({ page: join(www, 'main.js') }, folder);
  await bundle({ worker: join(www, 'worker/core.js') }, folder);
  const notice = licences('@observablehq/plot', 'd3');
  await bundle({ charts: join(www, 'charts/plot.js') }, folder, { banner: { js: notice } });
  // These become a part of index.html (.ci/assemble.mjs).
  await bundle({ boot: join(www, 'boot.js') }, folder, { format: 'iife', sourcemap: false });
  await bundle({ style: join(www, 'styles/main.css') }, folder, { sourcemap: false });
  for (const language of ['english', 'chinese']) {
    const { book } = await import(pathToFileURL(join(www, `i18n/${language}.js`)).href);
    writeFileSync(join(folder, `${language}.json`), JSON.stringify(book));
  }
}
