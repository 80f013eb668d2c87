/** How good the data are: three charts, what stands out with what can be done about it, and the data to take away. */

import { wordsOf } from '../i18n/index.js';
import { block, element, renew } from './dom.js';
import { findings } from './findings.js';
import { activityChart, tailChart, timelineChart } from './spread.js';
import { statuses } from './statuses.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../controllers/app.js").App} App */

const FILES = /** @type {const} */ (['clean', 'rejected']);

/** @param {App} app */
export function showQuality(app) {
  const { store, recommendations: controller } = app;
  const host = block('quality');
  const content = element('div');
  const neutral = element('input', { type: 'checkbox', id: 'neutral-tables' });
  const files = FILES.map((what) => {
    const control = element('button', { type: 'button', id: `download-${what}`, class: 'button small' });
    control.addEventListener('click', () => controller.save(neutral.checked ? `${what}Neutral` : what));
    return { what, control };
  });
  const spreadsheets = element('span');
  host.append(
    content,
    element('div', { class: 'quality-files' }, ...files.map(({ control }) => control)),
    element('label', { class: 'quality-neutral quiet' }, neutral, spreadsheets),
  );

  store.watch(['account', 'language'], ({ account, language }) => {
    host.hidden = account === null;
    if (!account) return content.replaceChildren();
    const words = wordsOf(language);
    const { quality, warnings } = account.dataset;
    renew(
      content,
      element('h2', {}, words.text('quality.findings')),
      findings(account.dataset, account.meaning, app, words),
      statuses(account, app, words),
      noticed(warnings, words),
      element('h2', { class: 'spreads-title' }, words.text('quality.title')),
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
    );
  });
  store.watch(
    ['exporting', 'stage', 'trainingStatus', 'outcome', 'account', 'opened', 'language'],
    ({ exporting, stage, trainingStatus, outcome, account, opened, language }) => {
      const words = wordsOf(language);
      spreadsheets.textContent = words.text('export.spreadsheetsTables');
      const measuring = outcome !== null && outcome.measuring !== null;
      const busy = exporting !== null || measuring || trainingStatus !== null || stage === 'reading';
      const rejected = Object.values(account?.dataset.rejected ?? {}).some((rows) => rows > 0);
      for (const { what, control } of files) {
        const writing = exporting?.what === what || exporting?.what === `${what}Neutral`;
        control.disabled = busy || (what === 'rejected' && !rejected);
        control.textContent = writing
          ? words.text('export.writing', { share: words.percent(exporting.fraction) })
          : words.text(`export.${what}`);
      }
      const other = opened !== null && account !== null && opened.preview !== account.preview;
      /** @type {NodeListOf<HTMLButtonElement>} */
      const controls = content.querySelectorAll('.findings button, .statuses button');
      for (const control of controls) control.disabled = busy || other;
    },
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
