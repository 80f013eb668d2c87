/** How a file is to be read, and whether it can be. */

import { RequestFailure } from '../core/client.js';
import { ROLES } from '../protocol.js';

/** @typedef {import("../protocol.js").Roles} Roles */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../protocol.js").SplitChoice} SplitChoice */
/** @typedef {import("../state.js").Opened} Opened */

/**
 * How a file is read. Its own split column comes before any other choice.
 * @param {Pick<Opened, 'roles' | 'meaning' | 'split' | 'sample' | 'seed'>} choices
 * @param {number} seed  of the options
 * @returns {import("../protocol.js").ReadOptions}
 */
export function readOptions({ roles, meaning, split, sample, seed: own }, seed) {
  return { roles, meaning, seed: own ?? seed, split: roles.split === null ? split : 'auto', sample };
}

/**
 * The choice of a split that goes with the roles: without times there is nothing to split by.
 * @param {Roles} roles
 * @param {SplitChoice} split
 * @returns {SplitChoice}
 */
export function splitFor(roles, split) {
  return split === 'time' && roles.time === null ? 'auto' : split;
}

/** @param {Preview} one @param {Preview} other */
export function haveSameColumns({ columns }, other) {
  const same = columns.every(({ name }, column) => name === other.columns[column]?.name);
  return same && columns.length === other.columns.length;
}

/**
 * Refuses a column with two roles, as the core would, but before the worker is asked, which would stop an evaluation.
 * @param {Roles} roles @param {Preview} preview
 */
export function refuseTwice(roles, { columns }) {
  ROLES.forEach((other, index) => {
    const assigned = roles[other] ?? null;
    const role = ROLES.slice(0, index).find((before) => roles[before] === assigned);
    if (assigned === null || role === undefined) return;
    const column = columns[assigned]?.name ?? '';
    throw new RequestFailure({ code: 'column-twice', params: { column, role, other } });
  });
}
