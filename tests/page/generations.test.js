// What the keeper writes: whenever the tab is killed, one generation is there and whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Generations } from '../../www/keeper/generations.js';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const text = (/** @type {Uint8Array[] | null} */ parts) => parts?.map((part) => new TextDecoder().decode(part)) ?? null;

/** A storage that dies in the midst of its operation number `last`, of which it leaves a part. */
class MortalStorage {
  /** @type {Map<string, Uint8Array>} */ files = new Map();
  operations = 0;

  /** @param {number} last */
  constructor(last = Number.POSITIVE_INFINITY) {
    this.last = last;
  }

  /** @param {() => void} leave  what a torn operation leaves behind */
  #live(leave) {
    this.operations++;
    if (this.operations < this.last) return;
    leave();
    throw new Error('killed');
  }

  /** @param {string} name */
  async read(name) {
    return this.files.get(name) ?? null;
  }

  /** @param {string} name @param {Uint8Array[]} parts */
  async write(name, parts) {
    const all = new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
    this.#live(() => this.files.set(name, all.slice(0, all.length / 2)));
    this.files.set(name, all);
  }

  /** @param {string} name */
  async remove(name) {
    this.#live(() => {});
    this.files.delete(name);
  }

  async names() {
    return [...this.files.keys()];
  }
}

/** Three commits: each changes one thing, keeps one, drops one. @param {Generations} kept @param {() => void} onDone */
async function threeCommits(kept, onDone) {
  await kept.commit({ a: [bytes('a1'), bytes('first')], b: [bytes('b1')] }, []);
  onDone();
  await kept.commit({ c: [bytes('c2')] }, ['a']);
  onDone();
  await kept.commit({ a: [bytes('a3')] }, ['c']);
  onDone();
}

/** What is to be found after so many commits. */
const AFTER = [{}, { a: ['a1', 'first'], b: ['b1'] }, { a: ['a1', 'first'], c: ['c2'] }, { a: ['a3'], c: ['c2'] }];

/** @param {Generations} kept */
async function contentOf(kept) {
  return Object.fromEntries(await Promise.all(kept.keys.sort().map(async (key) => [key, text(await kept.read(key))])));
}

test('killed at any moment, what was committed last is there, or already what was being committed', async () => {
  const whole = new MortalStorage();
  await threeCommits(await new Generations(whole).open(), () => {});
  assert.ok(whole.operations >= 8);
  for (let last = 1; last <= whole.operations; last++) {
    const storage = new MortalStorage(last);
    let done = 0;
    const onDone = () => {
      done++;
    };
    await assert.rejects(threeCommits(await new Generations(storage).open(), onDone), /killed/);
    storage.last = Number.POSITIVE_INFINITY;
    const again = await new Generations(storage).open();
    const found = JSON.stringify(await contentOf(again));
    const allowed = [AFTER[done], AFTER[done + 1]].map((content) => JSON.stringify(content));
    assert.ok(allowed.includes(found), `killed at ${last}, after ${done} commits: ${found}`);
    // And it can be gone on with.
    await again.commit({ d: [bytes('d')] }, again.keys);
    assert.deepEqual(text(await (await new Generations(storage).open()).read('d')), ['d']);
  }
});

test('what neither generation knows is removed', async () => {
  const storage = new MortalStorage();
  const kept = await new Generations(storage).open();
  for (let round = 0; round < 5; round++) await kept.commit({ a: [bytes(`a${round}`)] }, []);
  assert.equal(storage.files.size, 4, 'two indices, and what each of them names');
});

test('a file that was altered is not taken for what was kept', async () => {
  const storage = new MortalStorage();
  const kept = await new Generations(storage).open();
  await kept.commit({ a: [bytes('content')] }, []);
  for (const [name, content] of storage.files) if (!name.startsWith('index')) content[0] ^= 1;
  assert.equal(await (await new Generations(storage).open()).read('a'), null);
});
