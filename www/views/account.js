/** The account of a file: what is in it, where every row went, what is held back, what sells best. */

import { wordsOf } from '../i18n/index.js';
import { delimiterKey, encodingName, isWorkbook } from './dialect.js';
import { block, element, renew } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../protocol.js").Dataset} Dataset */
/** @typedef {import("../protocol.js").Contents} Contents */

const SPLITS = /** @type {const} */ ({
  random: 'account.splitRandom',
  time: 'account.splitTime',
  users: 'account.splitUsers',
  column: 'account.splitColumn',
});

/** @param {import("../controllers/app.js").App} app */
export function showAccount({ store }) {
  const host = block('account');
  store.watch(['account'], ({ account }) => {
    if (account) document.body.dataset.account = inFigures(account.dataset);
    else delete document.body.dataset.account;
  });
  store.watch(['account', 'language'], ({ account, language }) => {
    host.hidden = account === null;
    if (!account) return host.replaceChildren();
    const words = wordsOf(language);
    const { dataset } = account;
    renew(
      host,
      fileLine(account, words),
      rows(dataset, words),
      figures(dataset, words),
      element(
        'details',
        { class: 'account-more' },
        element('summary', {}, words.text('account.more')),
        element('div', { class: 'account-columns' }, split(dataset, words), bestsellers(dataset, words)),
      ),
    );
  });
}

/** The account in figures, for who drives the page from outside. @param {Dataset} dataset */
function inFigures({ rows, used, merged, rejected, users, items, quality }) {
  const findings = quality.findings.map(({ code }) => code);
  return JSON.stringify({ rows, used, merged, rejected, users, items, findings });
}

/** @param {import("../state.js").Account} account @param {Words} words */
function fileLine({ source, dataset, preview }, words) {
  const details = words.text(isWorkbook(preview) ? 'account.workbook' : 'account.file', {
    size: words.bytes(source.bytes),
    encoding: encodingName(dataset.encoding),
    delimiter: words.text(delimiterKey(preview.delimiter)),
    shape: words.text(`shape.${dataset.shape}`),
  });
  return element(
    'p',
    { class: 'file-line' },
    element('strong', {}, element('bdi', {}, source.name)),
    ' ',
    element('span', { class: 'quiet' }, details),
    preview.contents && element('span', { class: 'quiet' }, ` · ${partLine(preview.contents, words)}`),
  );
}

/** Which sheet or packed file was read, and that others were not. @param {Contents} contents @param {Words} words */
function partLine({ kind, part, others }, words) {
  if (kind === 'gzip') return words.text('account.unpacked');
  // Files of one table say no more than their own name.
  if (part === '' || kind === 'parquet') return words.text('account.converted', { kind: words.text(`kind.${kind}`) });
  const sheet = kind !== 'zip' && kind !== 'tar' && kind !== 'files';
  if (others === 0) return words.text(sheet ? 'account.sheet' : 'account.packed', { part });
  return words.text(sheet ? 'account.sheetOf' : 'account.packedOf', { part, others });
}

/** @param {Dataset} dataset @param {Words} words */
function figures({ users, items, interactions }, words) {
  const density = users * items > 0 ? interactions / (users * items) : 0;
  /** @type {[string, string][]} */
  const shown = [
    [words.number(users), words.text('account.customers')],
    [words.number(items), words.text('account.products')],
    [words.number(interactions), words.text('account.pairs')],
    [words.number(density, { style: 'percent', maximumSignificantDigits: 2 }), words.text('account.density')],
  ];
  return element(
    'dl',
    { class: 'figures' },
    ...shown.map(([value, name]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** @param {Dataset} dataset @param {Words} words */
function rows({ rows: total, used, merged, rejected, examples }, words) {
  const left = Object.values(rejected).reduce((sum, n) => sum + n, 0);
  const parts = /** @type {const} */ ([
    ['used', used],
    ['merged', merged],
    ['rejected', left],
  ]);
  const reasons = Object.entries(rejected).filter(([, n]) => n > 0);
  reasons.sort(([, a], [, b]) => b - a);
  return element(
    'div',
    { class: 'rows' },
    element('h2', {}, words.text('account.rows', { rows: total })),
    element(
      'div',
      { class: 'rows-bar', 'aria-hidden': 'true' },
      ...parts
        .filter(([, n]) => n > 0)
        .map(([part, n]) => element('span', { class: `is-${part}`, style: `flex-grow: ${n}` })),
    ),
    element(
      'ul',
      { class: 'rows-legend' },
      ...parts.map(([part, n]) =>
        element(
          'li',
          { class: `is-${part}` },
          element('strong', {}, words.number(n)),
          ` ${words.text(`account.${part}`)}`,
        ),
      ),
    ),
    reasons.length === 0
      ? element('p', { class: 'quiet' }, words.text('account.nothingRejected'))
      : element(
          'details',
          {},
          element('summary', {}, words.text('account.reasons')),
          element(
            'ul',
            { class: 'reasons' },
            ...reasons.map(([code, n]) => reason(code, n, examples[code] ?? [], words)),
          ),
        ),
  );
}

/**
 * @param {string} code
 * @param {number} n
 * @param {{row: number, text: string}[]} examples
 * @param {Words} words
 */
function reason(code, n, examples, words) {
  return element(
    'li',
    {},
    words.text('account.reason', { n, reason: words.reason(code) }),
    examples.length > 0 &&
      element(
        'ul',
        { class: 'quiet' },
        ...examples.map(({ row, text }) => element('li', {}, example(row, text, words))),
      ),
  );
}

/** @param {number} row @param {string} text @param {Words} words */
function example(row, text, words) {
  return text.trim() === ''
    ? words.text('account.exampleEmpty', { row })
    : words.text('account.example', { row, text });
}

/** @param {Dataset} dataset @param {Words} words */
function split({ split: { kind, reason, seed, train, validation, test, given, users } }, words) {
  const counts = { seed: String(seed), train, validation, test, given, users };
  const why = reason === 'column' || reason === 'fold' ? '' : words.text(`splitReason.${reason}`);
  return element(
    'div',
    { class: 'split' },
    element('h3', {}, words.text('account.splitTitle')),
    element('p', {}, words.text(SPLITS[kind], counts)),
    why ? element('p', { class: 'quiet' }, why) : null,
  );
}

/** @param {Dataset} dataset @param {Words} words */
function bestsellers({ bestsellers: list }, words) {
  const most = Math.max(1, ...list.map(({ users }) => users));
  return element(
    'div',
    { class: 'bestsellers' },
    element('h3', {}, words.text('account.bestsellers')),
    element('p', { class: 'quiet' }, words.text('account.bestsellersNote')),
    element(
      'ol',
      {},
      ...list.map(({ id, name, users }) =>
        element(
          'li',
          {},
          element('span', { class: 'bestseller-name', title: name === id ? name : `${name} (${id})` }, name),
          element('span', { class: 'bestseller-users' }, words.text('account.buyers', { n: users })),
          element('span', { class: 'bestseller-bar', style: `width: ${(100 * users) / most}%`, 'aria-hidden': 'true' }),
        ),
      ),
    ),
  );
}
