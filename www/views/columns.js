/** The head of the file, and a select for each role that a column can have. */

import { wordsOf } from '../i18n/index.js';
import { ROLES, SHAPES } from '../protocol.js';
import { block, element } from './dom.js';
import { columnCell, columnHead } from './preview_cells.js';

/** @typedef {import("../protocol.js").Role} Role */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../i18n/index.js").Words} Words */

/** How many columns the preview shows, and how many a select offers: a file of products by column can have thousands. */
const SHOWN = 30;
const OFFERED = 500;

/** Where the select of a role stands that is not among the first ones: few files need it. @type {Partial<Record<Role, string>>} */
const PLACES = {
  split: 'division',
  clock: 'more-roles',
  category: 'more-roles',
  event: 'more-roles',
  order: 'more-roles',
  segment: 'more-roles',
};

const LEADS = /** @type {const} */ ({
  long: 'columns.lead',
  wide: 'columns.leadWide',
  list: 'columns.leadList',
  basket: 'columns.leadBasket',
});

/** @param {import("../controllers/app.js").App} app */
export function showColumns(app) {
  const { store, data } = app;
  const section = block('columns');
  const shape = shapeSelect(app);
  const selects = roleSelects(app);

  store.watch(['opened', 'language'], ({ opened, language }) => {
    section.hidden = opened === null;
    const words = wordsOf(language);
    for (const role of ROLES) relabel(role, selects[role], opened, words);
    relabelShape(shape, opened, words);
    block('preview').replaceChildren(...(opened ? [preview(opened, words)] : []));
    const more = (opened?.preview.columns.length ?? 0) - SHOWN;
    const note = words.text('columns.previewNote');
    block('preview-note').textContent = more > 0 ? `${note} ${words.text('columns.more', { count: more })}` : note;
  });
  store.watch(['message', 'opened'], ({ message }) => {
    const params = message && 'failure' in message ? message.failure.params : {};
    for (const role of ROLES) {
      const wrong = params.role === role || params.other === role;
      selects[role].toggleAttribute('aria-invalid', wrong);
      if (!wrong) continue;
      selects[role].setAttribute('aria-invalid', 'true');
      const folded = selects[role].closest('details');
      if (folded) folded.open = true;
    }
  });
  store.watch(
    ['trainingStatus', 'opened', 'account', 'exporting'],
    ({ trainingStatus, opened, account, exporting }) => {
      // A file that is not in use yet may be worked on while the one in use is learnt from.
      const busy = exporting !== null || (trainingStatus !== null && opened?.preview === account?.preview);
      for (const select of [shape, ...ROLES.map((role) => selects[role])]) select.disabled = busy;
    },
  );
  store.watch(['opened', 'account', 'stage', 'language'], ({ opened, account, stage, language }) => {
    const words = wordsOf(language);
    const lead = block('columns-lead');
    const behind = opened && account && opened.preview !== account.preview && stage !== 'reading';
    lead.classList.toggle('is-behind', Boolean(behind));
    if (!behind) return lead.replaceChildren(words.text(LEADS[opened?.roles.shape ?? opened?.preview.shape ?? 'long']));
    const back = element('button', { type: 'button', class: 'button small' });
    back.textContent = words.text('columns.back', { name: account.source.name });
    back.addEventListener('click', () => data.forgetCandidate());
    lead.replaceChildren(words.text('columns.behind', { name: opened.source.name }), ' ', back);
  });
}

/** What a row stands for. @param {import("../controllers/app.js").App} app */
function shapeSelect({ choices }) {
  const select = element('select', { id: 'file-shape', 'aria-describedby': 'file-shape-note' });
  select.addEventListener('change', () => choices.takeFor(/** @type {typeof SHAPES[number]} */ (select.value)));
  block('roles').append(
    element(
      'div',
      { class: 'role role-shape' },
      element('label', { for: select.id }),
      select,
      element('p', { id: 'file-shape-note', class: 'quiet' }),
    ),
  );
  return select;
}

/** @param {HTMLSelectElement} select @param {Opened | null} opened @param {Words} words */
function relabelShape(select, opened, words) {
  const [label, , note] = select.parentElement?.children ?? [];
  if (label) label.textContent = words.text('sense.shape');
  if (note) note.textContent = words.text('sense.shapeNote');
  select.replaceChildren(
    ...SHAPES.map((shape) => element('option', { value: shape }, words.text(`shape.${shape}Choice`))),
  );
  select.value = opened?.roles.shape ?? opened?.preview.shape ?? 'long';
}

/**
 * @param {import("../controllers/app.js").App} app
 * @returns {Record<Role, HTMLSelectElement>}
 */
function roleSelects({ store, choices }) {
  const selects = /** @type {Record<Role, HTMLSelectElement>} */ ({});
  for (const role of ROLES) {
    const select = element('select', { id: `column-${role}`, 'aria-describedby': `column-${role}-note` });
    select.addEventListener('change', () => {
      const columns = store.state.opened?.preview.columns ?? [];
      const column = columns.findIndex(({ name }) => name === select.value);
      choices.assign(role, column < 0 ? null : column);
    });
    selects[role] = select;
    block(PLACES[role] ?? 'roles').append(
      element(
        'div',
        { class: `role is-${role}` },
        element('label', { for: select.id }),
        select,
        element('p', { id: `column-${role}-note`, class: 'quiet' }),
      ),
    );
  }
  return selects;
}

/**
 * @param {Role} role
 * @param {HTMLSelectElement} select
 * @param {Opened | null} opened
 * @param {Words} words
 */
function relabel(role, select, opened, words) {
  const [label, , note] = select.parentElement?.children ?? [];
  if (label) label.textContent = words.text(`role.${role}`);
  const reason = opened?.preview.reasons[role];
  const isGuess = reason !== undefined && opened?.roles[role] === opened?.preview.roles[role];
  const why = isGuess ? words.guessed(reason) : '';
  if (note) note.textContent = words.text(`role.${role}Note`);
  if (note && why) note.append(' ', element('span', { class: 'guessed' }, why));
  if (select.parentElement) select.parentElement.title = why;
  const columns = opened?.preview.columns ?? [];
  const chosen = opened?.roles[role] ?? null;
  const guessed = opened?.preview.roles[role] ?? null;
  const offered = columns.filter((_, column) => column < OFFERED || column === chosen || column === guessed);
  select.replaceChildren(
    element('option', { value: '' }, words.text('columns.none')),
    ...offered.map(({ name }) => element('option', { value: name }, name)),
  );
  select.value = chosen === null ? '' : (columns[chosen]?.name ?? '');
}

/** @param {Opened} opened @param {Words} words */
function preview({ preview: { columns, rows, numbers }, roles }, words) {
  /** @param {number} column */
  const roleOf = (column) => ROLES.find((role) => roles[role] === column);
  const shown = [...columns.keys()].filter((column) => column < SHOWN || roleOf(column) !== undefined);
  return element(
    'table',
    { class: 'preview' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col', class: 'row-number' }, '#'),
        ...shown.map((column) => columnHead(columns[column]?.name ?? '', roleOf(column), words)),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((cells, index) =>
        element(
          'tr',
          {},
          element('td', { class: 'row-number' }, words.number(numbers[index] ?? 0)),
          ...shown.map((column) => columnCell(cells[column] ?? '', roleOf(column))),
        ),
      ),
    ),
  );
}
