/** The race on validation while a training is under way: what is known of each model, and a customer's list as it changes. */

import { bars } from '../charts/bars.js';
import { redraw } from '../charts/figure.js';
import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block, element } from './dom.js';
import { shortName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../charts/bars.js").Row & {value: number}} Runner */

/** @param {import("../controllers/app.js").App} app */
export function showRace({ store }) {
  const section = block('race');
  const first = element('p', { class: 'sentence' });
  const host = element('div', { class: 'race-bars' });
  const peek = element('div', { class: 'peek' });
  section.append(first, host, peek);
  /** @type {HTMLElement | null} */ let chart = null;

  store.watch(['race', 'records', 'trainingStatus', 'trying', 'language'], (state) => {
    section.hidden = !isLearning(state);
    if (section.hidden) {
      chart?.remove();
      chart = null;
      return;
    }
    const words = wordsOf(state.language);
    const runners = runnersOf(state, words);
    first.textContent = firstAnswer(runners, words);
    const spec = {
      title: words.text('race.bars'),
      note: words.text(runners.length === 0 ? 'race.wait' : 'race.note'),
      rows: runners,
      unit: (/** @type {number} */ value) => words.metric(value),
      isRunning: true,
      reorder: true,
    };
    if (chart) redraw(chart, spec, words);
    else {
      chart = bars(spec, words);
      host.replaceChildren(chart);
    }
    peek.replaceChildren(...peeked(state, words));
  });
}

/** The models, the simplest first. @param {State} state @param {Words} words @returns {Runner[]} */
function runnersOf({ race, records }, words) {
  /** @type {Runner[]} */ const runners = race.standings.map(({ name, validation, isFinal }) => ({
    key: name,
    label: shortName(name, words),
    value: validation,
    tone: name === 'popularity' ? 'sand' : 'baseline',
    note: isFinal ? '' : words.text('race.searching'),
  }));
  if (race.linear !== null) {
    runners.push({
      key: 'linear',
      label: words.text('race.linear'),
      value: race.linear,
      tone: 'baseline',
    });
  }
  if (race.network !== null) {
    const epoch = records.at(-1)?.epoch;
    const label = epoch === undefined ? words.text('won.network') : words.text('race.network', { epoch });
    runners.push({ key: 'network', label, value: race.network, tone: 'network' });
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

/** @param {State} state @param {Words} words */
function peeked({ race }, words) {
  const { peek, before } = race;
  if (!peek) return [];
  const places = new Map(before?.items.map(({ id }, index) => [id, index + 1]));
  return [
    element('h2', { class: 'small-title' }, words.text('race.peek', { user: peek.user })),
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
