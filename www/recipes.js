/**
 * The recipes' defaults. The core has them too (src/training/defaults.rs); here they stand so that the page can be used
 * before the core has come. A test holds both equal.
 *
 * @import { Options, Recipe } from "./protocol.js"
 */

/** What only one of the recipes changes stands there. */
const COMMON = /** @type {const} */ ({
  seed: 42,
  learningRate: 0.001,
  optimiser: 'adam',
  momentum: 0.9,
  weightDecay: 0,
  l1: 0,
  l2: 0,
  dropout: 0,
  negatives: 1,
});

/** @type {Options} */
const article = {
  ...COMMON,
  recipe: 'article',
  epochs: 10,
  batchSize: 32,
  hidden: [64, 64],
  activation: 'sigmoid',
  loss: 'binary-cross-entropy',
  normaliseInput: false,
  inputDropout: 0,
  patience: 0,
  linear: false,
  search: false,
};

/** @type {Record<Recipe, Options>} */
export const RECIPE_DEFAULTS = {
  article,
  pair: { ...article, recipe: 'pair', activation: 'relu' },
  recommended: {
    ...COMMON,
    recipe: 'recommended',
    epochs: 60,
    batchSize: 64,
    hidden: [200],
    activation: 'tanh',
    loss: 'multinomial',
    normaliseInput: true,
    inputDropout: 0.5,
    patience: 8,
    linear: true,
    search: true,
  },
};
