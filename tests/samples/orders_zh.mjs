/**
 * The orders of a shop that does not exist, as a Chinese platform exports them, in GB18030: www/samples/orders-zh.csv.gz.
 * Everything is drawn from one seed, and only with operations that are exact everywhere, so that each run writes the same
 * text. `node tests/samples/make_orders_zh.mjs` writes it; www/samples/README.md tells the process.
 */
import { CHARGES, PRODUCTS } from './products_zh.mjs';

/** @typedef {import('./products_zh.mjs').Product} Product */
/** @typedef {{day: number, second: number, user: number, lines: {product: Product, count: number}[]}} Order */

export const SEED = 20_240_101;
const CUSTOMERS = 1_350;
const FIRST_DAY = Date.UTC(2024, 0, 1) / 86_400_000;
const DAYS = 547;
const SHOP = '四季杂货（示例店，数据由程序生成）';
const HEADER = [
  '订单编号',
  '买家会员名',
  '收货人姓名',
  '订单状态',
  '订单创建时间',
  '店铺名称',
  '宝贝标题',
  '商家编码',
  '宝贝类目',
  '单价',
  '宝贝数量',
  '买家实际支付金额',
];

/** What people with one taste look for, and how much. @type {Record<string, number>[]} */
const TASTES = [
  { LC: 9, WL: 5, CJ: 3, HT: 1, GD: 1 },
  { PE: 8, HC: 5, CJ: 4, WL: 3 },
  { HT: 8, CY: 4, GG: 3, ZL: 3 },
  { JG: 8, GG: 6, BG: 3, CY: 1 },
  { LS: 9, RP: 7, BG: 1, TW: 1 },
  { GD: 8, BG: 6, GG: 1, RP: 1 },
  { HB: 9, CF: 3, SN: 1, ZL: 1 },
  { ZL: 6, TW: 7, CF: 4, CY: 1 },
  { QJ: 7, ZP: 5, XH: 6, SN: 4 },
  { CW: 12, QJ: 1, ZP: 1 },
  { CY: 8, JG: 2, ZL: 1, SN: 1 },
];
/** What nearly everybody takes along at some time, in this order. */
const STAPLES = ['ZP', 'QJ', 'JG', 'GD', 'TW', 'ZL', 'XH', 'SN', 'LS', 'HT'];
/** Days of the year around which what belongs to the season sells, and the part of its titles. @type {[day: number, part: RegExp][]} */
const SEASONS = [
  [20, /年货|春联|腊|元宵/],
  [92, /青团/],
  [155, /粽/],
  [255, /月饼/],
  [385, /年货|春联|腊|元宵/],
];
/** Busy weeks: the day of the year in the middle, how many days to either side, how much busier. @type {[number, number, number][]} */
const RUSHES = [
  [15, 12, 1.5],
  [160, 8, 1.6],
  [314, 6, 3],
  [346, 4, 1.6],
];
/** What names are put together from. */
const MANNERS = '爱喝茶的 山里来的 早起的 不吃辣的 贪吃的 慢半拍 小城 阳台上的 周末 厨房里的'.split(' ');
const BEINGS = '小鱼 阿木 橘猫 豆豆 老陈 团子 栗子 夏天 云朵 阿芬 大叔 麦子'.split(' ');
const SOUNDS = 'xiao mu lan qing yu tang chen he an zhi wen le'.split(' ');
const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹'];
/** How busy the hours are, from midnight on. */
const HOURS = [2, 1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 8, 9, 8, 7, 7, 7, 6, 6, 8, 11, 13, 11, 6];

/** Chance, by Mulberry32. */
class Dice {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed;
  }

  /** From 0 up to 1. */
  roll() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.roll() * limit);
  }

  /** @template T @param {readonly T[]} things */
  any(things) {
    return things[this.below(things.length)];
  }

  /** @template T @param {readonly T[]} things @param {(thing: T, index: number) => number} weigh @returns {T} */
  weighted(things, weigh) {
    const weights = things.map(weigh);
    let left = this.roll() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return things[found < 0 ? things.length - 1 : found];
  }

  /** How often in a row it goes well. @param {number} chance @param {number} most */
  streak(chance, most) {
    let n = 0;
    while (n < most && this.roll() < chance) n++;
    return n;
  }
}

/** A name under which somebody shops: made up. @param {Dice} dice */
function nick(dice) {
  const kind = dice.roll();
  if (kind < 0.45) return `tb${10_000 + dice.below(9_990_000)}`;
  if (kind < 0.75) return `${dice.any(MANNERS)}${dice.any(BEINGS)}${dice.below(2) ? dice.below(1_000) : ''}`;
  const number = dice.below(2) ? 1960 + dice.below(48) : dice.below(10_000);
  return `${dice.any(SOUNDS)}${dice.any(SOUNDS)}_${number}`;
}

/** @param {Dice} dice @param {number} index */
function customer(dice, index) {
  const [main, second] = [dice.below(TASTES.length), dice.below(TASTES.length)];
  return {
    name: `${dice.any(SURNAMES)}${dice.below(3) ? '**' : '*'}`,
    tastes: [main, main, second],
    suits: dice.any(['plain', 'plain', 'all', 'all', 'gift']),
    /** How many orders at most: one customer in five is loyal, two come now and then, two hardly again. */
    orders: 1 + dice.streak(index % 5 === 0 ? 0.93 : index % 5 < 3 ? 0.89 : 0.7, 50),
    /** A third were there from the beginning. */
    since: dice.below(3) === 0 ? 0 : dice.below(DAYS - 30),
  };
}

/** People, none of whom shops under the name of another. @param {Dice} dice */
function people(dice) {
  /** @type {Map<string, ReturnType<typeof customer>>} */ const named = new Map();
  while (named.size < CUSTOMERS) {
    const name = nick(dice);
    if (!named.has(name)) named.set(name, customer(dice, named.size));
  }
  return [...named].map(([nick, one]) => ({ nick, ...one }));
}

/** How well products of the same kind sell: the first best. @param {Product} product @param {number} rank @param {string} suits */
function appeal({ suits: own }, rank, suits) {
  const fit = own === 'all' || suits === 'all' ? 1 : own === suits ? 2 : 0.4;
  return fit / (rank + 2);
}

/** @param {Dice} dice @param {{tastes: number[], suits: string}} customer @param {number} day  of the year @returns {Product} */
function wanted(dice, { tastes, suits }, day) {
  const [, season] = SEASONS.find(([middle]) => Math.abs(day - middle) < 16) ?? [];
  if (season && dice.roll() < 0.12) {
    const goods = PRODUCTS.JL.filter(({ title }) => season.test(title));
    return dice.weighted(goods, (product, rank) => appeal(product, rank, suits));
  }
  const chance = dice.roll();
  if (chance < 0.2) {
    const goods = PRODUCTS[dice.weighted(STAPLES, (_, rank) => 1 / (rank + 2))];
    return dice.weighted(goods.slice(0, 3), (_, rank) => 1 / (rank + 1));
  }
  const kinds = Object.entries(TASTES[chance < 0.24 ? dice.below(TASTES.length) : dice.any(tastes)]);
  const [kind] = dice.weighted(kinds, ([, weight]) => weight);
  return dice.weighted(PRODUCTS[kind], (product, rank) => appeal(product, rank, suits));
}

/** A day from then on, the busy ones more often. @param {Dice} dice @param {number} since */
function orderDay(dice, since) {
  const busy = (/** @type {number} */ day) =>
    RUSHES.reduce((factor, [middle, reach, more]) => (Math.abs((day % 366) - middle) <= reach ? more : factor), 1);
  for (;;) {
    const day = since + dice.below(DAYS - since);
    if (dice.roll() * 3 < busy(day)) return day;
  }
}

/** All orders, in the order of time. @param {Dice} dice @param {ReturnType<typeof people>} customers */
function trade(dice, customers) {
  /** @type {Order[]} */ const orders = [];
  for (const [user, one] of customers.entries()) {
    /** @type {Product[]} */ const had = [];
    for (let n = 0; n < one.orders; n++) {
      // Who came late had less time to order.
      const day = orderDay(dice, n === 0 ? one.since : 0);
      if (day < one.since) continue;
      const hour = dice.weighted([...HOURS.keys()], (one) => HOURS[one]);
      const second = hour * 3_600 + dice.below(3_600);
      /** @type {Map<Product, number>} */ const lines = new Map();
      for (let line = 1 + dice.streak(0.58, 7); line > 0; line--) {
        // What was good is often bought again.
        const product = had.length > 2 && dice.roll() < 0.2 ? dice.any(had) : wanted(dice, one, day % 366);
        lines.set(product, 1 + dice.streak(0.18, 4));
        had.push(product);
      }
      if (dice.roll() < 0.03) lines.set(dice.any(CHARGES), 1 + dice.below(12));
      orders.push({ day, second, user, lines: [...lines].map(([product, count]) => ({ product, count })) });
    }
  }
  const time = (/** @type {Order} */ { day, second }) => day * 86_400 + second;
  return orders.sort((one, other) => time(one) - time(other) || one.user - other.user);
}

/** What became of an order, and whether it was ever paid. @param {Dice} dice @param {number} day @returns {[status: string, paid: boolean]} */
function fate(dice, day) {
  const chance = dice.roll();
  const age = DAYS - day;
  if (age < 4 && chance < 0.15) return ['等待买家付款', false];
  if (chance < 0.045) return ['交易关闭', chance < 0.015];
  if (chance < 0.075) return ['退款成功', true];
  if (age < 3) return ['买家已付款，等待卖家发货', true];
  if (age < 10) return ['卖家已发货，等待买家确认', true];
  return ['交易成功', true];
}

/** @param {number} day @param {number} second */
function moment(day, second) {
  return new Date((FIRST_DAY + day) * 86_400_000 + second * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The whole file, as text. */
export function ordersZh() {
  const dice = new Dice(SEED);
  const customers = people(dice);
  const rows = trade(dice, customers).flatMap(({ day, second, user, lines }, index) => {
    const { nick, name } = customers[user];
    const [status, paid] = fate(dice, day);
    const time = moment(day, second);
    // Spreadsheets would turn a number of that length into 2.1E+18.
    const id = `="24${4_100_000 + index * 3}00000000${10 + (user % 90)}"`;
    return lines.map(({ product: { title, code, kind, price }, count }) => {
      const paidFor = paid ? (price * count).toFixed(2) : '0.00';
      return [id, nick, name, status, time, SHOP, title, code, kind, price.toFixed(2), count, paidFor].join(',');
    });
  });
  return [HEADER.join(','), ...rows, ''].join('\r\n');
}
