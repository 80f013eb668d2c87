/** How good the data are: three charts, what stands out with what can be done about it, and the data to take away. */

import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { activityChart, tailChart, timelineChart } from './spread.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Dataset} Dataset */
/** @typedef {import("../controllers/app.js").App} App */

const FILES = /** @type {const} */ (['clean', 'rejected']);
/** What the button beside a finding asks for: three products are the least of which one can be held out. */
const LEAST_PER_USER = 3;
const LEAST_PER_ITEM = 2;

/** @param {App} app */
export function showQuality(app) {
  const { store, recommendations: controller } = app;
  const host = block('quality');
  const content = element('div');
  const files = FILES.map((what) => {
    const control = element('button', { type: 'button', id: `download-${what}`, class: 'button small' });
    control.addEventListener('click', () => controller.save(what));
    return { what, control };
  });
  host.append(content, element('div', { class: 'quality-files' }, ...files.map(({ control }) => control)));

  store.watch(['account', 'language'], ({ account, language }) => {
    host.hidden = account === null;
    if (!account) return content.replaceChildren();
    const words = wordsOf(language);
    const { quality, warnings } = account.dataset;
    renew(
      content,
      element('h3', {}, words.text('quality.title')),
      element(
        'div',
        { class: 'spreads' },
        tailChart(quality.tail, words),
        activityChart(quality.activity, words),
        quality.timeline
          ? timelineChart(quality.timeline, words)
          : element(
              'figure',
              { class: 'chart' },
              element('figcaption', {}, element('strong', {}, words.text('quality.timeline'))),
              element('p', { class: 'quiet' }, words.text('quality.noTimeline')),
            ),
      ),
      element('h3', {}, words.text('quality.findings')),
      findings(account.dataset, app, words),
      noticed(warnings, words),
    );
  });
  store.watch(
    ['exporting', 'stage', 'trainingStatus', 'outcome', 'account', 'opened', 'language'],
    ({ exporting, stage, trainingStatus, outcome, account, opened, language }) => {
      const words = wordsOf(language);
      const measuring = outcome !== null && outcome.measuring !== null;
      const busy = exporting !== null || measuring || trainingStatus !== null || stage === 'reading';
      const rejected = Object.values(account?.dataset.rejected ?? {}).some((rows) => rows > 0);
      for (const { what, control } of files) {
        const writing = exporting?.what === what;
        control.disabled = busy || (what === 'rejected' && !rejected);
        control.textContent = writing
          ? words.text('export.writing', { share: words.percent(exporting.fraction) })
          : words.text(`export.${what}`);
      }
      const other = opened !== null && account !== null && opened.preview !== account.preview;
      for (const control of content.querySelectorAll('button')) control.disabled = busy || other;
    },
  );
}

/** @param {Dataset} dataset @param {App} app @param {Words} words */
function findings({ quality, meaning }, app, words) {
  const excluded = meaning.excludedItems.length;
  if (quality.findings.length === 0 && excluded === 0) {
    return element('p', { class: 'quiet' }, words.text('quality.nothing'));
  }
  return element(
    'ul',
    { class: 'findings' },
    ...quality.findings.map((finding) =>
      element(
        'li',
        {},
        element('span', {}, words.finding(finding)),
        action(finding.code, quality, meaning, app, words),
        finding.code === 'suspects' && suspects(quality, words),
      ),
    ),
    excluded > 0 &&
      element(
        'li',
        {},
        element('span', {}, words.text('sense.excluded', { n: excluded })),
        press(words.text('sense.takeIn'), () => app.data.mean({ excludedItems: [] })),
      ),
  );
}

/**
 * What can be done about a finding.
 * @param {string} code @param {Dataset["quality"]} quality @param {Dataset["meaning"]} meaning @param {App} app @param {Words} words
 */
function action(code, { suspects: list }, meaning, { data }, words) {
  if (code === 'suspects') {
    const ids = list.map(({ id }) => id);
    const excludedItems = [...new Set([...meaning.excludedItems, ...ids])];
    return press(words.text('quality.exclude', { n: ids.length }), () => data.mean({ excludedItems }));
  }
  if (code === 'many-users-with-one-item' && (meaning.leastPerUser ?? 1) < LEAST_PER_USER) {
    const text = words.text('quality.least', { n: LEAST_PER_USER });
    return press(text, () => data.mean({ leastPerUser: LEAST_PER_USER }));
  }
  if (code === 'many-items-with-one-user' && (meaning.leastPerItem ?? 1) < LEAST_PER_ITEM) {
    const text = words.text('quality.leastItems', { n: LEAST_PER_ITEM });
    return press(text, () => data.mean({ leastPerItem: LEAST_PER_ITEM }));
  }
  return null;
}

/** @param {string} text @param {() => unknown} act */
function press(text, act) {
  const control = element('button', { type: 'button', class: 'button small' }, text);
  control.addEventListener('click', act);
  return control;
}

/** @param {Dataset["quality"]} quality @param {Words} words */
function suspects({ suspects: list }, words) {
  return element(
    'details',
    {},
    element('summary', {}, words.text('quality.which')),
    element(
      'ul',
      { class: 'quiet' },
      ...list.map(({ id, name, users }) => element('li', {}, words.text('quality.suspect', { id, name, n: users }))),
    ),
  );
}

/** @param {Record<string, number>} warnings @param {Words} words */
function noticed(warnings, words) {
  const lines = Object.entries(warnings).flatMap(([code, n]) => {
    const key = `warning.${code}`;
    return n > 0 && words.has(key) ? [element('li', {}, words.text(key, { n }))] : [];
  });
  if (lines.length === 0) return null;
  return element(
    'details',
    { class: 'noticed' },
    element('summary', {}, words.text('quality.noticed')),
    element('ul', { class: 'quiet' }, ...lines),
  );
}
