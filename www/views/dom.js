/** What views do with elements, beside making them. */

export { element, math, svg } from '../dom.js';

/** @typedef {import("../dom.js").Child} Child */

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing`);
  return found;
}

/**
 * Puts new content in a place; the details that the reader had opened there stay open.
 * @param {Element} host
 * @param {...Child} children
 */
export function renew(host, ...children) {
  const before = [...host.querySelectorAll('details')].map(({ open }) => open);
  host.replaceChildren(...children.filter((child) => child !== null && child !== false));
  host.querySelectorAll('details').forEach((details, index) => {
    details.open = before[index] ?? false;
  });
}

/** @param {string} id */
export function button(id) {
  return byId(id, HTMLButtonElement);
}

/** @param {string} id */
export function block(id) {
  return byId(id, HTMLElement);
}
