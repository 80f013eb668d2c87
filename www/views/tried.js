/** The sets of options that were tried, and what each found on validation. */

import { element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").TrialRow} TrialRow */

const COLUMNS = /** @type {const} */ ([
  'validation',
  'recipe',
  'hidden',
  'dropout',
  'learningRate',
  'epochs',
  'seconds',
]);

/** Trials lie close together. */
const CLOSE = /** @type {const} */ ({ minimumFractionDigits: 4, maximumFractionDigits: 4 });

/** @param {TrialRow[]} trials @param {TrialRow | null} best @param {Words} words */
export function triedTable(trials, best, words) {
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': words.text('trials.caption') },
    element(
      'table',
      { class: 'trial-table' },
      element('caption', { class: 'visually-hidden' }, words.text('trials.caption')),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...COLUMNS.map((name) =>
            element('th', { scope: 'col', class: `cell-${name}` }, words.text(`trials.${name}`)),
          ),
        ),
      ),
      element('tbody', {}, ...trials.map((trial) => row(trial, trial === best, words))),
    ),
  );
}

/** @param {TrialRow} trial @param {boolean} isBest @param {Words} words */
function row(trial, isBest, words) {
  const { options, epochs, validation, seconds } = trial;
  const cells = {
    recipe: recipe(options, words),
    hidden: options.hidden.map((width) => words.number(width)).join(', '),
    dropout: dropout(options, words),
    learningRate: words.number(options.learningRate, { maximumSignificantDigits: 3 }),
    epochs: words.number(epochs),
    validation: validation === null ? words.text('trials.running') : words.number(validation, CLOSE),
    seconds: words.seconds(seconds),
  };
  return element(
    'tr',
    { class: isBest ? 'is-best' : null },
    ...COLUMNS.map((name) =>
      element(
        'td',
        { class: `cell-${name}` },
        cells[name],
        name === 'validation' && isBest ? element('span', { class: 'best-tag' }, words.text('trials.best')) : null,
      ),
    ),
  );
}

/** @param {TrialRow["options"]} options @param {Words} words */
function recipe({ recipe, linear }, words) {
  const name = words.text(`recipe.${recipe}`);
  return recipe === 'recommended' && !linear ? words.text('trials.noLinear', { name }) : name;
}

/** Of the input, and of the layers where there is any. @param {TrialRow["options"]} options @param {Words} words */
function dropout({ recipe, inputDropout, dropout }, words) {
  const shares = recipe === 'pair' ? [dropout] : dropout > 0 ? [inputDropout, dropout] : [inputDropout];
  return shares.map((share) => words.number(share)).join(' / ');
}
