/**
 * Case 4: all users' scores of all items and their first 100, after one epoch of the article's network: by one
 * worker, and by two that have half of the users each.
 */
import { RETAIL } from '../data.js';
import { beside, inTurn, startWorker, together } from './case.js';
import { peak } from './epoch.js';

const OPTIONS = { recipe: 'article', change: { activation: 'relu' } };
const K = 100;
const HIDDEN = 64;

/** @param {import('./case.js').Setting} setting */
export async function scoringCases(setting) {
  const processors = await setting.page.evaluate(() => navigator.hardwareConcurrency);
  const crew = [await startWorker(setting, 'ours.js'), await startWorker(setting, 'ours.js')];
  const [ours] = crew;
  const simd = await startWorker(setting, 'tensorflow.js', { backend: 'wasm', threads: 1 });
  const threads = await startWorker(setting, 'tensorflow.js');
  const running = await threads.call('start', { backend: 'wasm', threads: processors });
  const [{ users, items }] = await Promise.all(crew.map((worker) => worker.call('make', { shape: RETAIL })));
  const weights = await ours.call('initialWeights', OPTIONS);
  for (const peer of [simd, threads]) await peer.call('profile', { shape: RETAIL, weights });
  // The same seed: both of ours have the same network.
  for (const worker of crew) {
    await worker.call('begin', { ...OPTIONS, change: { ...OPTIONS.change, epochs: 1 } });
    await worker.call('epoch');
    await worker.call('finish');
  }
  for (const peer of [simd, threads]) await peer.call('profileEpoch', { most: Infinity });
  const half = users >> 1;
  const times = await inTurn(setting.repeats, {
    one: () => together(setting, [ours], 'score', [{ k: K, from: 0, to: users }]),
    two: () =>
      together(setting, crew, 'score', [
        { k: K, from: 0, to: half },
        { k: K, from: half, to: users },
      ]),
    simd: () => together(setting, [simd], 'score', [{ k: K }]),
    threads: () => together(setting, [threads], 'score', [{ k: K }]),
    gigaflops: await peak(setting.page),
  });
  for (const bench of [...crew, simd, threads]) await bench.end();
  const name = `first ${K} of all ${users.toLocaleString('en')} users`;
  const single = 'TensorFlow.js, wasm with SIMD, predict and topk, 1 thread';
  const several = `TensorFlow.js, wasm with SIMD, predict and topk, ${running} of ${processors} threads`;
  const best = times.threads < times.simd ? several : single;
  const floor = (2 * users * (HIDDEN * HIDDEN + HIDDEN * items)) / (times.gigaflops * 1e6);
  const atPeak = `its products at the SIMD peak, ${times.gigaflops.toFixed(1)} GFLOP/s`;
  return [
    beside(`${name}, 1 worker`, times.one, times.simd, single, 'ms'),
    beside(`${name}, 1 worker`, times.one, times.threads, several, 'ms'),
    beside(`${name}, 1 worker`, times.one, floor, atPeak, 'ms'),
    beside(`${name}, 2 workers`, times.two, Math.min(times.simd, times.threads), best, 'ms'),
    beside(`${name}, 2 workers`, times.two, times.one, '1 worker', 'ms'),
  ];
}
