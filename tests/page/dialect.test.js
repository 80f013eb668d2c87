// How a file is read: shown in one line, and changed where it was guessed wrongly.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { after, test } from 'node:test';
import { openHouse, purchases, untilWorkers } from './person.js';

/** @typedef {import('./person.js').Person} Person */

const house = await openHouse();
after(() => house.close());

/** The line that says how the file was read. @param {Person} person */
const line = (person) => person.page.locator('#dialect > summary').innerText();

/** Makes a choice; comes back when the file has been read so, or refused. @param {Person} person @param {string} id @param {string} value */
async function choose(person, id, value) {
  await person.select(id, value);
  await person.until('ready', 'trained');
}

test('what was guessed stands in one line, and in the selects', async () => {
  const person = await house.visit();
  const text = `Orders of May;;\n\n${purchases({ header: 'user;item', separator: ';' })}`;
  await person.choose(text, 'orders.csv');
  assert.equal(await person.stage(), 'ready');
  assert.match(await line(person), /UTF-8 · semicolons · header in line 3 · 2 lines above it/);
  await person.goTo('file-encoding');
  assert.equal(await person.$('file-encoding').inputValue(), 'UTF-8');
  assert.equal(await person.$('file-delimiter').inputValue(), ';');
  assert.equal(await person.$('file-quotes').inputValue(), 'doubled');
  assert.equal(await person.$('file-header').inputValue(), 'yes');
  assert.equal(await person.$('file-skip').inputValue(), '2');
  assert.match(await person.$('dialect').innerText(), /Orders of May/);
  assert.match(await person.$('preview').innerText(), /^4\b/m, 'rows are numbered by their lines');
  await person.leave();
});

test('delimiter, header and quotes can be chosen otherwise, and what cannot be read so costs nothing', async () => {
  const person = await house.visit();
  let row = 0;
  // Everything was bought twice: otherwise each row would be a customer of its own once it is cut at its semicolon.
  const once = purchases({ users: 20 });
  const twice = `${once}${once.slice('user,item\n'.length)}`;
  await person.choose(
    twice.replace(/\n/g, () => `;x${row++ % 5}\n`),
    'orders.csv',
  );
  assert.equal(await person.$('column-item').inputValue(), 'item;x0');
  await choose(person, 'file-header', 'no');
  assert.match(await person.$('preview').innerText(), /user/);
  assert.equal(await person.$('column-user').inputValue(), '#1');
  await choose(person, 'file-header', 'yes');
  await choose(person, 'file-delimiter', '|');
  assert.equal(await person.error(), 'no-columns');
  assert.equal(await person.$('file-delimiter').inputValue(), ',', 'the select shows again what is true');
  assert.equal(await person.stage(), 'ready');
  await choose(person, 'file-delimiter', ';');
  assert.equal(await person.error(), undefined);
  await untilWorkers(person.page, 1);
  await person.leave();
});

test('an encoding that only *formats* know can be chosen, and is kept through a training', async () => {
  const person = await house.visit();
  // é as Windows writes it, which is č where Eastern Europe's encoding is meant.
  const text = purchases().replace(/,i(?=\d)/g, ',caf\u00e8');
  await person.choose(Buffer.from(text, 'latin1'), 'orders.csv');
  assert.match(await line(person), /windows-1252/);
  await choose(person, 'file-encoding', 'gb18030');
  assert.match(await line(person), /GB18030/);
  await choose(person, 'file-encoding', 'windows-1252');
  assert.match(await person.$('preview').innerText(), /cafè/);
  await person.train({ epochs: 1 });
  const { dataset } = await person.report();
  assert.deepEqual([dataset.users, dataset.items], [60, 24]);
  await untilWorkers(person.page, 1);
  await person.leave();
});

test('a file in UTF-8 can be read in another encoding: by *formats*', async () => {
  const person = await house.visit({ language: 'zh' });
  await person.choose(purchases({ header: '用户,商品' }), '订单.csv');
  assert.equal(await person.$('column-user').inputValue(), '用户');
  await choose(person, 'file-encoding', 'gb18030');
  assert.match(await line(person), /GB18030.*表头在第 1 行/);
  assert.notEqual(await person.$('column-user').inputValue(), '用户');
  await choose(person, 'file-encoding', 'UTF-8');
  assert.equal(await person.$('column-user').inputValue(), '用户');
  await person.leave();
});
