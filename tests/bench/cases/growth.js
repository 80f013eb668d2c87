/**
 * Case 6: how time and memory grow with the users (items fixed) and with the items (users, and each one's number of
 * items, fixed). Peer is the 1× figure times as much: a ratio of 1 is linear growth, more is less than that.
 */
import { RETAIL } from '../data.js';
import { beside, inTurn, median, startWorker } from './case.js';

const TIMES = [2, 4, 8];
const OPTIONS = { recipe: 'article', change: { activation: 'relu', epochs: 1000 } };
const ASKED = { size: 30, count: 20, k: 10 };
/** The largest take long, and differ little. */
const MOST_REPEATS = 3;

/** @typedef {{epoch: number, basket: number, memory: number}} Figures */
/** @typedef {{by: string, times: number, shape: import('../data.js').Shape}} Size */

/** @param {import('./case.js').Setting} setting */
export async function growthCases(setting) {
  const repeats = Math.min(setting.repeats, MOST_REPEATS);
  const { users, items, interactions } = RETAIL;
  /** @type {Size[]} */
  const sizes = [
    { by: '', times: 1, shape: RETAIL },
    ...TIMES.map((times) => ({
      by: 'users',
      times,
      shape: { users: users * times, items, interactions: interactions * times },
    })),
    ...TIMES.map((times) => ({ by: 'items', times, shape: { users, items: items * times, interactions } })),
  ];
  const [first, ...grown] = await measured(setting, sizes, repeats);
  return grown.flatMap((figures, index) => {
    const { by, times } = sizes[index + 1];
    const row = (/** @type {string} */ name, /** @type {keyof Figures} */ what, /** @type {string} */ unit) =>
      beside(`${name}, ${times} × ${by}`, figures[what], times * first[what], `${times} times the 1× figure`, unit);
    return [
      row('epoch', 'epoch', 'ms'),
      row("one user's first 10", 'basket', 'ms'),
      row('wasm memory after training', 'memory', 'MB'),
    ];
  });
}

/** Epochs of all sizes in turn, then each size's lists and memory. @returns {Promise<Figures[]>} */
async function measured(
  /** @type {import('./case.js').Setting} */ setting,
  /** @type {Size[]} */ sizes,
  /** @type {number} */ repeats,
) {
  const workers = [];
  for (const { shape } of sizes) {
    const ours = await startWorker(setting, 'ours.js');
    await ours.call('make', { shape });
    await ours.call('begin', OPTIONS);
    workers.push(ours);
  }
  const epochs = workers.map((ours) => async () => (await ours.call('epoch')).milliseconds);
  const epoch = await inTurn(repeats, Object.fromEntries(epochs.entries()));
  for (const ours of workers) await ours.call('finish');
  const lists = workers.map((ours) => async () => median(await ours.call('recommend', ASKED)));
  const basket = await inTurn(repeats, Object.fromEntries(lists.entries()));
  const figures = [];
  for (const [index, ours] of workers.entries()) {
    figures.push({ epoch: epoch[index], basket: basket[index], memory: (await ours.call('memory')) / 1e6 });
    await ours.end();
  }
  return figures;
}
