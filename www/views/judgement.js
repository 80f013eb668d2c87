/** What the measured figures allow one to say, and nothing more. */

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */
/**
 * @typedef {Object} Judgement
 * @property {"better" | "quiet"} tone
 * @property {string} hero
 * @property {string} sentence
 * @property {string} range
 * @property {string} measured
 */

/** With fewer users than this an interval says more about chance than about the network. */
const FEWEST_USERS = 30;

/** With no more items than this the first ten hold about all of them, and only their order can be judged. */
const FEW_ITEMS = 15;

/**
 * @param {Result | null} result
 * @param {number} items  in the data set
 * @param {Words} words
 * @returns {Judgement}
 */
export function judge(result, items, words) {
  /** @param {"tie" | "worse" | "few" | "only" | "neither" | "none" | "order" | "sameOrder"} what @param {Record<string, string | number>} [params] */
  const quiet = (what, params = {}) => ({
    tone: /** @type {const} */ ('quiet'),
    hero: words.text(`verdict.${what}Hero`),
    sentence: words.text(`verdict.${what}`, params),
    range: '',
    measured: '',
  });
  if (!result) return quiet('none');
  const { users, interactions, lift, difference } = result;
  if (users < FEWEST_USERS) return quiet('few', { users });
  const measured = words.text('verdict.measured', { users, interactions });
  if (items <= FEW_ITEMS) {
    if (difference.low > 0) return { ...quiet('order', { items }), tone: 'better', measured };
    return { ...quiet('sameOrder', { items }), measured };
  }
  if (!lift) {
    const recall = result.models.find(({ name }) => name === 'network')?.metrics['recall@10']?.value ?? 0;
    if (difference.low > 0) return { ...quiet('only', { share: words.percent(recall) }), tone: 'better', measured };
    return { ...quiet('neither'), measured };
  }
  const range = words.text('verdict.range', { low: times(lift.low, lift, words), high: times(lift.high, lift, words) });
  if (lift.high < 1) return { ...quiet('worse'), range, measured };
  if (lift.low <= 1) return { ...quiet('tie'), range, measured };
  return {
    tone: 'better',
    hero: words.text('verdict.times', { lift: times(lift.value, lift, words) }),
    sentence: words.text('verdict.better', { lift: times(lift.value, lift, words) }),
    range,
    measured,
  };
}

/**
 * As many digits as the interval deserves.
 * @param {number} value @param {{low: number, high: number}} interval @param {Words} words
 */
function times(value, { low, high }, words) {
  const digits = high - low < 0.2 || (low < 1.05 && high > 0.95) ? 2 : value < 10 ? 1 : 0;
  return words.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
