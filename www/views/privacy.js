/** The pill that says what holds of the lock, and the note with what it does not cover and how to check it. */

import { wordsOf } from '../i18n/index.js';
import { block, button, element } from './dom.js';

const KEYS = /** @type {const} */ ({
  open: ['privacy.open', 'privacy.openShort', 'privacy.openNote'],
  locked: ['privacy.locked', 'privacy.lockedShort', 'privacy.lockedNote'],
  broken: ['privacy.broken', 'privacy.brokenShort', 'privacy.brokenNote'],
});

/** @param {import("../controllers/app.js").App} app */
export function showPrivacy({ store }) {
  const pill = button('privacy');
  const note = block('privacy-note');
  store.watch(['locked', 'isLockBroken', 'language'], ({ locked, isLockBroken, language }) => {
    const words = wordsOf(language);
    const [long, short, what] = KEYS[locked ? 'locked' : isLockBroken ? 'broken' : 'open'];
    pill.replaceChildren(
      element('span', { class: locked ? 'lock' : 'dot', 'aria-hidden': 'true' }),
      element('span', { class: 'pill-long' }, words.text(long)),
      element('span', { class: 'pill-short' }, words.text(short)),
    );
    pill.classList.toggle('is-locked', locked);
    pill.classList.toggle('is-broken', isLockBroken);
    note.replaceChildren(
      element('p', {}, element('strong', {}, words.text(long))),
      element('p', {}, words.text(what)),
      element('p', {}, words.text('privacy.limits')),
      isLockBroken ? '' : element('p', {}, words.text('privacy.check')),
    );
  });
}
