/** Elements by name. Text goes in as text nodes, so that nothing from a file can become markup. */

/** @typedef {Node | string | null | false} Child */

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | null>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null>} [attributes]
 * @param {...Child} children
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @param {string} tag
 * @param {...Child} children
 */
export function math(tag, ...children) {
  return fill(document.createElementNS(MATHML, tag), {}, children);
}

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

/**
 * @template {Element} T
 * @param {T} node
 * @param {Record<string, string | number | boolean | null>} attributes
 * @param {Child[]} children
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}
