// The verdict in words: each reason a sentence in counts, each winner its own name, in both languages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from '../../www/i18n/index.js';
import {
  hasNetwork,
  purchases,
  verdictOf,
  verdictSentence,
  verdictWord,
  winnerName,
} from '../../www/views/judgement.js';
import { teachAll } from './words.js';

/** @typedef {import('../../www/protocol.js').Verdict} Verdict */

teachAll();

const LANGUAGES = /** @type {const} */ (['en', 'zh']);
const REASONS = /** @type {const} */ (['clear', 'small', 'uncertain', 'none', 'behind', 'too-few']);
const INTERVAL = { value: 6.1, low: 4.2, high: 8 };

/** @param {Partial<Verdict>} [other] @returns {Verdict} */
function verdict(other = {}) {
  return {
    kind: 'worth',
    reason: 'clear',
    k: 10,
    of: 100,
    model: 'network',
    found: 33.4,
    low: 31.2,
    high: 35.4,
    foundByBestsellers: 27.3,
    lead: INTERVAL,
    cheap: null,
    ...other,
  };
}

for (const language of LANGUAGES) {
  const words = wordsOf(language);

  test(`the first line is one of three words (${language})`, () => {
    const kinds = /** @type {const} */ (['worth', 'either', 'not']);
    const said = kinds.map((kind) => verdictWord(verdict({ kind }), words));
    const wanted =
      language === 'zh' ? ['值得做', '可做可不做', '不值得'] : ['Worth it', 'Could go either way', 'Not worth it'];
    assert.deepEqual(said, wanted);
  });

  test(`the second line counts purchases of a hundred, whatever the reason (${language})`, () => {
    const said = REASONS.map((reason) => verdictSentence(verdict({ reason }), words));
    for (const sentence of said)
      for (const figure of ['27', '33', '31', '35']) assert.ok(sentence.includes(figure), sentence);
    assert.equal(new Set(said).size, REASONS.length, 'each reason says something of its own');
  });

  test(`what won is called what it is (${language})`, () => {
    const mixture = winnerName('network', { linear: 0.1, deep: 0.9 }, words);
    assert.ok(mixture.includes('10%') && mixture.includes('90%'), mixture);
    const linear = winnerName('network', { linear: 1, deep: 0 }, words);
    const network = winnerName('network', { linear: 0, deep: 1 }, words);
    assert.equal(network, words.text('won.network'));
    assert.ok(winnerName('ease', { linear: 1, deep: 0 }, words).includes('EASE'));
    assert.equal(new Set([mixture, linear, network]).size, 3);
  });
}

test('the colour of the network is only where it has a share', () => {
  assert.equal(hasNetwork('network', { linear: 1, deep: 0 }), false);
  assert.equal(hasNetwork('network', { linear: 0.2, deep: 0.8 }), true);
  assert.equal(hasNetwork('ease', { linear: 0, deep: 1 }), false);
});

test('few purchases have a decimal, many have none', () => {
  const words = wordsOf('en');
  assert.deepEqual([purchases(0.44, words), purchases(9.94, words), purchases(33.4, words)], ['0.4', '9.9', '33']);
});

test('without a measurement there is no verdict', () => {
  assert.equal(verdictOf(null), null);
});
