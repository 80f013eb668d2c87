/** The article's diagram, drawn by Mermaid: six nodes one below the other, each a link with room for a fact. */

import { pictureOf } from '../mermaid/pictures.js';
import { ROOMS } from '../state.js';
import { svg } from './dom.js';

/** Width of every node in pixels, and of the text in it. */
const WIDTH = 216;
const TEXT_WIDTH = 200;
/** Keeps the line of the fact in the picture until there is a fact. */
const NO_FACT = '–';
const CONFIG = /** @type {const} */ ({
  startOnLoad: false,
  // Of its own picture of an error nothing can be used; the plain steps say the same as the diagram.
  suppressErrorRendering: true,
  securityLevel: 'strict',
  theme: 'base',
  look: 'classic',
  layout: 'dagre',
  htmlLabels: false,
  themeVariables: { fontSize: '13px' },
  flowchart: {
    curve: 'linear',
    padding: 12,
    diagramPadding: 2,
    nodeSpacing: 24,
    rankSpacing: 26,
    useMaxWidth: false,
    wrappingWidth: 400,
  },
});

/**
 * @param {string} base  address of the folder www/
 * @param {string[]} labels  of the rooms in their order
 * @param {string} id  of the picture, another for each
 * @param {string} title
 */
export async function drawDiagram(base, labels, id, title) {
  const nodes = ROOMS.map((room, index) => `${room}("${labels[index]}<br/>${NO_FACT}")`);
  const source = `graph TD\n${nodes.join('\n')}\n${ROOMS.join(' --> ')}`;
  const config = { ...CONFIG, fontFamily: getComputedStyle(document.body).fontFamily };
  const picture = await pictureOf(base, { id, source, config });
  picture.setAttribute('role', 'group');
  picture.setAttribute('aria-label', title);
  for (const room of ROOMS) {
    const node = picture.querySelector(`[id*="-flowchart-${room}-"]`);
    if (!node) throw new Error(`Mermaid's picture has no node ${room}`);
    widen(node);
    link(node, room);
  }
  frame(picture);
  return picture;
}

/** All nodes have one width, whatever is in them. @param {Element} node */
function widen(node) {
  const box = node.querySelector('rect.label-container');
  box?.setAttribute('x', String(-WIDTH / 2));
  box?.setAttribute('width', String(WIDTH));
}

/** @param {Element} node @param {string} room */
function link(node, room) {
  const anchor = svg('a', { href: `#${room}`, 'data-node': room, class: 'node-link' });
  node.replaceWith(anchor);
  anchor.append(node);
  const fact = [...node.querySelectorAll('text > tspan')].at(-1);
  // Lines of a label follow each other without a blank; read aloud they need one, which takes no room.
  fact?.before(svg('tspan', { 'font-size': 0 }, ' '));
  fact?.classList.add('fact');
  // Its line is set in a smaller type than the name above it, and stands as far below.
  fact?.setAttribute('dy', '1.55em');
  fact?.setAttribute('data-width', String(TEXT_WIDTH));
  fact?.replaceChildren();
}

/** The picture is as wide as its nodes. @param {SVGSVGElement} picture */
function frame(picture) {
  const [, y = 0, , height = 0] = (picture.getAttribute('viewBox') ?? '').split(/\s+/).map(Number);
  const place = picture.querySelector('.node')?.getAttribute('transform') ?? '';
  const centre = Number(/translate\(([-\d.]+)/.exec(place)?.[1] ?? 0);
  picture.setAttribute('viewBox', `${centre - WIDTH / 2 - 2} ${y} ${WIDTH + 4} ${height}`);
  picture.setAttribute('width', String(WIDTH + 4));
  picture.setAttribute('height', String(height));
  picture.style.maxWidth = '';
}
