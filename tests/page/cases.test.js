// Files in the shapes that shops, offices and courses export are read as a careful human reads them, or the page asks, or it
// says what they are: tests/cases/README.md.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { line, readCases, tryCases } from './cases.js';
import { openHouse } from './person.js';

const house = await openHouse();
after(() => house.close());

test('what people bring is understood, asked about, or named', async (t) => {
  const folders = ['../cases', '../cases/own'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
  const cases = (await Promise.all(folders.map((folder) => readCases(folder)))).flat();
  assert.ok(cases.length >= 84 + 60, `only ${cases.length} cases`);
  const verdicts = await tryCases(house, cases);
  const failed = verdicts.filter(({ faults }) => faults.length > 0);
  t.diagnostic(`${verdicts.length - failed.length} of ${verdicts.length} pass`);
  for (const verdict of failed) t.diagnostic(line(verdict));
  assert.deepEqual(failed.map(line), []);
});
