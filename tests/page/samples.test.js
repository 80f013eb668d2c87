// The Chinese sample: what its script makes, read by the page without a question, and worth recommending from.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { text } from '../cases/make/encodings.mjs';
import { ordersZh } from '../samples/orders_zh.mjs';
import { openHouse } from './person.js';

const house = await openHouse();
after(() => house.close());
const packed = await readFile(new URL('../../www/samples/orders-zh.csv.gz', import.meta.url));
const bytes = gunzipSync(packed);
// Numbers are written as ="…", which is no CSV; no cell holds a comma.
const lines = ordersZh().trimEnd().split('\r\n');
const [header, ...rows] = lines.map((line) => line.split(','));
/** @param {string} name */
const column = (name) => rows.map((row) => row[header.indexOf(name)]);
/** @param {(cell: string) => boolean} fits @param {string} name */
const count = (fits, name) => column(name).filter(fits).length;

test('it is what the script makes, and says so in every row', () => {
  assert.ok(bytes.equals(text(ordersZh(), 'gb18030')));
  assert.ok(packed.length < 360_000, `${packed.length} bytes`);
  assert.equal(
    count((shop) => shop.includes('数据由程序生成'), '店铺名称'),
    rows.length,
  );
});

test('the page reads it without a question, leaves out what is no purchase, and says so', async () => {
  const person = await house.visit({ language: 'zh' });
  await person.choose(bytes, '订单.csv');
  const { question, account } = await person.page.evaluate(() => ({ ...document.body.dataset }));
  assert.equal(question, undefined);
  const read = JSON.parse(account ?? '{}');
  const closed = count((status) => /关闭|退款|等待买家付款/.test(status), '订单状态');
  assert.equal(read.rows, rows.length);
  assert.equal(read.items, new Set(column('商家编码')).size - 2);
  assert.deepEqual(Object.keys(read.rejected).sort(), ['event-ignored', 'item-excluded']);
  // A charge may be in an order that was closed.
  assert.ok(Math.abs(read.rejected['event-ignored'] - closed) < 40, `${read.rejected['event-ignored']} of ${closed}`);
  assert.ok(closed > rows.length * 0.06 && closed < rows.length * 0.1, `${closed} of ${rows.length}`);
  assert.deepEqual(read.findings, ['statuses-excluded', 'non-products-excluded']);
  const said = await person.$('quality').innerText();
  for (const word of ['交易关闭', '退款成功', '运费补差价', '邮费补拍专用链接']) assert.ok(said.includes(word), word);

  await person.train();
  const { models } = await person.report();
  /** @param {string} model */
  const found = (model) =>
    models.find(({ name }) => name === model)?.metrics['recall@10'] ?? { value: 0, low: 0, high: 0 };
  const [network, list] = [found('network'), found('popularity')];
  assert.ok(network.low > list.high, 'clearly more than the bestsellers');
  assert.ok(network.value < 2 * list.value && list.value > 0.15, 'which are no straw man');
  await person.leave();
});
