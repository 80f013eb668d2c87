/** A worker's end of the benchmark: each message names a call, each answer carries its figures. */

/** @param {Record<string, (payload: any) => any>} calls */
self.answer = (calls) => {
  self.onmessage = async ({ data: { id, call, payload } }) => {
    try {
      postMessage({ id, result: await calls[call](payload) });
    } catch (error) {
      postMessage({ id, error: error instanceof Error ? `${error.stack}` : JSON.stringify(error) });
    }
  };
};
