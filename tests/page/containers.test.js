// Tables inside of other files: gzip, zip, and workbooks; read by what is in them, whatever they are called.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { hostileFiles } from './hostile.js';
import { openHouse, purchases } from './person.js';
import { zip } from './zip.js';

const house = await openHouse();
after(() => house.close());

/** Written by openpyxl, odfpy and xlwt: see tests/python/make_workbooks.py. @param {string} name */
const fixture = (name) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** What the page says of the file. @param {import('./person.js').Person} person */
const account = (person) => person.$('account').innerText();

/** @param {import('./person.js').Person} person */
async function counts(person) {
  const { dataset } = await person.report();
  return [dataset.rows, dataset.used, dataset.users, dataset.items];
}

test('a packed CSV file is read as if it were not packed, whatever its members and its name', async () => {
  const person = await house.visit();
  const rows = purchases().trim().split('\n');
  const text = rows.map((row, index) => `${row},${index === 0 ? 'x9' : `n${index % 24}`}\n`).join('');
  await person.choose(text);
  await person.train({ epochs: 1 });
  const expected = await counts(person);
  const half = text.indexOf('\n', text.length / 2) + 1;
  const members = [text.slice(0, half), text.slice(half)].map((part) => gzipSync(part));
  for (const [name, file] of /** @type {[string, Uint8Array][]} */ ([
    ['orders.csv.gz', gzipSync(text)],
    ['two members, another name.csv', Buffer.concat(members)],
    ['orders.zip', zip({ 'orders.csv': text, 'read me.md': 'Thank you' })],
  ])) {
    await person.choose(file, name);
    assert.equal(await person.error(), undefined, name);
    assert.equal(await person.stage(), 'ready', name);
    await person.train({ epochs: 1 });
    assert.deepEqual(await counts(person), expected, name);
  }
  assert.match(await account(person), /packed file “orders\.csv”/);
  // Another column of the same file: nothing is unpacked by the page, so it must be there still.
  await person.assign('name', 'x9');
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a packed file in another encoding and beyond one look at its head is read to its end', async () => {
  const person = await house.visit();
  const rows = Array.from({ length: 200_000 }, (_, row) => `客户${row % 700},商品${(row * 7) % 311},${row}`);
  await person.choose(gzipSync(`\ufeff用户,商品,行\n${rows.join('\n')}\n`), '订单.csv.gz');
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.$('column-user').inputValue(), '用户');
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.rows, dataset.users, dataset.items], [200_000, 700, 311]);
  await person.leave();
});

for (const kind of ['xlsx', 'ods', 'xls']) {
  test(`the one sheet of an .${kind} workbook that can be read is read, and the page says which`, async () => {
    const person = await house.visit();
    await person.choose(fixture(`orders.${kind}`), 'a name that says nothing');
    assert.equal(await person.error(), undefined);
    assert.equal(await person.stage(), 'ready');
    assert.match(await account(person), /sheet “Orders”; 2 other sheets not read/);
    assert.equal(await person.$('column-user').inputValue(), '用户');
    const cells = await person.$('preview').innerText();
    for (const cell of ['12345', '007', '2024-03-01 10:30:00', 'A "big" cup, blue', '商品']) {
      assert.ok(cells.includes(cell), `${cell} in ${cells}`);
    }
    await person.leave();
  });
}

test('what is cut, bent, locked or too large is refused in words, and the data before it stays', async (t) => {
  const person = await house.visit();
  await person.choose(purchases());
  const before = await account(person);
  const gz = gzipSync(purchases({ users: 500 }));
  const xls = Buffer.from(fixture('orders.xls'));
  xls.fill(0xff, 512, 4096);
  /** @type {[string, string, Uint8Array][]} */
  const files = [
    ['a gzip file that is cut', 'archive-broken', gz.subarray(0, gz.length - 9)],
    ['a gzip file with a wrong checksum', 'archive-broken', Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8)])],
    ['the head of a gzip file only', 'archive-broken', gz.subarray(0, 5)],
    ['a workbook that is cut', 'archive-broken', fixture('orders.xlsx').subarray(0, 5000)],
    ['an old workbook of nonsense', 'archive-broken', xls],
    ['an archive without a table', 'no-table-inside', zip({ 'a.png': '1', 'b.png': '2' })],
    ['sheets and files without a table', 'no-table-inside', zip({ 'a.csv': 'u\n', 'b.csv': ' ' })],
    ['a bzip2 archive', 'binary-file', Buffer.from('BZh91AY&SY')],
    ['a map in JSON', 'binary-file', Buffer.from('{"type":"FeatureCollection","features":[{"a":1}]}')],
    ['a page without a table', 'binary-file', Buffer.from('<html><body>Please log in</body></html>')],
    ['JSON that is cut', 'archive-broken', Buffer.from('[{"user":1},{"us')],
    ['a text document', 'binary-file', zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<d/>' })],
    ['an archive that says it is a bomb', 'archive-too-large', zip({ 'a.csv': 'u,i\n1,2\n' }, { size: 0xeeeeeeee })],
    ['an archive that hides that it is one', 'archive-broken', zip({ 'a.csv': purchases() }, { size: 10 })],
    ['an empty packed file', 'empty-file', gzipSync('')],
    ['a picture, packed', 'binary-file', gzipSync(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))],
  ];
  for (const [what, code, file] of files) {
    await t.test(what, async () => {
      await person.choose(file, 'bad');
      assert.equal(await person.error(), code);
      assert.doesNotMatch(await person.message(), /\{|\}|undefined|null/);
      assert.equal(await account(person), before);
      assert.equal(await person.stage(), 'ready');
    });
  }
  for (const [what, code, file] of hostileFiles()) {
    await t.test(what, async () => {
      const begun = performance.now();
      await person.choose(file, 'hostile');
      assert.equal(await person.error(), code);
      assert.ok(performance.now() - begun < 10_000);
      assert.equal(await account(person), before);
      assert.equal(await person.stage(), 'ready');
    });
  }
  await t.test('a gigabyte of zeros', async () => {
    const zeros = gzipSync(Buffer.alloc(64 << 20), { level: 9 });
    await person.choose(Buffer.concat([gzipSync('user,item\n'), ...Array(18).fill(zeros)]), 'bomb.csv.gz');
    // Its head says enough.
    assert.equal(await person.error(), 'binary-file');
    assert.equal(await account(person), before);
  });
  await person.choose(purchases());
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('files that are chosen together are one table, or are joined by the number of the order', async () => {
  const person = await house.visit();
  const [header, ...rows] = purchases().trim().split('\n');
  const months = [rows.filter((_, row) => row % 2 === 0), rows.filter((_, row) => row % 2 === 1)];
  await person.choose(`${header}\n${rows.join('\n')}\n`);
  await person.train({ epochs: 1 });
  const expected = await counts(person);
  await person.chooseAll(
    months.map((month, at) => ({ name: `2025-0${at + 1}.csv`, text: [header, ...month].join('\n') })),
  );
  assert.equal(await person.error(), undefined);
  await person.train({ epochs: 1 });
  assert.deepEqual(await counts(person), expected);
  assert.match(await account(person), /2025-01\.csv.*2025-02\.csv/);
  // The same rows as lines, without a customer, and the orders of whom they are.
  const lines = rows.flatMap((row, at) => [`${at + 1},${row.split(',')[1]},1`, `${at + 1},${row.split(',')[1]},2`]);
  const orders = rows.map((row, at) => `${at + 1},${row.split(',')[0]}`);
  await person.chooseAll([
    { name: 'lines.csv', text: ['order_id,product_id,line', ...lines].join('\n') },
    { name: 'orders.csv', text: ['order_id,user_id', ...orders].join('\n') },
  ]);
  assert.equal(await person.error(), undefined);
  assert.equal(await person.$('column-user').inputValue(), 'user_id (orders.csv)');
  assert.equal(await person.$('column-item').inputValue(), 'product_id');
  await person.leave();
});
