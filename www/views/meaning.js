/** What cells mean, and what is left out: each can be changed, and reads the file anew. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../i18n/index.js").Key} Key */
/** @typedef {import("../controllers/app.js").App} App */
/** @typedef {import("../state.js").State} State */
/** @typedef {Partial<import("../protocol.js").Meaning>} Patch */

const DAY = 86_400;
/** Types of events that have a field each, the most frequent ones. */
const MOST_TYPES = 12;
const WEIGHTS = /** @type {[string, Key][]} */ ([
  ['1', 'weight.full'],
  ['0.5', 'weight.half'],
  ['0.25', 'weight.quarter'],
  ['0', 'weight.none'],
  ['-1', 'weight.back'],
]);

/** @param {App} app */
export function showMeaning(app) {
  const { store } = app;
  const details = block('sense');
  const host = block('sense-fields');
  store.watch(['opened', 'account', 'language', 'trainingStatus', 'exporting'], (state) => {
    details.hidden = state.opened === null;
    if (state.opened === null) return host.replaceChildren();
    const focused = document.activeElement?.id ?? '';
    host.replaceChildren(...fields(state, app, wordsOf(state.language)));
    // The fields are made anew while a person goes through them by keyboard.
    if (focused !== '') /** @type {HTMLElement | null} */ (host.querySelector(`#${CSS.escape(focused)}`))?.focus();
  });
}

/** @param {State} state @param {App} app @param {Words} words */
function fields({ opened, account, trainingStatus, exporting }, { choices }, words) {
  if (!opened) return [];
  const { preview, roles, meaning } = opened;
  const read = account?.preview === preview ? account : null;
  const decided = read?.dataset.meaning ?? null;
  const shape = roles.shape ?? read?.dataset.shape ?? preview.shape;
  const disabled = exporting !== null || (trainingStatus !== null && read !== null);
  const mean = (/** @type {Patch} */ patch) => void choices.mean(patch);
  /** @type {HTMLElement[]} */ const shown = [];

  const hasValue = (shape === 'long' && roles.value !== null) || (decided?.value === 'rating' && shape === 'wide');
  if (hasValue) {
    const kinds = /** @type {[string, string][]} */ ([
      ['rating', words.text('sense.rating')],
      ['quantity', words.text('sense.quantity')],
    ]);
    const kind = meaning.value ?? decided?.value ?? 'quantity';
    shown.push(
      choice('value-kind', words.text('sense.value'), words.text('sense.valueNote'), kinds, kind, (value) =>
        mean({ value: /** @type {"rating" | "quantity"} */ (value), threshold: null }),
      ),
    );
    if (kind === 'rating') {
      const threshold = meaning.threshold ?? decided?.threshold ?? 0;
      shown.push(
        number('value-threshold', 'sense.threshold', threshold, 0, words, (value) => mean({ threshold: value })),
      );
    }
  }
  if (shape === 'long' && (roles.order !== null || (roles.value !== null && decided?.value === 'quantity'))) {
    const answers = /** @type {[string, string][]} */ ([
      ['yes', words.text('sense.takeBackYes')],
      ['no', words.text('sense.takeBackNo')],
    ]);
    const takesBack = meaning.takeBack ?? true;
    const answer = takesBack ? 'yes' : 'no';
    shown.push(
      choice('take-back', words.text('sense.takeBack'), words.text('sense.takeBackNote'), answers, answer, (value) =>
        mean({ takeBack: value === 'yes' }),
      ),
    );
  }
  for (const [index, { name, rows, weight }] of (read?.dataset.quality.events ?? []).slice(0, MOST_TYPES).entries()) {
    const weights = WEIGHTS.map(([value, key]) => /** @type {[string, string]} */ ([value, words.text(key)]));
    const label = words.text('sense.event', { name });
    const note = words.text('sense.eventNote', { rows });
    shown.push(
      choice(`event-${index}`, label, note, weights, String(meaning.events?.[name] ?? weight), (value) =>
        mean({ events: { ...meaning.events, [name]: Number(value) } }),
      ),
    );
  }
  const perUser = meaning.leastPerUser ?? decided?.leastPerUser ?? 1;
  const perItem = meaning.leastPerItem ?? decided?.leastPerItem ?? 1;
  shown.push(
    number('least-per-user', 'sense.leastPerUser', perUser, 1, words, (value) => mean({ leastPerUser: value })),
    number('least-per-item', 'sense.leastPerItem', perItem, 1, words, (value) => mean({ leastPerItem: value })),
  );
  if (roles.time !== null) {
    const { from = null, to = null } = meaning;
    shown.push(
      day('from-date', 'sense.from', from, words, (value) => mean({ from: value })),
      // The last day counts to its end.
      day('to-date', 'sense.to', to === null ? null : to - DAY, words, (value) =>
        mean({ to: value === null ? null : value + DAY }),
      ),
    );
    const order = meaning.dates ?? decided?.dates;
    if (order) {
      const orders = /** @type {const} */ (['yearfirst', 'monthfirst', 'dayfirst']).map(
        (one) => /** @type {[string, string]} */ ([one, words.text(`dates.${one}`)]),
      );
      shown.push(
        choice('date-order', words.text('sense.dates'), words.text('sense.datesNote'), orders, order, (value) =>
          mean({ dates: /** @type {typeof order} */ (value) }),
        ),
      );
    }
  }
  for (const field of shown) {
    for (const control of field.querySelectorAll('select, input')) control.toggleAttribute('disabled', disabled);
  }
  return shown;
}

/**
 * @param {string} id @param {string} label @param {string} note @param {[string, string][]} options
 * @param {string} value @param {(value: string) => unknown} choose
 */
function choice(id, label, note, options, value, choose) {
  const select = element(
    'select',
    { id, 'aria-describedby': `${id}-note` },
    ...options.map(([one, text]) => element('option', { value: one }, text)),
  );
  select.value = value;
  select.addEventListener('change', () => choose(select.value));
  return field(id, label, note, select);
}

/**
 * @param {string} id @param {"sense.threshold" | "sense.leastPerUser" | "sense.leastPerItem"} key
 * @param {number} value @param {number} min @param {Words} words @param {(value: number | null) => void} choose
 */
function number(id, key, value, min, words, choose) {
  const input = element('input', { id, type: 'number', min, step: 'any', value, 'aria-describedby': `${id}-note` });
  input.addEventListener('change', () => {
    const typed = input.valueAsNumber;
    choose(Number.isFinite(typed) ? Math.max(min, min === 1 ? Math.round(typed) : typed) : null);
  });
  return field(id, words.text(key), words.text(`${key}Note`), input);
}

/**
 * @param {string} id @param {"sense.from" | "sense.to"} key @param {number | null} seconds
 * @param {Words} words @param {(value: number | null) => void} choose
 */
function day(id, key, seconds, words, choose) {
  const value = seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);
  const input = element('input', { id, type: 'date', value, 'aria-describedby': `${id}-note` });
  input.addEventListener('change', () => {
    const typed = input.valueAsNumber;
    choose(Number.isFinite(typed) ? typed / 1000 : null);
  });
  return field(id, words.text(key), words.text(`${key}Note`), input);
}

/** @param {string} id @param {string} label @param {string} note @param {HTMLElement} control */
function field(id, label, note, control) {
  return element(
    'div',
    { class: 'role' },
    element('label', { for: id }, label),
    control,
    element('p', { id: `${id}-note`, class: 'quiet' }, note),
  );
}
