/** Case 8: all users' first 100 as a file, by one worker and by two, through the site's own client and worker. */
import { RETAIL } from '../data.js';
import { beside, inTurn, startWorker } from './case.js';

const K = 100;

/** @param {import('./case.js').Setting} setting */
export async function crewCases(setting) {
  const train = { shape: RETAIL, recipe: 'article', change: { activation: 'relu', epochs: 1 } };
  const one = await startWorker(setting, 'journey', { ...train, helpers: 0 });
  const two = await startWorker(setting, 'journey', { ...train, helpers: 1 });
  const measure = (/** @type {import('./case.js').Bench} */ journey) => async () =>
    (await journey.call('score', { k: K })).milliseconds;
  const times = await inTurn(setting.repeats, { one: measure(one), two: measure(two) });
  for (const journey of [one, two]) await journey.end();
  const name = `recommendations.csv, ${K} of all ${RETAIL.users.toLocaleString('en')} users, by 2 workers`;
  return [beside(name, times.two, times.one, '1 worker', 'ms')];
}
