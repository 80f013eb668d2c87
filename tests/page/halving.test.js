// Successive halving: whoever may begin early changes nothing of what is tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Halving } from '../../www/trials.js';

/** Whole numbers below `limit`, the same ones each time. @param {number} seed */
function draws(seed) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** @param {number} width @returns {import('../../www/protocol.js').Options} */
const options = (width) => /** @type {any} */ ({ hidden: [width], linear: width % 3 > 0 });

/** Tries all, up to `workers` at once, which end in any order. @param {number} count @param {number} workers @param {number} seed */
function tried(count, workers, seed) {
  const draw = draws(seed);
  const halving = new Halving(Array.from({ length: count }, (_, index) => options(index + 1)));
  const marks = Array.from({ length: 4 }, () => Array.from({ length: count }, () => draw(1000) / 1000));
  /** @type {{options: any, rung: number}[]} */ const open = [];
  let early = 0;
  while (!halving.isDone) {
    for (let next = open.length < workers && halving.next(); next; next = open.length < workers && halving.next()) {
      early += open.some(({ rung }) => rung < next.rung) ? 1 : 0;
      open.push(next);
    }
    assert.ok(open.length > 0, 'somebody always has something to do');
    const [{ options, rung }] = open.splice(draw(open.length), 1);
    halving.found({ options, rung, validation: marks[rung][options.hidden[0] - 1], epochs: 1, seconds: 1 });
  }
  return { halving, marks, early };
}

test('each rung has the best third of the one before, whoever is done first', () => {
  let early = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const count = 1 + (seed % 13);
    const { halving, marks, early: begun } = tried(count, 1 + (seed % 4), seed);
    early += begun;
    assert.equal(halving.trials.length, halving.planned);
    let field = Array.from({ length: count }, (_, index) => index + 1);
    for (let rung = 1; ; rung++) {
      const found = halving.trials.filter((trial) => trial.rung === rung).map(({ options }) => options.hidden[0]);
      if (found.length === 0) break;
      assert.deepEqual(found.toSorted(), field.toSorted(), `seed ${seed}, rung ${rung}`);
      const byMark = (/** @type {number} */ one, /** @type {number} */ other) =>
        marks[rung][other - 1] - marks[rung][one - 1] ||
        (JSON.stringify(options(one)) < JSON.stringify(options(other)) ? -1 : 1);
      field = field.toSorted(byMark).slice(0, Math.ceil(field.length / 3));
    }
  }
  assert.ok(early > 0, 'some begin before their rung is complete');
});
