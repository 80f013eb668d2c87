/** The figures of a chart as a table: for those who cannot see it, or do not want to read it off. */

import { element } from '../dom.js';

/**
 * @typedef {Object} Figures
 * @property {string} caption
 * @property {string[]} head
 * @property {string[][]} rows  the first cell is the row's name
 */

/** @param {Figures} figures */
export function tableOf({ caption, head, rows }) {
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, named(name))))),
    element(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, named(name)),
          ...cells.map((cell) => element('td', {}, cell)),
        ),
      ),
    ),
  );
}

/** A name may come from a file, in a script of either direction. @param {string} name */
function named(name) {
  return element('bdi', {}, name);
}
