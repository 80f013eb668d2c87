/** Case 8: all users' first 100 as a file, cross-validation and tuning, by one worker and by two, through the site's own client and worker. */
import { RETAIL } from '../data.js';
import { beside, inTurn, startWorker } from './case.js';

const K = 100;
/** Of cross-validation and of tuning, whose trials are shorter, so that a run takes seconds and not minutes. */
const SMALL = { users: 2000, items: 1000, interactions: 60_000 };
const MIDDLE = { users: 4000, items: 2000, interactions: 160_000 };
const LONG = { folds: 6, recipe: 'article', change: { activation: 'relu', epochs: 60 } };
const MOST_REPEATS = 2;

/** @param {import('./case.js').Setting} setting */
export async function crewCases(setting) {
  const train = { shape: RETAIL, recipe: 'article', change: { activation: 'relu', epochs: 1 } };
  const one = await startWorker(setting, 'journey', { ...train, helpers: 0 });
  const two = await startWorker(setting, 'journey', { ...train, helpers: 1 });
  const measure = (/** @type {import('./case.js').Bench} */ journey) => async () =>
    (await journey.call('score', { k: K })).milliseconds;
  const times = await inTurn(setting.repeats, { one: measure(one), two: measure(two) });
  for (const journey of [one, two]) await journey.end();

  const small = { ...train, shape: SMALL };
  const alone = await startWorker(setting, 'journey', { ...small, helpers: 0 });
  const helped = await startWorker(setting, 'journey', { ...small, helpers: 1 });
  const long = (/** @type {import('./case.js').Bench} */ journey, /** @type {string} */ what) => async () =>
    (await journey.call(what, LONG)).milliseconds;
  const repeats = Math.min(setting.repeats, MOST_REPEATS);
  const folds = await inTurn(repeats, { one: long(alone, 'crossValidate'), two: long(helped, 'crossValidate') });
  for (const journey of [alone, helped]) await journey.end();

  const middle = { ...train, shape: MIDDLE };
  const single = await startWorker(setting, 'journey', { ...middle, helpers: 0 });
  const pair = await startWorker(setting, 'journey', { ...middle, helpers: 1 });
  const trials = await inTurn(repeats, { one: long(single, 'tune'), two: long(pair, 'tune') });
  for (const journey of [single, pair]) await journey.end();
  const name = `recommendations.csv, ${K} of all ${RETAIL.users.toLocaleString('en')} users, by 2 workers`;
  return [
    beside(name, times.two, times.one, '1 worker', 'ms'),
    beside(
      `cross-validation, ${LONG.folds} folds, 2,000 × 1,000, by 2 workers`,
      folds.two,
      folds.one,
      '1 worker',
      'ms',
    ),
    beside('tuning, all rungs, 4,000 × 2,000, by 2 workers', trials.two, trials.one, '1 worker', 'ms'),
  ];
}
