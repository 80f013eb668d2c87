/** A chart as a file: its picture with title and note, colours resolved, nothing in it that refers to anything outside. */

import { svg } from '../dom.js';
import { download } from '../download.js';
import { widthOf } from './labels.js';

/** @typedef {{title: string, note: string, file: string}} About */

const PADDING = 24;
const TITLE_SIZE = 16;
const NOTE_SIZE = 13;
const NOTE_LINE = 19;
/** Pixels of a PNG for each of the picture's. */
const SCALE = 2;

/** @param {SVGSVGElement} picture @param {About} about */
export function saveSvg(picture, about) {
  const { text } = standalone(picture, about);
  download(new Blob([text], { type: 'image/svg+xml' }), `${safe(about.file)}.svg`);
}

/** @param {SVGSVGElement} picture @param {About} about */
export async function savePng(picture, about) {
  const { text, width, height } = standalone(picture, about);
  const image = new Image();
  // The lock allows pictures from data: addresses only.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && download(blob, `${safe(about.file)}.png`), 'image/png');
}

/** @param {SVGSVGElement} picture @param {About} about */
function standalone(picture, { title, note }) {
  const [innerWidth, innerHeight] = ['width', 'height'].map((name) => Number(picture.getAttribute(name)));
  const lines = wrapped(note, innerWidth);
  const top = PADDING + TITLE_SIZE + lines.length * NOTE_LINE + 20;
  const [width, height] = [innerWidth + 2 * PADDING, top + innerHeight + PADDING];
  // The picture's own style sheet speaks to the root of a document, which it is no longer.
  for (const sheet of picture.querySelectorAll('style')) sheet.remove();
  const plot = svg('g', {
    transform: `translate(${PADDING}, ${top})`,
    'font-family': 'inherit',
    'font-size': 12,
    'text-anchor': 'middle',
    fill: 'currentColor',
  });
  plot.append(...picture.childNodes);
  const whole = svg(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'inherit',
      color: 'var(--ink)',
      style: 'font-variant-numeric: tabular-nums',
    },
    svg('title', {}, title),
    svg('rect', { width, height, fill: 'var(--card)' }),
    svg(
      'text',
      { x: PADDING, y: PADDING + TITLE_SIZE - 3, 'font-size': TITLE_SIZE, 'font-weight': 650, fill: 'var(--ink)' },
      title,
    ),
    ...lines.map((line, n) =>
      svg(
        'text',
        { x: PADDING, y: PADDING + TITLE_SIZE + (n + 1) * NOTE_LINE, 'font-size': NOTE_SIZE, fill: 'var(--ink-soft)' },
        line,
      ),
    ),
    plot,
  );
  resolve(whole);
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

/** Puts the page's colours and fonts in the place of their names; only attributes are touched, never texts. @param {Element} whole */
function resolve(whole) {
  const page = getComputedStyle(document.documentElement);
  const ink = page.getPropertyValue('--ink').trim();
  const family = getComputedStyle(document.body).fontFamily.replaceAll('"', "'");
  for (const node of [whole, ...whole.querySelectorAll('*')]) {
    node.removeAttribute('class');
    for (const { name, value } of [...node.attributes]) {
      const resolved = value
        .replace(/var\((--[\w-]+)\)/g, (_, variable) => page.getPropertyValue(variable).trim())
        .replace(/\bcurrentColor\b/gi, ink);
      const isFamily = name === 'font-family' && value === 'inherit';
      if (isFamily || resolved !== value) node.setAttribute(name, isFamily ? family : resolved);
    }
  }
}

/** A text in lines of that width, broken at blanks and between Chinese characters. @param {string} text @param {number} width  in pixels */
function wrapped(text, width) {
  /** @type {string[]} */ const lines = [];
  for (const part of text.split(/(?<=\s)|(?<=[\u2e80-\uffef])/u)) {
    const last = lines.at(-1);
    const isClosing = /^[，。；：！？）」』”]/u.test(part);
    if (last !== undefined && (isClosing || widthOf((last + part).trimEnd(), `${NOTE_SIZE}px`) <= width)) {
      lines[lines.length - 1] = last + part;
    } else if (part.trim()) lines.push(part);
  }
  return lines.map((line) => line.trim());
}

/** A name that every system allows for a file. @param {string} name */
function safe(name) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what may not be in it.
  const allowed = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u2066-\u2069\u202a-\u202e]+/g, ' ').replace(/\s+/g, ' ');
  const begins = allowed.replace(/^[.\s]+/, '').trimEnd();
  return [...begins].slice(0, 80).join('') || 'chart';
}
