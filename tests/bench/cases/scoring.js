/** Case 4: all users' scores of all items and their first 100, after one epoch of the article's network. */
import { RETAIL } from '../data.js';
import { beside, inTurn, startWorker } from './case.js';

const OPTIONS = { recipe: 'article', change: { activation: 'relu' } };
const K = 100;

/** @param {import('./case.js').Setting} setting */
export async function scoringCases(setting) {
  const ours = await startWorker(setting, 'ours.js', {});
  const peer = await startWorker(setting, 'tensorflow.js', { backend: 'wasm', threads: 1 });
  await ours.call('make', { shape: RETAIL });
  await peer.call('profile', { shape: RETAIL, weights: await ours.call('initialWeights', OPTIONS) });
  await ours.call('begin', { ...OPTIONS, change: { ...OPTIONS.change, epochs: 1 } });
  await ours.call('epoch');
  await ours.call('finish');
  await peer.call('profileEpoch', { most: Infinity });
  const times = await inTurn(setting.repeats, {
    ours: async () => (await ours.call('score', { k: K })).milliseconds,
    peer: async () => (await peer.call('score', { k: K })).milliseconds,
  });
  for (const bench of [ours, peer]) await bench.end();
  const name = `first ${K} of all ${RETAIL.users.toLocaleString('en')} users, ours as CSV`;
  return [beside(name, times.ours, times.peer, 'TensorFlow.js, wasm with SIMD, predict and topk', 'ms')];
}
