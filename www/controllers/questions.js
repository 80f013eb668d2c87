/** Questions that a file leaves open, and what their answers change. */

/** @typedef {import("../protocol.js").Answer} Answer */
/** @typedef {import("../protocol.js").DialectOverrides} DialectOverrides */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Source} Source */

/** A file whose head was looked at. @param {Source} source @param {Preview} preview @returns {Opened} */
export function openedFrom(source, preview) {
  const { roles } = preview;
  const question = questionOf(preview, {});
  return { source, preview, roles, meaning: {}, choices: {}, split: 'auto', sample: 1, question, answered: [] };
}

/** The question that a preview comes with; tables that were chosen are not asked for again. @param {Preview} preview @param {DialectOverrides} choices */
export function questionOf({ question }, { parts }) {
  return !question || (question.code === 'sheet' && parts) ? null : question;
}

/**
 * The same file with its question answered, so that it can be asked again.
 * @param {Opened} opened @param {number | null} index  of the answer; null where something else was chosen instead
 * @returns {Pick<Opened, "question" | "answered">}
 */
export function closed({ question, answered }, index) {
  if (!question) return { question, answered };
  const others = answered.filter((one) => one.question.code !== question.code);
  return { question: null, answered: [...others, { question, index }] };
}

/** What an answer says of columns and cells; null in it leaves what there is. @param {Opened} opened @param {Answer} answer */
export function chosenBy({ roles, meaning }, answer) {
  const said = Object.entries(answer.meaning ?? {}).filter(([, value]) => value !== null);
  return { roles: answer.roles ?? roles, meaning: { ...meaning, ...Object.fromEntries(said) } };
}
