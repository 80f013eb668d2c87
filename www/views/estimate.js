/** About how long a training takes, before it has begun. */

/**
 * Seconds of the recipe `recommended` with its search on a computer with two cores, set by three trainings: groceries 27 s, Online
 * Retail 62 s, a million interactions of 6,000 customers and 3,700 products 118 s.
 */
const BASE = 6;
const PER_CELL = 4.6e-6;

/**
 * @param {import("../protocol.js").Options} options
 * @param {{users: number, items: number}} dataset
 * @returns {number | null} seconds; null where nothing was measured that would say so
 */
export function secondsOf({ recipe, search }, { users, items }) {
  if (recipe !== 'recommended' || !search) return null;
  const seconds = BASE + PER_CELL * users * items;
  // No more exact than it is known.
  const step = seconds < 20 ? 5 : seconds < 90 ? 10 : 60;
  return Math.max(5, Math.round(seconds / step) * step);
}
