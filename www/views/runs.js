/** All runs, a line each: what was done otherwise, and the verdict. Any two can be compared, any one taken back. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';
import { purchases, verdictOf, verdictWord } from './judgement.js';
import { changesBetween, runTable } from './run_table.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Run} Run */

/** The latest runs, whose lines stand open. */
const LATEST = 8;

/** @param {import("../controllers/app.js").App} app */
export function showRuns({ store, project }) {
  const section = block('runs');
  const list = element('ol', { class: 'runs' });
  const note = element('p', { class: 'quiet' });
  const comparison = element('div', { id: 'run-comparison', class: 'run-comparison' });
  const all = element('button', { id: 'all-runs', type: 'button', class: 'link' });
  section.append(list, all, note, comparison);
  let isWhole = false;
  /** Runs that are compared, the one chosen last at the end. @type {Run[]} */ let compared = [];

  const render = () => {
    const { runs, outcome, trainingStatus, stage, language } = store.state;
    const words = wordsOf(language);
    section.hidden = runs.length < (outcome ? 2 : 1);
    note.textContent = words.text('verdict.runsNote');
    compared = compared.filter((run) => runs.includes(run));
    const open = runs.slice(isWhole ? 0 : -LATEST).reverse();
    all.hidden = runs.length <= LATEST;
    all.textContent = isWhole
      ? words.text('run.latest', { count: LATEST })
      : words.text('run.all', { count: runs.length });
    const isFree = trainingStatus === null && stage !== 'reading';
    list.replaceChildren(
      ...open.map((run) => {
        const before = runs[runs.indexOf(run) - 1] ?? null;
        const isNow = run.outcome.trained === outcome?.trained;
        const back = !isNow && isFree && project.isKept(run) ? takeBack(run, words) : null;
        return line(run, before, isNow, words, [compareBox(run, words), back]);
      }),
    );
    const [one, other] = [...compared].sort((a, b) => a.number - b.number);
    comparison.replaceChildren(...(one && other ? runTable(one, other, words) : []));
  };

  /** @param {Run} run @param {Words} words */
  const compareBox = (run, words) => {
    const box = element('input', {
      type: 'checkbox',
      id: `compare-${run.number}`,
      'aria-label': words.text('run.compareOf', { number: run.number }),
    });
    box.checked = compared.includes(run);
    box.addEventListener('change', () => {
      const others = compared.filter((other) => other !== run);
      // A third takes the place of the first.
      compared = box.checked ? [...others.slice(-1), run] : others;
      render();
      document.getElementById(box.id)?.focus();
    });
    return element('label', { class: 'run-compare' }, box, ` ${words.text('run.compare')}`);
  };

  /** @param {Run} run @param {Words} words */
  const takeBack = (run, words) => {
    const label = words.text('run.takeBackOf', { number: run.number });
    const attributes = { type: 'button', id: `take-back-${run.number}`, class: 'link', 'aria-label': label };
    const control = element('button', attributes, words.text('run.takeBack'));
    control.addEventListener('click', () => project.takeBack(run));
    return control;
  };

  all.addEventListener('click', () => {
    isWhole = !isWhole;
    render();
  });
  store.watch(['runs', 'outcome', 'trainingStatus', 'stage', 'keeping', 'language'], render);
}

/** @param {Run} run @param {Run | null} before @param {boolean} isNow @param {Words} words @param {(Node | null)[]} controls */
function line(run, before, isNow, words, controls) {
  const verdict = verdictOf(run.outcome.result);
  return element(
    'li',
    { class: isNow ? 'is-now' : null, value: run.number },
    element('strong', {}, verdict ? verdictWord(verdict, words) : words.text('value.missing')),
    verdict &&
      element(
        'span',
        { class: 'run-figures' },
        words.text('run.figures', {
          found: purchases(verdict.found, words),
          best: purchases(verdict.foundByBestsellers, words),
        }),
      ),
    element(
      'span',
      { class: 'quiet' },
      isNow ? `${words.text('verdict.runNow')} · ` : '',
      element('bdi', {}, changeOf(run, before, words)),
      ` · ${words.text('run.when', { time: words.seconds(run.outcome.trained.seconds) })}`,
    ),
    element('span', { class: 'run-controls' }, ...controls),
  );
}

/** What is otherwise than in the run before; the file and the recipe of the first. @param {Run} run @param {Run | null} before @param {Words} words */
export function changeOf(run, before, words) {
  const recipe = words.text(`recipe.${run.outcome.plan.options.recipe}`);
  if (!before || run.account.source !== before.account.source) return `${run.account.source.name} · ${recipe}`;
  const changes = changesBetween(before, run, words);
  return changes.length === 0 ? words.text('run.same') : changes.join(' · ');
}
