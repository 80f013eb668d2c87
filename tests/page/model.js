// Reads model.safetensors and scores with it, without any of Firstpick's own code: what an engineer would do.
import assert from 'node:assert/strict';

/** @typedef {{inputs: number, outputs: number, kernel: Float32Array, bias: Float32Array}} Layer */
/** @typedef {{deepShare: number, items: string[], weights: Float32Array, factors: Float32Array}} LinearPath */
/** @typedef {{items: string[], options: any, layers: Layer[], linear: LinearPath | null}} Model */

/** @param {Uint8Array} bytes @returns {Model} */
export function readModel(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const { items, options, layers: count, linear } = JSON.parse(header.__metadata__.firstpick);
  /** @param {string} name */
  const tensor = (name) => {
    const { dtype, data_offsets: offsets, shape } = header[name];
    assert.equal(dtype, 'F32');
    const [start, end] = offsets;
    assert.equal(
      (end - start) / 4,
      shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1),
    );
    const values = new Float32Array(Uint8Array.from(bytes.subarray(8 + length + start, 8 + length + end)).buffer);
    return { shape, values };
  };
  const layers = Array.from({ length: count }, (_, index) => {
    const { shape, values: kernel } = tensor(`layers.${index}.kernel`);
    return { inputs: shape[0], outputs: shape[1], kernel, bias: tensor(`layers.${index}.bias`).values };
  });
  assert.equal(layers[0].inputs, items.length);
  assert.equal(layers[layers.length - 1].outputs, items.length);
  if (!linear) return { items, options, layers, linear: null };
  const { values: weights } = tensor('linear.weights');
  const { values: factors } = tensor('linear.factors');
  return { items, options, layers, linear: { ...linear, items: linear.items ?? items, weights, factors } };
}

/** The scores of all items for a user who owns these. @param {Model} model @param {Set<string>} owned */
export function score(model, owned) {
  const deep = logits(model, owned);
  const { items, linear } = model;
  if (!linear) return deep;
  const { deepShare, weights, factors } = linear;
  const places = new Map(linear.items.map((item, place) => [item, place]));
  const rows = [...owned].flatMap((item) => places.get(item) ?? []);
  const wide = items.map((item, index) => {
    const column = places.get(item);
    if (column === undefined) return 0;
    return factors[index] * rows.reduce((sum, row) => sum + weights[row * places.size + column], 0);
  });
  const z = { wide: standardised(wide), deep: standardised(deep) };
  return items.map((_, index) => (1 - deepShare) * z.wide[index] + deepShare * z.deep[index]);
}

/** @param {number[]} values */
function standardised(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (variance > 0 ? (value - mean) / Math.sqrt(variance) : 0));
}

/** What the network says. @param {Model} model @param {Set<string>} owned */
function logits({ items, options, layers }, owned) {
  const one = options.normaliseInput ? 1 / Math.sqrt(owned.size) : 1;
  let values = items.map((item) => (owned.has(item) ? one : 0));
  layers.forEach(({ inputs, outputs, kernel, bias }, index) => {
    const next = Array.from(bias);
    for (let input = 0; input < inputs; input++) {
      if (values[input] === 0) continue;
      for (let output = 0; output < outputs; output++) next[output] += values[input] * kernel[input * outputs + output];
    }
    values = index === layers.length - 1 ? next : next.map((z) => activate(options.activation, z));
  });
  return values;
}

/** @param {string} activation @param {number} z */
function activate(activation, z) {
  if (activation === 'tanh') return Math.tanh(z);
  return activation === 'relu' ? Math.max(0, z) : 1 / (1 + Math.exp(-z));
}
