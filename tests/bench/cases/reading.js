/** Case 3: a CSV of Online Retail's size, 541,909 rows, into interactions: each user's items, each once. */
import { alone, beside, inTurn, startWorker } from './case.js';

const ROWS = 541_909;

/** @param {import('./case.js').Setting} setting */
export async function readingCases(setting) {
  const peer = await startWorker(setting, 'papaparse.js');
  // Made once, in the page, and handed to each worker: as a dropped file.
  const size = await setting.page.evaluate(async (rows) => {
    const { retailCsv } = await import('./data.js');
    window.file = new Blob([retailCsv(rows)]);
    return window.file.size;
  }, ROWS);
  const hand = (/** @type {import('./case.js').Bench} */ { worker }) =>
    worker.evaluate((worker) => worker.call('takeFile', { file: window.file }));
  await hand(peer);
  /** @type {string[]} */
  const ways = await peer.call('ways');
  const warming = await startWorker(setting, 'ours.js');
  await warming.call('warmUp');
  await warming.end();
  /** What each has found, to be the same. @type {Set<string>} */
  const findings = new Set();
  let memory = 0;
  let first = 0;
  const readings = {
    // A worker for each file, as in the page: its memory is then that file's.
    ours: async () => {
      const ours = await startWorker(setting, 'ours.js');
      await hand(ours);
      const { milliseconds, users, items, interactions, memory: used } = await ours.call('readFile');
      findings.add(`${users} users, ${items} items, ${interactions} interactions`);
      memory = used;
      first ||= milliseconds;
      await ours.end();
      return milliseconds;
    },
    ...Object.fromEntries(
      ways.map((way) => [
        way,
        async () => {
          const { milliseconds, users, items, interactions } = await peer.call('readFile', { way });
          findings.add(`${users} users, ${items} items, ${interactions} interactions`);
          return milliseconds;
        },
      ]),
    ),
  };
  const times = await inTurn(setting.repeats, readings);
  await peer.end();
  if (findings.size !== 1) throw new Error(`not the same was read: ${[...findings].join('; ')}`);
  const fastest = ways.reduce((best, way) => (times[way] < times[best] ? way : best));
  const name = `reading a CSV of ${ROWS.toLocaleString('en')} rows, ${(size / 1e6).toFixed(0)} MB`;
  return [
    beside(
      name,
      times.ours,
      times[fastest],
      `PapaParse in a worker, ${fastest}, the fastest of ${ways.length} ways`,
      'ms',
    ),
    alone('the same, the first file of a page', first, 'ms'),
    alone('wasm memory after reading it, as a multiple of the file', memory / size, '×'),
  ];
}
