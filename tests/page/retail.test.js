// A real shop's export, 541,909 rows as they came, and its cleaned split: from the drop to the verdict in two actions, and what
// the verdict says is what report.json says. The files are not in this repository: FIRSTPICK_DATA names their folder.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { agrees } from './agreement.js';
import { openHouse } from './person.js';

const folder = process.env.FIRSTPICK_DATA ?? '';
const names = ['online-retail', 'online-retail-split'];
const skip = names.every((name) => existsSync(`${folder}/${name}.csv.gz`))
  ? false
  : 'FIRSTPICK_DATA names no folder with them';
const house = await openHouse();
after(() => house.close());

/** Milliseconds: the search for a network takes minutes where the machine is busy. */
const PATIENCE = 300_000;

/** @param {string} name */
const unpacked = (name) => gunzipSync(readFileSync(`${folder}/${name}.csv.gz`));

for (const [width, height] of [
  [1440, 900],
  [390, 844],
]) {
  test(`Online Retail: two actions, no scrolling, and a verdict that agrees (${width} × ${height})`, {
    skip,
  }, async () => {
    const person = await house.visit({ width, height });
    await person.choose(unpacked('online-retail'), 'online-retail.csv');
    await person.through('training', () => person.click('train'), PATIENCE);
    assert.equal(person.actions, 2);
    await person.page.waitForFunction(() => document.body.dataset.room === 'verdict');
    assert.equal(await person.page.evaluate(() => scrollY), 0);
    assert.ok(await person.page.locator('.verdict-body .sentence').first().isVisible());
    const { verdict } = await agrees(person);
    assert.equal(verdict.kind, 'worth');
    await person.leave();
  });
}

test('the split that others measured on: the verdict agrees', { skip }, async () => {
  const person = await house.visit();
  await person.choose(unpacked('online-retail-split'), 'online-retail-split.csv');
  await person.through('training', () => person.click('train'), PATIENCE);
  const { verdict } = await agrees(person);
  assert.equal(verdict.kind, 'worth');
  await person.leave();
});
