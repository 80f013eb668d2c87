// The ways out of a worker, and those to another tab of the site, that the break-out suite tries.

/** @typedef {import('./breakout_ways.js').Way} Way */

/** Runs in a worker. @returns {Record<string, Way>} */
export function workerWays() {
  const any = /** @type {any} */ (globalThis);
  /** @param {string} script */
  const blob = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return {
    fetch: ({ to }, name) => fetch(to(name)),
    'fetch without an answer': ({ to }, name) => fetch(to(name), { mode: 'no-cors' }),
    'fetch to post': ({ to }, name) => fetch(to(name), { method: 'POST', body: 'secret', mode: 'no-cors' }),
    'fetch that outlives the page': ({ to }, name) => fetch(to(name), { keepalive: true, mode: 'no-cors' }),
    'fetch of a request': ({ to }, name) => fetch(new Request(to(name))),
    'fetch of wasm': ({ to }, name) => WebAssembly.compileStreaming(fetch(to(name))),
    XMLHttpRequest: ({ to }, name) => {
      const request = new XMLHttpRequest();
      request.open('GET', to(name));
      request.send();
    },
    'XMLHttpRequest that waits': ({ to }, name) => {
      const request = new XMLHttpRequest();
      request.open('POST', to(name), false);
      request.send('secret');
    },
    'cache that adds': async ({ to }, name) => (await caches.open('x')).add(to(name)),
    WebSocket: ({ to }, name) => new WebSocket(to(name).replace('http', 'ws')),
    WebSocketStream: ({ to }, name) => new any.WebSocketStream(to(name).replace('http', 'ws')).opened,
    EventSource: ({ to }, name) => new EventSource(to(name)),
    font: ({ to }, name) => new FontFace('way', `url('${to(name)}')`).load(),
    importScripts: ({ to }, name) => any.importScripts(to(name)),
    'importScripts of a blob': ({ to }, name) => any.importScripts(blob(`importScripts('${to(name)}')`)),
    import: ({ to }, name) => import(to(name)),
    'import of a blob': ({ to }, name) => import(blob(`import '${to(name)}'`)),
    'import of data': ({ to }, name) => import(`data:text/javascript,import '${to(name)}'`),
    'worker of an address': ({ to }, name) => new Worker(to(name)),
    'worker of a blob': ({ to }, name) => new Worker(blob(`fetch('${to(name)}', { mode: 'no-cors' })`)),
    'worker of a blob that imports': ({ to }, name) => new Worker(blob(`import '${to(name)}'`), { type: 'module' }),
    'worker of a blob that imports later': ({ to }, name) => new Worker(blob(`import('${to(name)}')`)),
    'worker of a blob with a socket': ({ to }, name) =>
      new Worker(blob(`new WebSocket('${to(name).replace('http', 'ws')}')`)),
    'worker of data': ({ to }, name) => new Worker(`data:text/javascript,fetch('${to(name)}',{mode:'no-cors'})`),
    eval: ({ to }, name) => any.eval(`fetch('${to(name)}', { mode: 'no-cors' })`),
  };
}

/**
 * The ways to another tab of the same site, which tells of what it hears. Run in the page, and those that a worker has in one.
 * @returns {Record<string, Way>}
 */
export function channelWays() {
  const any = /** @type {any} */ (globalThis);
  return {
    BroadcastChannel: (_, name) => new BroadcastChannel('ways').postMessage(name),
    'BroadcastChannel of a worker': (_, name) =>
      new Worker(URL.createObjectURL(new Blob([`new BroadcastChannel('ways').postMessage('${name}')`]))),
    'BroadcastChannel of a worker of a worker': (_, name) => {
      const inner = `new BroadcastChannel('ways').postMessage('${name}')`;
      new Worker(URL.createObjectURL(new Blob([`new Worker(URL.createObjectURL(new Blob([\`${inner}\`])))`])));
    },
    SharedWorker: (_, name) => new SharedWorker('/shared.js').port.postMessage(name),
    cookieStore: (_, name) => any.cookieStore.set('ways', name),
    localStorage: (_, name) => localStorage.setItem('ways', name),
    IndexedDB: (_, name) => indexedDB.open(`ways ${name}`),
    'cache storage': (_, name) => caches.open(`ways ${name}`),
    'file system': async (_, name) =>
      (await navigator.storage.getDirectory()).getFileHandle(`ways ${name}`, { create: true }),
    'web locks': (_, name) => navigator.locks.request(`ways ${name}`, () => new Promise(() => {})),
  };
}

/** Runs in the other tab, for the time of the test: what it hears, in `heard`. */
export function overhear() {
  const any = /** @type {any} */ (globalThis);
  /** @type {Set<string>} */ const heard = new Set();
  any.heard = heard;
  new BroadcastChannel('ways').onmessage = ({ data }) => heard.add(data);
  addEventListener('storage', ({ key, newValue }) => key === 'ways' && heard.add(newValue ?? ''));
  any.cookieStore?.addEventListener('change', (/** @type {any} */ { changed }) => {
    for (const { name, value } of changed) if (name === 'ways') heard.add(decodeURIComponent(value));
  });
  const look = async () => {
    const files = [];
    for await (const name of /** @type {any} */ (await navigator.storage.getDirectory()).keys()) files.push(name);
    const names = [
      ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
      ...(await caches.keys()),
      ...files,
      ...((await navigator.locks.query()).held ?? []).map(({ name }) => name ?? ''),
    ];
    for (const name of names) if (name.startsWith('ways ')) heard.add(name.slice(5));
  };
  setInterval(() => void look(), 100);
}
