// Tables for spreadsheets: the exact files stay as they are, the neutral ones differ by apostrophes before what would be run.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { RECIPE_DEFAULTS } from '../../www/recipes.js';
import { openHouse } from './person.js';
import { request } from './worker_scope.js';

// After the worker's scope, which it needs.
const { csvFile, NeutralCsv } = await import('../../www/worker/neutral.js');
const house = await openHouse();
after(() => house.close());

/** Ids that a spreadsheet would run, and such that only look like it. */
const RUN = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '=HYPERLINK("http://a.example")',
  '=a,b',
  '-a\r\nb',
  '=a""b',
];
const HARMLESS = ['"=1', '""+1', 'a=1', ' =1', '\n=1', "'=1", '＝1', 'plain', '"', ',=1', 'a\n=1', 'a"\n=1', '1-1', ''];

/** @param {string} cell */
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
/** @param {string[][]} rows */
const csvOf = (rows) => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

/** RFC 4180, letter by letter. @param {string} text */
function parse(text) {
  /** @type {string[][]} */ const rows = [];
  /** @type {string[]} */ let row = [];
  for (let at = 0; at < text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        assert.ok(at < text.length, 'an open quotation mark');
        cell += text[at];
        if (text[at] === '"') at++;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ',') at++;
    else {
      assert.ok(text.startsWith('\r\n', at), `something behind a cell: ${text.slice(at, at + 20)}`);
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  assert.deepEqual(row, []);
  return rows;
}

/** What the neutral table must be. @param {string[][]} rows @param {number[]} numbers  columns that stay */
const neutralOf = (rows, numbers) =>
  rows.map((row) =>
    row.map((cell, column) => (!numbers.includes(column) && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
  );

/** @param {Uint8Array} bytes @param {number} size  of the pieces */
function neutral(bytes, size) {
  const csv = new NeutralCsv([1]);
  let text = '';
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += size) {
    text += decoder.decode(csv.push(bytes.subarray(at, at + size)), { stream: true });
  }
  return text + decoder.decode();
}

test('cells that would be run have an apostrophe, all others are as they were, wherever the bytes are cut', () => {
  const cells = [...RUN, ...HARMLESS, '用户', ''];
  const rows = cells.flatMap((one, index) => cells.map((other) => [one, String(index - 20), other, '']));
  const bytes = new TextEncoder().encode(csvOf(rows));
  assert.deepEqual(parse(csvOf(rows)), rows, 'the parser itself');
  const whole = neutral(bytes, bytes.length);
  assert.deepEqual(parse(whole), neutralOf(rows, [1]));
  for (const size of [1, 2, 3, 7, 64]) assert.equal(neutral(bytes, size), whole, `pieces of ${size}`);
});

test('random tables, cut at random', () => {
  const letters = ['=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", 'a', '商', ' '];
  let state = 1;
  const random = (/** @type {number} */ below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const cell = () => Array.from({ length: random(5) }, () => letters[random(letters.length)]).join('');
  for (let repeat = 0; repeat < 300; repeat++) {
    const rows = Array.from({ length: 20 }, () => Array.from({ length: 4 }, cell));
    const bytes = new TextEncoder().encode(csvOf(rows));
    assert.deepEqual(parse(neutral(bytes, 1 + random(9))), neutralOf(rows, [1]));
  }
});

test('a neutral file that is stopped is not finished', async () => {
  const task = /** @type {any} */ ({ nextStep: async () => false });
  await assert.rejects(async () => csvFile([new Uint8Array([61])], [1], task), { code: 'stopped' });
});

/** Purchases among hostile customers and products; some cannot be used. */
function hostile() {
  const ids = [...RUN, ...HARMLESS]
    .filter((id) => id.trim() === id && !/[\r\n]/.test(id) && id !== '')
    .concat('x1', 'x2', 'x3', '=a,"b"');
  const rows = [['user', 'item', 'name']];
  ids.forEach((user, from) => {
    for (let step = 0; step < 8; step++) {
      const item = ids[(from + step * step) % ids.length];
      rows.push([user, item, `=name ${item}`]);
    }
  });
  rows.push(['=lost', '', '@name'], ['', '-lost', '+name']);
  return csvOf(rows);
}

/** @param {Blob} blob */
async function bytesOf(blob) {
  return Buffer.from(await blob.arrayBuffer());
}

/** @param {Buffer} bytes  of a neutral file */
function withoutMark(bytes) {
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  return bytes.subarray(3).toString();
}

test('all three tables, neutral: the rows of the exact one, and apostrophes', async () => {
  const preview = await request('open', { file: new File([hostile()], 'orders.csv') });
  await request('read', { how: { roles: preview.roles, seed: 42 } });
  await request('train', { options: { ...RECIPE_DEFAULTS.article, epochs: 2 } });
  for (const [type, payload, numbers] of /** @type {const} */ ([
    ['exportRecommendations', { k: 5 }, [1, 4]],
    ['exportClean', {}, [3]],
    ['exportRejected', {}, [0]],
  ])) {
    const asked = /** @type {any} */ (payload);
    const exact = await bytesOf(await request(type, asked));
    const other = await bytesOf(await request(type, { ...asked, neutral: true }));
    const again = await bytesOf(await request(type, { ...asked, neutral: false }));
    assert.ok(exact.equals(again), 'the exact one is exact');
    const rows = parse(exact.toString());
    assert.ok(
      rows.some((row) => row.some((cell) => cell.startsWith('='))),
      `${type}: the file is hostile`,
    );
    assert.deepEqual(parse(withoutMark(other)), neutralOf(rows, [...numbers]));
    const cells = parse(withoutMark(other)).flatMap((row) =>
      row.filter((_, column) => !numbers.some((one) => one === column)),
    );
    assert.ok(cells.every((cell) => !/^[=+\-@\t\r]/.test(cell)));
  }
});

test('the second download is offered beside the first, with the reason in words; the first is as it was', async () => {
  const person = await house.visit();
  await person.choose(hostile());
  await person.click('neutral-tables');
  const [cleaned] = await Promise.all([person.page.waitForEvent('download'), person.click('download-clean')]);
  assert.equal(cleaned.suggestedFilename(), 'interactions-excel.csv');
  await person.train({ epochs: 1 });
  await person.goTo('export-neutral');
  assert.match(await person.$('spreadsheets-note').innerText(), /= \+ - @, a tab or a carriage return as formulas/);
  const exact = await person.download('export-recommendations');
  const neutral = await person.download('export-neutral');
  assert.deepEqual([exact.name, neutral.name], ['recommendations.csv', 'recommendations-excel.csv']);
  const rows = parse(exact.bytes.toString());
  assert.ok(rows.some(([user]) => user === '=1+1'));
  assert.ok(rows.some(([user]) => user === '-1'));
  assert.deepEqual(parse(withoutMark(neutral.bytes)), neutralOf(rows, [1, 4]));
  await person.select('language', 'zh');
  assert.match(await person.$('spreadsheets-note').innerText(), /撇号/);
  await person.leave();
});
