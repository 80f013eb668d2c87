/** What is said of the page without a network: a line at its foot, and a button where a new version is ready. */

import { wordsOf } from '../i18n/index.js';
import { block, button, element } from './dom.js';

/** By which browsers install the page. Named only once all that it names has come unchanged. */
const MANIFEST = 'manifest.webmanifest';

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
  store.watch(['offline'], ({ offline, locked }) => {
    if (offline !== 'ready' || locked || document.querySelector('[rel="manifest"]')) return;
    document.head.append(element('link', { rel: 'manifest', href: MANIFEST }));
  });
}
