/**
 * A project as it is kept (kept.js), and back.
 *
 * @import { KeptAccount, KeptOutcome, KeptProject, KeptTraining } from "../kept.js"
 * @import { Parts } from "../keeper/keeper_protocol.js"
 * @import { Options } from "../protocol.js"
 * @import { Account, Outcome, Run, State } from "../state.js"
 */

import { ROOMS } from '../state.js';

/**
 * @typedef {Object} Keys  under which what is large is kept; null where it is not kept
 * @property {(account: Account) => string | null} data
 * @property {(outcome: Outcome) => string | null} network
 */

/**
 * @typedef {Object} Checkpoint
 * @property {string} key
 * @property {Options} options  of the training
 * @property {Parts | null} parts  until they are kept
 * @property {object} of  its data
 * @property {boolean} isPaused
 * @property {boolean} isOver  it has ended with a network that is not kept yet
 */

/** A key that no other project has. @param {"data" | "network" | "training"} what */
export function newKey(what) {
  return `${what}-${[...crypto.getRandomValues(new Uint8Array(10))].map((byte) => (byte % 36).toString(36)).join('')}`;
}

/** @param {Account} account @returns {KeptAccount} */
function keptAccount({ source, question: _, ...account }) {
  const { kind, name, bytes, sha256 } = source;
  return { ...account, source: { kind, name, bytes, sha256 } };
}

/** @param {Outcome} outcome @returns {KeptOutcome} */
const keptOutcome = ({ trained, plan, records, result }) => ({ trained, plan, records, result });

/**
 * @param {State} state  with a data set at hand
 * @param {Account} account  that data set
 * @param {string} data  the key of its interactions
 * @param {Keys} keys
 * @param {KeptTraining | null} training
 * @returns {KeptProject}
 */
export function packed(state, account, data, keys, training) {
  const accounts = [...new Set([account, ...state.runs.map((run) => run.account)])];
  const { options, topK, model, room, exported, outcome, runs, tuned, validated } = state;
  return {
    version: 1,
    accounts: accounts.map(keptAccount),
    account: 0,
    data,
    options,
    topK,
    model,
    room,
    exported,
    outcome: outcome && keptOutcome(outcome),
    network: outcome && keys.network(outcome),
    training,
    runs: runs.map((run) => ({
      number: run.number,
      account: accounts.indexOf(run.account),
      data: keys.data(run.account),
      network: keys.network(run.outcome),
      outcome: keptOutcome(run.outcome),
    })),
    tuned: tuned && { trials: tuned.trials, best: tuned.best, how: tuned.how ?? 'stopped' },
    validated,
  };
}

/** Fields by which data sets are told apart: equal ones become the same object again. */
const SHARED = /** @type {const} */ (['source', 'roles', 'meaning', 'preview']);

/** @param {KeptAccount[]} kept @returns {Account[]} */
function accountsOf(kept) {
  /** @type {Map<string, any>} */ const known = new Map();
  return kept.map((account) => {
    const shared = SHARED.map((field) => {
      const text = field + JSON.stringify(account[field]);
      const value = known.get(text) ?? account[field];
      known.set(text, value);
      return [field, value];
    });
    return { ...account, ...Object.fromEntries(shared), source: sourceOf(shared[0][1]), question: null };
  });

  /** @param {any} source */
  function sourceOf(source) {
    source.files ??= null;
    return source;
  }
}

/** @param {KeptOutcome} kept @returns {Outcome} */
const outcomeOf = (kept) => ({ ...kept, measuring: null });

/**
 * What the page knows of a project that was kept, and the keys of what is large in it.
 * @param {KeptProject} kept
 * @returns {{state: {account: Account, runs: Run[]} & Partial<State>, keys: {account: Account, outcome: Outcome | null, data: string | null, network: string | null}[]}}
 */
export function unpacked(kept) {
  const accounts = accountsOf(kept.accounts);
  const at = (/** @type {number} */ index) => {
    const account = accounts[index];
    if (!account) throw { code: 'project-broken', params: {} };
    return account;
  };
  const account = at(kept.account);
  const runs = kept.runs.map((run) => ({
    number: run.number,
    account: at(run.account),
    outcome: outcomeOf(run.outcome),
  }));
  // The outcome at hand is mostly that of a run: the same object then.
  const text = JSON.stringify(kept.outcome);
  const same = kept.runs.findIndex(({ outcome }) => JSON.stringify(outcome) === text);
  const outcome = kept.outcome && (runs[same]?.outcome ?? outcomeOf(kept.outcome));
  const room = ROOMS.find((name) => name === kept.room) ?? 'start';
  const { options, topK, model, exported, tuned, validated } = kept;
  return {
    state: {
      account,
      runs,
      outcome,
      records: outcome?.records ?? [],
      room,
      options,
      topK,
      model,
      exported,
      tuned,
      validated,
    },
    keys: [
      { account, outcome, data: kept.data, network: kept.network },
      ...kept.runs.map(({ data, network }, index) => ({ ...runs[index], data, network })),
    ],
  };
}

/** The keys that a kept project speaks of. @param {KeptProject} kept */
export function keysOf({ data, network, training, runs }) {
  const keys = [data, network, training?.key, ...runs.flatMap((run) => [run.data, run.network])];
  return [...new Set(keys)].filter((key) => typeof key === 'string');
}
