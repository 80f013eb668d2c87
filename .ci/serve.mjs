// A static server for one folder: `node .ci/serve.mjs FOLDER [PORT]`, or serve() from a test.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
};

/**
 * The file that a request's path means, or null when there is none inside the folder.
 * @param {string} folder
 * @param {string} path
 */
async function find(folder, path) {
  try {
    const base = await realpath(folder);
    let file = await realpath(resolve(base, `.${decodeURIComponent(path)}`));
    let found = await stat(file);
    if (found.isDirectory()) {
      file = await realpath(resolve(file, 'index.html'));
      found = await stat(file);
    }
    return file.startsWith(base + sep) && found.isFile() ? { file, size: found.size } : null;
  } catch {
    return null;
  }
}

/**
 * Serves a folder on 127.0.0.1; port 0 takes a free one. A prefix such as '/some/path' puts the site below it,
 * `headers` go with every answer; `heard` is told the path of whatever arrives, sockets included.
 * @param {string} folder
 * @param {{port?: number, prefix?: string, headers?: Record<string, string>, heard?: (path: string) => void}} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve(folder, { port = 0, prefix = '', headers = {}, heard = () => {} } = {}) {
  const server = createServer(async (request, response) => {
    heard(request.url ?? '/');
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const known = request.method === 'GET' || request.method === 'HEAD';
    const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : null;
    const found = known && path !== null ? await find(folder, path) : null;
    if (!found) {
      response.writeHead(known ? 404 : 405, { 'Content-Type': 'text/plain' }).end(known ? 'not found' : 'not allowed');
      return;
    }
    response.writeHead(200, {
      'Content-Type': types[extname(found.file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(found.file)
        .on('error', () => response.destroy())
        .pipe(response);
  });
  server.on('upgrade', (request, socket) => {
    heard(request.url ?? '/');
    socket.destroy();
  });
  await new Promise((ready, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', () => ready(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}${prefix}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port = '8080'] = process.argv.slice(2);
  try {
    const { url } = await serve(folder, { port: Number(port) });
    console.log(url);
  } catch (error) {
    const busy = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
    console.error(busy ? `✗ port ${port} is taken: choose another, as in make serve PORT=8090` : `✗ ${error}`);
    process.exit(1);
  }
}
