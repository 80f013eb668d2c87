/**
 * The page's own attempts to break out of its lock, from itself and from a worker. Each tries to reach the site that the page
 * came from, which the rules before the lock allow: one that succeeds, or that is still waiting after a while, means open.
 */

/** @typedef {import("../pristine.js").Kept} Kept */

/** A file of the site that nothing else asks for. */
const FILE = 'outside.js';
/** An attempt that was refused fails at once; one that waits has gone out. Milliseconds. */
const PATIENCE = 2000;

/** Tries what a worker has, and tells how many attempts succeeded and how many refusals it heard of. */
const WORKER = `onmessage = async ({ data: [address, socket] }) => {
  let refused = 0;
  addEventListener('securitypolicyviolation', () => refused++);
  const tries = [
    () => fetch(address, { cache: 'no-store' }),
    () => import(address),
    () => new Promise((yes, no) => {
      const request = new XMLHttpRequest();
      request.onload = yes;
      request.onerror = no;
      request.open('GET', address);
      request.send();
    }),
    () => new Promise((yes, no) => Object.assign(new WebSocket(socket), { onopen: yes, onerror: no })),
  ];
  const done = await Promise.all(tries.map(async (attempt) => attempt().then(() => 1, () => 0)));
  setTimeout(() => postMessage([done.reduce((sum, one) => sum + one), refused]));
};`;

/** @param {Promise<boolean>} attempt  whether it got out */
function hurried(attempt) {
  return Promise.race([attempt, new Promise((resolve) => setTimeout(() => resolve(true), PATIENCE))]);
}

/**
 * Whether it got out; what throws did not.
 * @param {() => Promise<unknown>} attempt
 * @returns {Promise<boolean>}
 */
async function tried(attempt) {
  try {
    await attempt();
    return true;
  } catch {
    return false;
  }
}

/** @param {Kept} kept @param {string} address */
function requested({ XMLHttpRequest }, address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = resolve;
    request.onerror = reject;
    request.open('GET', address);
    request.send();
  });
}

/** @param {string} address */
function pictured(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = resolve;
    image.onerror = reject;
    image.src = address;
  });
}

/** @param {Kept} kept @param {string} address */
function connected({ WebSocket }, address) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.onopen = resolve;
    socket.onerror = reject;
  });
}

/** Whether a worker that is started now gets out. @param {Kept} kept @param {string[]} addresses @param {() => void} onRefusal */
function triedByWorker(kept, addresses, onRefusal) {
  const script = URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
  const worker = kept.startWorker(script, { type: 'module' });
  /** @type {Promise<boolean>} */
  const told = new Promise((resolve) => {
    worker.onmessage = ({ data: [succeeded, refused] }) => {
      for (let n = 0; n < refused; n++) onRefusal();
      resolve(succeeded > 0);
    };
    // One that cannot be started proves nothing.
    worker.onerror = () => resolve(true);
  });
  worker.postMessage(addresses);
  return hurried(told).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(script);
  });
}

/**
 * Whether none of the attempts got out.
 * @param {Kept} kept
 * @param {string} base  address of the folder www/
 * @returns {Promise<boolean>}
 */
export async function isShut(kept, base) {
  let refusals = 0;
  const onRefusal = () => {
    refusals++;
  };
  document.addEventListener('securitypolicyviolation', onRefusal);
  // Another address each time: none can be answered from what the browser has already.
  const file = new URL(`${FILE}?${Math.random()}`, base).href;
  const socket = file.replace(/^http/, 'ws');
  try {
    const results = await Promise.all([
      hurried(tried(() => kept.fetch(file))),
      hurried(tried(() => import(file))),
      hurried(tried(() => requested(kept, file))),
      hurried(tried(() => pictured(new URL(`icon.svg?${Math.random()}`, base).href))),
      hurried(tried(() => connected(kept, socket))),
      triedByWorker(kept, [file, socket], onRefusal),
    ]);
    // Where there is no network all attempts fail: then the browser has to say that it was the policy that refused them.
    return results.every((gotOut) => !gotOut) && (refusals > 0 || navigator.onLine);
  } finally {
    document.removeEventListener('securitypolicyviolation', onRefusal);
  }
}
