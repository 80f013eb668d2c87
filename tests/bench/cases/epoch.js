/** Case 1: one epoch of the article's network, 64–64, binary cross-entropy, Adam, batches of 32. */
import { RETAIL } from '../data.js';
import { kerasEpochs } from '../keras.js';
import { peakKernel } from '../peak.js';
import { alone, beside, inTurn, startWorker } from './case.js';

/** @typedef {import('./case.js').Setting} Setting */
/** @typedef {import('./case.js').Bench} Bench */

/** Batches of TensorFlow.js's plain backend that are run; the rest of its epoch is scaled up from them. */
const PLAIN_BATCHES = 6;
/** Epochs after which the losses stand beside each other. */
const EQUAL_EPOCHS = 3;
const ROUNDS = 20_000_000;
const OPTIONS = { recipe: 'article', change: { activation: 'relu' } };

/** @param {Setting} setting */
export async function epochCases(setting) {
  const { page, keras } = setting;
  const repeats = Math.max(setting.repeats, EQUAL_EPOCHS);
  const processors = await page.evaluate(() => navigator.hardwareConcurrency);
  const ours = await startWorker(setting, 'ours.js');
  const simd = await startWorker(setting, 'tensorflow.js', { backend: 'wasm', threads: 1 });
  const threads = await startWorker(setting, 'tensorflow.js');
  const running = await threads.call('start', { backend: 'wasm', threads: processors });
  const plain = await startWorker(setting, 'tensorflow.js', { backend: 'cpu', threads: 1 });
  const native = keras ? await kerasEpochs(setting, 'profile') : null;

  const { users, items } = await ours.call('make', { shape: RETAIL });
  const weights = await ours.call('initialWeights', OPTIONS);
  for (const peer of [simd, threads, plain]) await peer.call('profile', { shape: RETAIL, weights });
  await ours.call('begin', { ...OPTIONS, change: { ...OPTIONS.change, epochs: 1000 } });

  const losses = { ours: [], simd: [], keras: [] };
  const epoch =
    (/** @type {Bench} */ bench, /** @type {number[]} */ losses, call = 'epoch', payload = {}) =>
    async () => {
      const { milliseconds, loss } = await bench.call(call, payload);
      losses.push(loss);
      return milliseconds;
    };
  const times = await inTurn(repeats, {
    ours: epoch(ours, losses.ours),
    simd: epoch(simd, losses.simd, 'profileEpoch', { most: Infinity }),
    threads: epoch(threads, [], 'profileEpoch', { most: Infinity }),
    plain: epoch(plain, [], 'profileEpoch', { most: PLAIN_BATCHES }),
    gigaflops: await peak(page),
    keras: native && (() => native.epoch(losses.keras)),
  });
  for (const bench of [ours, simd, threads, plain]) await bench.end();
  native?.end();

  const name = `epoch of the article's network, ${users} × ${items}`;
  // Three products of the two layers above the sparse one: forward, and both gradients.
  const floor = (6 * users * (64 * 64 + 64 * items)) / (times.gigaflops * 1e6);
  const equal = EQUAL_EPOCHS - 1;
  const loss = `loss of epoch ${EQUAL_EPOCHS}`;
  const cases = [
    beside(name, times.ours, times.simd, 'TensorFlow.js, wasm with SIMD, 1 thread', 'ms'),
    beside(name, times.ours, times.threads, `TensorFlow.js, wasm with SIMD, ${running} of ${processors} threads`, 'ms'),
    beside(name, times.ours, times.plain, `TensorFlow.js, plain, scaled from ${PLAIN_BATCHES} batches`, 'ms'),
    beside(name, times.ours, floor, `its products at the SIMD peak, ${times.gigaflops.toFixed(1)} GFLOP/s`, 'ms'),
    alone('loss of epoch 1', losses.ours[0], ''),
    beside(loss, losses.ours[equal], losses.simd[equal], 'TensorFlow.js, from the same weights', ''),
  ];
  if (native) {
    cases.push(beside(name, times.ours, times.keras, 'Keras, native, all cores', 'ms'));
    cases.push(beside(loss, losses.ours[equal], losses.keras[equal], 'Keras, from weights of its own', ''));
  }
  return cases;
}

/** The SIMD peak of one core in this browser, in GFLOP/s. @param {Setting['page']} page */
export async function peak(page) {
  const kernel = await peakKernel();
  return () =>
    page.evaluate(
      async ({ bytes, flops, rounds }) => {
        const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
        const begun = performance.now();
        instance.exports.run(rounds);
        return (rounds * flops) / (performance.now() - begun) / 1e6;
      },
      { bytes: kernel.bytes, flops: kernel.flopsPerRound, rounds: ROUNDS },
    );
}
