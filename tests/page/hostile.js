// Workbooks that were made to trap their reader or to keep it for ever. `node tests/page/hostile.js FOLDER` writes them down.
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { zip } from './zip.js';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** An Excel workbook with this table of strings. @param {string} strings */
function xlsx(strings) {
  const cells =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>';
  const to = (/** @type {string} */ type, /** @type {string} */ target) =>
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  return zip({
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"/>`,
    '_rels/.rels': to('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': to('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${cells}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': strings,
  });
}

/** A LibreOffice workbook whose one table holds this. @param {string} rows @param {string} [end] */
function ods(rows, end = '</table:table>') {
  const names = ['office', 'table', 'text'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const table = `<table:table table:name="One">${rows}${end}`;
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': '<manifest:manifest/>',
    'content.xml': `<office:document-content ${names.join(' ')}><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body></office:document-content>`,
  });
}

const CELL = '<table:table-cell office:value-type="float" office:value="1"/>';
const MOST = '18446744073709551615';

/** @param {(file: Buffer) => void} change */
function xls(change) {
  const file = Buffer.from(readFileSync(new URL('../fixtures/orders.xls', import.meta.url)));
  change(file);
  return file;
}

/** What each is, how it ends, and its bytes. @returns {[string, string, Uint8Array][]} */
export function hostileFiles() {
  const row = `<table:table-row>${CELL}${CELL}</table:table-row>`;
  return [
    [
      'four billion strings that are not there',
      'archive-broken',
      xlsx(`<sst xmlns="${MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>`),
    ],
    ['a table that another tag ends', 'archive-broken', ods(`${row}${row}`, '</table:tables>')],
    [
      'a row as often as a number can say',
      'too-many',
      ods(`<table:table-row table:number-rows-repeated="${MOST}">${CELL}${CELL}</table:table-row>`),
    ],
    [
      'a cell as often as a number can say',
      'too-many',
      ods(
        `<table:table-row><table:table-cell table:number-columns-repeated="${MOST}" office:value-type="float" office:value="1"/></table:table-row>`,
      ),
    ],
    ['a chain of sectors without end', 'archive-broken', xls((file) => file.fill(0, 512, 1024))],
    ['a directory beyond the end', 'archive-broken', xls((file) => file.writeUInt32LE(0x7fffffff, 48))],
    ['a table of sectors that is a table of itself', 'archive-broken', xls((file) => file.writeUInt32LE(0, 68))],
  ];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [what, , file] of hostileFiles()) writeFileSync(join(process.argv[2], what.replaceAll(' ', '-')), file);
}
