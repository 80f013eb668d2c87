/** Three customers: one with many products, one with few, one of a person's own choice; what each would see, and why. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';
import { reason } from './recommendations.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Example} Example */
/** @typedef {import("../state.js").State} State */

/** Reasons that are named. */
const REASONS = 2;
const KINDS = /** @type {const} */ (['many', 'few', 'choice']);

/** @param {import("../controllers/app.js").App} app */
export function showExamples({ store, recommendations: controller }) {
  const section = block('examples');
  const host = block('example-cards');
  const known = element('datalist', { id: 'example-users' });
  const input = element('input', {
    id: 'example-user',
    type: 'text',
    list: known.id,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.addEventListener('change', () => {
    const user = input.value.trim();
    if (user !== '') controller.showExample(user);
  });
  const choice = element(
    'div',
    { class: 'example-choice' },
    element('label', { for: input.id, class: 'visually-hidden' }),
    input,
    known,
  );

  store.watch(['examples', 'model', 'language'], ({ examples, model, language }) => {
    section.hidden = examples.length === 0;
    const words = wordsOf(language);
    choice.querySelector('label')?.replaceChildren(words.text('customer.search'));
    const isTyping = document.activeElement === input;
    const shown = examples.find(({ kind }) => kind === 'choice');
    if (shown && !isTyping) input.value = shown.recommendations.user;
    host.replaceChildren(
      ...KINDS.flatMap((kind) => {
        const example = examples.find((one) => one.kind === kind);
        return example ? [card(example, model, kind === 'choice' ? choice : null, words)] : [];
      }),
    );
    if (isTyping) input.focus({ preventScroll: true });
  });
  store.watch(['suggestions'], ({ suggestions }) => {
    known.replaceChildren(...(suggestions?.users ?? []).map(({ id }) => element('option', { value: id })));
  });
}

/** @param {Example} example @param {State["model"]} model @param {HTMLElement | null} choice @param {Words} words */
function card({ kind, recommendations }, model, choice, words) {
  const { user, historyTotal, history, items } = recommendations;
  const has = history.slice(0, 3).map(({ name }) => name);
  return element(
    'article',
    { class: 'example' },
    element(
      'header',
      {},
      element('p', { class: 'example-kind quiet' }, words.text(`verdict.person.${kind}`)),
      choice ?? element('h3', {}, element('bdi', {}, user)),
      element(
        'p',
        { class: 'quiet' },
        words.text('verdict.bought', { n: historyTotal }),
        ': ',
        element('bdi', {}, words.list(has)),
        historyTotal > has.length ? ' …' : '',
      ),
    ),
    element(
      'ol',
      {},
      ...items.map(({ name, why }) =>
        element(
          'li',
          {},
          element('bdi', { class: 'example-item' }, name),
          element('span', { class: 'quiet' }, reason(why, model, words, REASONS)),
        ),
      ),
    ),
  );
}
