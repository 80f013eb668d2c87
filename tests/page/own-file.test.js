// Files of the user's own: encodings, separators, shapes, columns, and text that would like to be more than text.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, test } from 'node:test';
import { openHouse, parseCsv, purchases } from './person.js';

// 会员编号,商品编码,商品名称 and twelve rows, as Python's codec gb18030 writes them; Node has no such encoder.
const GB18030 =
  'bbe1d4b1b1e0bac52cc9ccc6b7b1e0c2eb2cc9ccc6b7c3fbb3c60d0ad5c5312c50312cccfab9dbd2f40d0ad5c5312c50322cc6d5b6fd0d0a' +
  'd5c5312c50352cbff3c8aacbae0d0ad5c5322c50322cc6d5b6fd0d0ad5c5322c50332cdcd4c0f2bba8b2e80d0ad5c5332c50302cc1fabeae' +
  'b2e80d0ad5c5332c50332cdcd4c0f2bba8b2e80d0ad5c5332c50342cbfa7b7c8b6b90d0ad5c5342c50302cc1fabeaeb2e80d0ad5c5342c50' +
  '312cccfab9dbd2f40d0ad5c5342c50342cbfa7b7c8b6b90d0ad5c5342c50352cbff3c8aacbae0d0a';

const house = await openHouse();
after(() => house.close());
const person = await house.visit();

/** What the columns were taken for. */
async function roles() {
  /** @type {Record<string, string>} */ const found = {};
  for (const role of ['user', 'item', 'name', 'time', 'value', 'split']) {
    const column = await person.$(`column-${role}`).inputValue();
    if (column !== '') found[role] = column;
  }
  return found;
}

/** Trains a little, and returns the report. @param {Record<string, number>} [options] */
async function reportAfterTraining(options = {}) {
  await person.train({ epochs: 1, ...options });
  return person.report();
}

test('UTF-8 with a byte order mark and Chinese headers', async () => {
  const names = ['龙井茶', '铁观音', '咖啡豆', '“矿泉水”, 大瓶', '豆浆机', '筷子'];
  const rows = ['用户ID,商品编码,商品名称,数量'];
  for (let user = 1; user <= 40; user++) {
    names.forEach((name, item) => {
      if ((user + item) % 3 < 2) rows.push(`张三${user},00${item},"${name}",${item === 5 ? 0 : 2}`);
    });
  }
  await person.choose(`\ufeff${rows.join('\r\n')}\r\n`, '订单.csv');
  assert.equal(await person.stage(), 'ready');
  assert.deepEqual(await roles(), { user: '用户ID', item: '商品编码', name: '商品名称', value: '数量' });
  const { dataset } = await reportAfterTraining();
  assert.equal(dataset.rows, rows.length - 1);
  assert.deepEqual([dataset.users, dataset.items], [40, 5]);
  assert.ok(dataset.rejected['value-not-positive'] > 0);
  assert.equal(dataset.used + dataset.merged + dataset.rejected['value-not-positive'], dataset.rows);
  const { bytes } = await person.download('export-recommendations');
  const exported = parseCsv(bytes.toString()).slice(1);
  assert.ok(exported.length > 0);
  for (const [user, , item, name] of exported) {
    assert.match(user, /^张三\d+$/);
    assert.match(item, /^00[0-4]$/, 'ids stay as they are written');
    assert.equal(name, names[Number(item)]);
  }
  const [first] = await person.table();
  assert.ok(names.some((name) => first[1].includes(name)));
});

test('GB18030, as Excel writes it in China', async () => {
  await person.choose(Buffer.from(GB18030, 'hex'), '会员.csv');
  assert.equal(await person.stage(), 'ready');
  assert.deepEqual(await roles(), { user: '会员编号', item: '商品编码', name: '商品名称' });
  const preview = await person.$('preview').innerText();
  assert.ok(preview.includes('张1') && preview.includes('龙井茶'), preview);
  const { dataset } = await reportAfterTraining();
  assert.deepEqual([dataset.rows, dataset.used, dataset.users, dataset.items], [12, 12, 4, 6]);
});

test('semicolons, and columns under other names', async () => {
  await person.choose(purchases({ header: 'Kunde;Ware', separator: ';' }).replace(/[ui](?=\d)/g, ''));
  assert.equal(await person.stage(), 'ready');
  assert.deepEqual(await roles(), { user: 'Kunde', item: 'Ware' });
  const { dataset } = await reportAfterTraining();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
});

test('a split column is kept to', async () => {
  const rows = ['user,item,split'];
  const parts = { train: 0, validation: 0, test: 0 };
  purchases()
    .trim()
    .split('\n')
    .slice(1)
    .forEach((row, index) => {
      const part = index % 5 === 3 ? 'validation' : index % 5 === 4 ? 'test' : 'train';
      parts[part]++;
      rows.push(`${row},${part}`);
    });
  await person.choose(rows.join('\n'));
  assert.deepEqual(await roles(), { user: 'user', item: 'item', split: 'split' });
  const { split } = await reportAfterTraining();
  assert.equal(split.kind, 'column');
  assert.deepEqual([split.train, split.validation, split.test], [parts.train, parts.validation, parts.test]);
});

test('another role for a column reads the file anew', async () => {
  await person.choose('who,what,kind\n1,a,x\n1,b,y\n2,a,x\n2,c,x\n3,b,y\n3,c,y\n3,a,x\n4,c,z\n4,a,z\n');
  const byWhat = await reportAfterTraining();
  assert.deepEqual([byWhat.dataset.items, byWhat.dataset.used], [3, 9]);
  await person.assign('item', 'kind');
  assert.equal(await person.stage(), 'ready', 'what was learnt from the other columns is gone');
  const byKind = await reportAfterTraining();
  assert.deepEqual([byKind.dataset.items, byKind.dataset.used, byKind.dataset.merged], [3, 6, 3]);
  await person.assign('item', 'what');
  await person.assign('name', 'kind');
  const named = await reportAfterTraining();
  assert.deepEqual(named.dataset, byWhat.dataset);
});

test("the article's list form", async () => {
  const rows = ['user_id,vector'];
  for (let user = 1; user <= 30; user++) {
    const vector = [0, 1, 2, 3, 4, 5].map((item) => Number((user * (item + 1)) % 3 === 0 || item === user % 6));
    rows.push(`${user},"[${vector.join(',')}]"`);
  }
  await person.choose(rows.join('\n'));
  assert.deepEqual(await roles(), { user: 'user_id', item: 'vector' });
  const { dataset } = await reportAfterTraining();
  assert.deepEqual([dataset.rows, dataset.used, dataset.users, dataset.items], [30, 30, 30, 6]);
});

test('a row per user with a column of 0 and 1 for each product', async () => {
  const rows = ['user,tea,coffee,water,juice'];
  for (let user = 1; user <= 30; user++) rows.push(`${user},${user % 2},${(user >> 1) % 2},1,${(user >> 2) % 2}`);
  await person.choose(rows.join('\n'));
  assert.deepEqual(await roles(), { user: 'user' });
  const { dataset } = await reportAfterTraining();
  assert.deepEqual([dataset.rows, dataset.users, dataset.items], [30, 30, 4]);
  for (const [, item] of await person.table()) assert.match(item, /^(tea|coffee|juice)$/);
});

test('markup in a file stays text everywhere, and runs nowhere', async () => {
  const evil = '<img src=x onerror="document.title=1">';
  const script = '<script>alert(1)</script>';
  /** @param {string} text */
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = [['user', 'item', quoted(`name ${evil}`), script].join(',')];
  for (let user = 1; user <= 40; user++) {
    for (let item = 0; item < 8; item++) {
      if ((user + item) % 3 === 0) continue;
      rows.push([quoted(`${user}${evil}`), `${item}${script}`, quoted(`${evil}${item}`), '<b>x</b>'].join(','));
    }
  }
  rows.push(`,${script},${quoted(evil)},`);
  await person.choose(rows.join('\n'), `${evil}.csv`);
  await person.assign('name', `name ${evil}`);
  const { dataset } = await reportAfterTraining();
  assert.deepEqual([dataset.users, dataset.items], [40, 8]);
  await person.click('user');
  await person.page.waitForFunction(() => !document.querySelector('#user-list')?.hasAttribute('hidden'));
  await person.type('user', evil);
  await person.type('user', `no such <i>${script}`);
  await person.$('user').press('Enter');
  await person.untilError('unknown-user');
  const title = await person.page.title();
  const born = await person.page.evaluate(() => ({
    elements: document.querySelectorAll('main img, main script, main b, main i, #message i, [onerror]').length,
    shows: document.body.innerText.includes('<img src=x onerror='),
  }));
  assert.deepEqual(born, { elements: 0, shows: true });
  assert.notEqual(title, '1');
  assert.ok((await person.table()).every(([, item]) => item.includes(evil)));
});

test('nothing went wrong unseen', () => person.leave());
