/**
 * Case 7: what travels before the page can be used, and until training can begin, and how long both take. Can be used: the
 * page's script has run, and a file can be chosen, which waits for the core if that has not come. Training can begin when
 * the core and its worker have come. The module *formats*, the reader of Parquet, Mermaid,
 * the charts and the samples are asked for after that.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { alone, median } from './case.js';

/** @typedef {{path: string, begun: number, ended: number}} Travelled */

const KB = 1000;
/** What the page may still ask for then. */
const REST_MS = 2500;

/** @param {import('./case.js').Setting} setting */
export async function weightCases(setting) {
  const visits = [];
  for (let repeat = 0; repeat < setting.repeats; repeat += 1) visits.push(await visit(setting));
  // What is asked for twice comes from the browser's cache.
  const requests = [...new Map(visits[0].requests.map((request) => [request.path, request])).values()];
  /** Bytes as a host that packs would send them; what is packed already, as it is. @param {Travelled[]} requests */
  const packed = (requests) => {
    const size = ({ path }) => {
      const bytes = readFileSync(`${setting.folder}${path}`);
      return path.endsWith('.gz') ? bytes.length : gzipSync(bytes, { level: 6 }).length;
    };
    return requests.reduce((sum, request) => sum + size(request), 0) / KB;
  };
  /** @type {Record<string, (path: string) => boolean>} */
  const kinds = {
    'the module formats': (path) => path.endsWith('/formats.wasm'),
    'the reader of Parquet': (path) => path.endsWith('/parquet.js'),
    'the keeper': (path) => path.endsWith('/keeper.js'),
    'what knows links': (path) => path.endsWith('/links.js'),
    Mermaid: (path) => path.endsWith('/mermaid.js'),
    'the charts': (path) => path.endsWith('/charts.js'),
    'the samples': (path) => path.includes('/samples/'),
  };
  const later = (/** @type {Travelled} */ { path }) => Object.values(kinds).some((holds) => holds(path));
  const own = requests.filter((request) => !later(request));
  const core = own.filter(({ path }) => path.endsWith('/core.wasm') || path.endsWith('/worker.js'));
  const page = own.filter((request) => !core.includes(request));
  const [wasm] = core.filter(({ path }) => path.endsWith('.wasm'));
  const early = requests.filter((request) => later(request) && request.begun <= visits[0].trainable);
  return [
    alone(`before the page can be used, gzip, ${page.length} files`, packed(page), 'KB'),
    alone(`until training can begin, gzip, ${own.length} files`, packed(own), 'KB'),
    alone(`asked for sooner, though it is for later, gzip, ${early.length} files`, packed(early), 'KB'),
    ...Object.entries(kinds).map(([kind, holds]) => {
      const asked = requests.filter(({ path }) => holds(path));
      return alone(`after that: ${kind}, gzip, ${asked.length} files`, packed(asked), 'KB');
    }),
    alone('the core', readFileSync(`${setting.folder}${wasm.path}`).length / KB, 'KB'),
    alone('the core, gzip', packed([wasm]), 'KB'),
    alone('time until the page can be used, from this machine', median(visits.map(({ usable }) => usable)), 'ms'),
    alone('time until training can begin', median(visits.map(({ trainable }) => trainable)), 'ms'),
  ];
}

/** A first visit, with nothing kept from before. @param {import('./case.js').Setting} setting */
async function visit({ browser, address }) {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.addInitScript(notesWhenUsable);
    await page.goto(address);
    await page.waitForFunction(() => 'usable' in window);
    await page.waitForTimeout(REST_MS);
    return await page.evaluate(() => {
      const entries = /** @type {PerformanceResourceTiming[]} */ (
        performance.getEntries().filter(({ entryType }) => entryType === 'navigation' || entryType === 'resource')
      );
      const travelled = entries
        .map(({ name, startTime, responseEnd }) => ({ url: new URL(name), begun: startTime, ended: responseEnd }))
        .filter(({ url }) => url.protocol === 'http:')
        .map(({ url, ...times }) => ({ path: url.pathname.replace(/\/$/, '/index.html'), ...times }));
      const core = travelled.filter(({ path }) => path.endsWith('/core.wasm') || path.endsWith('/worker.js'));
      const { usable } = /** @type {any} */ (window);
      return { usable, trainable: Math.max(usable, ...core.map(({ ended }) => ended)), requests: travelled };
    });
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of its own: the stage is set when the page's script has run. */
function notesWhenUsable() {
  const page = /** @type {any} */ (window);
  const note = () => {
    page.usable ??= performance.now();
  };
  new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ['data-stage'] });
}
