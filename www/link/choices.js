/**
 * The choices of a link for a file that was opened: what the link says by number and by hash is looked up in the file, for
 * which it may have to be read before.
 */

/** @typedef {import("../protocol.js").Meaning} Meaning */
/** @typedef {import("../protocol.js").Preview} Preview */
/** @typedef {import("../state.js").LinkedRun} LinkedRun */
/** @typedef {import("../state.js").Opened} Opened */
/** @typedef {import("../state.js").Asked} Asked */
/**
 * @typedef {Object} Tools  how the page reads any file
 * @property {(choices: Pick<Opened, 'roles' | 'meaning' | 'split' | 'sample' | 'seed'>, seed: number) => import("../protocol.js").ReadOptions} readOptions
 * @property {(roles: LinkedRun["roles"], preview: Preview) => void} refuseTwice
 * @property {(roles: LinkedRun["roles"], split: LinkedRun["split"]) => LinkedRun["split"]} splitFor
 */

/**
 * The file as the link has it read.
 * @param {LinkedRun} run
 * @param {Opened} opened
 * @param {string} key  of the hashes
 * @param {Asked} asked
 * @param {Tools} tools
 * @returns {Promise<Opened | null>}  null where something else is wanted by now
 * @throws where the file does not have what the link names
 */
export async function linkedChoices(run, opened, key, asked, tools) {
  const shown = Object.keys(run.dialect).length > 0 ? await asked.show(run.dialect) : opened;
  if (!shown) return null;
  const { preview } = shown;
  const { roles } = run;
  for (const column of Object.values(roles)) {
    if (typeof column === 'number' && column >= preview.columns.length) throw new Error(`no column ${column}`);
  }
  tools.refuseTwice(roles, preview);
  const chosen = {
    ...opened,
    preview,
    roles,
    choices: run.dialect,
    split: tools.splitFor(roles, run.split),
    sample: run.every,
    seed: run.sampleSeed === run.options.seed ? null : run.sampleSeed,
    question: null,
  };
  return { ...chosen, meaning: { ...run.meaning, ...(await named(run, chosen, key, asked, tools)) } };
}

/**
 * What of the meaning holds text of the file.
 * @param {LinkedRun} run @param {Opened} chosen @param {string} key @param {Asked} asked @param {Tools} tools
 * @returns {Promise<Partial<Meaning>>}
 */
async function named(
  { meaning, options, events, excludedItems, excludedUsers },
  chosen,
  key,
  { request },
  { readOptions },
) {
  /** @param {Partial<Meaning>} more */
  const read = (more) => {
    // Whatever may stand in the run's own data must be there, so nothing is left out for being rare.
    const whole = { ...meaning, leastPerUser: 1, leastPerItem: 1, ...more };
    return request('read', { how: readOptions({ ...chosen, meaning: whole }, options.seed) });
  };
  const wanted = { key, items: excludedItems ?? [], users: excludedUsers ?? [] };
  const isHashed = wanted.items.length + wanted.users.length > 0;
  /** @type {Partial<Meaning>} */ const found = {};
  if (excludedItems) found.excludedItems = [];
  if (excludedUsers) found.excludedUsers = [];
  if (!events && !isHashed) return found;

  const { dataset } = await read({});
  if (events) found.events = weights(events, dataset.quality.events);
  if (!isHashed) return found;
  // What is left out by content, or a column without a purchase, has no row in the data.
  const { excludedItems: unusual, excludedUsers: guests } = dataset.meaning;
  const items = [...(unusual ?? []), ...dataset.quality.suspects.map(({ id }) => id)];
  const users = guests ?? [];
  const hashes = await request('hashIds', { key, items, users });
  await read({ ...found, excludedItems: [], excludedUsers: [] });
  const inData = await request('findIds', wanted);
  const union = (
    /** @type {string[]} */ ids,
    /** @type {string[]} */ of,
    /** @type {string[]} */ hashed,
    /** @type {string[]} */ looked,
  ) => [...new Set([...ids, ...of.filter((_, index) => looked.includes(hashed[index]))])];
  if (excludedItems) found.excludedItems = union(inData.items, items, hashes.items, wanted.items);
  if (excludedUsers) found.excludedUsers = union(inData.users, users, hashes.users, wanted.users);
  return found;
}

/** @param {(number | null)[]} events  by place @param {{name: string}[]} types @returns {Record<string, number>} */
function weights(events, types) {
  if (events.length !== types.length) throw new Error(`${types.length} types of events`);
  const entries = types.map(({ name }, place) => /** @type {const} */ ([name, events[place]]));
  return Object.fromEntries(entries.flatMap(([name, weight]) => (weight === null ? [] : [[name, weight]])));
}
