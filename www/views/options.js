/** The recipe and everything else that decides a training. */

import { camelCase, wordsOf } from '../i18n/index.js';
import { RECIPES } from '../protocol.js';
import { RECIPE_DEFAULTS } from '../recipes.js';
import { block, element } from './dom.js';

/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {Exclude<keyof Options, "recipe">} Name */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/**
 * @typedef {Object} Field
 * @property {Name} name
 * @property {"number" | "widths" | "switch" | readonly string[]} kind  an array: the choices
 * @property {(options: Options) => boolean} [applies]
 */

const DELAY_MS = 250;

/** @type {Field[]} */
const MAIN = [
  { name: 'epochs', kind: 'number' },
  { name: 'batchSize', kind: 'number' },
  { name: 'learningRate', kind: 'number' },
  { name: 'seed', kind: 'number' },
];

/** @param {Options} options */
const isPair = ({ recipe }) => recipe === 'pair';
/** @param {Options} options */
const isProfile = ({ recipe }) => recipe !== 'pair';

/** @type {Field[]} */
const MORE = [
  { name: 'linear', kind: 'switch', applies: isProfile },
  { name: 'search', kind: 'switch', applies: (options) => isProfile(options) && options.hidden.length === 1 },
  { name: 'hidden', kind: 'widths' },
  { name: 'activation', kind: ['sigmoid', 'relu', 'tanh'], applies: ({ hidden }) => hidden.length > 0 },
  { name: 'loss', kind: ['binary-cross-entropy', 'multinomial'], applies: isProfile },
  { name: 'optimiser', kind: ['sgd', 'adam', 'adamw'] },
  { name: 'momentum', kind: 'number', applies: ({ optimiser }) => optimiser === 'sgd' },
  { name: 'weightDecay', kind: 'number', applies: ({ optimiser }) => optimiser === 'adamw' },
  { name: 'l1', kind: 'number' },
  { name: 'l2', kind: 'number' },
  { name: 'normaliseInput', kind: 'switch', applies: isProfile },
  { name: 'inputDropout', kind: 'number', applies: isProfile },
  { name: 'dropout', kind: 'number', applies: ({ hidden }) => hidden.length > 0 },
  { name: 'patience', kind: 'number' },
  { name: 'negatives', kind: 'number', applies: isPair },
];

/** @param {import("../controllers/app.js").App} app */
export function showOptions(app) {
  const { store } = app;
  const form = block('options');
  form.addEventListener('submit', (event) => event.preventDefault());

  const recipe = element('select', { id: 'recipe', 'aria-describedby': 'recipe-note' });
  recipe.append(...RECIPES.map((value) => element('option', { value })));
  /** @type {Map<Name, Control>} */ const controls = new Map();
  for (const field of [...MAIN, ...MORE]) controls.set(field.name, control(field));

  const more = element('details', { class: 'more' }, element('summary', {}));
  more.append(
    element('div', { class: 'fields' }, ...MORE.map((field) => labelled(field.name, controls.get(field.name)))),
  );
  form.append(
    labelled('recipe', recipe),
    element('div', { class: 'fields' }, ...MAIN.map((field) => labelled(field.name, controls.get(field.name)))),
    more,
  );

  let waiting = 0;
  const change = () => {
    store.set({ options: readAll(store.state.options, controls) });
    clearTimeout(waiting);
    waiting = setTimeout(() => app.options.plan(), DELAY_MS);
  };
  for (const input of controls.values()) input.addEventListener('input', change);
  recipe.addEventListener('change', () => {
    const { options } = store.state;
    const chosen = RECIPES.find((value) => value === recipe.value);
    if (!chosen) return;
    const defaults = RECIPE_DEFAULTS[chosen];
    clearTimeout(waiting);
    app.options.choose({ ...defaults, seed: Number.isFinite(options.seed) ? options.seed : defaults.seed });
  });

  store.watch(['account'], ({ account }) => {
    block('network').hidden = account === null;
  });
  store.watch(['options'], ({ options }) => {
    recipe.value = options.recipe;
    for (const { name, kind, applies } of [...MAIN, ...MORE]) {
      const input = controls.get(name);
      if (!input) continue;
      write(input, options[name], kind);
      const row = input.closest('.field');
      if (row instanceof HTMLElement) row.hidden = applies ? !applies(options) : false;
    }
  });
  store.watch(['badOption'], ({ badOption }) => {
    const bad = badOption === null ? null : camelCase(badOption).replace('hiddenLayers', 'hidden');
    for (const [name, input] of controls) {
      if (name !== bad) input.removeAttribute('aria-invalid');
      else {
        input.setAttribute('aria-invalid', 'true');
        if (more.contains(input)) more.open = true;
      }
    }
  });
  store.watch(['trainingStatus'], ({ trainingStatus }) => {
    const busy = trainingStatus !== null;
    for (const input of [recipe, ...controls.values()]) input.disabled = busy;
  });
  store.watch(['language', 'options'], ({ language, options }) => {
    const words = wordsOf(language);
    const summary = more.querySelector('summary');
    if (summary) summary.textContent = words.text('option.more');
    relabel(form, words);
    const note = form.querySelector('#recipe-note');
    if (note) note.textContent = words.text(`recipe.${options.recipe}Note`);
  });
}

/** @param {Field} field @returns {Control} */
function control({ name, kind }) {
  const id = kebabCase(name);
  const shared = { id, 'aria-describedby': `${id}-note` };
  if (kind === 'number') return element('input', { ...shared, type: 'number', step: 'any', inputmode: 'decimal' });
  if (kind === 'widths') return element('input', { ...shared, type: 'text', inputmode: 'text', autocomplete: 'off' });
  if (kind === 'switch') return element('input', { ...shared, type: 'checkbox' });
  const select = element('select', shared);
  select.append(...kind.map((value) => element('option', { value })));
  return select;
}

/** @param {string} name @param {Control | undefined} input */
function labelled(name, input) {
  if (!input) throw new Error(name);
  const id = kebabCase(name);
  const label = element('label', { for: id, 'data-option': name });
  const note = element('p', { id: `${id}-note`, class: 'quiet' });
  return element('div', { class: `field is-${id}` }, label, input, note);
}

/** @param {HTMLElement} form @param {Words} words */
function relabel(form, words) {
  for (const label of form.querySelectorAll('label[data-option]')) {
    const name = /** @type {Name} */ (label.getAttribute('data-option'));
    label.textContent = words.text(`option.${name}`);
    const note = form.querySelector(`#${kebabCase(name)}-note`);
    if (note && note.id !== 'recipe-note') note.textContent = words.text(`option.${name}Note`);
  }
  for (const option of form.querySelectorAll('option')) {
    const key = option.parentElement?.id === 'recipe' ? `recipe.${option.value}` : `choice.${option.value}`;
    if (words.has(key)) option.textContent = words.text(key);
  }
}

/**
 * @param {Options} options
 * @param {Map<Name, Control>} controls
 * @returns {Options}
 */
function readAll(options, controls) {
  /** @type {Record<string, unknown>} */ const read = { recipe: options.recipe };
  for (const { name, kind } of [...MAIN, ...MORE]) {
    const input = controls.get(name);
    if (input) read[name] = choiceIn(input, kind);
  }
  return /** @type {Options} */ (read);
}

/** @param {Control} input @param {Field["kind"]} kind */
function choiceIn(input, kind) {
  if (input instanceof HTMLSelectElement) return input.value;
  if (kind === 'switch') return input.checked;
  if (kind === 'widths')
    return input.value
      .split(/[\s,，、;；×x]+/)
      .filter(Boolean)
      .map(Number);
  return input.valueAsNumber;
}

/**
 * Sets a control to a value. One that holds the value already is left as it is, so that typing is not interrupted.
 * @param {Control} input
 * @param {unknown} value
 * @param {Field["kind"]} kind
 */
function write(input, value, kind) {
  const settled = input.value !== '' || Number.isNaN(value);
  if (settled && String(choiceIn(input, kind)) === String(value)) return;
  if (kind === 'switch' && input instanceof HTMLInputElement) input.checked = value === true;
  else if (Array.isArray(value)) input.value = value.map((width) => (Number.isNaN(width) ? '' : width)).join(', ');
  else if (typeof value === 'number') input.value = Number.isNaN(value) ? '' : String(value);
  else input.value = String(value);
}

/** @param {string} name */
function kebabCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
