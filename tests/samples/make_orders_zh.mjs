/** Writes www/samples/orders-zh.csv.gz: `node tests/samples/make_orders_zh.mjs`. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { text } from '../cases/make/encodings.mjs';
import { ordersZh } from './orders_zh.mjs';

const orders = ordersZh();
const packed = gzipSync(text(orders, 'gb18030'), { level: 9 });
writeFileSync(new URL('../../www/samples/orders-zh.csv.gz', import.meta.url), packed);
console.log(`${orders.split('\r\n').length - 2} rows, ${packed.length} bytes`);
