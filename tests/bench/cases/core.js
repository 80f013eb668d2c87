/** What the core does beside the article's network, and what has to travel: figures without a peer so far. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { RETAIL } from '../data.js';
import { alone, median } from './case.js';

/** @param {import('./case.js').Setting} setting */
export async function coreCases({ page, repeats, folder }) {
  const times = await page.evaluate(
    async ({ shape, repeats }) => {
      const module = await (await fetch('../www/wasm/firstpick_bg.wasm')).arrayBuffer();
      const ours = await start('ours.js');
      await ours.call('start', { module });
      const times = { read: [], pair: [], recommended: [], score: [], recommend: [] };
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        times.read.push((await ours.call('readRetail', { rows: 541_909 })).milliseconds);
        await ours.call('make', { shape });
        for (const recipe of ['pair', 'recommended']) {
          await ours.call('begin', { recipe, change: { epochs: 1 } });
          times[recipe].push((await ours.call('epoch')).milliseconds);
          await ours.call('finish');
        }
        times.score.push((await ours.call('score', { k: 100 })).milliseconds);
        times.recommend.push((await ours.call('recommend', { user: 'u5', k: 10 })).milliseconds);
      }
      ours.end();
      return times;
    },
    { shape: RETAIL, repeats },
  );
  const wasm = readFileSync(`${folder}/www/wasm/firstpick_bg.wasm`);
  return [
    alone('reading a CSV of 541,909 rows', median(times.read), 'ms'),
    alone('epoch of pair, 266,000 rows and as many negatives', median(times.pair), 'ms'),
    alone('epoch of recommended', median(times.recommended), 'ms'),
    alone('first 100 of every user, as CSV', median(times.score), 'ms'),
    alone('one user, first 10 with reasons', median(times.recommend), 'ms'),
    alone('wasm', wasm.length / 1024, 'KiB'),
    alone('wasm, gzip', gzipSync(wasm).length / 1024, 'KiB'),
  ];
}
