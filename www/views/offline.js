/** What is said of the page without a network: a line at its foot, and a button where a new version is ready. */

import { wordsOf } from '../i18n/index.js';
import { block, button } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showOffline({ store, offline: keeper }) {
  const line = block('offline');
  const update = button('update');
  update.addEventListener('click', () => keeper.accept());
  store.watch(['offline', 'language'], ({ offline, language }) => {
    line.textContent = offline === 'none' ? '' : wordsOf(language).text(`offline.${offline}`);
    document.body.dataset.offline = offline;
  });
  store.watch(['update', 'language'], ({ update: isReady, language }) => {
    update.hidden = !isReady;
    update.title = wordsOf(language).text('update.why');
  });
}
