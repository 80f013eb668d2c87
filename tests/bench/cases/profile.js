/** Case 1: one epoch of the article's network, 64–64, binary cross-entropy, Adam, batches of 32. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RETAIL } from '../data.js';
import { peakKernel } from '../peak.js';
import { alone, beside, median } from './case.js';

/** Batches of TensorFlow.js's plain backend that are run; the rest of its epoch is scaled up from them. */
const PLAIN_BATCHES = 8;

/** @param {import('./case.js').Setting} setting */
export async function profileCases({ page, repeats, keras }) {
  const kernel = await peakKernel();
  const found = await page.evaluate(
    async ({ shape, repeats, kernel, plain }) => {
      const { baskets } = await import('./data.js');
      const users = baskets(shape);
      const module = await (await fetch('../www/wasm/firstpick_bg.wasm')).arrayBuffer();
      const [ours, simd, threads, cpu] = await Promise.all([
        start('ours.js'),
        start('tensorflow.js', 'classic'),
        start('tensorflow.js', 'classic'),
        start('tensorflow.js', 'classic'),
      ]);
      await ours.call('start', { module });
      const dataset = await ours.call('make', { shape });
      await ours.call('begin', { recipe: 'article', change: { activation: 'relu', epochs: 1000 } });
      await simd.call('start', { backend: 'wasm', threads: 1 });
      await threads.call('start', { backend: 'wasm', threads: navigator.hardwareConcurrency });
      await cpu.call('start', { backend: 'cpu', threads: 1 });
      for (const peer of [simd, threads, cpu]) await peer.call('data', { users, items: shape.items });
      const { instance } = await WebAssembly.instantiate(new Uint8Array(kernel.bytes));
      const rounds = 20_000_000;
      const times = { ours: [], simd: [], threads: [], cpu: [], peak: [] };
      const losses = { ours: [], simd: [] };
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const own = await ours.call('epoch');
        times.ours.push(own.milliseconds);
        losses.ours.push(own.loss);
        const peer = await simd.call('profileEpoch', { most: Infinity });
        times.simd.push(peer.milliseconds);
        losses.simd.push(peer.loss);
        times.threads.push((await threads.call('profileEpoch', { most: Infinity })).milliseconds);
        if (repeat < 2) times.cpu.push((await cpu.call('profileEpoch', { most: plain })).milliseconds);
        const begun = performance.now();
        instance.exports.run(rounds);
        times.peak.push((rounds * kernel.flopsPerRound) / (performance.now() - begun) / 1e6);
      }
      for (const worker of [ours, simd, threads, cpu]) worker.end();
      return { times, losses, users: dataset.users, items: dataset.items };
    },
    { shape: RETAIL, repeats, kernel, plain: PLAIN_BATCHES },
  );
  const { times, losses } = found;
  const ours = median(times.ours);
  const peak = median(times.peak);
  // Three products of the two layers above the sparse one: forward, and both gradients.
  const flops = 6 * found.users * (64 * 64 + 64 * found.items);
  const floor = flops / (peak * 1e6);
  const name = `epoch of the article's network, ${found.users} × ${found.items}`;
  const last = repeats - 1;
  const cases = [
    beside(name, ours, median(times.simd), 'TensorFlow.js, wasm with SIMD', 'ms'),
    beside(name, ours, median(times.threads), 'TensorFlow.js, wasm with SIMD and threads', 'ms'),
    beside(name, ours, median(times.cpu), 'TensorFlow.js, plain JavaScript', 'ms'),
    beside(name, ours, floor, `the same products at the chip's peak, ${peak.toFixed(1)} GFLOP/s`, 'ms'),
    beside(`loss in epoch ${repeats}`, losses.ours[last], losses.simd[last], 'TensorFlow.js, wasm with SIMD', ''),
    alone('loss in epoch 1', losses.ours[0], ''),
  ];
  if (keras) {
    const script = fileURLToPath(new URL('../../python/keras_epoch.py', import.meta.url));
    const options = ['--users', `${found.users}`, '--items', `${found.items}`, '--epochs', `${repeats}`];
    const seconds = JSON.parse(
      execFileSync(keras, [script, ...options], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .at(-1) ?? '',
    );
    cases.push(beside(name, ours, 1000 * median(seconds), 'Keras, native, all cores', 'ms'));
  }
  return cases;
}
