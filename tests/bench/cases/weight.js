/**
 * Case 7: what travels before the page can be used, and how long that takes. Can be used: a file can be chosen, and is
 * opened and shown (the opening core has answered: the options' fields are filled with the recipe's defaults, and a
 * worker waits for a file). The file is read, and training can begin, when the full core has come, which is asked for then.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { alone, median } from './case.js';

/** @typedef {{path: string, begun: number}} Travelled */

const KB = 1000;
/** What the page may still ask for when it can be used already: Mermaid, the samples. */
const REST_MS = 2500;

/** @param {import('./case.js').Setting} setting */
export async function weightCases(setting) {
  const visits = [];
  for (let repeat = 0; repeat < setting.repeats; repeat += 1) visits.push(await visit(setting));
  // What both workers are made of is asked for twice, and comes from the browser's cache.
  const requests = [...new Map(visits[0].requests.toReversed().map((request) => [request.path, request])).values()];
  const usable = median(visits.map((visit) => visit.usable));
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
    Mermaid: (path) => path.includes('/mermaid/'),
    'the samples': (path) => path.includes('/samples/'),
  };
  const decoration = Object.values(kinds);
  const own = requests.filter(({ path }) => !decoration.some((holds) => holds(path)));
  const early = (/** @type {Travelled[]} */ requests) => requests.filter(({ begun }) => begun <= visits[0].usable);
  const late = own.filter(({ begun }) => begun > visits[0].usable);
  const wasm = own.filter(({ path }) => path.endsWith('.wasm'));
  const size = wasm.reduce((sum, { path }) => sum + readFileSync(`${setting.folder}${path}`).length, 0);
  return [
    alone(`before the page can be used, gzip, ${early(own).length} files`, packed(early(own)), 'KB'),
    alone(`until training can begin, gzip, ${own.length} files`, packed(own), 'KB'),
    alone(`of it asked for when the page can be used, ${late.length} files`, packed(late), 'KB'),
    ...Object.entries(kinds).flatMap(([kind, holds]) => {
      const asked = requests.filter(({ path }) => holds(path));
      return [
        alone(`${kind}, gzip, ${asked.length} files`, packed(asked), 'KB'),
        alone(`of it asked for before the page can be used, ${early(asked).length} files`, packed(early(asked)), 'KB'),
      ];
    }),
    alone(`wasm, ${wasm.length} ${wasm.length === 1 ? 'file' : 'files'}`, size / KB, 'KB'),
    alone('wasm, gzip', packed(wasm), 'KB'),
    alone('time until the page can be used, from this machine', usable, 'ms'),
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
    return await page.evaluate(() => ({
      usable: /** @type {any} */ (window).usable,
      requests: performance
        .getEntries()
        .filter(({ entryType }) => entryType === 'navigation' || entryType === 'resource')
        .map(({ name, startTime }) => ({ url: new URL(name), begun: startTime }))
        .filter(({ url }) => url.protocol === 'http:')
        .map(({ url, begun }) => ({ path: url.pathname.replace(/\/$/, '/index.html'), begun })),
    }));
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of its own: looks at every change of it until it can be used. */
function notesWhenUsable() {
  const look = () => {
    const epochs = document.getElementById('epochs');
    const ready = document.body?.dataset.stage === 'empty' && epochs instanceof HTMLInputElement && epochs.value !== '';
    if (ready) /** @type {any} */ (window).usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}
