// The same file, options and seed give the same weights, bit for bit: every tensor of model.safetensors, on both samples and
// with every recipe, against the hashes of an earlier build. A change that is meant to change the weights writes them anew:
//   UPDATE=1 node --test tests/page/bits.test.js
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { openHouse } from './person.js';

const FIXTURE = new URL('../fixtures/bits.json', import.meta.url);
const SAMPLES = /** @type {const} */ (['article', 'groceries']);
const RECIPES = /** @type {const} */ (['article', 'pair', 'recommended']);

/** @type {Record<string, Record<string, Record<string, string>>>} sample → recipe → tensor → SHA-256 */
const found = {};
const house = await openHouse();
after(async () => {
  await house.close();
  if (process.env.UPDATE === '1') await writeFile(FIXTURE, `${JSON.stringify(found, null, 2)}\n`);
});

/** The hash of each tensor's shape and bytes, by its name. @param {Uint8Array} file  in the safetensors format */
function hashes(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const named = Object.entries(tensors).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [start, end],
      },
    ]) => {
      const hash = createHash('sha256').update(JSON.stringify([dtype, shape]));
      return [name, hash.update(file.subarray(8 + length + start, 8 + length + end)).digest('hex')];
    },
  );
  return Object.fromEntries(named.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

for (const sample of SAMPLES) {
  for (const recipe of RECIPES) {
    test(`${recipe} on the sample ${sample}, seed 42`, async () => {
      const person = await house.visit();
      await person.sample(sample);
      await person.select('recipe', recipe);
      await person.train({ seed: 42 });
      const { bytes } = await person.download('export-model');
      found[sample] ??= {};
      found[sample][recipe] = hashes(bytes);
      if (process.env.UPDATE !== '1') {
        const known = JSON.parse(await readFile(FIXTURE, 'utf8'));
        assert.deepEqual(found[sample][recipe], known[sample][recipe]);
      }
      await person.leave();
    });
  }
}
