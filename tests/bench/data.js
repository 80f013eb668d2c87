/**
 * Data of Online Retail's shape from a seed, with a long tail of items and users of
 * very different activity.
 */

/** @typedef {{users: number, items: number, interactions: number}} Shape */

/** A seeded generator of numbers from 0 to 1 (mulberry32). @param {number} seed */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Online Retail after cleaning. @type {Shape} */
export const RETAIL = { users: 4338, items: 3665, interactions: 266_000 };

/**
 * The items of each user, ascending: exactly as many in all as `interactions` says.
 * @param {Shape} shape
 * @param {number} [seed]
 * @returns {Uint32Array[]}
 */
export function baskets({ users, items, interactions }, seed = 1) {
  const random = generator(seed);
  const activity = Array.from({ length: users }, () => Math.exp(1.2 * normal(random)));
  const scale = interactions / activity.reduce((sum, value) => sum + value, 0);
  const most = Math.floor(items / 3);
  const wanted = activity.map((value) => Math.min(Math.max(1, Math.round(value * scale)), most));
  // Rounding and the bounds leave some over, or too few: one more or less for as many users as it takes.
  let rest = interactions - wanted.reduce((sum, value) => sum + value, 0);
  for (let user = 0; rest !== 0; user = (user + 1) % users) {
    const change = Math.sign(rest);
    if (wanted[user] + change < 1 || wanted[user] + change > most) continue;
    wanted[user] += change;
    rest -= change;
  }
  return wanted.map((count) => {
    const chosen = new Set();
    // The square makes the first items popular: a long tail.
    while (chosen.size < count) chosen.add(Math.floor(random() ** 2 * items));
    return Uint32Array.from(chosen).sort();
  });
}

/** A number of the standard normal distribution (Box & Muller). @param {() => number} random */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * The users whose number of items is closest to `size`.
 * @param {Uint32Array[]} users @param {number} size @param {number} count
 */
export function closest(users, size, count) {
  const off = (/** @type {number} */ user) => Math.abs(users[user].length - size);
  return [...users.keys()].sort((a, b) => off(a) - off(b)).slice(0, count);
}

/** Numbers from 0 to `length` − 1 in random order. @param {number} length @param {() => number} random */
export function shuffled(length, random) {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/**
 * The interactions as a CSV whose split column puts all but one into train: peers learn from all, and without
 * any for validation the core would take its own tenth away.
 * @param {Uint32Array[]} users
 */
export function csvOf(users) {
  const parts = ['user,item,split\n'];
  users.forEach((items, user) => {
    for (const item of items) parts.push(`u${user},i${item},${parts.length === 1 ? 'validation' : 'train'}\n`);
  });
  return encoded(parts);
}

/** A file of the look of Online Retail: eight columns, some 84 bytes a row. @param {number} rows @param {number} [seed] */
export function retailCsv(rows, seed = 2) {
  const random = generator(seed);
  const parts = ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n'];
  for (let row = 0; row < rows; row += 1) {
    const item = Math.floor(random() ** 2 * 3665);
    const user = 12_000 + Math.floor(random() ** 1.5 * 4338);
    parts.push(
      `${536_365 + (row >> 4)},${20_000 + item}A,"PRODUCT ${item}, SIX A BOX",${1 + (item % 12)},` +
        `12/${1 + (row % 28)}/2010 8:26,${(item % 90) / 10 + 0.5},${user},United Kingdom\r\n`,
    );
  }
  return encoded(parts);
}

/** Lines as a file. In pieces: eight times the users are more than one string should hold. @param {string[]} lines */
function encoded(lines) {
  const encoder = new TextEncoder();
  const pieces = [];
  for (let start = 0; start < lines.length; start += 65_536) {
    pieces.push(encoder.encode(lines.slice(start, start + 65_536).join('')));
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return bytes;
}
