/** Values: ratings, quantities, times and ids as spreadsheets and exports write them. */
import { clock, csv, date, figures, lines, moment, pad, product, productZh, sku } from './orders.mjs';

/** @typedef {import("./orders.mjs").Line} Line */

const all = lines();
const usual = figures(all);
const user = (/** @type {Line} */ line) => `cust${pad(line.user)}`;

/** One rating of each pair. */
const pairs = [...new Map(all.map((line) => [`${line.user} ${line.item}`, line])).values()];
const stars = (/** @type {Line} */ line) => 1 + ((line.user * 7 + line.item * 3) % 5);

/** @param {(line: Line) => string | number} rating @param {number} least  of five stars @param {string} [name] */
function ratings(rating, least, name = 'rating') {
  const kept = pairs.filter((line) => stars(line) >= least);
  const rows = pairs.map((line) => [user(line), product(line.item), rating(line)]);
  return {
    content: csv([['user', 'item', name], ...rows]),
    ...figures(kept),
    rows: pairs.length,
    rejected: { 'value-below-threshold': pairs.length - kept.length },
    roles: { user: 'user', item: 'item', value: name },
  };
}

/** @param {string[]} header @param {(line: Line, index: number) => (string | number)[]} cells @param {Record<string, unknown>} [more] */
function table(header, cells, more = {}) {
  const { delimiter = ',', ...rest } = more;
  const [who = '', what = ''] = header;
  return { content: csv([header, ...all.map(cells)], String(delimiter)), ...usual, roles: { user: who, item: what }, ...rest };
}

/** @param {(line: Line) => string | number} time */
function timed(time, name = 'order time') {
  return table(['customer', 'product', name], (line) => [user(line), product(line.item), time(line)], {
    roles: { user: 'customer', item: 'product', time: name },
    times_readable: true,
    years: [2025],
  });
}

export const VALUES = {
  ratings_words_zh: () => {
    const words = ['差评', '中评', '好评', '好评', '好评'];
    return { ...ratings((line) => words[stars(line) - 1] ?? '', 3, '评价'), accept: ['exact'] };
  },
  ratings_out_of: () => ratings((line) => `${stars(line)}.0 out of 5 stars`, 4),
  ratings_of_ten: () => ratings((line) => `${2 * stars(line)}/10`, 4, 'score'),
  ratings_filled_stars: () => ratings((line) => '★'.repeat(stars(line)) + '☆'.repeat(5 - stars(line)), 4, '星级'),
  liked_true_false: () => {
    const kept = pairs.filter((line) => stars(line) >= 3);
    const rows = pairs.map((line) => [user(line), product(line.item), stars(line) >= 3 ? 'TRUE' : 'FALSE']);
    return {
      content: csv([['user_id', 'item_id', 'liked'], ...rows]),
      ...figures(kept),
      rows: pairs.length,
      rejected: { 'event-ignored': pairs.length - kept.length },
      roles: { user: 'user_id', item: 'item_id', event: 'liked' },
    };
  },
  quantity_units_zh: () => table(['客户', '商品', '数量', '单价'], (line) => [`客户${pad(line.user)}`, productZh(line.item), `${line.quantity}盒`, '￥9.90'], { roles: { user: '客户', item: '商品', value: '数量' } }),
  quantity_stk: () => table(['Kunde', 'Artikel', 'Menge', 'Preis'], (line) => [`K${pad(line.user)}`, `Tee ${pad(line.item)}`, `${line.quantity} Stk.`, '4,50 €'], { delimiter: ';', roles: { user: 'Kunde', item: 'Artikel', value: 'Menge' } }),
  weight_is_no_quantity: () => table(['customer', 'product', 'net weight', 'price'], (line) => [user(line), product(line.item), `${100 + line.item}g`, '$4.50'], { roles: { user: 'customer', item: 'product', value: null } }),
  ids_as_formulas: () => table(['customer_id', 'sku', 'qty'], (line) => [`="00${1000 + line.user}"`, `="${7000 + line.item}"`, line.quantity], { roles: { user: 'customer_id', item: 'sku', value: 'qty' } }),
  ids_with_tabs: () => table(['用户ID', '商品ID', '商品名称'], (line) => [`${880_000 + line.user}\t`, `${55_000 + line.item}\t`, productZh(line.item)], { roles: { user: '用户ID', item: '商品ID', name: '商品名称' } }),
  ids_null: () => {
    const words = ['NULL', '\\N', 'nan', '#N/A', 'None'];
    const kept = all.filter((line) => line.order % 9 !== 0);
    return table(['user_id', 'item_id'], (line) => [line.order % 9 === 0 ? (words[line.item % 5] ?? '') : user(line), sku(line.item)], {
      ...figures(kept),
      rows: all.length,
      rejected: { 'missing-user': all.length - kept.length },
    });
  },
  ids_mail_case: () => table(['Email', 'Product'], (line, index) => [index % 3 === 0 ? `Person${pad(line.user)}@Shop.Example` : `person${pad(line.user)}@shop.example`, product(line.item)]),
  ids_wide_blanks: () => table(['买家', '商品'], (line, index) => [index % 4 === 0 ? `　买家${pad(line.user)} ` : `买家${pad(line.user)}`, index % 5 === 0 ? `${productZh(line.item)}\u00a0` : productZh(line.item)]),
  guests_zh: () => {
    const guest = all.map((line) => ({ ...line, user: 1000 }));
    const rows = [...all, ...guest];
    return {
      content: csv([['会员', '商品', '数量'], ...rows.map((line) => [line.user === 1000 ? '游客' : `会员${pad(line.user)}`, productZh(line.item), line.quantity])]),
      ...usual,
      rows: rows.length,
      rejected: { 'asked, or missing-user': guest.length },
      roles: { user: '会员', item: '商品', value: '数量' },
    };
  },
  postage_lines: () => {
    const rows = all.flatMap((line) => (line.order % 4 === 0 ? [[`买家${pad(line.user)}`, '运费补差价', 1], [`买家${pad(line.user)}`, productZh(line.item), line.quantity]] : [[`买家${pad(line.user)}`, productZh(line.item), line.quantity]]));
    return { content: csv([['买家', '商品', '数量'], ...rows]), ...usual, rows: rows.length, rejected: { 'item-excluded': rows.length - all.length }, roles: { user: '买家', item: '商品', value: '数量' } };
  },
  users_cut_by_excel: () => ({ ...table(['用户ID', '商品名称'], (line) => [`${310_000_000_000_000 + (line.user % 4) * 100_000}000`, productZh(line.item)]), users: null, items: null, used: null, merged: null, interactions: null, accept: ['question'] }),
  codes_cut_by_excel: () => ({ ...table(['customer', 'barcode', 'product name', 'qty'], (line) => [user(line), '6.92E+12', product(line.item), line.quantity]), roles: { user: 'customer', item: 'product name', value: 'qty' } }),
  behaviour_numbers: () => ({
    ...table(['user_id', 'item_id', 'behavior_type', 'time'], (line, index) => [user(line), sku(line.item), 1 + (index % 4), `${date(line)} ${clock(line).slice(0, 2)}`], {}),
    users: null, items: null, used: null, merged: null, interactions: null,
    accept: ['question'],
  }),
  time_thai: () => timed((line) => date(line).replace('2025', '2568')),
  time_serial: () => timed((line) => 45_658 + line.day + Math.round((1000 * line.second) / 86_400) / 1000, 'order date'),
  time_chinese: () => timed((line) => `${date(line).replace('-', '年').replace('-', '月')}日 ${clock(line).slice(0, 5)}`),
  time_millis: () => timed((line) => Date.UTC(2025, 0, 1 + line.day) + 1000 * line.second, 'timestamp'),
  time_us_12h: () =>
    timed((line) => {
      const [year, month, day] = date(line).split('-').map(Number);
      const hour = Math.floor(line.second / 3600);
      return `${month}/${day}/${year} ${((hour + 11) % 12) + 1}:${clock(line).slice(3, 5)} ${hour < 12 ? 'AM' : 'PM'}`;
    }),
  time_iso_zone: () => timed((line) => `${moment(line).replace(' ', 'T')}+08:00`),
  time_year_one: () => table(['customer', 'product', 'date'], (line, index) => [user(line), product(line.item), index % 50 === 0 ? '0001-01-01' : date(line)], { roles: { user: 'customer', item: 'product', time: 'date' } }),
  bom_and_blank_header: () => ({
    content: `\ufeff${csv([['', 'user', 'item'], ...all.map((line, index) => [index, user(line), product(line.item)])])}`,
    ...usual,
    roles: { user: 'user', item: 'item' },
  }),
};
