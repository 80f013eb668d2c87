/**
 * Requests by id, each of which is answered once, and signs of life. The core comes first; *formats* when they are asked for.
 * Words nothing; what goes wrong crosses as a code.
 *
 * @import { Formats, Hello, Request } from "../requests.js"
 * @import { Failure } from "../protocol.js"
 */

/** What can be handed over instead of being copied. @param {unknown} result @returns {Transferable[]} */
function transferable(result) {
  return Array.isArray(result) ? result.filter((part) => part instanceof Uint8Array).map(({ buffer }) => buffer) : [];
}

/** Whether the core or the worker has refused something; anything else is a fault. @param {unknown} error @returns {error is Failure} */
export function isFailure(error) {
  return typeof error === 'object' && error !== null && 'code' in error && 'params' in error;
}

/**
 * A failure has a code. Anything else, a trap above all, means that this instance cannot be trusted any more.
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (isFailure(error)) return error;
  console.error(error);
  return { code: 'worker-died', params: {} };
}

/** @type {((formats: Formats | null) => void)[]} */
let waiting = [];

/** Asks the page for *formats*: null where they could not be fetched. @returns {Promise<Formats | null>} */
export function askForFormats() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    postMessage({ needs: 'formats' });
  });
}

/**
 * @param {(hello: Hello) => void} begin  starts the core; where it throws, the core cannot be started here
 * @param {Record<string, (payload: any, id: number) => any>} requests  by type
 */
export function answer(begin, requests) {
  /** @param {Hello} hello */
  const greet = (hello) => {
    try {
      begin(hello);
      // From now on a death is one, and not a core that cannot be started.
      postMessage({ alive: true });
    } catch (error) {
      console.error(error);
      postMessage({ failed: true });
    }
  };
  /** @param {Request} request */
  const reply = async ({ id, type, payload }) => {
    try {
      const result = await requests[type](payload, id);
      postMessage({ id, result: result ?? {} }, { transfer: transferable(result) });
    } catch (error) {
      postMessage({ id, failure: failureOf(error) });
    }
  };
  self.onmessage = ({ data }) => {
    if (data.alive) postMessage({ alive: true });
    else if (data.module) greet(data);
    else if ('formats' in data) {
      for (const resolve of waiting) resolve(data.formats);
      waiting = [];
    } else reply(data);
  };
}
