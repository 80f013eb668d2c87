/**
 * The lock: from then on nothing that the page, or a worker of it, does can reach the network. It is tried out before it is
 * relied on.
 */

import { kept } from '../pristine.js';
import { isShut } from './break_out.js';

const POLICY = [
  "default-src 'none'",
  "connect-src 'none'",
  // No address at all: what the page has loaded by now is all that it will ever run.
  "script-src 'wasm-unsafe-eval'",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  // No browser heeds this yet; the barrier has taken the constructors away.
  "webrtc 'block'",
].join('; ');

/**
 * Forbids this page, and the workers that it starts from now on, every further request, and tries to break out. It cannot be
 * undone without loading the page again.
 * @param {string} base  address of the folder www/
 * @returns {Promise<boolean>}  whether the lock holds
 */
export async function forbidConnections(base) {
  if (!kept) return false;
  kept.lock(POLICY);
  return isShut(kept, base);
}
