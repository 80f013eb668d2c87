/** What is held back to measure with: the choice, and why some of it cannot be made. */

import { wordsOf } from '../i18n/index.js';
import { SPLITS } from '../protocol.js';
import { block, element } from './dom.js';

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../protocol.js").SplitChoice} SplitChoice */
/** @typedef {import("../i18n/index.js").Key} Key */

/** @param {import("../controllers/app.js").App} app */
export function showSplit({ store, choices }) {
  const label = element('label', { for: 'split-kind' });
  const select = element('select', { id: 'split-kind', 'aria-describedby': 'split-kind-note' });
  const note = element('p', { id: 'split-kind-note', class: 'quiet' });
  block('split').append(label, select, note);
  select.addEventListener('change', () => {
    const choice = SPLITS.find((split) => split === select.value);
    if (choice) choices.divide(choice);
  });

  store.watch(['opened', 'account', 'language'], (state) => {
    const words = wordsOf(state.language);
    const { choice, refused } = offered(state);
    label.textContent = words.text('split.kind');
    select.replaceChildren(
      ...SPLITS.map((value) =>
        element('option', { value, disabled: refused.has(value) }, words.text(`split.${value}`)),
      ),
    );
    select.value = choice;
    // With the column nothing can be chosen, and one reason is enough.
    const reasons = isByColumn(state) ? [] : [words.text(`split.${choice}Note`)];
    for (const reason of new Set(refused.values())) reasons.push(words.text(reason));
    note.textContent = reasons.join(words.language === 'zh' ? '' : ' ');
  });
  store.watch(['trainingStatus', 'opened', 'account', 'exporting'], (state) => {
    const { trainingStatus, opened, account, exporting } = state;
    // A file that is not in use yet may be worked on while the one in use is learnt from.
    const busy = exporting !== null || (trainingStatus !== null && opened?.preview === account?.preview);
    select.disabled = busy || isByColumn(state);
  });
  store.watch(['message'], ({ message }) => {
    const wrong = message !== null && 'failure' in message && message.failure.code === 'no-times';
    if (wrong) select.setAttribute('aria-invalid', 'true');
    else select.removeAttribute('aria-invalid');
  });
}

/** @param {State} state */
function isByColumn({ opened }) {
  return opened !== null && opened.roles.split !== null;
}

/**
 * The choice as it stands, and those that cannot be made, with the reason. How many times can be read is known
 * once the file was read with these columns.
 * @param {State} state
 * @returns {{choice: SplitChoice, refused: Map<SplitChoice, Key>}}
 */
function offered({ opened, account }) {
  /** @type {Map<SplitChoice, Key>} */ const refused = new Map();
  if (!opened) return { choice: 'auto', refused };
  if (opened.roles.split !== null) {
    for (const split of SPLITS) if (split !== 'auto') refused.set(split, 'split.byColumn');
    return { choice: 'auto', refused };
  }
  const isRead = account?.preview === opened.preview && account.roles === opened.roles;
  const possible = isRead ? account.dataset.splits : null;
  if (opened.roles.time === null) refused.set('time', 'split.noTime');
  else if (possible && !possible.includes('time')) refused.set('time', 'split.fewTimes');
  if (possible && !possible.includes('users')) refused.set('users', 'split.fewUsers');
  return { choice: opened.split, refused };
}
