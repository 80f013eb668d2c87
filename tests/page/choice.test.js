// Which of several tables is read, by what the head of each was taken for; and what is asked where that is open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, chosen, joinOf } from '../../www/worker/choice.js';

/**
 * A look at a table, by its columns: `user*` has the role of that name.
 * @param {string} name @param {string} columns @param {{score?: number, rows?: string[][]}} [more]
 * @returns {import('../../www/worker/choice.js').Look}
 */
function look(name, columns, { score = 1, rows = [] } = {}) {
  const parts = columns.split(' ');
  const roles = { user: null, item: null, time: null };
  for (const [at, part] of parts.entries()) {
    const role = part.split('=')[1];
    if (role) roles[/** @type {keyof typeof roles} */ (role)] = /** @type {any} */ (at);
  }
  const preview = /** @type {any} */ ({
    columns: parts.map((part) => ({ name: part.split('=')[0] })),
    roles,
    rows,
    score,
    shape: 'long',
    header: true,
    delimiter: ',',
    quotes: 'doubled',
  });
  return { name, preview, failure: null, bytes: 100 };
}

/** @param {string} name @returns {import('../../www/worker/choice.js').Look} */
const empty = (name) => ({ name, preview: null, failure: { code: 'empty-file', params: {} }, bytes: 0 });

const ORDERS = 'customer=user product=item day=time';

test('a table with customers and products comes before one without, wherever it stands', () => {
  const looks = [look('Summary', 'month revenue'), empty('Blank'), look('Orders', ORDERS)];
  assert.deepEqual(choose(looks), { parts: [2], join: null, question: null });
  assert.equal(choose([empty('a'), empty('b')]), null);
});

test('all tables of one layout are read together', () => {
  const looks = [
    look('Jan', ORDERS),
    look('Notes', 'a b'),
    look('Feb', ORDERS),
    look('Mar', 'Customer=user Product=item Day=time'),
  ];
  assert.deepEqual(choose(looks), { parts: [0, 2, 3], join: null, question: null });
});

test('two tables that are equally believable are a question, the likelier one first', () => {
  const rows = [
    ['u1', 'a'],
    ['u2', 'b'],
    ['u3', 'c'],
    ['u4', 'd'],
  ];
  const looks = [
    look('Visits', 'who=user page=item', { score: 0.8, rows }),
    look('Orders', ORDERS, { score: 0.9 }),
    look('Feb', ORDERS),
  ];
  const choice = choose(looks);
  assert.deepEqual(choice?.parts, [1, 2]);
  const far = choose([look('Visits', 'who=user page=item', { score: 0.5 }), look('Orders', ORDERS, { score: 0.9 })]);
  assert.equal(far?.question, null);
  const close = choose([
    look('Visits', 'who=user page=item', { score: 0.8, rows }),
    look('Orders', ORDERS, { score: 0.9 }),
  ]);
  const answers = close?.question?.answers ?? [];
  assert.equal(close?.question?.code, 'sheet');
  assert.deepEqual(
    answers.map(({ parts }) => parts),
    [[1], [0]],
  );
  assert.deepEqual(answers[1].sample, { columns: ['who', 'page'], rows: rows.slice(0, 3) });
  assert.deepEqual(answers[0].params, { name: 'Orders', tables: 1 });
});

test('what a person has chosen is read, and nothing more is asked', () => {
  const looks = [look('Visits', 'who=user page=item'), look('Jan', ORDERS), look('Feb', ORDERS)];
  assert.deepEqual(chosen(looks, [0]), { parts: [0], join: null, question: null });
  assert.deepEqual(chosen(looks, [2]), { parts: [2], join: null, question: null });
  assert.deepEqual(chosen(looks, [1, 2]), { parts: [1, 2], join: null, question: null });
  assert.equal(chosen(looks, [9]), null);
});

const LINES = [
  ['1', 'a', '1'],
  ['1', 'b', '2'],
  ['2', 'a', '1'],
];
const HEADS = [
  ['1', 'u1', 'd'],
  ['2', 'u2', 'd'],
  ['3', 'u1', 'd'],
];

test('lines without a customer are joined to their orders', () => {
  const looks = [
    look('orders.csv', 'order_id who=user day=time', { score: 0.3, rows: HEADS }),
    look('lines.csv', 'order_id sku=item n', { rows: LINES }),
  ];
  assert.deepEqual(choose(looks), {
    parts: [1],
    join: { lookup: 0, key: 'order_id', columns: ['who', 'day'] },
    question: null,
  });
  // The number of the order was taken for a customer.
  const mistaken = [looks[0], look('lines.csv', 'Order_ID=user sku=item n', { rows: LINES })];
  assert.deepEqual(choose(mistaken)?.join, { lookup: 0, key: 'Order_ID', columns: ['who', 'day'] });
});

test('nothing is joined that does not tell who bought', () => {
  const orders = look('orders.csv', 'order_id who=user day=time', { rows: HEADS }).preview;
  const join = (/** @type {string} */ columns, rows = LINES, other = orders) =>
    joinOf(/** @type {any} */ (look('x', columns, { rows }).preview), /** @type {any} */ (other));
  assert.notEqual(join('order_id sku=item n'), null);
  assert.equal(join('order_id buyer=user sku=item'), null, 'the lines know their customer');
  assert.equal(join('number sku=item n'), null, 'no key');
  assert.equal(join('order_id sku n'), null, 'no product');
  assert.equal(join('order_id sku=item n', HEADS), null, 'as many lines as orders');
  const twice = look('orders.csv', 'order_id who=user day=time', { rows: [...HEADS, HEADS[0]] }).preview;
  assert.equal(join('order_id sku=item n', LINES, twice), null, 'an order stands there twice');
});
