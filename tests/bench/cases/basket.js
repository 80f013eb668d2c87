/**
 * Case 5: one user's first ten, with reasons, among 3,665 items: in the worker, and from a page and back
 * through the site's own client and worker.
 */
import { RETAIL } from '../data.js';
import { alone, inTurn, median, startWorker } from './case.js';

const SIZE = 30;
/** Lists of a round: as many users of about that many items. */
const COUNT = 20;
const K = 10;
const OPTIONS = { article: { activation: 'relu', epochs: 1 }, recommended: { epochs: 1 } };

/** @param {import('./case.js').Setting} setting */
export async function basketCases(setting) {
  const cases = [];
  const asked = { size: SIZE, count: COUNT, k: K };
  for (const [recipe, change] of Object.entries(OPTIONS)) {
    const ours = await startWorker(setting, 'ours.js');
    await ours.call('make', { shape: RETAIL });
    await ours.call('begin', { recipe, change });
    await ours.call('epoch');
    await ours.call('finish');
    const lists = await startWorker(setting, 'journey', { shape: RETAIL, recipe, change });
    const times = await inTurn(setting.repeats, {
      worker: async () => median(await ours.call('recommend', asked)),
      page: async () => median(await lists.call('recommend', asked)),
    });
    for (const bench of [ours, lists]) await bench.end();
    const name = `first ${K} of a user with ${SIZE} items, ${recipe}`;
    cases.push(
      alone(`${name}, in the worker`, times.worker, 'ms'),
      alone(`${name}, from page to page`, times.page, 'ms'),
    );
  }
  return cases;
}
