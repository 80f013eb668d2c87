/** Layouts: orders over several lines, items in one cell, matrices, cross tables, baskets, headers and footers. */
import { basketFigures, byOrder, clock, csv, date, figures, lines, moment, pad, product, productZh, sku } from './orders.mjs';

/** @typedef {import("./orders.mjs").Line} Line */

const all = lines();
const usual = figures(all);
const orders = byOrder(all);
const items = [...new Set(all.map(({ item }) => item))].sort((one, other) => one - other);
const users = [...new Set(all.map(({ user }) => user))];
const owner = (/** @type {Line} */ line) => line.user;
const baskets = basketFigures(all, owner);
const alone = basketFigures(all, ({ order }) => order);
const user = (/** @type {Line} */ line) => `cust${pad(line.user)}`;

/** A row per customer with a cell for each product. @param {(count: number) => string | number} cell @param {string[]} [first] */
function matrix(cell, first = ['Person']) {
  const count = (/** @type {number} */ of, /** @type {number} */ item) =>
    all.filter((line) => line.user === of && line.item === item).reduce((sum, line) => sum + line.quantity, 0);
  const rows = users.map((of) => [`P${pad(of)}`, ...items.map((item) => cell(count(of, item)))]);
  return { header: [...first, ...items.map(product)], rows, count };
}

/** @param {(count: number) => string} cell @param {string[]} [first] */
function flags(cell, first) {
  const { header, rows } = matrix(cell, first);
  const figures = { ...usual, rows: users.length, used: users.length, merged: 0 };
  return { content: csv([header, ...rows]), shape: 'wide', ...figures, roles: { user: header[0] || '#1' } };
}

/** A row per order with its items in one cell. @param {(line: Line) => string} item @param {string} separator @param {Record<string, unknown>} [more] */
function cells(item, separator, more = {}) {
  const rows = orders.map((order) => [
    String(9000 + (order[0]?.order ?? 0)),
    order[0] ? moment(order[0]) : '',
    order[0] ? user(order[0]) : '',
    order.map(item).join(separator),
    '20.00',
  ]);
  return {
    content: csv([['Order', 'Ordered at', 'Customer', 'Items', 'Total'], ...rows]),
    shape: 'basket',
    ...baskets,
    roles: { user: 'Customer', item: 'Items', time: 'Ordered at', order: 'Order' },
    ...more,
  };
}

const long = (/** @type {Line} */ line) => [user(line), product(line.item), line.quantity];

export const LAYOUTS = {
  odoo_first_lines: () => ({
    content: csv([
      ['Order Reference', 'Order Date', 'Customer', 'Order Lines/Product', 'Order Lines/Quantity'],
      ...orders.flatMap((order) =>
        order.map((line, place) => [
          `S${pad(line.order, 5)}`,
          place === 0 ? moment(line) : '',
          place === 0 ? `Person ${pad(line.user)}` : '',
          product(line.item),
          line.quantity,
        ]),
      ),
    ]),
    ...usual,
    roles: { user: 'Customer', item: 'Order Lines/Product', time: 'Order Date', order: 'Order Reference' },
  }),
  merged_saved_as_csv: () => ({
    content: csv([
      ['日期', '客户', '商品名称', '数量'],
      ...orders.flatMap((order) =>
        order.map((line, place) => [
          place === 0 ? date(line) : '',
          place === 0 ? `客户${pad(line.user)}` : '',
          productZh(line.item),
          line.quantity,
        ]),
      ),
    ]),
    ...usual,
    roles: { user: '客户', item: '商品名称', value: '数量', time: '日期' },
  }),
  items_times_first: () => cells((line) => `${line.quantity}× ${product(line.item)}`, ', '),
  items_times_last: () => cells((line) => `${product(line.item)} x ${line.quantity}`, '; '),
  items_lines_in_cell: () => cells((line) => product(line.item), '\n'),
  items_json_objects: () => {
    const rows = orders.map((order) => [
      order[0] ? user(order[0]) : '',
      JSON.stringify(order.map((line) => ({ product_name: product(line.item), sku: sku(line.item), quantity: line.quantity, price: 4.5 }))),
    ]);
    return { content: csv([['customer_id', 'line_items'], ...rows]), shape: 'basket', ...baskets, roles: { user: 'customer_id', item: 'line_items' } };
  },
  items_json_names: () => {
    const rows = orders.map((order) => [order[0] ? user(order[0]) : '', JSON.stringify(order.map((line) => product(line.item)))]);
    return { content: csv([['client', 'products'], ...rows]), shape: 'basket', ...baskets, roles: { user: 'client', item: 'products' } };
  },
  items_pairs: () => cells((line) => `product_name:${product(line.item)}|sku:${sku(line.item)}|qty:${line.quantity}|subtotal:4.50`, ';'),
  items_dun: () => {
    const rows = orders.map((order) => [`N${order[0]?.order}`, order[0] ? `会员${pad(order[0].user)}` : '', order.map((line) => productZh(line.item)).join('、')]);
    return { content: csv([['订单编号', '会员', '购买商品'], ...rows]), shape: 'basket', ...baskets, roles: { user: '会员', item: '购买商品', order: '订单编号' } };
  },
  form_ticks_zh: () => {
    const rows = users.map((of) => [
      `2025/3/${1 + (of % 28)} 10:00:00`,
      `学员${pad(of)}`,
      [...new Set(all.filter((line) => line.user === of).map((line) => productZh(line.item)))].join('┋'),
    ]);
    return { content: csv([['提交时间', '姓名', '你买过哪些？'], ...rows]), shape: 'list', ...usual, rows: users.length, used: users.length, merged: 0, roles: { user: '姓名', item: '你买过哪些？' }, accept: ['exact', 'question'] };
  },
  matrix_shi_fou: () => flags((count) => (count > 0 ? '是' : '否')),
  matrix_yes_no: () => flags((count) => (count > 0 ? 'Yes' : 'No'), ['Member']),
  matrix_true_unnamed: () => flags((count) => (count > 0 ? 'TRUE' : 'FALSE'), ['']),
  matrix_one_or_blank: () => flags((count) => (count > 0 ? '1' : '')),
  matrix_y_or_blank: () => flags((count) => (count > 0 ? 'y' : '')),
  matrix_ja_nein: () => flags((count) => (count > 0 ? 'ja' : 'nein'), ['Kunde']),
  cross_table_totals: () => {
    const { header, rows, count } = matrix((n) => (n > 0 ? n : ''));
    const total = (/** @type {(string | number)[]} */ row) => row.slice(1).reduce((/** @type {number} */ sum, cell) => sum + Number(cell), 0);
    const sums = items.map((item) => users.reduce((sum, of) => sum + count(of, item), 0));
    const body = rows.map((row) => [...row, total(row)]);
    const content = csv([['Sales by customer'], ['2025'], [...header, 'Grand Total'], ...body, ['Grand Total', ...sums, sums.reduce((a, b) => a + b, 0)]]);
    return { content, shape: 'wide', ...usual, rows: users.length + 1, used: users.length, merged: 0, rejected: { 'total-row': 1 }, roles: { user: 'Person' } };
  },
  cross_table_zh: () => {
    const { rows, count } = matrix((n) => n);
    const total = (/** @type {(string | number)[]} */ row) => row.slice(1).reduce((/** @type {number} */ sum, cell) => sum + Number(cell), 0);
    const sums = items.map((item) => users.reduce((sum, of) => sum + count(of, item), 0));
    const content = csv([['客户', ...items.map(productZh), '合计'], ...rows.map((row) => [...row, total(row)]), ['总计', ...sums, sums.reduce((a, b) => a + b, 0)]]);
    return { content, shape: 'wide', ...usual, rows: users.length + 1, used: users.length, merged: 0, rejected: { 'total-row': 1 }, roles: { user: '客户' } };
  },
  baskets_plain: () => ({
    content: orders.map((order) => `${order.map((line) => product(line.item)).join(',')}\n`).join(''),
    shape: 'basket',
    ...alone,
    roles: { user: null, item: null },
  }),
  baskets_with_count: () => ({
    content: orders.map((order) => `${order.length},${order.map((line) => product(line.item)).join(',')}\n`).join(''),
    shape: 'basket',
    ...alone,
    roles: { user: null, item: null },
  }),
  title_and_footer: () => ({
    content: `Monthly sales,,\nExported 2025-12-31,,\n,,\n${csv([['Customer', 'Product', 'Pieces'], ...all.map(long)])},,\nTotal rows: ${all.length},,\n`,
    ...usual,
    rows: all.length + 2,
    rejected: null,
    roles: { user: 'Customer', item: 'Product', value: 'Pieces' },
  }),
  header_on_each_page: () => {
    const header = ['会员号', '商品', '数量'];
    const rows = all.map((line) => [`M${pad(line.user, 5)}`, productZh(line.item), line.quantity]);
    const pages = rows.flatMap((row, index) => (index % 50 === 0 && index > 0 ? [header, row] : [row]));
    const again = Math.floor((rows.length - 1) / 50);
    return { content: csv([header, ...pages]), ...usual, rows: rows.length + again, rejected: { 'header-again': again }, roles: { user: '会员号', item: '商品', value: '数量' } };
  },
  events_unnamed: () => {
    const rows = all.flatMap((line) => [
      [user(line), product(line.item), 'view', '1.0', '0'],
      [user(line), product(line.item), 'purchase', '1.0', '0'],
    ]);
    return { content: csv(rows), ...usual, rows: rows.length, rejected: { 'event-ignored': all.length }, roles: { user: '#1', item: '#2', event: '#3' } };
  },
  clock_zh: () => ({
    content: csv([['日期', '时间', '会员', '商品', '数量'], ...all.map((line) => [date(line), clock(line), `会员${pad(line.user)}`, productZh(line.item), line.quantity])]),
    ...usual,
    roles: { user: '会员', item: '商品', value: '数量', time: '日期', clock: '时间' },
  }),
  price_list: () => ({
    content: csv([['SKU', 'Product name', 'Price', 'Stock'], ...items.map((item) => [sku(item), product(item), '4.50', 10 + item])]),
    rows: null, used: null, merged: null, users: null, items: null, interactions: null,
    accept: ['refusal'],
  }),
  customer_list: () => ({
    content: csv([['Customer ID', 'First name', 'Email', 'City', 'Signed up'], ...users.map((of) => [1000 + 3 * of, `Person ${of}`, `p${of}@shop.example`, ['Town', 'Bay', 'Hill'][of % 3] ?? '', '2025-01-01'])]),
    rows: null, used: null, merged: null, users: null, items: null, interactions: null,
    accept: ['refusal', 'question'],
  }),
  one_column: () => ({
    content: csv([['customer'], ...all.map((line) => [user(line)])]),
    rows: null, used: null, merged: null, users: null, items: null, interactions: null,
    accept: ['refusal'],
  }),
};
