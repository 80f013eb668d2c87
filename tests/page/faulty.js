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

/**
 * @typedef {Object} Address
 * @property {string} folder  of the site
 * @property {{file: string, fault: Fault} | null} faulty
 * @property {string[]} asked  the files that were asked for
 */

export async function serveFaulty() {
  /** @type {Map<string, Address>} */ const addresses = new Map();
  const server = createServer(async (request, response) => {
    const [, visit = '', ...rest] = (request.url ?? '').replace(/\?.*/, '').split('/');
    const file = rest.join('/') || 'index.html';
    const address = addresses.get(visit);
    if (!address) return void response.writeHead(404).end();
    const { folder, faulty, asked } = address;
    asked.push(file);
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
    /** An address at which that file has that fault; both, and the folder, can be changed. @param {string} [file] @param {Fault} [fault] */
    visit(file, fault) {
      const name = `v${addresses.size + 1}`;
      /** @type {Address} */ const address = {
        folder: site,
        faulty: file && fault ? { file, fault } : null,
        asked: [],
      };
      addresses.set(name, address);
      return Object.assign(address, { url: `http://127.0.0.1:${port}/${name}/` });
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined));
        server.closeAllConnections();
      }),
  };
}
