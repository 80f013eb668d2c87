/** Two runs side by side: what was done otherwise, and their figures. */

import { element } from './dom.js';
import { purchases, verdictOf, verdictWord, winnerName } from './judgement.js';
import { figureIn, METRICS } from './metrics.js';
import { figureOf } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Options} Options */
/** @typedef {import("../state.js").Run} Run */

/** Places of the lists that are measured. */
const K = 10;

/** @param {Run} one @param {Run} other @param {Words} words @returns {string[]} what is otherwise in the other */
export function changesBetween(one, other, words) {
  const changes = [];
  const [before, after] = [one.outcome.plan.options, other.outcome.plan.options];
  if (one.account.source !== other.account.source) changes.push(other.account.source.name);
  if (other.account.roles !== one.account.roles) changes.push(words.text('run.columns'));
  if (other.account.meaning !== one.account.meaning) changes.push(words.text('run.meaning'));
  if (other.account.split !== one.account.split) changes.push(words.text('run.split'));
  if (after.recipe !== before.recipe) changes.push(words.text(`recipe.${after.recipe}`));
  else changes.push(...optionsThatDiffer(after, before, words));
  return changes;
}

/** @param {Options} options @param {Options} before @param {Words} words */
function optionsThatDiffer(options, before, words) {
  return Object.entries(options).flatMap(([name, value]) => {
    const was = before[/** @type {keyof Options} */ (name)];
    const key = `option.${name}`;
    if (String(was) === String(value) || !words.has(key)) return [];
    return [`${words.text(key)} ${String(was)} → ${String(value)}`];
  });
}

/** @param {Run} one @param {Run} other @param {Words} words @returns {Node[]} */
export function runTable(one, other, words) {
  const runs = [one, other];
  const changes = changesBetween(one, other, words);
  const splits = runs.map(({ outcome }) => outcome.trained.split);
  const isSameTest =
    one.account.source === other.account.source &&
    splits[0].kind === splits[1].kind &&
    splits[0].seed === splits[1].seed &&
    splits[0].test === splits[1].test;
  const row = (/** @type {string} */ name, /** @type {(run: Run) => string} */ cell) =>
    element('tr', {}, element('th', { scope: 'row' }, name), ...runs.map((run) => element('td', {}, cell(run))));
  const table = element(
    'table',
    { class: 'run-table' },
    element('caption', {}, words.text('run.difference')),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, words.text('run.figure')),
        ...runs.map(({ number }) => element('th', { scope: 'col' }, words.text('run.number', { number }))),
      ),
    ),
    element(
      'tbody',
      {},
      row(words.text('run.verdict'), (run) => verdictCell(run, words)),
      row(words.text('won.title'), ({ outcome: { result } }) => {
        const verdict = verdictOf(result);
        return verdict ? winnerName(verdict.model, result?.shares ?? null, words) : words.text('value.missing');
      }),
      ...METRICS.map((metric) =>
        row(`${words.text(`metric.${metric.name}`)}@${K}`, (run) => metricCell(run, metric, words)),
      ),
      row(words.text('run.epochs'), ({ outcome }) => words.number(outcome.trained.epochs)),
      row(words.text('run.time'), ({ outcome }) => words.seconds(outcome.trained.seconds)),
    ),
  );
  const said = changes.length === 0 ? words.text('run.same') : changes.join(' · ');
  const change = element('p', {}, `${words.text('run.changed')}: `, element('bdi', {}, said));
  const warning = isSameTest ? [] : [element('p', { class: 'quiet' }, words.text('run.notComparable'))];
  return [table, change, ...warning];
}

/** @param {Run} run @param {Words} words */
function verdictCell({ outcome }, words) {
  const verdict = verdictOf(outcome.result);
  if (!verdict) return words.text('value.missing');
  const figures = { found: purchases(verdict.found, words), best: purchases(verdict.foundByBestsellers, words) };
  return `${verdictWord(verdict, words)} (${words.text('run.figures', figures)})`;
}

/** That of the personal model which has won. @param {Run} run @param {import("./metrics.js").Metric} metric @param {Words} words */
function metricCell({ outcome }, metric, words) {
  const name = verdictOf(outcome.result)?.model ?? 'network';
  const figure = outcome.result && figureOf(outcome.result, name, metric.key(K));
  return figure ? figureIn(metric, figure.value, words) : words.text('value.missing');
}
