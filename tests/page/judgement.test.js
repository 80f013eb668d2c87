// What the verdict says, from the figures: never more than they allow, and which model it offers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../www/i18n/index.js';
import { judge } from '../../www/views/judgement.js';

/** @typedef {import('../../www/protocol.js').Result} Result */
/** @typedef {import('../../www/protocol.js').ModelName} ModelName */
/** @typedef {import('../../www/protocol.js').Interval} Interval */

const en = wordsOf('en');
const ITEMS = 500;

/** @param {number} value @param {number} [half] @returns {Interval} */
const around = (value, half = 0.004) => ({ value, low: value - half, high: value + half });

/**
 * A result in which every difference has an interval of the same half width.
 * @param {Partial<Record<ModelName, number>>} ndcg
 * @param {Partial<Result> & {half?: number}} [rest]
 * @returns {Result}
 */
function measured(ndcg, { half = 0.004, ...rest } = {}) {
  const named = /** @type {[ModelName, number][]} */ (Object.entries(ndcg));
  const differences = named.flatMap(([model, own]) =>
    named
      .filter(([against]) => against !== model)
      .map(([against, other]) => ({ model, against, metric: 'ndcg@10', interval: around(own - other, half) })),
  );
  const ratio = (ndcg.network ?? 0) / (ndcg.popularity ?? 1);
  return {
    users: 1000,
    interactions: 8000,
    models: named.map(([name, value]) => ({
      name,
      metrics: { 'ndcg@10': around(value), 'recall@10': around(value) },
    })),
    differences,
    lift: around(ratio, half / (ndcg.popularity ?? 1)),
    difference: around((ndcg.network ?? 0) - (ndcg.popularity ?? 0), half),
    bought: around(0.1),
    skipped: [],
    tooFew: false,
    segments: [],
    listLength: 10,
    verdict: null,
    shares: { linear: 0, deep: 1 },
    ...rest,
  };
}

test('a network that beats all says by how much, and offers nothing else', () => {
  const { tone, isNumber, hero, rival, offer, warning } = judge(
    measured({ network: 0.4, ease: 0.38, 'item-knn': 0.35, popularity: 0.2 }),
    ITEMS,
    en,
  );
  assert.deepEqual(
    { tone, isNumber, hero, offer, warning },
    { tone: 'better', isNumber: true, hero: '2.00×', offer: null, warning: '' },
  );
  assert.match(rival, /Linear model \(EASE\)/);
  assert.match(rival, /0\.400 against 0\.380/);
  assert.match(rival, /0\.016 and 0\.024/);
});

test('where the best simple method is as good, it says so and offers that one', () => {
  const { tone, rival, offer } = judge(
    measured({ network: 0.4, ease: 0.398, 'item-knn': 0.35, popularity: 0.2 }),
    ITEMS,
    en,
  );
  assert.deepEqual({ tone, offer }, { tone: 'better', offer: 'ease' });
  assert.match(rival, /as well as far as these data can tell/);
  assert.match(rival, /between −0\.002 and 0\.006/);
});

test('where the best simple method is better, the headline is not the network’s', () => {
  const { tone, isNumber, sentence, offer } = judge(
    measured({ network: 0.35, ease: 0.36, 'item-knn': 0.4, popularity: 0.2 }),
    ITEMS,
    en,
  );
  assert.deepEqual({ tone, isNumber, offer }, { tone: 'quiet', isNumber: false, offer: 'item-knn' });
  assert.match(sentence, /Similar products \(item-kNN\)” finds more than the network/);
  assert.match(sentence, /lead is between 0\.046 and 0\.054/);
});

test('a network that does not beat the bestsellers does not hide a simple method that does', () => {
  const { hero, sentence, offer } = judge(measured({ network: 0.2, ease: 0.3, popularity: 0.2 }), ITEMS, en);
  assert.deepEqual({ hero, offer }, { hero: en.text('verdict.aheadHero'), offer: 'ease' });
  assert.match(sentence, /0\.300 against|0\.200/);
});

test('where nothing beats the bestsellers there is nothing to learn', () => {
  for (const network of [0.15, 0.201]) {
    const { tone, hero, offer } = judge(
      measured({ network, ease: 0.199, 'item-knn': 0.19, popularity: 0.2 }),
      ITEMS,
      en,
    );
    assert.deepEqual({ tone, hero, offer }, { tone: 'quiet', hero: 'Nothing to learn here', offer: 'popularity' });
  }
});

test('too few customers: below 30 no verdict, below 100 a warning, and one where the interval is wide', () => {
  const ndcg = { network: 0.4, ease: 0.3, popularity: 0.2 };
  const none = judge(measured(ndcg, { users: 29, tooFew: true }), ITEMS, en);
  assert.deepEqual([none.hero, none.offer], ['Too few to tell', null]);
  const few = judge(measured(ndcg, { users: 60, tooFew: true }), ITEMS, en);
  assert.match(few.warning, /60 customers/);
  const wide = judge(measured(ndcg, { tooFew: true }), ITEMS, en);
  assert.match(wide.warning, /wider than the figure/);
});

test('without any simple method it still speaks of the bestsellers', () => {
  const { hero, rival, offer } = judge(measured({ network: 0.4, popularity: 0.2 }), ITEMS, en);
  assert.deepEqual({ hero, rival, offer }, { hero: '2.00×', rival: '', offer: null });
  assert.equal(judge(measured({ network: 0.2, popularity: 0.2 }), ITEMS, en).offer, 'popularity');
  assert.equal(judge(null, ITEMS, en).hero, 'Not measured');
});

test('with hardly more products than places it judges the order only', () => {
  const better = judge(measured({ network: 0.9, ease: 0.7, popularity: 0.6 }), 6, en);
  assert.equal(better.hero, 'The better order');
  const same = judge(measured({ network: 0.6, ease: 0.6, popularity: 0.6 }), 6, en);
  assert.deepEqual([same.hero, same.offer], ['No clear winner', 'popularity']);
});

test('in Chinese it says the same', () => {
  const zh = wordsOf('zh');
  const { rival, offer } = judge(measured({ network: 0.4, ease: 0.398, popularity: 0.2 }), ITEMS, zh);
  assert.equal(offer, 'ease');
  assert.match(rival, /线性模型（EASE）.*0\.398.*0\.400.*−0\.002 到 0\.006/);
});
