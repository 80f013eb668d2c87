/** Below the network, for those who want more: the search for better options, and cross-validation. */

import { bestOf, FOLDS, MINUTES } from '../controllers/tuning.js';
import { camelCase, wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';
import { foldTable } from './folds.js';
import { triedTable } from './tried.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */

/** @param {import("../controllers/app.js").App} app */
export function showTrials({ store, tuning }) {
  const host = block('trials');
  const summary = element('summary', {});
  const tune = asker('tune', 'tune-minutes', { value: 2, ...MINUTES });
  const fold = asker('cross-validate', 'folds', { value: 5, ...FOLDS });
  const takeBest = element('button', { type: 'button', class: 'button', id: 'take-best' });
  const taken = element('p', { class: 'quiet', role: 'status' });
  tune.found.after(element('div', { class: 'trial-row' }, takeBest, taken));
  host.append(summary, element('div', { class: 'trial-pair' }, tune.section, fold.section));

  tune.button.addEventListener('click', () => tuning.tune(tune.input.valueAsNumber));
  fold.button.addEventListener('click', () => tuning.crossValidate(fold.input.valueAsNumber));
  let isTaken = false;
  takeBest.addEventListener('click', async () => {
    await tuning.takeBest();
    isTaken = true;
    sayTaken(store.state);
    block('train').focus();
  });

  store.watch(['language', 'trying'], ({ language, trying }) => {
    const words = wordsOf(language);
    summary.textContent = words.text('trials.title');
    tune.label(words, ['trials.tuneTitle', 'trials.tuneNote', 'trials.minutes']);
    fold.label(words, ['trials.foldTitle', 'trials.foldNote', 'trials.folds']);
    tune.button.textContent = words.text(trying === 'tuning' ? 'trials.busy' : 'trials.tune');
    fold.button.textContent = words.text(trying === 'folding' ? 'trials.foldBusy' : 'trials.fold');
    takeBest.textContent = words.text('trials.take');
  });
  store.watch(['stage', 'trainingStatus', 'exporting'], ({ stage, trainingStatus, exporting }) => {
    const isBusy = trainingStatus !== null || stage === 'reading' || exporting !== null;
    for (const control of [tune.button, tune.input, fold.button, fold.input, takeBest]) control.disabled = isBusy;
  });
  store.watch(['badOption'], ({ badOption }) => {
    const bad = badOption === null ? '' : camelCase(badOption);
    mark(tune.input, bad === 'minutes');
    mark(fold.input, bad === 'folds');
  });
  store.watch(['tuned', 'language'], (state) => {
    const { tuned, language } = state;
    const words = wordsOf(language);
    if (tuned?.how === null) isTaken = false;
    if (tuned || state.validated) host.setAttribute('open', '');
    takeBest.hidden = !tuned?.best || tuned.how === null;
    sayTaken(state);
    if (!tuned) return tune.found.replaceChildren();
    tune.found.replaceChildren(
      tuned.trials.length > 0
        ? triedTable(tuned.trials, bestOf(tuned.trials), words)
        : element('p', { class: 'quiet' }, words.text(tuned.how === null ? 'trials.none' : 'trials.nothing')),
      element('p', { class: 'quiet' }, ending(tuned, words)),
    );
  });
  store.watch(['validated', 'language'], ({ validated, language }) => {
    fold.found.replaceChildren(...(validated ? foldTable(validated, wordsOf(language)) : []));
  });

  /** @param {State} state */
  function sayTaken({ language, tuned }) {
    taken.textContent = isTaken && tuned?.best ? wordsOf(language).text('trials.taken') : '';
  }
}

/** @param {HTMLInputElement} input @param {boolean} isBad */
function mark(input, isBad) {
  if (isBad) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/** @param {import("../state.js").Tuned} tuned @param {Words} words */
function ending({ how, trials }, words) {
  if (how === null || trials.length === 0) return '';
  return how === 'stopped' ? words.text('trials.stopped') : words.text('trials.finished', { n: trials.length });
}

/**
 * A number, a button that sets the page going, and room for what is found.
 * @param {string} id  of the button
 * @param {string} inputId
 * @param {{value: number, min: number, max: number}} range
 */
function asker(id, inputId, range) {
  const title = element('h3', {});
  const note = element('p', { class: 'quiet', id: `${inputId}-note` });
  const name = element('label', { for: inputId });
  const input = element('input', {
    id: inputId,
    type: 'number',
    step: 'any',
    inputmode: 'decimal',
    'aria-describedby': `${inputId}-note`,
    ...range,
  });
  const button = element('button', { type: 'button', class: 'button', id });
  const found = element('div', { class: 'found', id: `${id}-found` });
  const section = element(
    'section',
    { class: 'trial', 'aria-labelledby': `${id}-title` },
    title,
    note,
    element('div', { class: 'trial-row' }, element('div', { class: 'trial-number' }, name, input), button),
    found,
  );
  title.id = `${id}-title`;
  return {
    section,
    input,
    button,
    found,
    /** @param {Words} words @param {import("../i18n/index.js").Key[]} keys */
    label: (words, [titleKey, noteKey, nameKey]) => {
      title.textContent = titleKey ? words.text(titleKey) : '';
      note.textContent = noteKey ? words.text(noteKey) : '';
      name.textContent = nameKey ? words.text(nameKey) : '';
    },
  };
}
