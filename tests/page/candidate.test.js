// A worker that unpacks a file and says nothing any more is ended, and the file is said to be damaged; a trap in *formats* is said
// of the file as well, and nothing is called of it afterwards.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Candidate } from '../../www/controllers/candidate.js';
import { RequestFailure } from '../../www/core/client.js';
import { formatsLoader, guarded, release } from '../../www/worker/formats.js';

/** A worker that answers when it is told to. */
function silentClient() {
  /** @type {any} */ const client = { ended: false };
  client.request = (/** @type {string} */ _type, /** @type {any} */ _payload, /** @type {any} */ { onEvent }) =>
    new Promise((resolve, reject) => {
      client.say = (/** @type {string} */ part) => onEvent({ part, fraction: 0, rows: null });
      client.answer = resolve;
      client.end = () => {
        client.ended = true;
        reject(new RequestFailure({ code: 'ended', params: {} }));
      };
    });
  return client;
}

/** @param {any} client @param {Blob} file */
function opened(client, file) {
  const candidate = new Candidate(/** @type {any} */ ({ core: async () => {}, worker: async () => client }));
  const operation = { signal: new AbortController().signal, onEvent: () => {} };
  return candidate.show(async () => file, {}, operation);
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('silence while a file is unpacked ends its worker', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const client = silentClient();
  const shown = opened(client, new Blob(['x'])).catch((error) => error.failure);
  await settled();
  client.say('loading');
  mock.timers.tick(60_000);
  assert.equal(client.ended, false, 'what is waited for is a download');
  client.say('unpacking');
  mock.timers.tick(7_000);
  client.say('unpacking');
  mock.timers.tick(7_000);
  assert.equal(client.ended, false, 'something was heard of it');
  mock.timers.tick(2_000);
  assert.equal(client.ended, true);
  assert.deepEqual(await shown, { code: 'archive-broken', params: { kind: 'workbook' } });
  mock.timers.reset();
});

test('a large file may take its time, and an answer ends the wait', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const client = silentClient();
  const file = new Blob(['x']);
  Object.defineProperty(file, 'size', { value: 100_000_000 });
  const shown = opened(client, file);
  await settled();
  client.say('unpacking');
  mock.timers.tick(50_000);
  client.answer('a preview');
  assert.deepEqual(await shown, { file, preview: 'a preview' });
  mock.timers.tick(60_000);
  assert.equal(client.ended, false);
  mock.timers.reset();
});

test('a trap is the fault of the file, and the module is not used again', async (t) => {
  t.mock.method(console, 'error', () => {});
  const load = formatsLoader(async () => null);
  const refused = { code: 'too-many', params: {} };
  assert.throws(
    () =>
      guarded('xlsx', () => {
        throw refused;
      }),
    refused,
  );
  await assert.rejects(load(), { code: 'formats-unavailable' });
  const trap = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  assert.throws(() => guarded('xlsx', trap), { code: 'archive-broken', params: { kind: 'xlsx' } });
  release({ free: trap });
  await assert.rejects(load(), /trapped/);
});
