/**
 * The frame that all charts have: title and note, the plot, its figures as a table, a menu to save it. A chart is a function
 * from what it shows and the reader's words to a <figure>, which `redraw` brings up to date in place.
 */

import { element, svg } from '../dom.js';
import { charts, isLibraryMissing, whenLoaded } from './library.js';
import { Probe } from './probe.js';
import { savePng, saveSvg } from './save.js';
import { tableOf } from './table.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./probe.js").Target} Target */
/** @typedef {import("./table.js").Figures} Figures */
/**
 * @typedef {Object} Frame  what every chart is given, whatever it draws
 * @property {string} title
 * @property {string} [note]  what was measured, on what
 * @property {string} [file]  name of the files that it is saved as, without an ending; from the title if it isn't said
 * @property {Omit<Figures, "caption"> | null} [table]  in place of the chart's own; null where the figures stand elsewhere
 */
/** @typedef {{picture: SVGSVGElement, targets: Target[]}} Drawn */
/**
 * @typedef {Object} Content  what a chart shows, described once and drawn at any width
 * @property {Omit<Figures, "caption"> | null} table
 * @property {string} plain  what stands in its place where there is neither the library nor a table
 * @property {number | null} height  of the plot in pixels; null where it has the height of what is in it
 * @property {(library: Library, width: number) => Drawn} draw
 * @property {(host: HTMLElement) => Target[]} [patch]  draws it with elements, which need no library; `draw` then is for saving
 */

/** Milliseconds between two drawings of a chart whose figures keep coming. */
const LEAST_INTERVAL = 120;
/** Width in pixels of a chart that is saved. */
const SAVED_WIDTH = 720;

/** @type {WeakMap<Element, Chart>} */
const CHARTS = new WeakMap();

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) CHARTS.get(target)?.fit();
});

/**
 * A kind of chart, from a description of what it shows.
 * @template {Frame} Spec
 * @param {(spec: Spec, words: Words) => Content} describe
 * @returns {(spec: Spec, words: Words) => HTMLElement}
 */
export function chart(describe) {
  return (spec, words) => {
    const made = new Chart(describe);
    made.update(spec, words);
    return made.figure;
  };
}

/** Shows something else in a chart, in place: what is focused or unfolded stays. @param {Element} figure @param {Frame} spec @param {Words} words */
export function redraw(figure, spec, words) {
  CHARTS.get(figure)?.update(spec, words);
}

class Chart {
  #describe;
  #title = element('strong');
  #note = element('span', { class: 'quiet' });
  #plot = element('div', { class: 'chart-plot' });
  #figures = element('div', { class: 'chart-figures' });
  #stage = element('div', { class: 'chart-stage' }, this.#plot, this.#figures);
  #probe = new Probe(this.#plot, this.#stage);
  #png = element('button', { type: 'button' });
  #svg = element('button', { type: 'button' });
  #asTable = element('button', { type: 'button', class: 'chart-as-table' });
  #summary = element('summary', {}, dots());
  #menu = element(
    'details',
    { class: 'chart-menu' },
    this.#summary,
    element('div', { class: 'chart-actions' }, this.#png, this.#svg, this.#asTable),
  );
  figure = element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, this.#title, ' ', this.#note),
    this.#stage,
    this.#menu,
  );
  /** @type {Frame} */ #spec = { title: '' };
  /** @type {Content | null} */ #content = null;
  /** @type {Words | null} */ #words = null;
  #width = 0;
  #isTable = false;
  /** Whether what is shown was not described yet. */ #isNew = false;
  #shownAt = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | null} */ #later = null;
  #isScheduled = false;

  /** @param {(spec: any, words: Words) => Content} describe */
  constructor(describe) {
    this.#describe = describe;
    CHARTS.set(this.figure, this);
    CHARTS.set(this.#stage, this);
    sizes.observe(this.#stage);
    if (!charts()) whenLoaded(() => this.#show());
    this.#png.addEventListener('click', () => this.#save(savePng));
    this.#svg.addEventListener('click', () => this.#save(saveSvg));
    this.#asTable.addEventListener('click', () => {
      this.#isTable = !this.#isTable;
      this.#close();
      this.#show();
    });
    this.#menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#menu.open) this.#close();
    });
    this.#menu.addEventListener('toggle', () => {
      if (this.#menu.open) document.addEventListener('pointerdown', this.#leave);
    });
    this.#menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.#menu.contains(relatedTarget)) this.#menu.open = false;
    });
  }

  /** A press beside the menu closes it. @param {Event} event */
  #leave = ({ target }) => {
    if (target instanceof Node && this.#menu.contains(target)) return;
    this.#menu.open = false;
    document.removeEventListener('pointerdown', this.#leave);
  };

  /** @param {Frame} spec @param {Words} words */
  update(spec, words) {
    const isReworded = words !== this.#words;
    this.#spec = spec;
    this.#words = words;
    this.#isNew = true;
    this.#title.textContent = spec.title;
    this.#note.textContent = spec.note ?? '';
    this.#summary.setAttribute('aria-label', words.text('charts.menu'));
    this.#png.textContent = words.text('charts.png');
    this.#svg.textContent = words.text('charts.svg');
    // Figures may come faster than they can be read; elements that are only given new lengths keep up with them.
    const wait = this.#content?.patch || isReworded ? 0 : this.#shownAt + LEAST_INTERVAL - performance.now();
    if (wait <= 0) this.#show();
    else this.#later ??= setTimeout(() => this.#show(), wait);
  }

  /** Draws it again where its width has changed. */
  fit() {
    const width = this.#stage.clientWidth;
    if (width === this.#width) return;
    this.#width = width;
    // All charts of a room that is opened are told at once; in the next frame its layout is behind them.
    if (this.#content?.patch) this.#draw();
    else this.#schedule();
  }

  /** Chart or table, and the drawing as soon as there is time for it. */
  #show() {
    const words = this.#words;
    if (!words) return;
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
    if (this.#isNew || !this.#content) this.#content = this.#describe(this.#spec, words);
    this.#isNew = false;
    this.#shownAt = performance.now();
    const content = this.#content;
    const { table, patch, height } = content;
    const isDrawn = patch !== undefined || charts() !== null;
    const isTable = table !== null && (this.#isTable || !isDrawn);
    const scrolled = this.#figures.scrollTop;
    const caption = words.text('charts.figures', { title: this.#spec.title });
    const plain = !isDrawn && content.plain ? element('p', { class: 'quiet' }, content.plain) : '';
    const missing = !isDrawn && isLibraryMissing() && element('p', { class: 'quiet' }, words.text('charts.missing'));
    this.#figures.replaceChildren(table ? tableOf({ caption, ...table }) : plain, missing || '');
    this.#figures.scrollTop = scrolled;
    this.#stage.style.height = height === null ? '' : `${height}px`;
    this.#plot.hidden = isTable || !isDrawn;
    this.#menu.hidden = !isDrawn;
    this.#asTable.hidden = table === null;
    this.#asTable.textContent = words.text(this.#isTable ? 'charts.chart' : 'charts.table');
    const isShown = isTable || !isDrawn;
    this.#figures.classList.toggle('visually-hidden', !isShown);
    for (const [name, value] of Object.entries({ role: 'region', tabindex: '0', 'aria-label': caption })) {
      if (isShown && table) this.#figures.setAttribute(name, value);
      else this.#figures.removeAttribute(name);
    }
    if (patch) this.#draw();
    else this.#schedule();
  }

  #schedule() {
    if (this.#isScheduled || !charts()) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw() {
    const [library, content, words] = [charts(), this.#content, this.#words];
    if (!content || !words || this.#plot.hidden) return;
    const label = words.text('charts.values', { title: this.#spec.title });
    if (this.#width === 0) {
      // In a room that is closed nothing is drawn, and nothing in other words is kept.
      if (!content.patch) this.#plot.replaceChildren();
      return this.#probe.set([], { label, isVertical: content.patch !== undefined });
    }
    if (content.patch) return this.#probe.set(content.patch(this.#plot), { label, isVertical: true });
    if (!library) return;
    const { picture, targets } = content.draw(library, this.#width);
    picture.setAttribute('aria-hidden', 'true');
    this.#plot.replaceChildren(picture);
    this.#probe.set(targets, { label, isVertical: false });
  }

  /** @param {typeof saveSvg} save */
  #save(save) {
    this.#close();
    const [library, content] = [charts(), this.#content];
    if (!library || !content) return;
    const { picture } = content.draw(library, SAVED_WIDTH);
    const { title, note = '', file = title } = this.#spec;
    save(picture, { title, note, file });
  }

  #close() {
    this.#menu.open = false;
    this.#summary.focus();
  }
}

function dots() {
  const circles = [3, 8, 13].map((cx) => svg('circle', { cx, cy: 8, r: 1.5, fill: 'currentColor' }));
  return svg('svg', { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, ...circles);
}
