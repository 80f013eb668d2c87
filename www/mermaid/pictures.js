/** Pictures by Mermaid, which draws in a frame of its own; of what comes back only harmless parts become elements of the page. */

import { svg } from '../dom.js';
import { kept } from '../pristine.js';
import { siteFile } from '../site_file.js';

/** @typedef {[name: string, attributes: [string, string][], children: (Branch | string)[]]} Branch  an element as plain values */
/** @typedef {{id: string, source: string, config: import("mermaid").MermaidConfig}} Asked */

/** Name of the frame's script in the folder www/ of the site. */
const FILE = 'mermaid.js';
/** Longest time for one picture, in milliseconds. */
const PATIENCE = 20_000;
/** The frame's own rules; those of the page hold there too, and let only one script run in it. */
const HEAD = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><body>`;

const ELEMENTS = new Set(
  'svg g path rect circle ellipse line polygon polyline text tspan defs marker style title'.split(' '),
);
const ATTRIBUTES = new Set(
  (
    'id class style transform viewBox width height x y x1 x2 y1 y2 cx cy r rx ry d dx dy points fill stroke stroke-width ' +
    'stroke-dasharray opacity font-size font-family font-weight font-style text-anchor dominant-baseline alignment-baseline ' +
    'refX refY markerUnits markerWidth markerHeight orient marker-start marker-end preserveAspectRatio role name'
  ).split(' '),
);

/** @type {Promise<Window> | null} */ let opened = null;

/** @param {string} base  address of the folder www/ */
async function open(base) {
  if (!kept) throw new Error('nothing may be framed here');
  const text = await (await siteFile(new URL(FILE, base).href)).text();
  const frame = kept.openFrame(`${HEAD}<script>${text}</script>`);
  await new Promise((resolve) => {
    frame.onload = resolve;
  });
  return /** @type {Window} */ (frame.contentWindow);
}

/** A frame that could not be had is asked for again by the next picture. @param {string} base */
function frameIn(base) {
  opened ??= open(base).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

/**
 * Draws, while the page is not locked; later there is no frame.
 * @param {string} base  address of the folder www/
 * @param {Asked} asked
 * @returns {Promise<SVGSVGElement>}
 */
export async function pictureOf(base, asked) {
  const frame = await frameIn(base);
  const { port1, port2 } = new MessageChannel();
  try {
    /** @type {{picture?: Branch, error?: string}} */
    const { picture, error } = await new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => resolve(data);
      setTimeout(() => reject(new Error('Mermaid does not answer')), PATIENCE);
      frame.postMessage(asked, '*', [port2]);
    });
    const root = picture && planted(picture);
    if (!(root instanceof SVGSVGElement)) throw new Error(error ?? 'Mermaid has not drawn a picture');
    return root;
  } finally {
    port1.close();
  }
}

/** An element, if it is one of a picture's, with those of its attributes that say only how it looks. @param {Branch} branch @returns {Element | null} */
export function planted([name, attributes, children]) {
  if (!ELEMENTS.has(name)) return null;
  if (name === 'style' && !children.every((child) => typeof child === 'string' && isOfThePicture(child))) return null;
  const allowed = attributes.filter(([key, value]) => ATTRIBUTES.has(key) && isOfThePicture(value));
  const grown = children.map((child) => (typeof child === 'string' ? document.createTextNode(child) : planted(child)));
  return svg(name, Object.fromEntries(allowed), ...grown);
}

/** Whether a rule or a value refers to nothing outside of the picture. @param {string} value */
function isOfThePicture(value) {
  return !/\\|@(?!(-webkit-)?keyframes)|image-set|url\((?!['"]?#)/i.test(value);
}
