/** A file whose head was looked at, the question that it leaves open, and what a person's choices change of it. */

import { haveSameColumns, splitFor } from './read_options.js';

/** @typedef {import("../protocol.js").Answer} Answer */
/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../protocol.js").Role} Role */
/** @typedef {import("../protocol.js").Shape} Shape */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Source} Source */

/** What was chosen, one file or several. @param {Source["kind"]} kind @param {string} name @param {Blob | Blob[]} file @returns {Source} */
export function sourceOf(kind, name, file) {
  const files = [file].flat();
  return { kind, name, bytes: files.reduce((sum, { size }) => sum + size, 0), sha256: null, files };
}

/** A file whose head was looked at. @param {Source} source @param {Preview} preview @returns {Opened} */
export function openedFrom(source, preview) {
  const { roles } = preview;
  const question = questionOf(preview, {});
  const asGuessed = { meaning: {}, choices: {}, split: /** @type {const} */ ('auto'), sample: 1, seed: null };
  return { source, preview, roles, ...asGuessed, question, answered: [] };
}

/** The question that a preview comes with; tables that were chosen are not asked for again. @param {Preview} preview @param {DialectOverrides} choices */
function questionOf({ question }, { parts }) {
  return !question || (question.code === 'sheet' && parts) ? null : question;
}

/**
 * The same file with its question answered, so that it can be asked again.
 * @param {Opened} opened @param {number | null} index  of the answer; null where something else was chosen instead
 * @returns {Pick<Opened, "question" | "answered">}
 */
function closed({ question, answered }, index) {
  if (!question) return { question, answered };
  const others = answered.filter((one) => one.question.code !== question.code);
  return { question: null, answered: [...others, { question, index }] };
}

/** What an answer says of columns and cells; null in it leaves what there is. @param {Opened} opened @param {Answer} answer */
function chosenBy({ roles, meaning }, answer) {
  const said = Object.entries(answer.meaning ?? {}).filter(([, value]) => value !== null);
  return { roles: answer.roles ?? roles, meaning: { ...meaning, ...Object.fromEntries(said) } };
}

/** The file with its question answered, by one of the answers that need no other tables. @param {Opened} opened @param {number} index @returns {Opened} */
export function answeredBy(opened, index) {
  const answer = opened.question?.answers[index];
  if (!answer) return opened;
  const { roles, meaning } = chosenBy(opened, answer);
  return { ...opened, ...closed(opened, index), roles, meaning, split: splitFor(roles, opened.split) };
}

/** The file with the tables of an answer open. @param {Opened} opened  before @param {Opened} again  with them @param {number} index @returns {Opened} */
export function answeredByTables(opened, again, index) {
  const answer = opened.question?.answers[index];
  if (!answer) return again;
  const { roles, meaning } = chosenBy({ ...again, roles: again.preview.roles }, answer);
  const question = questionOf(again.preview, again.choices);
  const answered = closed(opened, index).answered.filter((one) => one.question.code === 'sheet');
  return { ...again, roles, meaning, question, answered, split: splitFor(roles, again.split) };
}

/** The file with a column in a role, which answers what was asked. @param {Opened} opened @param {Role} role @param {number | null} column @returns {Opened} */
export function assigned(opened, role, column) {
  const roles = { ...opened.roles, [role]: column };
  return { ...opened, ...closed(opened, null), roles, split: splitFor(roles, opened.split) };
}

/** The file in another shape, with the roles that fit it. @param {Opened} opened @param {Shape} shape @returns {Opened} */
export function takenFor(opened, shape) {
  const roles = { ...opened.preview.shapes[shape], shape };
  return { ...opened, ...closed(opened, null), roles, split: splitFor(roles, opened.split) };
}

/** The file in another encoding or dialect; columns that stay the same keep their roles. @param {Opened} opened @param {Preview} preview @param {DialectOverrides} choices @returns {Opened} */
export function reopened(opened, preview, choices) {
  const isSame = haveSameColumns(preview, opened.preview);
  const roles = isSame ? opened.roles : preview.roles;
  const question = isSame && !opened.question ? null : questionOf(preview, choices);
  // What was asked about columns that are gone is not asked again.
  const answered = opened.answered.filter((one) => isSame || one.question.code === 'sheet');
  return { ...opened, preview, roles, choices, question, answered, split: splitFor(roles, opened.split) };
}

/** Whether the data set at hand was read by other choices than those on the page. @param {import("../state.js").State} state */
export function isBehind({ opened, account }) {
  if (opened === null) return false;
  const { preview, roles, meaning, split, sample } = opened;
  const isSame = account?.preview === preview && account.roles === roles && account.meaning === meaning;
  return !isSame || account.split !== split || account.sample !== sample;
}

/** The room for what a new file needs: an answer, other columns, or a look at what was read; null where another file has taken its place. @param {import("../state.js").State} state */
export function roomNeeded({ opened, account, stage }) {
  if (!opened || stage === 'reading') return null;
  return opened.question || opened.preview === account?.preview ? 'data' : 'design';
}
