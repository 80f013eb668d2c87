/** The purchases that all files of tests/cases/own are made of: 60 customers, 24 products, orders of one to four lines. */

const USERS = 60;
const ITEMS = 24;

/** @typedef {{order: number, user: number, item: number, quantity: number, day: number, second: number}} Line */

/** @param {number} seed */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The lines of all orders, in the order of time. @returns {Line[]} */
export function lines(seed = 7) {
  const random = generator(seed);
  /** @type {Line[]} */ const found = [];
  const count = 130;
  for (let order = 0; order < count; order++) {
    const user = order < USERS ? order : Math.floor(random() * USERS);
    // Every other customer likes the first half.
    const half = user % 2 === 0 ? 0 : ITEMS / 2;
    const items = new Set();
    const size = 1 + Math.floor(random() * 4);
    while (items.size < size) items.add(half + Math.floor(random() ** 1.5 * (ITEMS / 2)));
    const day = Math.floor((360 * order) / count);
    const second = 28_800 + Math.floor(random() * 40_000);
    for (const item of items) found.push({ order, user, item, quantity: 1 + Math.floor(random() ** 3 * 4), day, second });
  }
  // Every product was bought.
  for (let item = 0; item < ITEMS; item++) {
    if (!found.some((line) => line.item === item)) {
      found.push({ order: count + item, user: item, item, quantity: 1, day: 360, second: 40_000 });
    }
  }
  return found;
}

/** What comes of lines that all count. @param {Line[]} all @param {(line: Line) => number} [owner] */
export function figures(all, owner = ({ user }) => user) {
  const pairs = new Set(all.map((line) => `${owner(line)} ${line.item}`));
  return {
    rows: all.length,
    used: pairs.size,
    merged: all.length - pairs.size,
    users: new Set(all.map(owner)).size,
    items: new Set(all.map(({ item }) => item)).size,
    interactions: pairs.size,
  };
}

/** What comes of baskets, one row each. @param {Line[]} all @param {(line: Line) => number} owner */
export function basketFigures(all, owner) {
  const orders = new Set(all.map(({ order }) => order)).size;
  const owners = new Set(all.map(owner)).size;
  return { ...figures(all, owner), rows: orders, used: owners, merged: orders - owners };
}

/** @param {Line[]} all @returns {Line[][]} */
export function byOrder(all) {
  /** @type {Map<number, Line[]>} */ const orders = new Map();
  for (const line of all) orders.set(line.order, [...(orders.get(line.order) ?? []), line]);
  return [...orders.values()];
}

/** @param {Line} line */
export const date = ({ day }) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
/** @param {Line} line */
export const clock = ({ second }) => new Date(second * 1000).toISOString().slice(11, 19);
/** @param {Line} line */
export const moment = (line) => `${date(line)} ${clock(line)}`;
/** @param {number} number @param {number} [digits] */
export const pad = (number, digits = 3) => String(number).padStart(digits, '0');

const GOODS = ['Green tea', 'Black tea', 'Oolong', 'Blue mug', 'Teapot', 'Honey', 'Sieve', 'Cake tin'];
/** @param {number} item */
export const product = (item) => `${GOODS[item % GOODS.length]} ${pad(1 + item, 2)}`;
const GOODS_ZH = ['龙井茶', '红茶', '乌龙茶', '青花杯', '紫砂壶', '蜂蜜', '滤网', '糕点盒'];
/** @param {number} item */
export const productZh = (item) => `${GOODS_ZH[item % GOODS_ZH.length]}${pad(1 + item, 2)}号`;
/** @param {number} item */
export const sku = (item) => `SKU-${pad(100 + 7 * item, 4)}`;

/** A table as text. @param {(string | number)[][]} rows @param {string} [delimiter] */
export function csv(rows, delimiter = ',') {
  const cell = (/** @type {string | number} */ value) => {
    const plain = String(value);
    return plain.includes(delimiter) || /["\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return rows.map((row) => `${row.map(cell).join(delimiter)}\n`).join('');
}
