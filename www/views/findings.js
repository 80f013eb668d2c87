/** What stands out in a data set, what each means, and the one click that does something about it. */

import { block, element } from './dom.js';

/** @typedef {import("../controllers/app.js").App} App */
/** @typedef {import("../i18n/index.js").Key} Key */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Dataset} Dataset */
/** @typedef {Dataset["quality"]["findings"][number]} Finding */
/** @typedef {Partial<import("../protocol.js").Meaning>} Patch */
/** @typedef {{text: string, act: () => unknown}} Remedy */

/** What the button beside a finding asks for: three products are the least of which one can be held out. */
const LEAST_PER_USER = 3;
const LEAST_PER_ITEM = 2;
/** What was done without being asked, and has nothing to decide: said last, and quietly. */
const QUIET = ['ids-trimmed', 'rows-carried', 'total-rows'];

/**
 * @param {Dataset} dataset
 * @param {Patch} chosen  by the person, of what cells mean
 * @param {App} app
 * @param {Words} words
 */
export function findings({ quality, meaning }, chosen, app, words) {
  const codes = quality.findings.map(({ code }) => code);
  const own = undoable(codes, chosen, app, words);
  if (codes.length === 0 && own.length === 0) return element('p', { class: 'quiet' }, words.text('quality.nothing'));
  /** @param {Finding} finding */
  const isQuiet = ({ code }) => QUIET.includes(code);
  const sorted = [...quality.findings.filter((one) => !isQuiet(one)), ...quality.findings.filter(isQuiet)];
  return element(
    'ul',
    { class: 'findings' },
    ...sorted.map((finding) =>
      element(
        'li',
        { class: isQuiet(finding) ? 'is-quiet' : null, 'data-finding': finding.code },
        element('span', {}, words.finding(finding)),
        pressed(remedy(finding, quality, meaning, app, words)),
        finding.code === 'suspects' && suspects(quality, words),
      ),
    ),
    ...own,
  );
}

/**
 * What can be done about a finding.
 * @param {Finding} finding @param {Dataset["quality"]} quality @param {Dataset["meaning"]} meaning
 * @param {App} app @param {Words} words @returns {Remedy | null}
 */
function remedy({ code, params }, { suspects: list, events }, meaning, app, words) {
  const { choices } = app;
  /** @param {Key} key @param {Patch} patch @param {Record<string, number>} [figures] */
  const mean = (key, patch, figures) => ({ text: words.text(key, figures), act: () => choices.mean(patch) });
  switch (code) {
    case 'suspects': {
      const ids = list.map(({ id }) => id);
      const excludedItems = [...new Set([...(meaning.excludedItems ?? []), ...ids])];
      return mean('quality.exclude', { excludedItems }, { n: ids.length });
    }
    case 'many-users-with-one-item':
      if ((meaning.leastPerUser ?? 1) >= LEAST_PER_USER) return null;
      return mean('quality.least', { leastPerUser: LEAST_PER_USER }, { n: LEAST_PER_USER });
    case 'many-items-with-one-user':
      if ((meaning.leastPerItem ?? 1) >= LEAST_PER_ITEM) return null;
      return mean('quality.leastItems', { leastPerItem: LEAST_PER_ITEM }, { n: LEAST_PER_ITEM });
    case 'non-products-excluded':
      return mean('quality.countItems', { excludedItems: [] });
    case 'statuses-excluded':
      return mean('quality.countStatuses', { events: Object.fromEntries(events.map(({ name }) => [name, 1])) });
    case 'guest-excluded':
      return mean('quality.countGuest', { excludedUsers: [] });
    case 'guest-suspected': {
      const excludedUsers = [...new Set([...(meaning.excludedUsers ?? []), String(params.id)])];
      return mean('quality.excludeGuest', { excludedUsers });
    }
    case 'ids-differ-in-case':
      return mean('quality.foldCase', { foldCase: true });
    case 'events-unclear':
      return { text: words.text('quality.showEvents'), act: () => showEvents(app) };
    default:
      return null;
  }
}

/**
 * What the person has chosen and no finding takes back.
 * @param {string[]} codes  of the findings @param {Patch} chosen @param {App} app @param {Words} words
 */
function undoable(codes, chosen, { choices }, words) {
  const items = chosen.excludedItems?.length ?? 0;
  const users = chosen.excludedUsers?.length ?? 0;
  /** @param {string} text @param {Key} key @param {Patch} patch */
  const line = (text, key, patch) =>
    element('li', {}, element('span', {}, text), pressed({ text: words.text(key), act: () => choices.mean(patch) }));
  return [
    items > 0 &&
      !codes.includes('non-products-excluded') &&
      line(words.text('sense.excluded', { n: items }), 'sense.takeIn', { excludedItems: [] }),
    users > 0 &&
      !codes.includes('guest-excluded') &&
      line(words.text('sense.excludedUsers', { n: users }), 'sense.takeIn', { excludedUsers: [] }),
    chosen.foldCase === true && line(words.text('sense.folded'), 'sense.unfold', { foldCase: false }),
  ].filter((child) => child !== false);
}

/** Leads to the fields that say which events count. @param {App} app */
function showEvents({ rooms }) {
  rooms.open('design');
  const details = block('sense');
  if (details instanceof HTMLDetailsElement) details.open = true;
  const first = document.getElementById('event-0') ?? details;
  first.scrollIntoView({ block: 'center' });
  first.focus({ preventScroll: true });
}

/** @param {Remedy | null} remedy */
function pressed(remedy) {
  if (!remedy) return null;
  const control = element('button', { type: 'button', class: 'button small' }, remedy.text);
  control.addEventListener('click', remedy.act);
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
