/**
 * The verdict in words: the core decides (src/evaluation/verdict.rs), and here stands what that means, in counts of
 * purchases, and the name of what won as it is.
 */

import { fullName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../protocol.js").Verdict} Verdict */
/** @typedef {import("../protocol.js").Shares} Shares */
/** @typedef {import("../protocol.js").ModelName} ModelName */

/** Width of an interval below which whole purchases would hide it. */
const NARROW = 3;

/** @param {Result | null} result @returns {Verdict | null} */
export function verdictOf(result) {
  return result?.verdict ?? null;
}

/** The first line: whether it is worth it. @param {Verdict} verdict @param {Words} words */
export function verdictWord({ kind }, words) {
  return words.text(`verdict.kind.${kind}`);
}

/** The second line, in purchases of a hundred. @param {Verdict} verdict @param {Words} words */
export function verdictSentence({ reason, found, foundByBestsellers, low, high, k }, words) {
  const isNarrow = high - low < NARROW;
  /** @param {number} value */
  const figure = (value) => purchases(value, words, isNarrow);
  return words.text(`verdict.reason.${reason}`, {
    found: figure(found),
    best: figure(foundByBestsellers),
    low: figure(low),
    high: figure(high),
    k,
  });
}

/** Purchases of a hundred, with a decimal where there are few or it is known so exactly. @param {number} value @param {Words} words @param {boolean} [isExact] */
export function purchases(value, words, isExact = false) {
  const digits = isExact || Math.abs(value) < 9.95 ? 1 : 0;
  return words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** What won, by its own name: the mixture with its shares, the linear path alone, the network, or another model. @param {ModelName} model @param {Shares | null} shares @param {Words} words */
export function winnerName(model, shares, words) {
  if (model !== 'network') return words.text('won.model', { model: fullName(model, words) });
  if (!shares || shares.linear === 0) return words.text('won.network');
  if (shares.deep === 0) return words.text('won.linear');
  return words.text('won.mixture', { linear: words.percent(shares.linear), deep: words.percent(shares.deep) });
}

/** Whether the network has a share in what a model of that name says: only then has it the network's colour. @param {ModelName} model @param {Shares | null} shares */
export function hasNetwork(model, shares) {
  return model === 'network' && (shares === null || shares.deep > 0);
}
