/** The race on validation while a training is under way: what is known of each model, and a customer's list as it changes. */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block, element } from './dom.js';
import { shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */
/** @typedef {{key: string, label: string, value: number, tone: "network" | "baseline" | "popularity", isFinal: boolean}} Runner */

/** @param {import("../controllers/app.js").App} app */
export function showRace({ store }) {
  const section = block('race');
  const first = element('p', { class: 'sentence' });
  const bars = element('ol', { class: 'bars' });
  const note = element('p', { class: 'quiet' });
  const peek = element('div', { class: 'peek' });
  const title = element('h2', { id: 'race-title' });
  section.append(element('div', { class: 'race-bars' }, title, first, bars, note), peek);
  /** Bars that are there, by their key, so that they move instead of being made anew. @type {Map<string, HTMLElement>} */
  const shown = new Map();

  store.watch(['race', 'records', 'trainingStatus', 'trying', 'language'], (state) => {
    const runners = runnersOf(state, wordsOf(state.language));
    section.hidden = !isLearning(state);
    if (section.hidden) {
      shown.clear();
      return bars.replaceChildren();
    }
    const words = wordsOf(state.language);
    title.textContent = words.text('race.bars');
    first.textContent = firstAnswer(runners, words);
    note.textContent = words.text(runners.length === 0 ? 'race.wait' : 'race.note');
    const most = Math.max(...runners.map(({ value }) => value), 1e-9);
    for (const runner of runners) {
      const bar = shown.get(runner.key) ?? makeBar(runner);
      shown.set(runner.key, bar);
      fillBar(bar, runner, most, words);
    }
    // Only what is new moves the others.
    if (bars.childElementCount !== runners.length) {
      bars.replaceChildren(...runners.map(({ key }) => /** @type {HTMLElement} */ (shown.get(key))));
    }
    peek.replaceChildren(...peeked(state, words));
  });
}

/** The models in the order in which they begin. @param {State} state @param {Words} words @returns {Runner[]} */
function runnersOf({ race, records }, words) {
  /** @type {Runner[]} */ const runners = race.standings.map(({ name, validation, isFinal }) => ({
    key: name,
    label: shortName(name, words),
    value: validation,
    tone: name === 'popularity' ? 'popularity' : 'baseline',
    isFinal,
  }));
  if (race.linear !== null) {
    runners.push({
      key: 'linear',
      label: words.text('race.linear'),
      value: race.linear,
      tone: 'baseline',
      isFinal: true,
    });
  }
  const last = records.findLast(({ validation }) => validation !== null);
  const best = records.findLast(({ best }) => best) ?? last;
  if (last && best) {
    const label = words.text('race.network', { epoch: last.epoch });
    runners.push({ key: 'network', label, value: best.validation ?? 0, tone: 'network', isFinal: false });
  }
  return runners;
}

/** @param {Runner[]} runners @param {Words} words */
function firstAnswer(runners, words) {
  const scoreOf = (/** @type {string} */ key) => runners.find((runner) => runner.key === key)?.value ?? null;
  const bestsellers = scoreOf('popularity');
  const linear = scoreOf('linear') ?? scoreOf('ease');
  if (bestsellers === null || linear === null) return '';
  if (linear <= bestsellers) return words.text('race.firstEven');
  const lift = words.number(linear / Math.max(bestsellers, 1e-9), { maximumFractionDigits: 2 });
  return words.text('race.first', { lift });
}

/** @param {Runner} runner */
function makeBar({ tone }) {
  return element(
    'li',
    { class: `is-${tone}` },
    element('span', { class: 'bar-name' }),
    element('span', { class: 'bar-track', 'aria-hidden': 'true' }, element('span', { class: 'bar' })),
    element('span', { class: 'bar-value' }),
  );
}

/** @param {HTMLElement} bar @param {Runner} runner @param {number} most @param {Words} words */
function fillBar(bar, { label, value, isFinal }, most, words) {
  const [name, track, figure] = bar.children;
  if (name) name.textContent = label;
  if (figure) figure.textContent = words.metric(value);
  const filled = track?.firstElementChild;
  if (filled instanceof HTMLElement) filled.style.width = `${(100 * value) / most}%`;
  bar.classList.toggle('is-running', !isFinal);
}

/** @param {State} state @param {Words} words */
function peeked({ race }, words) {
  const { peek, before } = race;
  if (!peek) return [];
  const places = new Map(before?.items.map(({ id }, index) => [id, index + 1]));
  return [
    element('h3', {}, words.text('race.peek', { user: `\u2068${peek.user}\u2069` })),
    element(
      'ol',
      {},
      ...peek.items.map(({ id, name }, index) => {
        const was = places.get(id);
        const rose = was !== undefined && was > index + 1;
        const change =
          before && was === undefined ? words.text('race.entered') : rose ? words.text('race.rose', { from: was }) : '';
        return element(
          'li',
          {},
          element('bdi', {}, name),
          change !== '' && element('span', { class: 'peek-change' }, change),
        );
      }),
    ),
    element('p', { class: 'quiet' }, words.text('race.peekNote')),
  ];
}
