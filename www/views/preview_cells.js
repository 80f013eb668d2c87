/** Cells of the previews of a table: of the whole head, and beside the answers to a question. */

import { element } from './dom.js';

/**
 * The head of a column in a preview: its name, and its role if it has one.
 * @param {string} name @param {import("../protocol.js").Role | undefined} role @param {import("../i18n/index.js").Words} words
 */
export function columnHead(name, role, words) {
  return element(
    'th',
    { scope: 'col', class: role ? `is-${role} has-role` : null },
    element('span', { class: 'column-name' }, name),
    role ? element('span', { class: 'role-tag' }, words.text(`role.${role}`)) : null,
  );
}

/**
 * A cell below such a head.
 * @param {string} cell @param {import("../protocol.js").Role | undefined} role
 */
export function columnCell(cell, role) {
  return element('td', { class: role ? `is-${role} has-role` : null }, cell);
}
