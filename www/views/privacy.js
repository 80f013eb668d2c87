/** The pill that says what leaves the tab (nothing), and how to check that. */

import { wordsOf } from '../i18n/index.js';
import { block, button, element } from './dom.js';

/** @param {import("../controllers/app.js").App} app */
export function showPrivacy({ store }) {
  const pill = button('privacy');
  const note = block('privacy-note');
  store.watch(['locked', 'language'], ({ locked, language }) => {
    const words = wordsOf(language);
    const short = words.text(locked ? 'privacy.locked' : 'privacy.open');
    pill.replaceChildren(
      element('span', { class: locked ? 'lock' : 'dot', 'aria-hidden': 'true' }),
      element('span', { class: 'pill-long' }, short),
      element('span', { class: 'pill-short' }, words.text(locked ? 'privacy.lockedShort' : 'privacy.openShort')),
    );
    pill.classList.toggle('is-locked', locked);
    note.replaceChildren(
      element('p', {}, element('strong', {}, short)),
      element('p', {}, words.text(locked ? 'privacy.lockedNote' : 'privacy.openNote')),
      element('p', {}, words.text('privacy.check')),
    );
  });
}
