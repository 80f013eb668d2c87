// A file's bytes, piece by piece, whatever kind of stream a browser has for files, and when the file is not what it was.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tableOf } from '../../www/table.js';
import { initSync } from '../../www/wasm/full/firstpick.js';

initSync({ module: readFileSync(new URL('../../www/wasm/full/firstpick_bg.wasm', import.meta.url)) });

const MIB = 1024 * 1024;
const TEXT = new TextEncoder().encode('user,item\n'.repeat(300_000));

/** A file of `size` bytes, as it says, whose stream brings these pieces. @param {Uint8Array[]} pieces @param {'bytes'} [type] */
function fileOf(pieces, size = pieces.reduce((sum, { length }) => sum + length, 0), type) {
  const file = new File([TEXT], 'file.csv');
  Object.defineProperty(file, 'size', { value: size });
  file.stream = () => {
    const left = pieces.map((piece) => piece.slice());
    return new ReadableStream(
      /** @type {any} */ ({
        type,
        pull(/** @type {ReadableStreamDefaultController} */ controller) {
          const piece = left.shift();
          if (piece) return controller.enqueue(piece);
          controller.close();
          // A reader into a buffer of its own waits for an answer.
          /** @type {any} */ (controller).byobRequest?.respond(0);
        },
      }),
    );
  };
  return file;
}

/** @param {File} file */
async function read(file) {
  const table = await tableOf(
    file,
    async () => {},
    () => {},
  );
  /** @type {number[]} */ const lengths = [];
  let ends = 0;
  for await (const piece of table.pieces()) {
    lengths.push(piece.bytes.length);
    ends += piece.last ? 1 : 0;
  }
  return { lengths, ends };
}

const unreadable = { code: 'file-unreadable', params: { name: 'file.csv' } };

for (const type of /** @type {const} */ (['bytes', undefined])) {
  test(`pieces of at most a mebibyte, the last one marked: a stream of ${type ?? 'anything'}`, async () => {
    const { lengths, ends } = await read(fileOf([TEXT.subarray(0, 10), TEXT.subarray(10)], undefined, type));
    assert.equal(
      lengths.reduce((sum, length) => sum + length),
      TEXT.length,
    );
    assert.ok(lengths.length >= 3 && Math.max(...lengths) <= MIB, `${lengths}`);
    assert.equal(ends, 1);
  });

  test(`a file that has changed since it was chosen is refused: a stream of ${type ?? 'anything'}`, async () => {
    await assert.rejects(read(fileOf([TEXT], TEXT.length + 1, type)), unreadable, 'it has become shorter');
    await assert.rejects(read(fileOf([TEXT], TEXT.length - 1, type)), unreadable, 'it has become longer');
  });
}

test('a file that cannot be read any more is refused', async () => {
  const file = fileOf([TEXT]);
  file.stream = () => new ReadableStream({ pull: () => Promise.reject(new Error('gone')) });
  await assert.rejects(read(file), unreadable);
});

test('an empty file is one empty piece, and the last', async () => {
  const { lengths, ends } = await read(new File([], 'empty.csv'));
  assert.deepEqual([lengths, ends], [[0], 1]);
});
