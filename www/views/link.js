/** The link of the run at hand: what it holds, the whole of it, and the button that copies it. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** Characters that most programs leave whole. */
const MOST = 2048;

/** @param {import("../controllers/app.js").App} app */
export function showLink({ store, links }) {
  const title = element('h3');
  const copy = element('button', { type: 'button', id: 'copy-link', class: 'button', 'aria-describedby': 'link-note' });
  const field = element('input', { type: 'text', id: 'link-text', readonly: true, spellcheck: 'false' });
  const note = element('p', { id: 'link-note', class: 'quiet' });
  block('run-link').append(title, element('div', { class: 'link-row' }, copy, field), note);
  copy.addEventListener('click', () => {
    void links.copy(() => {
      field.focus();
      field.select();
    });
  });
  store.watch(['link', 'outcome', 'language'], ({ link, outcome, language }) => {
    const words = wordsOf(language);
    const text = link && 'text' in link ? link.text : '';
    title.textContent = words.text('link.title');
    copy.textContent = words.text('link.copy');
    copy.disabled = text === '';
    field.setAttribute('aria-label', words.text('link.field'));
    field.hidden = text === '';
    field.value = text;
    note.textContent = says(link, outcome !== null && outcome.result !== null, words);
  });
}

/**
 * @param {import("../state.js").RunLink | null} link @param {boolean} isMeasured @param {import("../i18n/index.js").Words} words
 */
function says(link, isMeasured, words) {
  if (!link) return words.text(isMeasured ? 'link.making' : 'link.unmeasuredYet');
  if ('problem' in link) return words.text(`link.${link.problem}`, { characters: link.characters, most: MOST });
  return words.text(link.isStopped ? 'link.holdsStopped' : 'link.holds');
}
