/** Fewer points for the same line. */

/** @typedef {{x: number, y: number}} Point */

/** More points than these are not seen, and take long to draw. */
export const MOST_POINTS = 400;

/**
 * The lowest and the highest point of each stretch, so that no peak goes missing; the first, the last and the one to keep stay.
 * @param {Point[]} points  in the order of x @param {number} [kept]  x of a point that stays
 */
export function thinned(points, kept) {
  if (points.length <= MOST_POINTS) return points;
  const size = Math.ceil(points.length / (MOST_POINTS / 2 - 1));
  const stay = new Set([0, points.length - 1, points.findIndex(({ x }) => x === kept)]);
  for (let from = 0; from < points.length; from += size) {
    let [low, high] = [from, from];
    for (let at = from; at < Math.min(from + size, points.length); at++) {
      if (points[at].y < points[low].y) low = at;
      if (points[at].y > points[high].y) high = at;
    }
    stay.add(low).add(high);
  }
  return points.filter((_, index) => stay.has(index));
}
