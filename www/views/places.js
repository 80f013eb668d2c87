/** What may be recommended, and how many at a time. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showPlaces({ store }) {
  const section = block('allowed');
  store.watch(['opened', 'account', 'topK', 'language'], ({ opened, account, topK, language }) => {
    section.hidden = opened === null;
    if (!opened) return;
    const words = wordsOf(language);
    const item = opened.roles.item ?? opened.roles.name ?? null;
    const column = item === null ? null : (opened.preview.columns[item]?.name ?? null);
    const excluded = account?.dataset.meaning.excludedItems?.length ?? 0;
    block('places').replaceChildren(
      element('span', {}, column === null ? words.text('places.all') : words.text('places.of', { item: column })),
      excluded > 0 ? ` ${words.text('places.excluded', { n: excluded })}` : '',
      ` ${words.text('places.new', { k: topK })}`,
    );
  });
}
