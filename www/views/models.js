/** The models as people call them, in the order in which they stand everywhere: the network, then the others. */

import { MODELS } from '../protocol.js';
import { element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../protocol.js").Interval} Interval */

/** Short names of the field, for those who know them. @type {Partial<Record<ModelName, string>>} */
const KNOWN_AS = { 'item-knn': 'item-kNN', ease: 'EASE' };
const ORDER = /** @type {const} */ (['network', 'ease', 'item-knn', 'popularity']);

/** @param {{name: string}[]} models @returns {ModelName[]} */
export function inOrder(models) {
  return ORDER.filter((name) => models.some((model) => model.name === name));
}

/** @param {ModelName} name @param {Words} words */
export function shortName(name, words) {
  return words.text(`model.${name}`);
}

/** @param {ModelName} name @param {Words} words */
export function fullName(name, words) {
  const known = KNOWN_AS[name];
  if (!known) return shortName(name, words);
  return words.language === 'zh' ? `${shortName(name, words)}（${known}）` : `${shortName(name, words)} (${known})`;
}

/** A sentence for each. @param {ModelName[]} names @param {Words} words */
export function whoIsWho(names, words) {
  return element(
    'dl',
    { class: 'who' },
    ...names.flatMap((name) => [
      element('dt', {}, fullName(name, words)),
      element('dd', {}, words.text(`modelNote.${name}`)),
    ]),
  );
}

/** @param {Result} result @param {ModelName} name @param {string} metric @returns {Interval | null} */
export function figureOf({ models }, name, metric) {
  return models.find((model) => model.name === name)?.metrics[metric] ?? null;
}

/** What was left out of the comparison, and why. @param {Result} result @param {Words} words */
export function leftOut({ skipped }, words) {
  return (skipped ?? []).flatMap(({ name, reason }) => {
    if (!MODELS.includes(name)) return [];
    const key = `skipped.${reason.code}`;
    const why = words.has(key) ? words.text(key, reason.params) : words.messageFor(reason);
    return [words.text('skipped.named', { model: fullName(name, words), reason: why })];
  });
}
