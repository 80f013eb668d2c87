// A file's bytes, piece by piece, whatever kind of stream a browser has for files, and when the file is not what it was.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { StackedSource } from '../../www/worker/combined_source.js';
import { DecodedSource } from '../../www/worker/file_source.js';
import { tablesIn } from '../../www/worker/tables.js';
import { loadFormats } from './core.js';

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
async function sourceOf(file, load = loadFormats) {
  const opening = { loadFormats: load, advance: async () => {}, report: () => {} };
  const { tables } = await tablesIn([file], opening);
  return tables[0].source();
}

/** @param {File} file */
async function read(file) {
  const source = await sourceOf(file);
  /** @type {number[]} */ const lengths = [];
  let ends = 0;
  for await (const piece of source.pieces()) {
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

test('text that was decoded goes on where it was, whatever is cut in two', async () => {
  await loadFormats();
  // 用户 in GB18030, in pieces of an odd length.
  const text = Buffer.from(`user,item\n${'1,\xd3\xc3\xbb\xa7\n'.repeat(100_000)}`, 'latin1');
  const pieces = Array.from({ length: Math.ceil(text.length / 4_093) }, (_, at) =>
    Uint8Array.from(text.subarray(at * 4_093, (at + 1) * 4_093)),
  );
  const file = fileOf(pieces);
  const source = await sourceOf(file);
  for (const label of [undefined, 'gbk']) {
    const decoded = new DecodedSource(source, label);
    const head = decoded.headOf({ bytes: Uint8Array.from(text), whole: true });
    assert.equal(decoded.encoding, 'GBK');
    const whole = `user,item\n${'1,用户\n'.repeat(100_000)}`;
    assert.equal(new TextDecoder().decode(head.bytes), whole);
    assert.ok(Math.abs(decoded.expected / head.bytes.length - 1) < 1e-9, 'as many bytes are expected');
    /** @type {Uint8Array[]} */ const parts = [];
    let ends = 0;
    for await (const { bytes, last } of decoded.pieces()) {
      parts.push(bytes);
      ends += last ? 1 : 0;
      assert.ok(last || bytes.length > 0);
    }
    assert.equal(Buffer.concat(parts).toString(), whole);
    assert.deepEqual([decoded.encoding, decoded.malformed, ends], ['GBK', 0, 1]);
  }
});

test('what is packed is asked *formats* for, and text is not', async () => {
  let asked = 0;
  const load = async () => {
    asked++;
    return loadFormats();
  };
  const open = (/** @type {Uint8Array[]} */ parts) =>
    sourceOf(new File(/** @type {BlobPart[]} */ (parts), 'file.csv'), load);
  await open([TEXT]);
  assert.equal(asked, 0);
  const packed = await open([gzipSync('user,item\n1,a\n')]);
  assert.equal(asked, 1);
  const { bytes, whole } = await packed.head();
  assert.deepEqual([new TextDecoder().decode(bytes), whole], ['user,item\n1,a\n', true]);
});

test('tables below each other lose the lines above their first rows, however they are cut', async () => {
  const texts = ['user,item\r\n1,a\r\n2,b', 'Title\r\n\r\nuser,item\r\n3,c\r\n', 'user,item\r4,d\r', 'user,item\n'];
  const numbers = [[2, 3], [4], [2], []];
  for (const size of [1, 2, 5, 1_000]) {
    const parts = texts.map((text, at) => {
      const bytes = new TextEncoder().encode(text);
      const count = Math.ceil(bytes.length / size);
      const source = /** @type {any} */ ({
        total: bytes.length,
        expected: bytes.length,
        async *pieces() {
          for (let index = 0; index < count; index++) {
            const done = Math.min((index + 1) * size, bytes.length);
            yield { bytes: bytes.subarray(index * size, done), done, last: index === count - 1 };
          }
        },
      });
      return { source, preview: /** @type {any} */ ({ header: true, first: 1, numbers: numbers[at] }) };
    });
    const stacked = new StackedSource(parts, {}, null);
    let text = '';
    let ends = 0;
    for await (const { bytes, last, done } of stacked.pieces()) {
      text += new TextDecoder().decode(bytes);
      ends += last ? 1 : 0;
      assert.ok(done <= stacked.total);
    }
    assert.equal(text, 'user,item\r\n1,a\r\n2,b\n3,c\r\n4,d\r\n', `pieces of ${size}`);
    assert.equal(ends, 1);
  }
});
