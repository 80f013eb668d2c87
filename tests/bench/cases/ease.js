/** EASE at Online Retail's shape, fitted once in the worker, against numpy natively on the same numbers of rows and columns. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RETAIL } from '../data.js';
import { alone, beside, inTurn, startWorker } from './case.js';

const script = fileURLToPath(new URL('../../python/ease_numpy.py', import.meta.url));

/** @param {import('./case.js').Setting} setting */
export async function easeCases(setting) {
  const ours = await startWorker(setting, 'ours.js');
  await ours.call('make', { shape: RETAIL });
  const { keras } = setting;
  const { users, items, interactions } = RETAIL;
  const times = await inTurn(setting.repeats, {
    ours: async () => (await ours.call('ease')).milliseconds,
    numpy:
      keras &&
      (async () => {
        const asked = [script, String(users), String(items), String(interactions)];
        const { stdout } = await promisify(execFile)(keras, asked);
        return 1000 * Number(stdout);
      }),
  });
  await ours.end();
  const name = `EASE at ${items.toLocaleString('en')} items, one fit`;
  return [
    keras ? beside(name, times.ours, times.numpy, 'numpy, native, all cores', 'ms') : alone(name, times.ours, 'ms'),
  ];
}
