/** What a worker does without: the channel to other tabs, which no policy closes. It is imported before all else. */

const scope = /** @type {any} */ (globalThis);
delete scope.BroadcastChannel;
// The page's policy holds here too: text becomes an address of a script only by a rule, and worker-src then decides on it.
scope.trustedTypes?.createPolicy('default', { createScriptURL: (/** @type {string} */ address) => address });
