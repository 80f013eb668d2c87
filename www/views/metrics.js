/** What is measured of a model: how it is called, written, and which way is better. */

import { figureOf } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {"ndcg" | "recall" | "precision" | "hit_rate" | "mrr" | "map" | "auc" | "coverage" | "novelty" | "gini" | "popularity"} MetricName */
/**
 * @typedef {Object} Metric
 * @property {MetricName} name
 * @property {boolean} hasLength  whether it is of the first K places
 * @property {"share" | "metric" | "bits"} written
 * @property {"high" | "low" | null} better  null: neither is better in itself
 * @property {(k: number) => string} key  among a model's figures
 */

/** @param {MetricName} name @param {Metric["written"]} written @param {Metric["better"]} better @returns {Metric} */
function metric(name, written, better) {
  return { name, hasLength: true, written, better, key: (k) => `${name}@${k}` };
}

/** Those that everybody sees. @type {readonly Metric[]} */
export const METRICS = [
  metric('ndcg', 'metric', 'high'),
  metric('recall', 'share', 'high'),
  metric('hit_rate', 'share', 'high'),
  metric('coverage', 'share', 'high'),
];

/** @type {readonly Metric[]} */
export const MORE_METRICS = [
  metric('precision', 'share', 'high'),
  metric('mrr', 'metric', 'high'),
  metric('map', 'metric', 'high'),
  { ...metric('auc', 'metric', 'high'), hasLength: false, key: () => 'auc' },
  metric('popularity', 'share', null),
  metric('novelty', 'bits', null),
  metric('gini', 'metric', 'low'),
];

/** @param {Metric} metric @param {number} value @param {Words} words */
export function figureIn({ written }, value, words) {
  if (written === 'metric') return words.metric(value);
  if (written === 'bits') return words.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return words.number(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/**
 * The models whose figure, as it is written, is the best.
 * @param {Metric} metric @param {Result} result @param {ModelName[]} models @param {number} k @returns {ModelName[]}
 */
export function winners({ better, written, key }, result, models, k) {
  if (better === null || models.length < 2) return [];
  const digits = written === 'bits' ? 100 : 1000;
  const rounded = models.flatMap((name) => {
    const figure = figureOf(result, name, key(k));
    return figure ? [{ name, value: Math.round(figure.value * digits) }] : [];
  });
  const values = rounded.map(({ value }) => value);
  const best = better === 'high' ? Math.max(...values) : Math.min(...values);
  return rounded.filter(({ value }) => value === best).map(({ name }) => name);
}
