// The site on a server on which one file is not as it should be. Each visit has an address of its own, so that many can be
// made at once.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { site } from './browser.js';

/**
 * aborted: the connection breaks. missing: 404. hanging: half of it comes, and nothing more. flipped: one bit is another.
 * slow: it comes in SLOW_PARTS parts, one each second.
 * @typedef {"aborted" | "missing" | "hanging" | "flipped" | "slow"} Fault
 */

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const SLOW_PARTS = 20;

/** @param {import('node:http').ServerResponse} response @param {Buffer} content */
function trickle(response, content) {
  const size = Math.ceil(content.length / SLOW_PARTS);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(content.subarray(sent, sent + size));
    sent += size;
    if (sent < content.length) return;
    clearInterval(timer);
    response.end();
  }, 1000);
}

/** @param {string} [folder]  of the site */
export async function serveFaulty(folder = site) {
  /** Faults by visit. @type {Map<string, {file: string, fault: Fault}>} */ const faults = new Map();
  /** What was asked for, by visit. @type {Map<string, string[]>} */ const asked = new Map();
  let visits = 0;
  const server = createServer(async (request, response) => {
    const [, visit = '', ...rest] = (request.url ?? '').replace(/\?.*/, '').split('/');
    const file = rest.join('/') || 'index.html';
    asked.get(visit)?.push(file);
    const faulty = faults.get(visit);
    const fault = faulty?.file === file ? faulty.fault : null;
    if (fault === 'aborted') return void request.socket.destroy();
    const content = fault === 'missing' ? null : await readFile(join(folder, file)).catch(() => null);
    if (content === null) return void response.writeHead(404).end();
    const middle = content.length >> 1;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': content.length, 'cache-control': 'no-cache' });
    if (fault === 'hanging') return void response.write(content.subarray(0, middle));
    if (fault === 'slow') return void trickle(response, content);
    if (fault === 'flipped') content[middle] ^= 1;
    response.end(content);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    /** The address of a visit on which that file has that fault. @param {string} [file] @param {Fault} [fault] */
    visit(file, fault) {
      const name = `v${++visits}`;
      if (file && fault) faults.set(name, { file, fault });
      /** @type {string[]} */ const files = [];
      asked.set(name, files);
      return { url: `http://127.0.0.1:${port}/${name}/`, asked: files, mend: () => void faults.delete(name) };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined));
        server.closeAllConnections();
      }),
  };
}
