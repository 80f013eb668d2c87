// Servers that wait for what breaks out: what arrives counts, not what a script believes.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';

/** @typedef {Awaited<ReturnType<typeof listen>>} Listeners */

/** Every answer may be read and run by anyone. */
const ANSWER = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Cache-Control': 'no-store',
};

/**
 * One server for HTTP and sockets, where each way out has an address of its own; and a port for each of the ways whose packets
 * carry no address.
 * @param {string[]} packets  ways whose packets are waited for
 * @param {string} [home]  a page at the root of the server
 */
export async function listen(packets, home = '') {
  /** The ways that got out. @type {Set<string>} */ const arrived = new Set();
  /** @param {string} path */
  const hear = (path) => {
    const [, way] = /\/way\/([^/?&]+)/.exec(path) ?? [];
    if (way) arrived.add(decodeURIComponent(way));
  };
  const server = createServer((request, response) => {
    const path = `${request.url}`;
    hear(path);
    // A cookie says what it is about.
    hear(`${request.headers.cookie}`);
    const isPage = path === '/';
    response.writeHead(200, { ...ANSWER, 'Content-Type': isPage ? 'text/html; charset=utf-8' : 'text/javascript' });
    response.end(isPage ? home : '/* nothing */');
  });
  server.on('upgrade', (request, socket) => {
    hear(`${request.url}`);
    socket.destroy();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  /** @type {Record<string, number>} */ const ports = {};
  /** @type {(() => void)[]} */ const closings = [];
  for (const way of packets) {
    const socket = createSocket('udp4').on('message', () => arrived.add(way));
    await new Promise((ready) => socket.bind(0, '127.0.0.1', () => ready(undefined)));
    ports[way] = socket.address().port;
    closings.push(() => socket.close());
  }
  return {
    arrived,
    ports,
    hear,
    url: `http://127.0.0.1:${port}/`,
    close() {
      for (const close of closings) close();
      server.closeAllConnections();
      server.close();
    },
  };
}
