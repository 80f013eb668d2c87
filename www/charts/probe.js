/**
 * The value under the pointer, or at the keyboard's place: one stop of the Tab key for each chart, arrow keys from value to
 * value. It is a slider to screen readers, which then pass the arrow keys on and read the value at each step.
 */

import { element } from '../dom.js';
import { COLOURS } from './tones.js';

/** @typedef {import("./tones.js").Tone} Tone */
/**
 * @typedef {Object} Target  a place in a chart that has a value; lengths in pixels from the plot's top left corner
 * @property {number} x
 * @property {number} y  where the tip points to
 * @property {string} name  what is measured there, such as an epoch
 * @property {{label: string, value: string, tone: Tone}[]} values
 * @property {{y: number, tone: Tone}[]} [dots]  points on lines
 * @property {{left: number, top: number, width: number, height: number}} [box]  what is lit up, such as a bar
 */

/** Steps of the keys, in values. @type {Record<string, number>} */
const STEPS = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
/** Pixels between the value's place and its tip. */
const GAP = 12;

export class Probe {
  #host;
  #layer = element('div', { class: 'chart-probe', 'aria-hidden': 'true', hidden: true });
  #line = element('div', { class: 'chart-cursor' });
  #tip = element('div', { class: 'chart-tip' });
  /** @type {Target[]} */ #targets = [];
  #index = -1;
  /** Whether places follow each other from top to bottom. */ #isVertical = false;

  /** @param {HTMLElement} host  what is focused; the plot lies in it @param {HTMLElement} stage  what the tip may not leave */
  constructor(host, stage) {
    this.#host = host;
    stage.append(this.#layer);
    host.addEventListener('pointermove', (event) => this.#point(event));
    host.addEventListener('pointerdown', (event) => this.#point(event));
    host.addEventListener('pointerleave', (event) => this.#rest(event));
    host.addEventListener('focus', () => {
      // A click is answered by the place under it.
      if (host.matches(':focus-visible')) this.#show(this.#index < 0 ? this.#targets.length - 1 : this.#index);
    });
    host.addEventListener('blur', () => this.#hide());
    host.addEventListener('keydown', (event) => this.#step(event));
  }

  /** @param {Target[]} targets  in their order @param {{label: string, isVertical: boolean}} options */
  set(targets, { label, isVertical }) {
    const last = this.#targets.length - 1;
    const isAtEnd = this.#index === last;
    this.#targets = targets;
    this.#isVertical = isVertical;
    const host = this.#host;
    const isUseful = targets.length > 0;
    if (!isUseful) {
      for (const { name } of [...host.attributes]) if (/^(aria-|role|tabindex)/.test(name)) host.removeAttribute(name);
      return this.#hide();
    }
    host.tabIndex = 0;
    host.setAttribute('role', 'slider');
    host.setAttribute('aria-label', label);
    host.setAttribute('aria-orientation', isVertical ? 'vertical' : 'horizontal');
    host.setAttribute('aria-valuemin', '1');
    host.setAttribute('aria-valuemax', String(targets.length));
    // Where a line grows, a reader at its end stays at its end.
    if (this.#index < 0 || isAtEnd) this.#index = targets.length - 1;
    this.#index = Math.min(this.#index, targets.length - 1);
    this.#say();
    if (!this.#layer.hidden) this.#show(this.#index);
  }

  #say() {
    const target = this.#targets[this.#index];
    if (!target) return;
    this.#host.setAttribute('aria-valuenow', String(this.#index + 1));
    this.#host.setAttribute('aria-valuetext', textOf(target));
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return this.#hide();
    const step = STEPS[event.key];
    if (step === undefined || this.#targets.length === 0) return;
    event.preventDefault();
    this.#show(Math.min(Math.max(this.#index + step, 0), this.#targets.length - 1));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const box = this.#host.getBoundingClientRect();
    const at = this.#isVertical ? event.clientY - box.top : event.clientX - box.left;
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    this.#targets.forEach(({ x, y, box }, index) => {
      const middle = this.#isVertical ? (box ? box.top + box.height / 2 : y) : x;
      if (Math.abs(middle - at) >= least) return;
      least = Math.abs(middle - at);
      nearest = index;
    });
    if (nearest >= 0) this.#show(nearest);
  }

  /** @param {PointerEvent} event */
  #rest({ pointerType }) {
    // A finger leaves when it is lifted; the value stays until something else is touched.
    if (pointerType === 'touch') return;
    if (this.#host.matches(':focus-visible')) this.#show(this.#index);
    else this.#hide();
  }

  #hide() {
    this.#layer.hidden = true;
  }

  /** @param {number} index */
  #show(index) {
    const target = this.#targets[index];
    if (!target) return;
    this.#index = index;
    this.#say();
    const { x, y, box, dots = [] } = target;
    const [left, top] = [this.#host.offsetLeft, this.#host.offsetTop];
    const marks = dots.map(({ y, tone }) =>
      element('div', {
        class: 'chart-dot',
        style: `transform: translate(${left + x}px, ${top + y}px); --tone: ${COLOURS[tone]}`,
      }),
    );
    this.#line.className = box ? 'chart-lit' : 'chart-cursor';
    this.#line.style.cssText = box
      ? `left: ${left + box.left}px; top: ${top + box.top}px; width: ${box.width}px; height: ${box.height}px`
      : `left: ${left + x}px; top: ${top}px; height: ${this.#host.clientHeight}px`;
    this.#tip.replaceChildren(
      element('div', { class: 'chart-tip-name' }, element('bdi', {}, target.name)),
      ...target.values.map(({ label, value, tone }) =>
        element(
          'div',
          { class: 'chart-tip-row', style: `--tone: ${COLOURS[tone]}` },
          element('bdi', { class: 'chart-tip-label' }, label),
          element('span', { class: 'chart-tip-value' }, value),
        ),
      ),
    );
    this.#layer.replaceChildren(this.#line, ...marks, this.#tip);
    this.#layer.hidden = false;
    const width = this.#tip.offsetWidth;
    const most = Math.max(0, this.#layer.clientWidth - width);
    const place = Math.min(Math.max(0, left + x - width / 2), most);
    this.#tip.style.transform = `translate(${Math.round(place)}px, ${Math.round(top + y - GAP - this.#tip.offsetHeight)}px)`;
  }
}

/** @param {Target} target */
function textOf({ name, values }) {
  const parts = values.map(({ label, value }) => (label ? `${label} ${value}` : value));
  return [name, parts.join(', ')].filter(Boolean).join(': ');
}
