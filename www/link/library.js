/**
 * Links of runs, as the page uses them; fetched after what the page cannot begin without: a link is made of a run, read, held
 * against a file, and against what was trained by it.
 *
 * @import { Account, LinkedRun, Opened, Outcome, RunLink, Wanted } from "../state.js"
 */

import { linkedChoices } from './choices.js';
import { browserOf, figuresOf, keyOf, MOST_CHARACTERS, nameOf, read, write } from './format.js';

export { read };

/** Hexadecimal digits of the figures' digest. */
const FIGURES = 24;

/** @typedef {(blobs: Blob[]) => Promise<string | null>} Digest  SHA-256 in hexadecimal digits */
/** @typedef {{key: string, items: string[], users: string[]}} Ids */

/**
 * The link of a run.
 * @param {{account: Account, outcome: Outcome, topK: number, sum: string | null}} made  sum: the SHA-256 of its file
 * @param {Digest} digest
 * @param {(ids: Ids) => Promise<Omit<Ids, "key">>} hashIds
 * @returns {Promise<RunLink>}
 */
export async function linkOf({ account, outcome, topK, sum }, digest, hashIds) {
  if (sum === null) return { problem: 'unchecked', characters: 0 };
  const { source, roles, split, sample, readSeed, choices, meaning, dataset } = account;
  const { excludedItems = null, excludedUsers = null, events = null } = meaning;
  const ids = { key: keyOf(sum), items: excludedItems ?? [], users: excludedUsers ?? [] };
  const hashes = ids.items.length + ids.users.length > 0 ? await hashIds(ids) : ids;
  const figures = await digestOf(outcome, digest);
  const text = await write(location.origin + location.pathname, {
    file: nameOf(sum),
    sample: source.kind === 'file' ? null : source.kind,
    options: outcome.plan.options,
    topK,
    roles,
    split,
    every: sample,
    sampleSeed: readSeed,
    dialect: choices,
    meaning,
    events: events && dataset.quality.events.map(({ name }) => (Object.hasOwn(events, name) ? events[name] : null)),
    excludedItems: excludedItems && hashes.items,
    excludedUsers: excludedUsers && hashes.users,
    figures,
    browser: browserOf(navigator.userAgent),
  });
  if (text.length > MOST_CHARACTERS) return { problem: 'tooLong', characters: text.length };
  return { text, isStopped: figures === null };
}

/**
 * A file as the link has it read.
 * @param {LinkedRun} run @param {Opened} opened @param {string | null} sum  the SHA-256 of the file
 * @param {import("../state.js").Asked} asked @param {import("./choices.js").Tools} tools
 * @returns {Promise<Opened | "other" | "unchecked" | null>}  null where something else is wanted by now
 * @throws where it is the file of the link, and does not have what that names
 */
export async function openedBy(run, opened, sum, asked, tools) {
  if (sum === null) return 'unchecked';
  return nameOf(sum) === run.file ? linkedChoices(run, opened, keyOf(sum), asked, tools) : 'other';
}

/**
 * What was trained by a link, beside its figures; and both browsers, whose engines may differ.
 * @param {Wanted} wanted @param {Account} account @param {Outcome} outcome @param {Digest} digest
 * @returns {Promise<{status: "changed" | "unmeasured" | "equal" | "differs", browsers: Record<string, string>}>}
 */
export async function compare({ run, opened }, account, outcome, digest) {
  const browsers = { made: run.browser ?? '', here: browserOf(navigator.userAgent) ?? '' };
  /** @type {Record<string, unknown>} */ const options = outcome.plan.options;
  const isSame =
    outcome.trained.how !== 'stopped' &&
    /** @type {const} */ (['preview', 'roles', 'meaning', 'split', 'sample']).every(
      (one) => opened?.[one] === account[one],
    ) &&
    Object.entries(run.options).every(([name, value]) => String(value) === String(options[name]));
  if (!isSame) return { status: 'changed', browsers };
  if (run.figures === null) return { status: 'unmeasured', browsers };
  return { status: (await digestOf(outcome, digest)) === run.figures ? 'equal' : 'differs', browsers };
}

/** A digest of the figures; null where nobody can come to them, since the run was stopped by hand. @param {Outcome} outcome @param {Digest} digest */
async function digestOf({ trained, result }, digest) {
  if (!result || trained.how === 'stopped') return null;
  const sum = await digest([new Blob([figuresOf(result)])]);
  return sum?.slice(0, FIGURES) ?? null;
}
