/** The customer whose recommendations are shown: a combobox over all ids, and what they have already. */

import { wordsOf } from '../i18n/index.js';
import { block, byId, element } from './dom.js';

const DELAY_MS = 120;
const CHIPS = 12;

/** @param {import("../controllers/app.js").App} app */
export function showCustomer({ store, recommendations: controller }) {
  const input = byId('user', HTMLInputElement);
  const list = block('user-list');
  let active = -1;
  let waiting = 0;
  /** The list that was asked for and is not there yet: the keys pressed meanwhile are meant for it. @type {Promise<void> | null} */
  let coming = null;

  /** @param {boolean} open */
  const unfold = (open) => {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (!open) activate(-1);
  };
  /** @param {number} index */
  const activate = (index) => {
    const options = list.querySelectorAll('[role=option]');
    active = options.length === 0 ? -1 : Math.min(index, options.length - 1);
    options.forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === active));
    });
    const option = options[active];
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  /** @param {string} user */
  const choose = (user) => {
    clearTimeout(waiting);
    input.value = user;
    unfold(false);
    controller.show(user);
  };

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const query = input.value.trim();
      await controller.search(query);
      const { suggestions, recommendations } = store.state;
      const exact = suggestions?.users.find(({ id }) => id === query);
      if (exact && exact.id !== recommendations?.user && input.value.trim() === query) controller.show(exact.id);
      if (document.activeElement === input) unfold(true);
    }, DELAY_MS);
  });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('click', async () => {
    if (!list.hidden) return;
    await controller.search('');
    if (document.activeElement === input) unfold(true);
  });
  input.addEventListener('blur', () => unfold(false));
  input.addEventListener('keydown', async (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) {
        coming ??= controller.search('').then(() => {
          coming = null;
          unfold(true);
        });
      }
      await coming;
      activate(event.key === 'ArrowDown' ? active + 1 : Math.max(0, active - 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      await coming;
      const typed = input.value.trim();
      const user = list.querySelectorAll('[role=option]')[active]?.getAttribute('data-user') ?? typed;
      if (user !== '') choose(user);
    } else if (event.key === 'Escape') {
      unfold(false);
      input.value = store.state.recommendations?.user ?? input.value;
    }
  });
  // A press would take the focus from the input, and the list with it, before the click arrives.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    const user = option?.getAttribute('data-user');
    if (user != null) choose(user);
  });

  store.watch(['suggestions', 'language'], ({ suggestions, language }) => {
    const words = wordsOf(language);
    const users = suggestions?.users ?? [];
    list.replaceChildren(
      ...users.map(({ id, items }, index) =>
        element(
          'li',
          { role: 'option', id: `user-option-${index}`, 'data-user': id, 'aria-selected': 'false' },
          element('bdi', {}, id),
          element('span', { class: 'quiet' }, words.text('customer.products', { n: items })),
        ),
      ),
    );
    const rest = (suggestions?.total ?? 0) - users.length;
    const note =
      users.length === 0 ? words.text('customer.none') : rest > 0 ? words.text('customer.more', { n: rest }) : '';
    if (note)
      list.append(
        element('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'quiet note' }, note),
      );
  });
  store.watch(['recommendations', 'language'], ({ recommendations, language }) => {
    const host = block('history');
    if (!recommendations) return host.replaceChildren();
    if (document.activeElement !== input) input.value = recommendations.user;
    const { history, historyTotal } = recommendations;
    const words = wordsOf(language);
    const rest = historyTotal - Math.min(CHIPS, history.length);
    host.replaceChildren(
      element('p', { class: 'quiet' }, words.text('customer.history', { n: historyTotal })),
      element(
        'ul',
        { class: 'chips' },
        ...history
          .slice(0, CHIPS)
          .map(({ id, name }) => element('li', { title: id === name ? null : id }, element('bdi', {}, name))),
        rest > 0 ? element('li', { class: 'rest' }, words.text('customer.rest', { n: rest })) : null,
      ),
    );
  });
}
