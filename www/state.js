/**
 * What the page knows, in one place. Views read it and are told of changes; only controllers write it (and the language
 * select its own field).
 */

import { RECIPE_DEFAULTS } from './recipes.js';

/** The rooms of the page, in the order of the article's workflow. */
export const ROOMS = /** @type {const} */ (['start', 'data', 'design', 'model', 'verdict', 'release']);

/** @typedef {import("./protocol.js").Failure} Failure */
/** @typedef {"empty" | "reading" | "ready" | "training" | "paused" | "trained"} Stage */
/** @typedef {"zh" | "en"} Language */
/** @typedef {typeof ROOMS[number]} Room */
/** @typedef {{kind: "file" | "groceries" | "orders" | "article", name: string, blob: Blob, others?: Blob[]}} Source  others: those chosen with it */

/**
 * @typedef {Object} Opened  the file whose head stands in the preview
 * @property {Source} source
 * @property {import("./protocol.js").Preview} preview
 * @property {import("./protocol.js").Roles} roles  as chosen, whether or not they could be read
 * @property {import("./protocol.js").SplitChoice} split  likewise
 * @property {number} sample  one customer in this many is read; 1 is all
 * @property {import("./protocol.js").DialectOverrides} choices  of encoding and dialect
 * @property {Partial<import("./protocol.js").Meaning>} meaning  what was chosen of what cells mean
 * @property {import("./protocol.js").Question | null} question  what is asked now
 * @property {Answered[]} answered  what was asked of this file before, one of each code
 */
/** @typedef {{question: import("./protocol.js").Question, index: number | null}} Answered
 *   index: of the answer; null where the columns were chosen instead */
/**
 * @typedef {Object} Account  a data set that was read to its end
 * @property {Source} source
 * @property {import("./protocol.js").Roles} roles
 * @property {import("./protocol.js").SplitChoice} split
 * @property {number} sample
 * @property {Partial<import("./protocol.js").Meaning>} meaning
 * @property {import("./protocol.js").Dataset} dataset
 * @property {import("./protocol.js").Preview} preview
 * @property {import("./protocol.js").DialectOverrides} choices
 * @property {null} question
 * @property {Answered[]} answered
 */
/**
 * @typedef {Object} Outcome  a finished training
 * @property {import("./protocol.js").Trained} trained
 * @property {import("./protocol.js").Plan} plan
 * @property {import("./protocol.js").EpochRecord[]} records
 * @property {import("./protocol.js").Result | null} result  null until measured
 * @property {number | null} measuring  fraction, while the measurement is under way
 */
/**
 * @typedef {{kind: "reading", name: string, fraction: number, rows: number, part: import("./protocol.js").ReadingPart}
 *   | {kind: "training", fraction: number, epoch: number, epochs: number, phase: import("./protocol.js").Phase, part: number, parts: number, secondsLeft: number | null}
 *   | {kind: "evaluating", fraction: number, model?: import("./protocol.js").ModelName | null, tuning?: number | null, secondsLeft: number | null}
 *   | {kind: "tuning", fraction: number, trials: number, secondsLeft: number}
 *   | {kind: "folding", fraction: number, done: number, folds: number}} Progress
 */
/** @typedef {"tuning" | "folding"} Trying */
/** @typedef {{trials: import("./protocol.js").TrialRow[], best: import("./protocol.js").Options | null, how: "finished" | "stopped" | null}} Tuned  how: null while it is under way */
/** @typedef {import("./protocol.js").CrossValidation & {wanted: number}} Validated  wanted: folds that were asked for */
/**
 * @typedef {Object} Run  a training that came to a verdict, in this visit
 * @property {number} number  from 1
 * @property {Account} account
 * @property {import("./protocol.js").Options} options
 * @property {import("./protocol.js").Result} result
 * @property {number} seconds  of training
 */
/**
 * @typedef {Object} Race  what is known on validation while a training is under way
 * @property {import("./protocol.js").Standing[]} standings  of the baselines
 * @property {number | null} linear  of the linear path alone
 * @property {number | null} network  of the best network so far
 * @property {import("./protocol.js").Peek | null} peek  a customer's list as the network sees it now
 * @property {import("./protocol.js").Peek | null} before  the same, a look earlier
 */
/** @typedef {{kind: "many" | "few" | "choice", recommendations: import("./protocol.js").Recommendations}} Example  a customer of the verdict */
/** @typedef {{failure: Failure} | {notice: string, params: Record<string, string | number>}} Message */

/**
 * @typedef {Object} State
 * @property {Stage} stage
 * @property {"training" | "paused" | null} trainingStatus  of a training or trials, also while the stage is `reading` another file;
 *   null where none are under way
 * @property {Trying | null} trying  which trials those are; null in a training
 * @property {Language} language
 * @property {Room} room  that is open
 * @property {boolean} locked  the page may open no connection any more
 * @property {"none" | "keeping" | "ready" | "failed"} offline  whether the site is kept in this browser; none: nothing is said of it
 * @property {boolean} update  a new version of the site is kept, and begins when it is asked for
 * @property {Opened | null} opened
 * @property {Account | null} account
 * @property {Progress | null} progress
 * @property {import("./protocol.js").Options} options
 * @property {import("./protocol.js").Plan | null} plan  of the options at hand; null while they are not valid
 * @property {string | null} badOption  the option that was refused last
 * @property {import("./protocol.js").EpochRecord[]} records  of the training under way or the last one
 * @property {Outcome | null} outcome
 * @property {{query: string, total: number, users: {id: string, items: number}[]} | null} suggestions
 * @property {import("./protocol.js").Recommendations | null} recommendations
 * @property {import("./protocol.js").ModelName} model  whose recommendations are shown and exported
 * @property {Race} race
 * @property {Example[]} examples  customers that the verdict shows
 * @property {Run[]} runs  of this visit, the latest last; they outlive the data set
 * @property {Tuned | null} tuned
 * @property {Validated | null} validated
 * @property {number} topK
 * @property {{what: "recommendations" | "report" | "model" | "clean" | "rejected", fraction: number} | null} exporting
 * @property {boolean} exported  something was downloaded from the network at hand
 * @property {Message | null} message
 */

/** @returns {State} */
export function initialState() {
  return {
    stage: 'empty',
    trainingStatus: null,
    trying: null,
    language: 'en',
    room: 'start',
    runs: [],
    locked: false,
    offline: 'none',
    update: false,
    opened: null,
    account: null,
    progress: null,
    options: RECIPE_DEFAULTS.recommended,
    ...initialResults(),
    topK: 10,
    exporting: null,
    message: null,
  };
}

export class Store {
  /** @type {State} */ #state;
  /** @type {Set<(before: State) => void>} */ #watchers = new Set();

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  get state() {
    return this.#state;
  }

  /** @param {Partial<State>} patch */
  set(patch) {
    const before = this.#state;
    this.#state = { ...before, ...patch };
    for (const watcher of this.#watchers) watcher(before);
  }

  /**
   * Calls `render` now, and again whenever one of the fields is another value.
   * @param {(keyof State)[]} fields
   * @param {(state: State) => void} render
   */
  watch(fields, render) {
    this.#watchers.add((before) => {
      if (fields.some((field) => before[field] !== this.#state[field])) render(this.#state);
    });
    render(this.#state);
  }
}

/**
 * The stage to fall back to when an attempt failed: as far as the data and the network at hand reach.
 * @param {State} state
 * @returns {Stage}
 */
export function restingStage(state) {
  if (!state.account) return 'empty';
  if (state.trainingStatus) return state.trainingStatus;
  return state.outcome ? 'trained' : 'ready';
}

/** Whether a training is under way; the results of the one before are hidden meanwhile. @param {State} state */
export function isLearning({ trainingStatus, trying }) {
  return trainingStatus !== null && trying === null;
}

/** @returns {Race} */
export function initialRace() {
  return { standings: [], linear: null, network: null, peek: null, before: null };
}

/** The fields that trainings and trials fill, while there are none: at the start, and when the data set becomes another. */
export function initialResults() {
  return {
    model: /** @type {const} */ ('network'),
    tuned: null,
    validated: null,
    plan: null,
    badOption: null,
    records: [],
    race: initialRace(),
    examples: [],
    outcome: null,
    suggestions: null,
    recommendations: null,
    exported: false,
  };
}
