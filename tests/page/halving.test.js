// Successive halving, as the worker drives it: options that begin early change nothing of what is tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { OptionsSearch } from './core.js';

/** Whole numbers below `limit`, the same ones each time. @param {number} seed */
function draws(seed) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** @param {number} width @returns {import('../../www/protocol.js').Options} */
const options = (width) => ({ ...RECIPE_DEFAULTS.recommended, hidden: [width], linear: width % 3 > 0 });

/** Tries all, up to `workers` at once, which end in any order. @param {number} count @param {number} workers @param {number} seed */
function tried(count, workers, seed) {
  const draw = draws(seed);
  const search = OptionsSearch.among(Array.from({ length: count }, (_, index) => options(index + 1)));
  // No two are equal.
  const mark = () => Array.from({ length: count }, (_, index) => (draw(1000) * count + index) / (1000 * count));
  const marks = Array.from({ length: 4 }, mark);
  /** @type {import('../../www/protocol.js').TrialRow[]} */ const open = [];
  let early = 0;
  while (search.done < search.planned) {
    for (let next = open.length < workers && search.next(); next; next = open.length < workers && search.next()) {
      early += open.some(({ rung }) => rung < next.rung) ? 1 : 0;
      assert.equal(next.epochs, 3 ** next.rung);
      open.push(next);
    }
    assert.ok(open.length > 0, 'there is always something to do');
    const [{ options, rung }] = open.splice(draw(open.length), 1);
    search.found({ options, rung, validation: marks[rung][options.hidden[0] - 1], epochs: 1, seconds: 1 });
  }
  assert.equal(search.next(), null);
  return { search, marks, early };
}

test('each rung has the best third of the one before, whichever is done first', () => {
  let early = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const count = 1 + (seed % 13);
    const { search, marks, early: begun } = tried(count, 1 + (seed % 4), seed);
    early += begun;
    /** @type {import('../../www/protocol.js').TrialRow[]} */ const trials = search.tried();
    assert.equal(trials.length, search.planned);
    assert.deepEqual(search.best(), trials[0].options, 'the best stands first');
    let field = Array.from({ length: count }, (_, index) => index + 1);
    for (let rung = 1; ; rung++) {
      const found = trials.filter((trial) => trial.rung === rung).map(({ options }) => options.hidden[0]);
      if (found.length === 0) break;
      const byMark = (/** @type {number} */ one, /** @type {number} */ other) =>
        marks[rung][other - 1] - marks[rung][one - 1];
      field = field.toSorted(byMark);
      assert.deepEqual(found, field, `seed ${seed}, rung ${rung}`);
      field = field.slice(0, Math.ceil(field.length / 3));
    }
    search.free();
  }
  assert.ok(early > 0, 'some begin before their rung is complete');
});
