/** What the measured figures allow one to say, and nothing more. */

import { figureOf, fullName, inOrder } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/** @typedef {import("../protocol.js").Interval} Interval */
/** @typedef {import("../protocol.js").ModelName} ModelName */
/**
 * @typedef {Object} Judgement
 * @property {"better" | "quiet"} tone
 * @property {string} hero
 * @property {boolean} isNumber  whether the hero is a figure
 * @property {string} sentence
 * @property {string} rival  the network against the best of the simple methods
 * @property {ModelName | null} offer  a simple method that is as good or better, for the recommendations
 * @property {string} warning
 * @property {string} range
 * @property {string} measured
 */

/** With fewer users than this an interval says more about chance than about the network. */
const FEWEST_USERS = 30;
/** With fewer than this the core calls them too few (`MIN_USERS` of src/evaluation/comparison.rs). */
const ENOUGH_USERS = 100;
/** With no more items than this the first ten hold about all of them, and only their order can be judged. */
const FEW_ITEMS = 15;
const NDCG = 'ndcg@10';

/** @type {Judgement} */
const NOTHING = {
  tone: 'quiet',
  hero: '',
  isNumber: false,
  sentence: '',
  rival: '',
  offer: null,
  warning: '',
  range: '',
  measured: '',
};

/**
 * @param {Result | null} result
 * @param {number} items  in the data set
 * @param {Words} words
 * @returns {Judgement}
 */
export function judge(result, items, words) {
  if (!result) return said('none', words);
  const { users, interactions } = result;
  if (users < FEWEST_USERS) return said('few', words, { users });
  const against = againstBestsellers(result, items, words);
  const measured = words.text('verdict.measured', { users, interactions });
  return { ...among(result, items, against, words), measured, warning: warning(result, words) };
}

/** The network and the bestseller list alone. @param {Result} result @param {number} items @param {Words} words @returns {Judgement} */
function againstBestsellers(result, items, words) {
  const { lift, difference } = result;
  const isAhead = difference.low > 0;
  if (items <= FEW_ITEMS) {
    return isAhead ? { ...said('order', words, { items }), tone: 'better' } : said('sameOrder', words, { items });
  }
  if (!lift) {
    const share = words.percent(figureOf(result, 'network', 'recall@10')?.value ?? 0);
    return isAhead ? { ...said('only', words, { share }), tone: 'better' } : said('neither', words);
  }
  const range = words.text('verdict.range', { low: times(lift.low, lift, words), high: times(lift.high, lift, words) });
  if (lift.high < 1) return { ...said('worse', words), range };
  if (lift.low <= 1) return { ...said('tie', words), range };
  const figure = times(lift.value, lift, words);
  return {
    ...NOTHING,
    tone: 'better',
    hero: words.text('verdict.times', { lift: figure }),
    isNumber: true,
    sentence: words.text('verdict.better', { lift: figure }),
    range,
  };
}

/**
 * The same in view of the simple methods: the best of them may be as good as the network, or better.
 * @param {Result} result @param {number} items @param {Judgement} against @param {Words} words @returns {Judgement}
 */
function among(result, items, against, words) {
  const isBetter = against.tone === 'better';
  const best = bestSimple(result);
  if (!best) return isBetter ? against : { ...against, offer: 'popularity' };
  /** @param {ModelName} name */
  const ndcg = (name) => words.metric(figureOf(result, name, NDCG)?.value ?? 0);
  const lead = differenceOf(result, 'network', best);
  const figures = {
    model: fullName(best, words),
    own: ndcg('network'),
    other: ndcg(best),
    list: ndcg('popularity'),
    low: signed(lead?.low ?? 0, words),
    high: signed(lead?.high ?? 0, words),
  };
  if (isBetter && (!lead || lead.low > 0))
    return { ...against, rival: lead ? words.text('verdict.clear', figures) : '' };
  if (isBetter && lead && lead.high < 0) {
    const ahead = { ...figures, low: signed(-lead.high, words), high: signed(-lead.low, words) };
    return { ...said('ahead', words, ahead), range: against.range, offer: best };
  }
  if (isBetter) return { ...against, rival: words.text('verdict.even', figures), offer: best };
  const isFound = (differenceOf(result, best, 'popularity')?.low ?? 0) > 0;
  if (isFound) {
    const hero = words.text('verdict.aheadHero');
    return { ...NOTHING, hero, sentence: words.text('verdict.simple', figures), range: against.range, offer: best };
  }
  // Where the first ten show everything there is, "nothing to learn" would say too much.
  if (items <= FEW_ITEMS) return { ...against, offer: 'popularity' };
  return { ...said('noise', words), range: against.range, offer: 'popularity' };
}

/** @param {Result} result @returns {ModelName | null} */
function bestSimple(result) {
  const simple = inOrder(result.models).filter((name) => name !== 'network' && name !== 'popularity');
  /** @param {ModelName} name */
  const ndcg = (name) => figureOf(result, name, NDCG)?.value ?? 0;
  return simple.sort((one, other) => ndcg(other) - ndcg(one))[0] ?? null;
}

/** @param {Result} result @param {ModelName} model @param {ModelName} against @returns {Interval | null} */
function differenceOf({ differences }, model, against) {
  const found = differences?.find((each) => each.model === model && each.against === against && each.metric === NDCG);
  return found?.interval ?? null;
}

/** @param {Result} result @param {Words} words */
function warning({ users, tooFew }, words) {
  if (!tooFew) return '';
  return users < ENOUGH_USERS ? words.text('verdict.fewUsers', { users }) : words.text('verdict.wide');
}

/**
 * @param {"tie" | "worse" | "few" | "only" | "neither" | "none" | "order" | "sameOrder" | "ahead" | "noise"} what
 * @param {Words} words
 * @param {Record<string, string | number>} [params]
 * @returns {Judgement}
 */
function said(what, words, params = {}) {
  return { ...NOTHING, hero: words.text(`verdict.${what}Hero`), sentence: words.text(`verdict.${what}`, params) };
}

/**
 * As many digits as the interval deserves.
 * @param {number} value @param {{low: number, high: number}} interval @param {Words} words
 */
function times(value, { low, high }, words) {
  const digits = high - low < 0.2 || (low < 1.05 && high > 0.95) ? 2 : value < 10 ? 1 : 0;
  return words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {number} value @param {Words} words */
function signed(value, words) {
  const figure = words.number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: 'negative' });
  return figure.replace('-', '−');
}
