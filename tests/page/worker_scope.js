// The worker's own code in Node, with the real core: what it answers can be looked at, and its calls of the core counted.
import { readFileSync } from 'node:fs';
import { Session } from '../../www/wasm/core/core.js';

/** @typedef {import('../../www/requests.js').Requests} Requests */

const scope = /** @type {any} */ (globalThis);
/** What was sent by the worker. @type {((message: any) => void)} */ let receive = () => {};
scope.self = { onmessage: () => {} };
scope.postMessage = (/** @type {any} */ message) => setImmediate(() => receive(message));
// Node's own would keep the process alive.
scope.MessageChannel = class {
  port1 = { onmessage: () => {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
};
await import('../../www/worker/core.js');

/** @param {'core' | 'formats'} name */
const module = (name) =>
  new WebAssembly.Module(readFileSync(new URL(`../../www/wasm/${name}/${name}_bg.wasm`, import.meta.url)));

/** Names of the session's calls that came to an end, from the first on. @type {string[]} */
export const calls = [];
for (const name of /** @type {(keyof Session)[]} */ (Object.getOwnPropertyNames(Session.prototype))) {
  const call = /** @type {any} */ (Session.prototype)[name];
  if (typeof call !== 'function' || name === /** @type {string} */ ('constructor')) continue;
  /** @type {any} */ (Session.prototype)[name] = function (/** @type {any[]} */ ...values) {
    const answer = call.apply(this, values);
    calls.push(String(name));
    return answer;
  };
}

/** Whether the worker has asked for *formats*. */
export const asked = { formats: 0 };
/** @type {Map<number, {resolve: (answer: any) => void, reject: (failure: any) => void, events: any[]}>} */ const open =
  new Map();
let next = 1;
receive = (message) => {
  if (message.needs) {
    asked.formats++;
    return scope.self.onmessage({ data: { formats: { module: module('formats'), parquet: new Blob() } } });
  }
  const request = open.get(message.id);
  if (message.event) return request?.events.push(message);
  open.delete(message.id);
  if (message.failure) request?.reject(message.failure);
  else request?.resolve(message.result);
};
scope.self.onmessage({ data: { module: module('core'), script: new Blob(), helpers: 0 } });

/**
 * @template {keyof Requests} T
 * @param {T} type @param {Requests[T][0]} payload @param {any[]} [events]  takes the request's events
 * @returns {Promise<Requests[T][1]>}
 */
export function request(type, payload, events = []) {
  return new Promise((resolve, reject) => {
    const id = next++;
    open.set(id, { resolve, reject, events });
    scope.self.onmessage({ data: { id, type, payload } });
  });
}

/** What `find` finds as soon as it does. @template T @param {() => T | undefined} find @returns {Promise<T>} */
export async function until(find) {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
