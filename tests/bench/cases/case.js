/** What a case of the benchmark is, and what all of them need. */

/** @typedef {{name: string, ours: number, peer: number | null, peer_name: string | null, ratio: number | null, unit: string}} Case */
/**
 * @typedef {Object} Setting
 * @property {import('playwright-core').Page} page  bench/page.html
 * @property {import('playwright-core').Browser} browser
 * @property {{url: string}} server
 * @property {string} folder  the site with the benchmark beside it
 * @property {number} repeats
 * @property {string | null} keras  a Python with Keras, where it was asked for
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** A figure of ours alone. @param {string} name @param {number} ours @param {string} unit @returns {Case} */
export function alone(name, ours, unit) {
  return { name, ours, peer: null, peer_name: null, ratio: null, unit };
}

/**
 * A figure beside a peer's; the ratio says how many times the peer's ours is contained in it.
 * @param {string} name @param {number} ours @param {number} peer @param {string} peerName @param {string} unit
 * @returns {Case}
 */
export function beside(name, ours, peer, peerName, unit) {
  return { name, ours, peer, peer_name: peerName, ratio: peer / ours, unit };
}
