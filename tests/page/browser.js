// A real browser and a server for the page's tests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, flags } from '../../.ci/chromium.mjs';

export { serve } from '../../.ci/serve.mjs';

// Node looks for a package in the folders above the importing file, and the packages lie in www.
const require = createRequire(new URL('../../www/package.json', import.meta.url));

/** @type {typeof import('playwright-core')} */
const playwright = require('playwright-core');
/** @type {typeof import('esbuild')} */
const esbuild = require('esbuild');

/** The built site, which the tests are run on: `make site`. */
export const site = fileURLToPath(new URL('../../target/site', import.meta.url));

/**
 * Puts a module of the page into it, with what it imports, as www/NAME.js: the site itself has bundles only.
 * @param {import('playwright-core').Page} page
 * @param {string} path  below www
 */
export async function serveModule(page, path) {
  const entry = fileURLToPath(new URL(`../../www/${path}`, import.meta.url));
  const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  const body = outputFiles[0].text;
  await page.route(`**/www/${basename(path)}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
}

/** axe-core's script, to be put into a page: page.evaluate(axeSource). */
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Starts the browser; close() it when the tests are through.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export function launch(options = {}) {
  return playwright.chromium.launch({
    executablePath: findChromium(),
    ...options,
    args: [...flags, ...(options.args ?? [])],
  });
}

/** A browser that keeps what pages keep, in a folder. @param {string} folder */
export function persistent(folder) {
  return playwright.chromium.launchPersistentContext(`${folder}/profile`, {
    executablePath: findChromium(),
    args: flags,
  });
}
