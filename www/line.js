/**
 * The worker's end of the line: the core comes first, then requests by id, each of which is answered once. It words
 * nothing; what goes wrong crosses as a code.
 *
 * @import { Failure, Hello, Request } from "./protocol.js"
 */

/** What can be handed over instead of being copied. @param {unknown} result @returns {Transferable[]} */
function transferable(result) {
  return Array.isArray(result) ? result.filter((part) => part instanceof Uint8Array).map(({ buffer }) => buffer) : [];
}

/**
 * A failure of the core has a code. Anything else, a trap above all, means that this
 * instance cannot be trusted any more.
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error) {
  if (typeof error === 'object' && error !== null && 'code' in error && 'params' in error) {
    return /** @type {Failure} */ (error);
  }
  console.error(error);
  return { code: 'worker-died', params: {} };
}

/**
 * @param {(hello: Hello) => void} begin  starts the core; where it throws, the core cannot be started here
 * @param {Record<string, (payload: any, id: number) => any>} requests  by type
 */
export function answer(begin, requests) {
  self.onmessage = async ({ data }) => {
    if (data.module) {
      try {
        begin(data);
      } catch (error) {
        console.error(error);
        postMessage({ failed: true });
      }
      return;
    }
    const { id, type, payload } = /** @type {Request} */ (data);
    try {
      // What only the other worker can do.
      if (!Object.hasOwn(requests, type)) throw /** @type {Failure} */ ({ code: 'wrong-order', params: {} });
      const result = await requests[type](payload, id);
      postMessage({ id, result: result ?? {} }, { transfer: transferable(result) });
    } catch (error) {
      postMessage({ id, failure: failureOf(error) });
    }
  };
}
