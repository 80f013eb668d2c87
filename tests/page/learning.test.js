// What is said about the curves of a training: whether more epochs may help.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { courseOf } from '../../www/views/restraint.js';

/** @param {(number | null)[]} validation  epoch by epoch @param {(epoch: number) => number} [loss] */
function records(validation, loss = (epoch) => 10 - epoch) {
  return validation.map((score, n) => ({
    epoch: n + 1,
    loss: loss(n + 1),
    validation: score,
    accuracy: null,
    best: false,
    seconds: 1,
  }));
}

test('where validation was best in the last epoch, more may help', () => {
  assert.equal(courseOf(records([0.1, 0.2, 0.3]), 3, 5), 'rising');
});

test('shortly before the end it cannot be told, and more may help', () => {
  assert.equal(courseOf(records([0.1, 0.3, 0.29, 0.28]), 2, 5), 'nearEnd');
  assert.equal(courseOf(records([0.1, 0.3, 0.2]), 2, 0), 'nearEnd', 'without patience too');
});

test('once patience has run out more would not help', () => {
  assert.equal(courseOf(records([0.1, 0.3, 0.299, 0.2995, 0.299]), 2, 3), 'peaked');
  assert.equal(courseOf(records([0.1, 0.3, 0.28, 0.27, 0.26]), 2, 3), 'overfit');
  assert.equal(
    courseOf(
      records([0.1, 0.3, 0.28, 0.27, 0.26], () => 5),
      2,
      3,
    ),
    'peaked',
    'no loss fell: nothing learnt',
  );
});

test('without validation, or after a single epoch, nothing is said', () => {
  assert.equal(courseOf(records([null, null, null]), 3, 3), null);
  assert.equal(courseOf(records([0.1]), 1, 3), null);
});
