/** Native Keras in a process of its own, an epoch at a time, so that it takes its turn among the others. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { baskets, RETAIL } from './data.js';

const scripts = fileURLToPath(new URL('../python/', import.meta.url));

/** Options of the script for each kind of epoch, on the interactions in a file. */
const KINDS = {
  profile: (/** @type {string} */ data) => [`${scripts}keras_epoch.py`, '--data', data],
  script: (/** @type {string} */ data) => [
    ...[`${scripts}article_script.py`, '--form', 'article', '--rows', '0', '--epochs', '1000', '--on-request'],
    ...['--data', data, '--user', 'user', '--item', 'item'],
  ],
};

/**
 * Keras, ready to train on Online Retail's shape, for one epoch each time that it is asked to.
 * @param {import('./cases/case.js').Setting} setting
 * @param {keyof typeof KINDS} kind
 */
export async function kerasEpochs({ keras, target }, kind) {
  if (!keras) throw new Error('Keras was not asked for');
  const data = `${target}/bench-interactions.csv`;
  const pairs = baskets(RETAIL).flatMap((items, user) => Array.from(items, (item) => `${user},${item}`));
  writeFileSync(data, `user,item\n${pairs.join('\n')}\n`);
  const python = spawn(keras, KINDS[kind](data), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  // Each epoch is a line that begins with "epoch": its number, seconds, loss.
  const next = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`Keras ended: ${KINDS[kind](data).join(' ')}`);
      const found = /^epoch +\d+ +([\d.]+) s +loss +(\S+)/.exec(value);
      if (found) return { milliseconds: 1000 * Number(found[1]), loss: Number(found[2]) };
    }
  };
  return {
    /** @param {number[]} losses  where the epoch's loss goes @returns {Promise<number>} milliseconds */
    async epoch(losses) {
      python.stdin.write('\n');
      const { milliseconds, loss } = await next();
      losses.push(loss);
      return milliseconds;
    },
    end: () => python.kill(),
  };
}
