/**
 * Case 2: one epoch of the recipe `pair`, the article's script mended: user and item one-hot, 64–64–1, batches of
 * 32. The script as it stands has a row for each of 266,000 purchases. Ours has as many rows in all: half of them
 * purchases, half of them drawn at random that were none.
 */
import { RETAIL } from '../data.js';
import { kerasEpochs } from '../keras.js';
import { beside, inTurn, startWorker } from './case.js';

const ROWS = RETAIL.interactions;
/** One more than half: it is held out. */
const SHAPE = { ...RETAIL, interactions: ROWS / 2 + 1 };
const OPTIONS = { recipe: 'pair', change: { epochs: 1000, negatives: 1, batchSize: 32 } };
/** Batches of TensorFlow.js that are run; the rest of its epoch is scaled up from them. */
const BATCHES = { 'one-hot': 100, script: 500 };
/** An epoch of native Keras takes some 20 s. */
const MOST_KERAS = 3;

/** @param {import('./case.js').Setting} setting */
export async function pairCases(setting) {
  const { keras, repeats } = setting;
  const ours = await startWorker(setting, 'ours.js');
  await ours.call('make', { shape: SHAPE });
  await ours.call('begin', OPTIONS);
  const peer = async (/** @type {keyof typeof BATCHES} */ form) => {
    const bench = await startWorker(setting, 'tensorflow.js', { backend: 'wasm', threads: 1 });
    const payload = { form, shape: SHAPE, rows: ROWS, most: BATCHES[form] };
    // The first batches are slower than the others.
    await bench.call('pairEpoch', { ...payload, most: 5 });
    const measure = async () => (await bench.call('pairEpoch', payload)).milliseconds;
    return { measure, end: bench.end };
  };
  const oneHot = await peer('one-hot');
  const script = await peer('script');
  const native = keras ? await kerasEpochs(setting, 'script') : null;
  // The first epoch contains the compiling.
  if (native) await native.epoch([]);
  let asked = 0;
  const times = await inTurn(repeats, {
    ours: async () => (await ours.call('epoch')).milliseconds,
    oneHot: oneHot.measure,
    script: script.measure,
    keras: native && (async () => (++asked > MOST_KERAS ? null : native.epoch([]))),
  });
  for (const bench of [ours, oneHot, script]) await bench.end();
  native?.end();

  const name = `epoch of pair, ${ROWS.toLocaleString('en')} rows, batches of 32`;
  const scaled = (/** @type {number} */ batches) => `scaled from ${batches} batches`;
  const cases = [
    beside(name, times.ours, times.oneHot, `TensorFlow.js, the mended script, ${scaled(BATCHES['one-hot'])}`, 'ms'),
    beside(name, times.ours, times.script, `TensorFlow.js, the article's script, ${scaled(BATCHES.script)}`, 'ms'),
  ];
  if (native) cases.push(beside(name, times.ours, times.keras, "Keras, native, the article's script", 'ms'));
  return cases;
}
