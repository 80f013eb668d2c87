/** The run of a link that was opened: which file it waits for, and whether what was trained by it comes to the same figures. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Wanted} Wanted */

/** Digits of the file's SHA-256 that are shown. */
const DIGITS = 12;
/** What the verdict says of the figures. @type {Wanted["status"][]} */
const MEASURED = ['equal', 'differs', 'changed', 'unmeasured'];

/** @param {import("../controllers/app.js").App} app */
export function showWanted({ store, links }) {
  const host = block('wanted');
  const figures = block('wanted-figures');
  const which = element('p');
  const status = element('p');
  const forget = element('button', { type: 'button', id: 'forget-link', class: 'button small' });
  forget.addEventListener('click', () => links.forget());
  host.append(which, status, forget);
  store.watch(['wanted', 'language'], ({ wanted, language }) => {
    host.hidden = wanted === null;
    const isMeasured = wanted !== null && MEASURED.includes(wanted.status);
    figures.hidden = !isMeasured;
    if (!wanted) return;
    const words = wordsOf(language);
    const said = words.text(`wanted.${wanted.status}`, wanted.browsers);
    which.textContent = whichRun(wanted, words);
    status.textContent = said;
    figures.textContent = isMeasured ? said : '';
    forget.textContent = words.text('wanted.forget');
  });
}

/** @param {Wanted} wanted @param {Words} words */
function whichRun({ run }, words) {
  const recipe = words.text(`recipe.${run.options.recipe}`);
  if (run.sample) return words.text('wanted.sample', { recipe, sample: words.text(`sample.${run.sample}`) });
  return words.text('wanted.file', { recipe, sum: run.file.slice(0, DIGITS) });
}
