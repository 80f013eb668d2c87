// Links of runs, for tests.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { nameOf } from '../../www/link/format.js';
import { ROLES } from '../../www/protocol.js';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';

/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('../../www/state.js').LinkedRun} LinkedRun */

export const ADDRESS = 'https://firstpick.example/some/folder/index.html';
/** @param {string} link */
export const fragmentOf = (link) => link.slice(link.indexOf('#'));
/** @param {string | Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @param {Partial<LinkedRun>} [changes] @returns {LinkedRun} */
export function run(changes = {}) {
  const roles = Object.fromEntries(ROLES.map((role) => [role, null]));
  return {
    file: nameOf(sha256('file')),
    sample: null,
    options: RECIPE_DEFAULTS.recommended,
    topK: 10,
    roles: /** @type {any} */ ({ ...roles, user: 0, item: 1, shape: null }),
    split: 'auto',
    every: 1,
    sampleSeed: RECIPE_DEFAULTS.recommended.seed,
    dialect: {},
    meaning: {},
    events: null,
    excludedItems: null,
    excludedUsers: null,
    figures: sha256('figures').slice(0, 24),
    browser: 'Chromium 156',
    ...changes,
  };
}

/** Hashes that cannot be packed, as those of ids. @param {number} count */
export const hashes = (count) =>
  Array.from({ length: count }, (_, index) =>
    Buffer.from(sha256(`id ${index}`), 'hex')
      .toString('base64url')
      .slice(0, 6),
  );

/** All that can be chosen otherwise. @type {LinkedRun} */
export const LONGEST = run({
  options: {
    recipe: 'recommended',
    epochs: 9_871,
    batchSize: 54_321,
    learningRate: 0.001_234_567_891_234_5,
    seed: 4_294_967_291,
    hidden: [4001, 3002, 2003, 1004, 505, 406, 307, 208],
    activation: 'sigmoid',
    loss: 'binary-cross-entropy',
    optimiser: 'adamw',
    momentum: 0.912_345_678_912_345,
    weightDecay: 0.012_345_678_912_345_6,
    l1: 0.000_123_456_789_123_45,
    l2: 0.000_234_567_891_234_56,
    normaliseInput: false,
    inputDropout: 0.312_345_678_912_345,
    dropout: 0.212_345_678_912_345,
    patience: 9_998,
    negatives: 19,
    linear: false,
    search: false,
  },
  topK: 997,
  roles: /** @type {any} */ ({
    ...Object.fromEntries(ROLES.map((role, index) => [role, 137 - 7 * index])),
    shape: 'long',
  }),
  split: 'time',
  every: 9_973,
  sampleSeed: 3_123_456_789,
  dialect: { encoding: 'windows-1252', delimiter: '::', quotes: 'escaped', header: false, skip: 17, parts: [3, 5, 8] },
  meaning: {
    value: 'quantity',
    threshold: 3.5,
    takeBack: false,
    foldCase: true,
    leastPerUser: 3,
    leastPerItem: 2,
    from: 1_291_161_600,
    to: 1_323_388_800,
    dates: 'dayfirst',
  },
  events: Array.from({ length: 60 }, (_, place) => [1, 0.5, 0.25, 0, -1, null][(place * place * 7) % 6]),
  excludedItems: hashes(200),
  excludedUsers: hashes(2),
});
