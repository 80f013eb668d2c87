/** Where the project is kept: one line that asks it of a file of one's own, and the menu that shows and changes it. */

import { wordsOf } from '../i18n/index.js';
import { hasOwnData } from '../state.js';
import { block, button, element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Keeping} Keeping */
/** @typedef {import("../state.js").State} State */

const CHOICES = /** @type {const} */ (['browser', 'tab']);

/** @param {import("../controllers/app.js").App} app */
export function showKeeping({ store, saving, project }) {
  const line = block('keeping');
  const pill = button('saved');
  button('save-project').addEventListener('click', () => project.saveFile());
  button('forget').addEventListener('click', () => {
    block('project-menu').hidePopover();
    void project.forget();
  });
  /** @param {string} prefix  of the ids @param {Words} words @param {Keeping["choice"]} chosen */
  const choices = (prefix, words, chosen) =>
    CHOICES.map((choice) => {
      const label = words.text(`keep.${choice}`);
      const attributes = { type: 'button', id: `${prefix}-${choice}`, class: 'button' };
      const control = element('button', { ...attributes, 'aria-pressed': chosen && String(choice === chosen) }, label);
      control.addEventListener('click', () => saving.choose(choice));
      return control;
    });
  store.watch(['keeping', 'account', 'runs', 'language'], (state) => {
    const words = wordsOf(state.language);
    const { keeping } = state;
    document.body.dataset.saved = savedAs(keeping);
    document.body.dataset.checkpoints = String(keeping.checkpoints);
    const isAsked = hasOwnData(state) && keeping.choice === null && keeping.trouble === null;
    if (line.hidden === isAsked || line.lang !== state.language) {
      line.lang = state.language;
      line.hidden = !isAsked;
      const question = element('p', { id: 'keeping-question' }, words.text('keep.question'));
      line.replaceChildren(...(isAsked ? [question, ...choices('keep', words, null)] : []));
    }
    pill.hidden = state.account === null;
    const status = words.text(statusOf(keeping));
    pill.setAttribute('aria-label', words.text('keep.label', { status }));
    const mark = element('span', { class: keeping.isSaved && keeping.place === 'browser' ? 'tick' : 'dot is-open' });
    mark.setAttribute('aria-hidden', 'true');
    pill.replaceChildren(mark, element('span', { class: 'pill-long' }, status));
    block('project-status').textContent = words.text(noteOf(keeping), { bytes: keeping.bytes });
    const isOffered = hasOwnData(state) && keeping.choice !== null && keeping.trouble === null;
    block('project-place').replaceChildren(...(isOffered ? choices('place', words, keeping.choice) : []));
  });
}

/** @param {Keeping} keeping @returns {"yes" | "no" | "off"} */
function savedAs({ choice, place, trouble, isSaved }) {
  // As long as it is asked, nothing is decided.
  if (trouble !== null || (place === 'tab' && choice === 'tab')) return 'off';
  return place === 'browser' && isSaved ? 'yes' : 'no';
}

/** @param {Keeping} keeping */
function statusOf({ place, isSaved }) {
  if (place === 'tab') return 'keep.inTab';
  return isSaved ? 'keep.saved' : 'keep.saving';
}

/** @param {Keeping} keeping @returns {import("../i18n/index.js").Key} */
function noteOf({ place, trouble, isSaved }) {
  if (trouble) return `keep.${trouble}`;
  if (place === 'tab') return 'keep.tabNote';
  return isSaved ? 'keep.savedNote' : 'keep.savingNote';
}
