/** The language select, and the texts that stand in index.html by their keys. */

import { keepLanguage, loadWords, wordsOf } from '../i18n/index.js';
import { byId } from './dom.js';

/** @typedef {import("../i18n/index.js").Key} Key */

/** @param {import("../controllers/app.js").App} app */
export function showLanguage(app) {
  const select = byId('language', HTMLSelectElement);
  select.addEventListener('change', () => {
    void speak(app, select.value === 'zh' ? 'zh' : 'en');
  });
  // Back to what the page speaks, where the other language cannot be had.
  app.store.watch(['message'], ({ language }) => {
    select.value = language;
  });
  app.store.watch(['language'], ({ language }) => {
    const words = wordsOf(language);
    select.value = language;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    for (const node of document.querySelectorAll('[data-text]')) {
      node.textContent = words.text(/** @type {Key} */ (node.getAttribute('data-text')));
    }
    for (const node of document.querySelectorAll('[data-label]')) {
      node.setAttribute('aria-label', words.text(/** @type {Key} */ (node.getAttribute('data-label'))));
    }
  });
}

/** The language that was chosen last: one that comes later than the next choice is not wanted any more. */
let wanted = '';

/** @param {import("../controllers/app.js").App} app @param {import("../state.js").Language} language */
async function speak({ store, messages }, language) {
  wanted = language;
  // Where it cannot be had now, the page speaks it when it is loaded again.
  keepLanguage(language);
  try {
    await loadWords(language);
    if (wanted === language) store.set({ language });
  } catch {
    if (wanted === language) messages.fail({ code: 'language-unavailable', params: {} });
  }
}
