// A worker that dies while it unpacks a file: the file is said to be damaged; a trap in *formats* is said of the file as well, and
// nothing is called of it afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Candidate } from '../../www/controllers/candidate.js';
import { RequestFailure } from '../../www/core/client.js';
import { formatsLoader, guarded, release } from '../../www/worker/formats.js';

/** A worker that says that it is in a part of the opening, and dies. @param {string[]} parts  one after another */
function dyingClient(parts) {
  /** @type {any} */ const client = { ended: false };
  client.request = async (/** @type {string} */ _type, /** @type {any} */ _payload, /** @type {any} */ { onEvent }) => {
    for (const part of parts) onEvent({ part, fraction: 0, rows: null });
    throw new RequestFailure({ code: 'worker-died', params: {} });
  };
  client.end = () => {
    client.ended = true;
  };
  return client;
}

/** @param {any} client */
function opened(client) {
  const candidate = new Candidate(/** @type {any} */ ({ core: async () => {}, worker: async () => client }));
  const operation = { signal: new AbortController().signal, onEvent: () => {} };
  return candidate.show(async () => new Blob(['x']), {}, operation);
}

test('a death while a file is unpacked is the fault of the file', async () => {
  const client = dyingClient(['loading', 'unpacking']);
  const { failure } = await opened(client).catch((error) => error);
  assert.deepEqual(failure, { code: 'archive-broken', params: { kind: 'workbook' } });
  assert.equal(client.ended, true);
});

test('before and after it is not', async () => {
  for (const parts of [[], ['loading'], ['unpacking', 'loading']]) {
    const { failure } = await opened(dyingClient(parts)).catch((error) => error);
    assert.equal(failure.code, 'worker-died', `${parts}`);
  }
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
