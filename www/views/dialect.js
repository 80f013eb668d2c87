/** How the file was read: one quiet line that says it, and unfolds to where it can be changed. */

import { wordsOf } from '../i18n/index.js';
import { DELIMITERS } from '../protocol.js';
import { block, element } from './dom.js';

/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../i18n/index.js").Key} Key */

const DELIMITER_KEYS = /** @type {const} */ ({
  ',': 'delimiter.comma',
  '\t': 'delimiter.tab',
  ';': 'delimiter.semicolon',
  '|': 'delimiter.bar',
  '::': 'delimiter.colons',
  '，': 'delimiter.wideComma',
  ' ': 'delimiter.blanks',
});

/** The encodings that are offered, by label; a file's own is offered besides. */
const ENCODINGS = /** @type {const} */ ({
  'UTF-8': 'encoding.utf8',
  'UTF-16LE': 'encoding.utf16le',
  'UTF-16BE': 'encoding.utf16be',
  gb18030: 'encoding.gb18030',
  Big5: 'encoding.big5',
  Shift_JIS: 'encoding.shiftJis',
  'EUC-KR': 'encoding.eucKr',
  'windows-1252': 'encoding.western',
});

const QUOTES = /** @type {const} */ ({ doubled: 'quotes.doubled', escaped: 'quotes.escaped', none: 'quotes.none' });

/** @param {string} delimiter @returns {Key} */
export function delimiterKey(delimiter) {
  return DELIMITER_KEYS[/** @type {keyof typeof DELIMITER_KEYS} */ (delimiter)] ?? 'delimiter.comma';
}

/** GBK is read as what it is a part of. @param {string} encoding */
function encodingLabel(encoding) {
  return encoding === 'GBK' ? 'gb18030' : encoding;
}

/** @param {string} encoding  as the core names it */
export function encodingName(encoding) {
  return encodingLabel(encoding) === 'gb18030' ? 'GB18030 (GBK)' : encoding;
}

/** Files that hold text, which says for itself how it is written. @type {Set<string>} */
const TEXT_INSIDE = new Set(['gzip', 'zip', 'tar', 'files']);

/** Whether the rows come out of a workbook, which says itself where a cell ends. @param {Preview} preview */
export function isWorkbook({ contents }) {
  return contents !== null && !TEXT_INSIDE.has(contents.kind);
}

/** @param {import("../controllers/app.js").App} app */
export function showDialect({ store, data }) {
  const host = block('dialect');
  const summary = element('summary', {});
  const fields = {
    encoding: field('file-encoding', 'select'),
    delimiter: field('file-delimiter', 'select'),
    quotes: field('file-quotes', 'select'),
    header: field('file-header', 'select'),
    skip: field('file-skip', 'input'),
  };
  const above = element('p', { class: 'quiet dialect-above' });
  const odd = element('p', { class: 'quiet dialect-odd' });
  host.after(odd);
  host.append(
    summary,
    element('div', { class: 'dialect-fields' }, ...Object.values(fields).map(({ parentElement }) => parentElement)),
    above,
  );

  /** @param {Exclude<keyof DialectOverrides, "parts">} name @param {(value: string) => any} meaning */
  const listen = (name, meaning) =>
    fields[name].addEventListener('change', () => data.choose({ [name]: meaning(fields[name].value) }));
  listen('encoding', (value) => value);
  listen('delimiter', (value) => value);
  listen('quotes', (value) => value);
  listen('header', (value) => value === 'yes');
  listen('skip', (value) => Math.min(1_000_000, Math.max(0, Math.trunc(Number(value) || 0))));

  store.watch(['opened', 'account', 'language'], ({ opened, account, language }) => {
    host.hidden = opened === null;
    if (!opened) return;
    const words = wordsOf(language);
    // Which encoding a file has may show only far below its head.
    const read = opened.preview === account?.preview ? account.dataset.encoding : opened.preview.encoding;
    const preview = { ...opened.preview, encoding: read };
    summary.replaceChildren(
      element('span', {}, line(preview, words)),
      ' ',
      element('span', { class: 'dialect-change' }, words.text('dialect.change')),
    );
    for (const name of /** @type {const} */ (['encoding', 'delimiter', 'quotes'])) {
      fields[name].parentElement?.toggleAttribute('hidden', isWorkbook(preview));
    }
    const encoding = encodingLabel(preview.encoding);
    const offered = encoding in ENCODINGS ? ENCODINGS : { ...ENCODINGS, [encoding]: null };
    /** @param {[string, Key | null]} option @returns {[string, string]} */
    const worded = ([value, key]) => [value, key === null ? value : words.text(key)];
    fill(fields.encoding, Object.entries(offered).map(worded), encoding);
    fill(
      fields.delimiter,
      DELIMITERS.map((delimiter) => [delimiter, words.text(delimiterKey(delimiter))]),
      preview.delimiter,
    );
    fill(fields.quotes, Object.entries(QUOTES).map(worded), preview.quotes);
    const header = /** @type {const} */ (['yes', 'no']);
    fill(
      fields.header,
      header.map((value) => [value, words.text(`dialect.header.${value}`)]),
      preview.header ? 'yes' : 'no',
    );
    fields.skip.value = String(preview.skip);
    for (const [name, input] of Object.entries(fields)) {
      const label = input.parentElement?.querySelector('span');
      if (label) label.textContent = words.text(/** @type {Key} */ (`dialect.${name}`));
    }
    const lines = preview.above.map((text) => words.text('dialect.quoted', { text }));
    above.hidden = lines.length === 0;
    above.textContent = words.text('dialect.aboveAre', { lines: words.list(lines) });
  });
  store.watch(['opened', 'account', 'language'], ({ opened, account, language }) => {
    const words = wordsOf(language);
    const irregular = opened && opened.preview === account?.preview ? account.dataset.irregular : null;
    const kinds = /** @type {const} */ (['short', 'long', 'malformed']);
    const told = kinds.filter((kind) => irregular && irregular[kind] > 0);
    odd.hidden = told.length === 0;
    odd.textContent = told.map((kind) => words.text(`dialect.${kind}`, { n: irregular?.[kind] ?? 0 })).join(' · ');
  });
  store.watch(
    ['trainingStatus', 'opened', 'account', 'exporting'],
    ({ trainingStatus, opened, account, exporting }) => {
      // As with the columns: a file that is not in use may be worked on while the one in use is learnt from.
      const busy = exporting !== null || (trainingStatus !== null && opened?.preview === account?.preview);
      for (const input of Object.values(fields)) input.disabled = busy;
    },
  );
}

/**
 * @template {"select" | "input"} T
 * @param {string} id
 * @param {T} tag
 * @returns {HTMLElementTagNameMap[T]}
 */
function field(id, tag) {
  const input = element(tag, tag === 'input' ? { id, type: 'number', min: 0, step: 1, inputmode: 'numeric' } : { id });
  element('label', {}, element('span', {}), input);
  return input;
}

/**
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options
 * @param {string} chosen
 */
function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
  select.value = chosen;
}

/** How the file was read, in one line. @param {Preview} preview @param {Words} words */
function line(preview, words) {
  const { encoding, delimiter, quotes, header, first, skip, comment } = preview;
  const parts = isWorkbook(preview) ? [] : [encodingName(encoding), words.text(delimiterKey(delimiter))];
  if (quotes !== 'doubled') parts.push(words.text(QUOTES[quotes]));
  parts.push(header ? words.text('dialect.headerIn', { row: first }) : words.text('dialect.noHeader'));
  if (skip > 0) parts.push(words.text('dialect.above', { n: skip }));
  if (comment !== null) parts.push(words.text('dialect.comments', { mark: comment }));
  return parts.join(' · ');
}
