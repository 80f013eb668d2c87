/** The types of events or statuses in the file, how many rows each has, and whether they count: each can be changed at once. */

import { element } from './dom.js';

/** @typedef {import("../controllers/app.js").App} App */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Account} Account */
/** @typedef {Account["dataset"]["quality"]["events"][number]} Status */

/** Types that stand open; a column of free notes may have any number. */
const MOST_OPEN = 8;

/** @param {Account} account @param {App} app @param {Words} words */
export function statuses({ dataset, roles, preview, meaning }, app, words) {
  const { events } = dataset.quality;
  if (events.length === 0) return null;
  const event = roles.event ?? null;
  const column = (event === null ? null : preview.columns[event]?.name) ?? words.text('role.event');
  const items = events.map((one) => status(one, meaning.events ?? {}, app, words));
  const rest = items.slice(MOST_OPEN);
  return element(
    'section',
    { class: 'statuses', 'aria-labelledby': 'statuses-title' },
    element('h3', { id: 'statuses-title' }, words.text('statuses.title', { column })),
    element('ul', {}, ...items.slice(0, MOST_OPEN)),
    rest.length > 0 &&
      element(
        'details',
        {},
        element('summary', { class: 'quiet' }, words.text('statuses.more', { n: rest.length })),
        element('ul', {}, ...rest),
      ),
  );
}

/** @param {Status} status @param {Record<string, number>} chosen @param {App} app @param {Words} words */
function status({ name, rows, weight }, chosen, { choices }, words) {
  const counts = weight > 0;
  const control = element(
    'button',
    {
      type: 'button',
      class: 'link',
      'aria-label': words.text(counts ? 'statuses.leaveOutName' : 'statuses.countName', { name }),
    },
    words.text(counts ? 'statuses.leaveOut' : 'statuses.count'),
  );
  control.addEventListener('click', () => choices.mean({ events: { ...chosen, [name]: counts ? 0 : 1 } }));
  return element(
    'li',
    { class: counts ? 'counts' : 'is-out', 'data-status': name },
    element('bdi', { class: 'status-name' }, name),
    element('span', { class: 'status-rows' }, words.text('sense.eventNote', { rows })),
    element('span', { class: 'status-how' }, words.text(weightKey(weight))),
    control,
  );
}

/** @param {number} weight */
function weightKey(weight) {
  if (weight < 0) return 'weight.back';
  if (weight === 0) return 'weight.none';
  if (weight >= 1) return 'weight.full';
  return weight > 0.25 ? 'weight.half' : 'weight.quarter';
}
