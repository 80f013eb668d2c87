// Files that take long or do not fit: stopped at once, read in part.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openHouse, purchases, untilWorkers } from './person.js';

/** The promise is 100 ms; the rest is for a machine that is busy with other things. */
const SOON = 250;

const house = await openHouse();
after(() => house.close());

/** Presses stop while a file is read; milliseconds until the stage changed. @param {import('./person.js').Person} person */
function stop(person) {
  return person.page.evaluate(async () => {
    const begun = performance.now();
    const changed = new Promise((resolve) => {
      const look = () => document.body.dataset.stage !== 'reading' && resolve(performance.now() - begun);
      new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ['data-stage'] });
    });
    document.getElementById('stop')?.click();
    return Number(await changed);
  });
}

/** Ten million rows, packed in a few hundred kilobytes. */
function long() {
  const rows = Array.from({ length: 50_000 }, (_, row) => `u${row % 997},i${(row * 31) % 211},${1 + (row % 7)}\n`).join(
    '',
  );
  return Buffer.concat([gzipSync('user,item,x9\n'), ...Array(200).fill(gzipSync(rows))]);
}

test('stop ends the reading of a file at once, and the data from before is there', async (t) => {
  const person = await house.visit();
  await person.choose(purchases());
  const before = (await person.$('account').textContent()) ?? '';
  await person.put(long(), 'long.csv.gz');
  await person.page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0.05);
  const soon = await stop(person);
  t.diagnostic(`stop: stage after ${soon.toFixed(1)} ms`);
  assert.ok(soon < SOON, `${soon} ms`);
  assert.equal(await person.stage(), 'ready');
  assert.equal((await person.$('account').textContent()) ?? '', before);
  assert.equal(await person.error(), undefined);
  await untilWorkers(person.page, 1);
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  await person.leave();
});

test('stop ends a reading with other columns, and the columns from before are in use', async (t) => {
  const person = await house.visit();
  await person.choose(long(), 'long.csv.gz');
  const before = (await person.$('account').textContent()) ?? '';
  await person.select('column-value', 'x9');
  await person.until('reading');
  const soon = await stop(person);
  t.diagnostic(`stop: stage after ${soon.toFixed(1)} ms`);
  assert.ok(soon < SOON, `${soon} ms`);
  assert.equal(await person.stage(), 'ready');
  assert.equal(await person.$('column-value').inputValue(), '');
  assert.equal((await person.$('account').textContent()) ?? '', before);
  await person.train({ epochs: 1 });
  await person.untilRecommended(10);
  await person.leave();
});

test('of a file that does not fit the page offers to read a part, and reads it', async (t) => {
  const person = await house.visit();
  // 90,000 customers who have a thousand products each: more pairs than a tab can hold.
  const header = `user,${Array.from({ length: 1000 }, (_, item) => `p${item}`).join(',')}\n`;
  const ones = ',1'.repeat(1000);
  const parts = Array.from({ length: 90 }, (_, part) => {
    return gzipSync(Array.from({ length: 1000 }, (_, row) => `u${part * 1000 + row}${ones}\n`).join(''));
  });
  await person.choose(Buffer.concat([gzipSync(header), ...parts]), 'large.csv.gz');
  assert.equal(await person.error(), 'too-many');
  const button = person.$('read-sample');
  t.diagnostic(`${await person.message()}`);
  const every = Number(/\d+/.exec(await button.innerText())?.[0]);
  assert.ok(every >= 2 && every <= 4, `one in ${every}`);
  await person.through('reading', () => button.click());
  assert.equal(await person.error(), undefined);
  assert.equal(await person.stage(), 'ready');
  assert.match((await person.$('account').textContent()) ?? '', /not in the sample|Where the 90,000 rows went/);
  await person.type('epochs', 1);
  await person.leave();
});
