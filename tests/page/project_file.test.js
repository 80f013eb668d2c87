// Project files from anywhere: whatever is in one, it opens, or a message says that it cannot be used, and what was there stays.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { expanded } from '../../.ci/typedefs.mjs';
import { conforms } from '../../www/keeper/conforms.js';
import { pack, unpack } from '../../www/keeper/project_file.js';
import { openHouse, purchases } from './person.js';
import { random } from './random.js';

const house = await openHouse();
after(() => house.close());

const CODES = ['project-foreign', 'project-version', 'project-broken'];
const MUTATIONS = 10_000;

/** A project file of a page, with a trained model. */
async function saved() {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 2 });
  await person.$('saved').click();
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.$('save-project').click()]);
  const bytes = await readFile(await download.path());
  await person.leave();
  return new Uint8Array(bytes);
}

const file = await saved();

/** @param {Uint8Array} bytes */
const blob = (bytes) => new Blob([/** @type {BlobPart} */ (bytes)]);

/** A file that is cut, bent, glued, or has something else in its head. @param {() => number} next */
function mutated(next) {
  const at = Math.floor(next() * (next() < 0.5 ? 600 : file.length));
  const kind = Math.floor(next() * 5);
  if (kind === 0) return file.slice(0, at);
  const bytes = kind === 1 ? new Uint8Array([...file, ...file.slice(0, at % 1000)]) : file.slice();
  if (kind === 2) bytes.copyWithin(at, Math.floor(next() * file.length), at + 40);
  else if (kind === 3) bytes.fill(Math.floor(next() * 256), at, at + 1 + Math.floor(next() * 8));
  else if (kind === 4) bytes[at] ^= 1 << Math.floor(next() * 8);
  return bytes;
}

test('ten thousand damaged files end in one of three codes, or are the file itself', async () => {
  const next = random(1);
  /** @type {Record<string, number>} */ const found = {};
  for (let round = 0; round < MUTATIONS; round++) {
    const bytes = mutated(next);
    let code = 'same';
    try {
      await unpack(blob(bytes));
      assert.ok(Buffer.from(bytes).equals(Buffer.from(file)), `round ${round}: another file was taken for whole`);
    } catch (error) {
      code = /** @type {any} */ (error).code;
      if (code === 'ERR_ASSERTION') throw error;
      assert.ok(CODES.includes(code), `round ${round}: ${error}`);
    }
    found[code] = (found[code] ?? 0) + 1;
  }
  assert.ok(found['project-broken'] > 1000 && found['project-foreign'] > 20, JSON.stringify(found));
});

/** The same project with other bytes under its keys, and right sums. @param {(parts: Map<string, Uint8Array[]>) => void} change */
async function forged(change) {
  const parts = await unpack(blob(file));
  change(parts);
  const packed = await pack([...parts.keys()], async (key) => parts.get(key) ?? null);
  return new Uint8Array(await packed.arrayBuffer());
}

/** All places in a value that hold something. @param {any} value @param {(string | number)[]} path @returns {(string | number)[][]} */
function places(value, path = []) {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

const HOSTILE = [null, -1, 1e308, '', '<img src=x onerror=alert(1)>', '__proto__', [], {}, true, 'x'.repeat(5000)];

/** The state with something else at one place. @param {any} state @param {() => number} next */
function bent(state, next) {
  const copy = structuredClone(state);
  const all = places(copy);
  const path = all[Math.floor(next() * all.length)];
  const owner = path.slice(0, -1).reduce((one, key) => one[key], copy);
  const key = /** @type {any} */ (path.at(-1));
  if (next() < 0.2) delete owner[key];
  else owner[key] = HOSTILE[Math.floor(next() * HOSTILE.length)];
  return copy;
}

/** @param {Map<string, Uint8Array[]>} parts */
const stateIn = (parts) => JSON.parse(new TextDecoder().decode(parts.get('state')?.[0]));
const encoded = (/** @type {any} */ state) => [new TextEncoder().encode(JSON.stringify(state))];

test('a state with something else in one place is refused, unless it has the form that is documented', async () => {
  const type = /** @type {any} */ (expanded({ kind: 'name', name: 'KeptProject', of: [] }));
  const state = stateIn(await unpack(blob(file)));
  assert.ok(conforms(state, type));
  const next = random(2);
  let refused = 0;
  for (let round = 0; round < MUTATIONS; round++) if (!conforms(bent(state, next), type)) refused++;
  assert.ok(refused > MUTATIONS / 2, `${refused} refused`);
});

test('forged files, whose sums are right, open or end in a message, and the page goes on', async () => {
  const type = /** @type {any} */ (expanded({ kind: 'name', name: 'KeptProject', of: [] }));
  const next = random(3);
  const original = stateIn(await unpack(blob(file)));
  const person = await house.visit();
  await person.choose(purchases());
  for (let round = 0; round < 40; round++) {
    const bytes = await forged((parts) => {
      if (round % 2 === 0) {
        // In the right form, so that it comes as far as the page.
        let state = bent(original, next);
        while (!conforms(state, type)) state = bent(original, next);
        parts.set('state', encoded(state));
      } else {
        const keys = [...parts.keys()].filter((key) => key !== 'state');
        const key = keys[Math.floor(next() * keys.length)];
        const bent = (parts.get(key) ?? []).map((part) => part.slice());
        bent[0][Math.floor(next() * bent[0].length)] ^= 1 << Math.floor(next() * 8);
        parts.set(key, bent);
      }
    });
    await person.page.evaluate(() => {
      delete document.body.dataset.error;
      Object.assign(globalThis, { from: /** @type {any} */ (globalThis).notes.stages.length });
    });
    await person.put(bytes, 'forged.firstpick');
    await person.page.waitForFunction(() => {
      const { notes, from } = /** @type {any} */ (globalThis);
      const isOver = notes.stages.slice(from).includes('reading') || document.body.dataset.error !== undefined;
      return isOver && ['ready', 'trained'].includes(document.body.dataset.stage ?? '');
    });
    assert.deepEqual(person.faults, [], `round ${round}`);
    assert.ok(['ready', 'trained'].includes(await person.stage()), `round ${round}`);
  }
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  assert.equal(await person.error(), undefined);
  await person.leave();
});

test('a file of another version, and one that is none, say so; what was there stays', async () => {
  const person = await house.visit();
  await person.choose(purchases());
  await person.train({ epochs: 1 });
  const table = await person.untilRecommended(10);
  const newer = new TextDecoder('latin1').decode(file).replace('firstpick-project 1', 'firstpick-project 7');
  for (const [bytes, code] of /** @type {[Uint8Array, string][]} */ ([
    [Buffer.from(newer, 'latin1'), 'project-version'],
    [Buffer.from('user,item\n1,2\n'), 'project-foreign'],
    [file.slice(0, -1), 'project-broken'],
    [Buffer.from(''), 'project-foreign'],
  ])) {
    await person.put(bytes, 'other.firstpick');
    await person.untilError(code);
    assert.equal(await person.stage(), 'trained');
    assert.deepEqual(await person.table(), table);
  }
  await person.leave();
});
