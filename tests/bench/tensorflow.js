/**
 * TensorFlow.js in a worker of its own, for the benchmark to drive as it drives ours.js.
 * A classic worker: its bundles are no modules.
 */
/* global tf, importScripts */
importScripts('peers/tf.min.js', 'peers/tf-backend-wasm.min.js');

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

function shuffled(length) {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** The article's network, 64–64 relu and a sigmoid per item, as a TensorFlow.js user would write it. */
function profileNetwork() {
  const { layers } = tf;
  const dense = (options) => layers.dense({ kernelInitializer: 'heUniform', ...options });
  const network = tf.sequential({
    layers: [
      dense({ units: 64, activation: 'relu', inputShape: [items] }),
      dense({ units: 64, activation: 'relu' }),
      dense({ units: items, activation: 'sigmoid', kernelInitializer: 'glorotUniform' }),
    ],
  });
  network.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' });
  return network;
}

/** The mended script: one-hot user and item as embeddings of 64, the cheapest way to write it here. */
function pairNetwork() {
  const { layers } = tf;
  const network = tf.sequential({
    layers: [
      layers.embedding({ inputDim: users.length + items, outputDim: 64, inputLength: 2 }),
      layers.globalAveragePooling1d({}),
      layers.activation({ activation: 'relu' }),
      layers.dense({ units: 64, activation: 'relu', kernelInitializer: 'heUniform' }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  network.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' });
  return network;
}

/** @type {Record<string, (payload: any) => any>} */
const calls = {
  /** @param {{backend: string, threads: number}} payload */
  async start({ backend, threads }) {
    if (backend === 'wasm') {
      tf.wasm.setWasmPaths(new URL('peers/', self.location.href).href);
      tf.wasm.setThreadsCount(threads);
    }
    await tf.setBackend(backend);
    await tf.ready();
    return { backend: tf.getBackend(), threads: backend === 'wasm' ? tf.wasm.getThreadsCount() : 1 };
  },

  data(payload) {
    users = payload.users;
    items = payload.items;
    model = profileNetwork();
    return {};
  },

  /** One epoch, or its first `most` batches, scaled up. @param {{most: number}} payload */
  async profileEpoch({ most }) {
    const order = shuffled(users.length);
    const batches = Math.ceil(users.length / 32);
    const wanted = Math.min(most, batches);
    const begun = performance.now();
    let loss = 0;
    for (let batch = 0; batch < wanted; batch += 1) {
      const rows = rowsOf(order.slice(batch * 32, batch * 32 + 32));
      loss += await model.trainOnBatch(rows, rows);
      rows.dispose();
    }
    return { milliseconds: ((performance.now() - begun) * batches) / wanted, loss: loss / wanted };
  },

  /** `most` batches of 32 pairs, scaled up to `rows`. @param {{rows: number, most: number}} payload */
  async pairEpoch({ rows, most }) {
    const network = pairNetwork();
    const batches = Math.ceil(rows / 32);
    const begun = performance.now();
    for (let batch = 0; batch < most; batch += 1) {
      const pairs = new Int32Array(64);
      const labels = new Float32Array(32);
      for (let row = 0; row < 32; row += 1) {
        const user = Math.floor(Math.random() * users.length);
        const positive = row % 2 === 0;
        const own = users[user];
        const item = positive ? own[Math.floor(Math.random() * own.length)] : Math.floor(Math.random() * items);
        pairs.set([user, users.length + item], row * 2);
        labels[row] = positive ? 1 : 0;
      }
      const [x, y] = [tf.tensor2d(pairs, [32, 2], 'int32'), tf.tensor2d(labels, [32, 1])];
      await network.trainOnBatch(x, y);
      tf.dispose([x, y]);
    }
    network.dispose();
    return { milliseconds: ((performance.now() - begun) * batches) / most };
  },

  /** All users' scores and their first K, without what they have. @param {{k: number}} payload */
  async score({ k }) {
    const begun = performance.now();
    for (let start = 0; start < users.length; start += 256) {
      const order = Array.from({ length: Math.min(256, users.length - start) }, (_, index) => start + index);
      const [values, indices] = tf.tidy(() => {
        const rows = rowsOf(order);
        const { values, indices } = tf.topk(model.predict(rows, { batchSize: 256 }).sub(rows.mul(2)), k);
        return [values, indices];
      });
      await Promise.all([values.data(), indices.data()]);
      tf.dispose([values, indices]);
    }
    return { milliseconds: performance.now() - begun };
  },
};

self.onmessage = async ({ data }) => {
  const { id, call, payload } = data;
  try {
    postMessage({ id, result: await calls[call](payload) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};
