/**
 * TensorFlow.js in a worker of its own, for the benchmark to drive as it drives ours.js.
 * A classic worker: its bundles are no modules.
 */
/* global tf, answer, importScripts */
importScripts('calls.js', 'peers/tf.min.js', 'peers/tf-backend-wasm.min.js');

const BATCH = 32;

/** @type {any} */
let data;
/** @type {any} */
let model;
/** @type {Uint32Array[]} */
let users;
let items = 0;

/** Rows of ones and zeros for some users. @param {number[]} order */
function rowsOf(order) {
  const values = new Float32Array(order.length * items);
  order.forEach((user, row) => {
    for (const item of users[user]) values[row * items + item] = 1;
  });
  return tf.tensor2d(values, [order.length, items]);
}

/**
 * Dense layers with relu between them. The loss is computed from the logits, as Keras natively and ours do: the loss
 * `binaryCrossentropy` of a sigmoid's output cuts it off at 10⁻⁷, where users with many items get no gradient any more:
 * its third epoch's loss is 9 % higher.
 * @param {number} inputs @param {number[]} units
 */
function network(inputs, units) {
  const layers = units.map((units, index) =>
    tf.layers.dense({
      units,
      activation: index === 2 ? 'linear' : 'relu',
      ...(index === 0 ? { inputShape: [inputs] } : {}),
    }),
  );
  const network = tf.sequential({ layers });
  const loss = (/** @type {any} */ labels, /** @type {any} */ logits) => tf.losses.sigmoidCrossEntropy(labels, logits);
  network.compile({ optimizer: tf.train.adam(0.001), loss });
  return network;
}

/**
 * Adam's ε stands inside the bias correction here and outside in Keras (and ours): with gradients as small as
 * those of a mean over thousands of outputs it is felt in the first epochs. This ε makes step `t` the same as Keras's.
 * @param {any} network @param {number} t  from 1
 */
function likeKeras(network, t) {
  network.optimizer.epsilon = 1e-7 / Math.sqrt(1 - 0.999 ** t);
}

/** The tensors and the items' numbers of one of our model.safetensors. @param {Uint8Array} bytes */
function modelFile(bytes) {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const { items } = JSON.parse(header.__metadata__.firstpick);
  const tensor = (/** @type {string} */ name) => {
    const { shape, data_offsets } = header[name];
    const [start, end] = data_offsets.map((/** @type {number} */ offset) => 8 + length + offset);
    return tf.tensor(new Float32Array(bytes.slice(start, end).buffer), shape);
  };
  const names = [0, 1, 2].flatMap((layer) => [`layers.${layer}.kernel`, `layers.${layer}.bias`]);
  return { items: items.map((/** @type {string} */ id) => Number(id.slice(1))), tensors: names.map(tensor) };
}

let steps = 0;
/** @type {() => number} */
let random;

answer({
  /**
   * Gives the number of threads that there are. The wasm backend takes no more than half of the processors that
   * the browser names, on the guess that two of those are one core: here it is told of enough for all that are wanted.
   * @param {{backend: string, threads: number}} payload
   */
  async start({ backend, threads }) {
    data = await import('./data.js');
    if (backend === 'wasm') {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
      tf.wasm.setWasmPaths(new URL('peers/', self.location.href).href);
      tf.wasm.setThreadsCount(threads);
    }
    await tf.setBackend(backend);
    await tf.ready();
    return backend === 'wasm' ? tf.wasm.getThreadsCount() : 1;
  },

  /** The interactions that ours has, its numbers for items, and its initial weights. */
  profile({ shape, weights }) {
    const first = modelFile(weights);
    const index = new Map(first.items.map((/** @type {number} */ item, /** @type {number} */ index) => [item, index]));
    users = data.baskets(shape).map((own) => own.map((/** @type {number} */ item) => index.get(item)));
    items = first.items.length;
    model = network(items, [64, 64, items]);
    model.setWeights(first.tensors);
    tf.dispose(first.tensors);
    steps = 0;
    random = data.generator(3);
  },

  /** One epoch, or its first `most` batches, scaled up. @param {{most: number}} payload */
  async profileEpoch({ most }) {
    const order = data.shuffled(users.length, random);
    const wanted = Math.min(most * BATCH, users.length);
    const begun = performance.now();
    let loss = 0;
    for (let start = 0; start < wanted; start += BATCH) {
      const chosen = order.slice(start, Math.min(start + BATCH, users.length));
      const rows = rowsOf(chosen);
      likeKeras(model, ++steps);
      loss += chosen.length * (await model.trainOnBatch(rows, rows));
      rows.dispose();
    }
    return { milliseconds: ((performance.now() - begun) * users.length) / wanted, loss: loss / wanted };
  },

  /**
   * `most` batches of pairs, scaled up to `rows`. The form `one-hot` is the article's script mended, as ours:
   * user and item side by side, one negative for each positive. The form `script` is the script as it stands:
   * an item's number in, a user's number as the label.
   * @param {{form: 'one-hot' | 'script', shape: any, rows: number, most: number}} payload
   */
  async pairEpoch({ form, shape, rows, most }) {
    users ??= data.baskets(shape);
    random ??= data.generator(3);
    const width = shape.users + shape.items;
    model ??= network(form === 'one-hot' ? width : 1, [64, 64, 1]);
    const begun = performance.now();
    for (let batch = 0; batch < most; batch += 1) {
      const inputs = new Float32Array(form === 'one-hot' ? BATCH * width : BATCH);
      const labels = new Float32Array(BATCH);
      for (let row = 0; row < BATCH; row += 1) {
        const user = Math.floor(random() * shape.users);
        const own = users[user];
        const positive = row % 2 === 0;
        const item = positive ? own[Math.floor(random() * own.length)] : Math.floor(random() * shape.items);
        if (form === 'one-hot') {
          inputs[row * width + user] = 1;
          inputs[row * width + shape.users + item] = 1;
          labels[row] = positive ? 1 : 0;
        } else {
          inputs[row] = item + 1;
          labels[row] = user + 1;
        }
      }
      const [x, y] = [tf.tensor2d(inputs, [BATCH, inputs.length / BATCH]), tf.tensor2d(labels, [BATCH, 1])];
      await model.trainOnBatch(x, y);
      tf.dispose([x, y]);
    }
    return { milliseconds: ((performance.now() - begun) * rows) / (most * BATCH) };
  },

  /** All users' scores and their first K, without what they have. @param {{k: number}} payload */
  async score({ k }) {
    const begun = performance.now();
    for (let start = 0; start < users.length; start += 256) {
      const order = Array.from({ length: Math.min(256, users.length - start) }, (_, index) => start + index);
      const [values, indices] = tf.tidy(() => {
        const rows = rowsOf(order);
        const { values, indices } = tf.topk(model.predict(rows, { batchSize: 256 }).sub(rows.mul(1e9)), k);
        return [values, indices];
      });
      await Promise.all([values.data(), indices.data()]);
      tf.dispose([values, indices]);
    }
    return { milliseconds: performance.now() - begun };
  },
});
