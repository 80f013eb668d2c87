// Tables inside of other files: gzip, zip, and workbooks; read by what is in them, whatever they are called.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { openHouse, purchases } from './person.js';

const house = await openHouse();
after(() => house.close());

/** Written by openpyxl, odfpy and xlwt: see tests/python/make_workbooks.py. @param {string} name */
const fixture = (name) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** CRC-32 of ISO 3309, as zip has it. @param {Uint8Array} bytes */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A zip archive. @param {Record<string, string | Uint8Array>} files @param {{size?: number}} [lie]  what it says of each file's size */
function zip(files, lie = {}) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const whole = Buffer.from(content);
    const packed = deflateRawSync(whole);
    const common = Buffer.alloc(26);
    for (const [index, value] of [20, 0x800, 8, 0, 0].entries()) common.writeUInt16LE(value, index * 2);
    const sizes = [checksum(whole), packed.length, lie.size ?? whole.length];
    for (const [index, value] of sizes.entries()) common.writeUInt32LE(value, 10 + index * 4);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    parts.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** What the page says of the file. @param {import('./person.js').Person} person */
const account = (person) => person.$('account').innerText();

/** @param {import('./person.js').Person} person */
async function counts(person) {
  const { dataset } = await person.report();
  return [dataset.rows, dataset.used, dataset.users, dataset.items];
}

test('a packed CSV file is what it is unpacked, members, name and all', async () => {
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
  assert.match(await account(person), /packed file “orders\.csv”; 1 other file not read/);
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
  test(`the first visible table of an .${kind} workbook is read, and the page says which`, async () => {
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
    ['two tables in an archive', 'no-table-inside', zip({ 'a.csv': 'u,i\n1,2\n', 'b.csv': 'u,i\n1,2\n' })],
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
