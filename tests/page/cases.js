// Files as people bring them, driven in the page and compared with what a careful human makes of them: tests/cases/README.md.
// As a command, for a folder of one's own: node tests/page/cases.js FOLDER [part of a name]
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openHouse, parseCsv } from './person.js';

/** @typedef {Awaited<ReturnType<typeof openHouse>>} House */
/** @typedef {import('./person.js').Person} Person */
/** @typedef {string | null | (string | null)[]} Expected  a column; any of several; null where none is fine */
/**
 * @typedef {Object} Expectation
 * @property {string} file
 * @property {string} shape
 * @property {number | null} rows
 * @property {number | null} used
 * @property {number | null} merged
 * @property {Record<string, number> | null} rejected  null is not compared
 * @property {number | null} users
 * @property {number | null} items
 * @property {number | null} interactions
 * @property {Record<string, Expected>} roles
 * @property {('exact' | 'question' | 'refusal')[]} accept
 * @property {number[]} [years]
 * @property {boolean} [times_readable]
 * @property {string} [must]
 * @property {string} [no_finding]
 */
/** @typedef {{name: string, bytes: Uint8Array, expected: Expectation}} Case */
/**
 * @typedef {Object} Seen  what the page made of a file
 * @property {string} [question]  before it was answered
 * @property {string} [error]
 * @property {string} message
 * @property {{rows: number, used: number, merged: number, rejected: Record<string, number>, users: number, items: number, findings: string[]} | null} account
 * @property {number | null} interactions
 * @property {string} shape
 * @property {Record<string, {name: string, at: number}>} roles  at: the column's place, from 1; 0 is none
 */
/**
 * @typedef {Object} Verdict
 * @property {string} name
 * @property {'exact' | 'question' | 'refusal' | 'lost'} how  what happened
 * @property {string} [code]  of the question or the error
 * @property {string[]} faults  none: the case has passed
 */

/** What one file may take, in milliseconds; a good one takes a tenth of a second. */
const PATIENCE = 20_000;
/** Errors that say what came of a reading, not what the file is. */
const VAGUE = ['too-few-users', 'too-few-items', 'no-usable-rows'];
const FIGURES = /** @type {const} */ (['rows', 'used', 'merged', 'users', 'items']);

/** @param {string} folder @param {string} [part]  of the names that are wanted @returns {Promise<Case[]>} */
export async function readCases(folder, part = '') {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.expect.json') && name.includes(part)).sort();
  return Promise.all(
    names.map(async (name) => {
      const expected = JSON.parse(await readFile(join(folder, name), 'utf8'));
      return { name: name.replace('.expect.json', ''), expected, bytes: await readFile(join(folder, expected.file)) };
    }),
  );
}

/**
 * Opens one file after another in one page; a new page only where the last one came to grief.
 * @param {House} house @param {Case[]} cases @param {(verdict: Verdict) => void} [tell]
 */
export async function tryCases(house, cases, tell = () => {}) {
  /** @type {Verdict[]} */ const verdicts = [];
  let person = await house.visit();
  for (const one of cases) {
    const verdict = await Promise.race([tryCase(person, one), patience(one.name)]);
    const faults = [...verdict.faults, ...person.faults.splice(0)];
    verdicts.push({ ...verdict, faults });
    tell({ ...verdict, faults });
    if (verdict.how !== 'lost') continue;
    await person.page.context().close();
    person = await house.visit();
  }
  await person.page.context().close();
  return verdicts;
}

/** @param {string} name @returns {Promise<Verdict>} */
async function patience(name) {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
  return { name, how: 'lost', faults: [`not done within ${PATIENCE / 1000} s`] };
}

/** @param {Person} person @param {Case} one @returns {Promise<Verdict>} */
async function tryCase(person, { name, bytes, expected }) {
  try {
    await person.choose(bytes, expected.file);
    const first = await look(person);
    const how = first.question ? 'question' : first.error ? 'refusal' : 'exact';
    const code = first.question ?? first.error;
    if (how === 'refusal') return { name, how, code, faults: [...notAccepted(how, expected), ...unworded(first)] };
    // Ids that were cut are gone from the file, whatever the answer.
    if (code === 'cut') return { name, how, code, faults: notAccepted(how, expected) };
    if (how === 'question') await person.through('reading', () => person.click('answer-1'));
    const seen = how === 'question' ? await look(person) : first;
    const faults = [...notAccepted(how, expected), ...differences(seen, expected)];
    if (faults.length > 0) return { name, how, code, faults };
    return { name, how, code, faults: await exportFaults(person, expected) };
  } catch (error) {
    return { name, how: 'lost', faults: [String(error).split('\n')[0]] };
  }
}

/** @param {'exact' | 'question' | 'refusal'} how @param {Expectation} expected */
function notAccepted(how, { accept }) {
  return accept.includes(how) ? [] : [`${how} instead of ${accept.join(' or ')}`];
}

/** @param {Seen} seen */
function unworded({ error = '', message }) {
  if (VAGUE.includes(error)) return [`${error} names no cause`];
  return message === '' || message.includes(error) ? [`no words for ${error}`] : [];
}

/** @param {Person} person @returns {Promise<Seen>} */
function look(person) {
  return person.page.evaluate(() => {
    const { question, error, account } = document.body.dataset;
    const selects = [
      .../** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll('select[id^=column-]')),
    ];
    const shape = /** @type {HTMLSelectElement | null} */ (document.querySelector('#file-shape'));
    const pairs = document.querySelector('#account .figures div:nth-child(3) dd')?.textContent ?? '';
    return {
      question,
      error,
      message: document.querySelector('#message p')?.textContent?.trim() ?? '',
      account: account ? JSON.parse(account) : null,
      interactions: pairs === '' ? null : Number(pairs.replace(/\D/g, '')),
      shape: shape?.value ?? '',
      roles: Object.fromEntries(
        selects.map(({ id, value, selectedIndex }) => [id.slice(7), { name: value, at: selectedIndex }]),
      ),
    };
  });
}

/** @param {Seen} seen @param {Expectation} expected */
function differences({ question, error, account, interactions, shape, roles }, expected) {
  if (question) return [`asks once more: ${question}`];
  if (error || !account) return [`error: ${error}`];
  const faults = [];
  /** @param {string} what @param {unknown} found @param {unknown} wanted */
  const compare = (what, found, wanted) => {
    if (wanted !== null && wanted !== undefined && found !== wanted) faults.push(`${what} ${found}, not ${wanted}`);
  };
  for (const [role, wanted] of Object.entries(expected.roles)) {
    const any = Array.isArray(wanted) ? wanted : [wanted];
    const found = roles[role] ?? { name: '', at: 0 };
    const fits = any.some((one) => (one === null ? found.at === 0 : one === found.name || one === `#${found.at}`));
    if (!fits) faults.push(`${role} is ${found.name || 'none'}, not ${any.map((one) => one ?? 'none').join(' or ')}`);
  }
  compare('shape', shape, expected.shape);
  for (const figure of FIGURES) compare(figure, account[figure], expected[figure]);
  compare('pairs', interactions, expected.interactions);
  const wanted = expected.rejected ?? account.rejected;
  const isAsked = Object.keys(wanted).some((code) => code.includes('asked'));
  // Where it is open what counts, it is open as well what is left out.
  const isOpen = isAsked || expected.used === null;
  const codes = isOpen ? Object.keys(wanted) : [...Object.keys(wanted), ...Object.keys(account.rejected)];
  for (const code of new Set(codes.filter((one) => !one.includes('asked')))) {
    compare(code, account.rejected[code] ?? 0, wanted[code] ?? 0);
  }
  const { no_finding: unwanted = '', times_readable: readable = false } = expected;
  for (const code of [unwanted, readable ? 'times-unreadable' : '']) {
    if (account.findings.includes(code)) faults.push(`finding ${code}`);
  }
  return faults;
}

/** What can only be seen in interactions.csv. @param {Person} person @param {Expectation} expected */
async function exportFaults(person, { years, must = '' }) {
  const wanted = years ?? (must.includes('times of 2025') ? [2025] : null);
  const isTrimmed = must.includes('without the blanks');
  if (!wanted && !isTrimmed) return [];
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.click('download-clean')]);
  const [header, ...rows] = parseCsv(String(await readFile(await download.path())));
  const faults = [];
  if (isTrimmed && rows.some(([user, item]) => `${user.trim()},${item.trim()}` !== `${user},${item}`)) {
    faults.push('blanks around ids in interactions.csv');
  }
  const time = header.indexOf('time');
  const found = new Set(rows.map((row) => row[time]?.slice(0, 4) || 'none'));
  const odd = [...found].filter((year) => !wanted?.includes(Number(year)));
  if (wanted && odd.length > 0) faults.push(`years ${odd.join(', ')} in interactions.csv, not ${wanted.join(', ')}`);
  return faults;
}

/** A line for each. @param {Verdict} verdict */
export function line({ name, how, code, faults }) {
  const what = `${name} (${code ? `${how}: ${code}` : how})`;
  return faults.length === 0 ? `✓ ${what}` : `✗ ${what}: ${faults.join('; ')}`;
}

async function main() {
  const folder = process.argv[2] ?? fileURLToPath(new URL('../cases', import.meta.url));
  const house = await openHouse();
  const began = performance.now();
  const cases = await readCases(folder, process.argv[3]);
  const verdicts = await tryCases(house, cases, (verdict) => console.log(line(verdict)));
  const passed = verdicts.filter(({ faults }) => faults.length === 0).length;
  console.log(`${passed} of ${verdicts.length} in ${Math.round((performance.now() - began) / 1000)} s`);
  await house.close();
  process.exitCode = passed === verdicts.length ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
