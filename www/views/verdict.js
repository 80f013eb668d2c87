/** The hero: is the network better than showing everybody the bestsellers? */

import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { judge } from './judgement.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Result} Result */

/** @param {import("../journey/journey.js").Journey} journey */
export function showVerdict({ store }) {
  const section = block('step-verdict');
  const body = element('div', { class: 'verdict-body' });
  block('verdict').append(body);
  store.watch(['outcome', 'teaching', 'language'], ({ outcome, account, teaching, language }) => {
    section.hidden = outcome === null || teaching !== null;
    if (!outcome) return;
    const words = wordsOf(language);
    body.replaceChildren(
      ...(outcome.measuring === null ? hero(outcome.result, account, words) : measuring(outcome.measuring, words)),
    );
    renew(block('bars'), ...(outcome.result ? bars(outcome.result, words) : []));
  });
}

/** @param {number} fraction @param {Words} words */
function measuring(fraction, words) {
  const text = words.text('verdict.measuring');
  return [
    element('p', { class: 'hero is-quiet' }, fraction > 0 ? `${text} ${words.percent(fraction)}` : text),
    element('p', { class: 'sentence' }, words.text('verdict.measuringNote')),
  ];
}

/** @param {Result | null} result @param {import("../state.js").Account | null} account @param {Words} words */
function hero(result, account, words) {
  const { tone, hero, sentence, range, measured } = judge(result, account?.dataset.items ?? 0, words);
  const how = measured && words.text(`verdict.${account?.dataset.split.kind ?? 'random'}`);
  return [
    element('p', { class: tone === 'better' && range ? 'hero is-better is-number' : `hero is-${tone}` }, hero),
    element('p', { class: 'sentence' }, sentence),
    element('p', { class: 'quiet' }, [range, measured, how].filter(Boolean).join(words.language === 'zh' ? '' : ' ')),
  ];
}

/** @param {Result} result @param {Words} words */
function bars({ models }, words) {
  const shown = [...models].sort((a) => (a.name === 'network' ? 1 : -1));
  const measured = shown.flatMap(({ name, metrics }) =>
    metrics['ndcg@10'] ? [{ name, ndcg: metrics['ndcg@10'] }] : [],
  );
  const most = Math.max(0.001, ...measured.map(({ ndcg }) => ndcg.high)) * 1.02;
  /** @param {number} value */
  const percent = (value) => `${(100 * Math.max(0, value)) / most}%`;
  return [
    element(
      'ul',
      { class: 'bars' },
      ...measured.map(({ name, ndcg: { value, low, high } }) =>
        element(
          'li',
          { class: `is-${name}` },
          element('span', { class: 'bar-name' }, words.text(`model.${name}`)),
          element(
            'span',
            { class: 'bar-track', 'aria-hidden': 'true' },
            element('span', { class: 'bar', style: `width: ${percent(value)}` }),
            element('span', { class: 'whisker', style: `left: ${percent(low)}; width: ${percent(high - low)}` }),
          ),
          element('span', { class: 'bar-value' }, words.metric(value)),
          element(
            'span',
            { class: 'visually-hidden' },
            words.text('comparison.interval', { low: words.metric(low), high: words.metric(high) }),
          ),
        ),
      ),
    ),
    element('p', { class: 'quiet' }, words.text('bars.title')),
    element(
      'details',
      {},
      element('summary', {}, words.text('bars.what')),
      element('p', {}, words.text('bars.explain')),
    ),
  ];
}
