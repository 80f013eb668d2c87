/** The runs of this visit, a line each: what was done otherwise, and the verdict. */

import { wordsOf } from '../i18n/index.js';
import { block, element } from './dom.js';
import { purchases, verdictOf, verdictWord } from './judgement.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Run} Run */
/** @typedef {import("../state.js").State} State */

/** Lines that stand open. */
const SHOWN = 8;

/** @param {import("../controllers/app.js").App} app */
export function showRuns({ store }) {
  const section = block('runs');
  const list = element('ol', { class: 'runs' });
  const note = element('p', { class: 'quiet' });
  section.append(list, note);
  store.watch(['runs', 'outcome', 'language'], ({ runs, outcome, language }) => {
    const words = wordsOf(language);
    section.hidden = runs.length < (outcome ? 2 : 1);
    note.textContent = words.text('verdict.runsNote');
    const latest = runs.slice(-SHOWN).reverse();
    list.replaceChildren(
      ...latest.map((run) => line(run, runs[run.number - 2] ?? null, run.result === outcome?.result, words)),
    );
  });
}

/** @param {Run} run @param {Run | null} before @param {boolean} isNow @param {Words} words */
function line(run, before, isNow, words) {
  const verdict = verdictOf(run.result);
  return element(
    'li',
    { class: isNow ? 'is-now' : null },
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
    ),
  );
}

/** What is otherwise than in the run before; the file and the recipe of the first. @param {Run} run @param {Run | null} before @param {Words} words */
export function changeOf(run, before, words) {
  const recipe = words.text(`recipe.${run.options.recipe}`);
  if (!before || run.account.source !== before.account.source) return `${run.account.source.name} · ${recipe}`;
  const changes = [];
  if (run.account.roles !== before.account.roles) changes.push(words.text('run.columns'));
  if (run.account.meaning !== before.account.meaning) changes.push(words.text('run.meaning'));
  if (run.account.split !== before.account.split) changes.push(words.text('run.split'));
  if (run.options.recipe !== before.options.recipe) changes.push(recipe);
  else changes.push(...optionsThatDiffer(run.options, before.options, words));
  return changes.length === 0 ? words.text('run.same') : changes.join(' · ');
}

/** @param {Run["options"]} options @param {Run["options"]} before @param {Words} words */
function optionsThatDiffer(options, before, words) {
  return Object.entries(options).flatMap(([name, value]) => {
    const was = before[/** @type {keyof typeof before} */ (name)];
    const key = `option.${name}`;
    if (String(was) === String(value) || !words.has(key)) return [];
    return [`${words.text(key)} ${String(was)} → ${String(value)}`];
  });
}
