/**
 * The files to take away that are long: recommendations.csv, shared with helpers, and interactions.csv.
 *
 * @import { Recipe } from "../protocol.js"
 * @import { Session } from "../wasm/core/core.js"
 * @import { WorkerPool } from "./pool.js"
 * @import { Task } from "./task.js"
 */

import { csvFile, NUMBERS } from './neutral.js';
import { STEP, STOPPED } from './task.js';

/**
 * Scores (users × items) from which on helpers are worth starting: about 0.1 s of the article's network. A pair network
 * scores pair by pair, at about a hundred times the cost.
 */
const WORTH_HELP = 4e6;
const PAIR_COST = 100;
/** Users in a task of scoring: a multiple of BLOCK in src/export/recommendations_csv.rs, so that no byte changes. */
const BLOCK = 64;
const MOST_BLOCKS = 4;

/** Whether helpers are worth starting. @param {{recipe: Recipe}} options  of a training @param {number} size  users × items */
export function isScoringLong({ recipe }, size) {
  return size * (recipe === 'pair' ? PAIR_COST : 1) >= WORTH_HELP;
}

/**
 * The part of recommendations.csv about some users: its bytes, as they come.
 * @param {Session} session
 * @param {{k: number, from: number, to: number}} part
 * @param {Task} task
 * @param {() => boolean} isWanted  asked before each step; if it is not, there is no result
 * @returns {Promise<Uint8Array[] | null>}
 */
export async function recommendationsPart(session, { k, from, to }, task, isWanted) {
  session.beginRecommendationsCsvOf(k, from, to);
  const parts = [];
  while (await task.nextStep()) {
    if (!isWanted()) return null;
    const bytes = session.recommendationsCsv(STEP);
    if (!bytes) return parts;
    parts.push(bytes);
  }
  throw STOPPED;
}

/** The whole of it as tasks: large ones first, small ones at the end, so that all end together. */
function* partsOf(/** @type {number} */ k, /** @type {number} */ users, /** @type {number} */ workers) {
  for (let from = 0, to = 0; from < users; from = to) {
    const blocks = Math.floor((users - from) / (BLOCK * workers * MOST_BLOCKS));
    to = workers === 1 ? users : Math.min(from + BLOCK * Math.max(1, Math.min(blocks, MOST_BLOCKS)), users);
    yield { type: /** @type {const} */ ('recommendationsCsv'), payload: { k, from, to } };
  }
}

/**
 * recommendations.csv, or the neutral one.
 * @param {Session} session
 * @param {WorkerPool} pool
 * @param {{k: number, neutral: boolean, users: number, isShared: boolean}} asked  isShared: whether the helpers have the model
 * @param {Task} task
 * @param {number} id  of the request
 */
export async function recommendationsCsv(session, pool, { k, neutral, users, isShared }, task, id) {
  /** @type {Map<number, Uint8Array[]>} by the first user */
  const parts = new Map();
  let done = 0;
  let fraction = 0;
  const report = (/** @type {number} */ scored) => {
    // What is begun here and brought back by a helper first would count for more, then for less.
    fraction = Math.max(fraction, Math.min(1, scored / users));
    task.report({ event: 'exporting', id, fraction });
  };
  await pool.runAll(
    partsOf(k, users, isShared ? pool.size + 1 : 1),
    ({ payload }, isWanted) =>
      recommendationsPart(session, payload, task, () => {
        report(done + (payload.to - payload.from) * session.exportFraction());
        return isWanted();
      }),
    ({ payload: { from, to } }, bytes) => {
      parts.set(from, bytes);
      done += to - from;
      report(done);
    },
  );
  const ordered = [...parts].sort(([one], [other]) => one - other).flatMap(([, bytes]) => bytes);
  return csvFile(ordered, neutral ? NUMBERS.recommendations : null, task);
}

/**
 * interactions.csv, the cleaned data; or the neutral one.
 * @param {Session} session @param {boolean} neutral @param {Task} task @param {number} id  of the request
 */
export async function interactionsCsv(session, neutral, task, id) {
  session.beginInteractionsCsv();
  /** @type {Uint8Array[]} */ const parts = [];
  while (await task.nextStep()) {
    const bytes = session.interactionsCsv(STEP);
    if (!bytes) return csvFile(parts, neutral ? NUMBERS.interactions : null, task);
    parts.push(bytes);
    task.report({ event: 'exporting', id, fraction: session.exportFraction() });
  }
  throw STOPPED;
}
