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
/**
 * @typedef {Object} Source  the file of a data set, or a sample
 * @property {"file" | "groceries" | "orders" | "article"} kind
 * @property {string} name
 * @property {number} bytes  of all that were chosen together
 * @property {string | null} sha256  of all their bytes one after another; null until it is known
 * @property {Blob[] | null} files  null where they were not chosen in this visit
 */

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
 * @property {number | null} seed  that of the sample of customers, where a link says it; null is the options'
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
 * @property {number | null} seed
 * @property {number} readSeed  that it was read with; a training may have split again by another
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
 * @typedef {{kind: "restoring", name: string, fraction: number}
 *   | {kind: "reading", name: string, fraction: number, rows: number, part: import("./protocol.js").ReadingPart}
 *   | {kind: "training", fraction: number, epoch: number, epochs: number, phase: import("./protocol.js").Phase, part: number, parts: number, secondsLeft: number | null}
 *   | {kind: "evaluating", fraction: number, model?: import("./protocol.js").ModelName | null, tuning?: number | null, secondsLeft: number | null}
 *   | {kind: "tuning", fraction: number, trials: number, secondsLeft: number}
 *   | {kind: "folding", fraction: number, done: number, folds: number}} Progress
 */
/** @typedef {"tuning" | "folding"} Trying */
/** @typedef {{trials: import("./protocol.js").TrialRow[], best: import("./protocol.js").Options | null, how: "finished" | "stopped" | null}} Tuned  how: null while it is under way */
/** @typedef {import("./protocol.js").CrossValidation & {wanted: number}} Validated  wanted: folds that were asked for */
/**
 * @typedef {Object} Run  a training that came to a verdict
 * @property {number} number  from 1
 * @property {Account} account
 * @property {Outcome} outcome
 */
/**
 * @typedef {Object} Keeping  where the project is kept
 * @property {"browser" | "tab" | null} choice  for files of one's own; null until a person has said so
 * @property {"browser" | "tab" | null} place  where what there is lies now; null where there is nothing
 * @property {"refused" | "full" | "other-tab" | "absent" | null} trouble  why it is not in the browser's storage, though it should be
 * @property {boolean} isSaved  everything that was finished is kept there
 * @property {number} bytes
 * @property {number} checkpoints  of the training under way that are kept so far
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
/**
 * @typedef {Object} LinkedRun  what decides the figures of a run, without anything of what is in the file
 * @property {string} file  the first half of its SHA-256, in hexadecimal digits
 * @property {Exclude<Source["kind"], "file"> | null} sample  null is a file of a person's own
 * @property {import("./protocol.js").Options} options
 * @property {number} topK
 * @property {import("./protocol.js").Roles} roles
 * @property {import("./protocol.js").SplitChoice} split
 * @property {number} every  one customer in this many is read
 * @property {number} sampleSeed
 * @property {import("./protocol.js").DialectOverrides} dialect
 * @property {Partial<import("./protocol.js").Meaning>} meaning  without the fields that hold text of the file
 * @property {(number | null)[] | null} events  weights by the place in `Quality.events`; null in it is by content
 * @property {string[] | null} excludedItems  hashes of ids, see worker/ids.js
 * @property {string[] | null} excludedUsers
 * @property {string | null} figures  12 bytes of a SHA-256, in hexadecimal digits; null where the run was stopped by hand
 * @property {string | null} browser  that it was made in, such as `Chromium 156`
 */
/**
 * @typedef {Object} Wanted  the run of a link that was opened
 * @property {LinkedRun} run
 * @property {"waiting" | "other" | "unchecked" | "same" | "changed" | "equal" | "differs" | "unmeasured"} status
 *   waiting: for its file. other: the file that was opened is not its. unchecked: no checksum could be taken of that file. same:
 *   its file was opened by its choices. Of what was trained with it since: changed: something was chosen otherwise. equal,
 *   differs: the figures. unmeasured: the link has none
 * @property {boolean} isSet  whether its options stand in the form, or stood there
 * @property {Opened | null} opened  its file with its choices
 * @property {Record<string, string>} browsers  made: that of the link, here: this one, once both have been compared
 */
/**
 * @typedef {Object} Asked  what is done with a file whose head is known, before it is read
 * @property {(choices: import("./protocol.js").DialectOverrides) => Promise<{preview: import("./protocol.js").Preview} | null>} show
 *   opens it again; null where something else is wanted by now
 * @property {<T extends keyof import("./requests.js").Requests>(type: T, payload: import("./requests.js").Requests[T][0]) => Promise<import("./requests.js").Requests[T][1]>} request
 * @property {AbortSignal} signal
 */
/** @typedef {{text: string, isStopped: boolean} | {problem: "tooLong" | "unchecked" | "unavailable", characters: number}} RunLink
 *   isStopped: the run was stopped by hand, so its figures are not in the link */
/** @typedef {{failure: Failure} | {notice: string, params: Record<string, string | number>}} Message */

/**
 * @typedef {Object} State
 * @property {Stage} stage
 * @property {"training" | "paused" | null} trainingStatus  of a training or trials, also while the stage is `reading` another file;
 *   null where none are under way
 * @property {Trying | null} trying  which trials those are; null in a training
 * @property {Language} language
 * @property {Room} room  that is open
 * @property {boolean} locked  the page can open no connection any more: it has tried
 * @property {boolean} isLockBroken  it was to be locked, and was not: no file of one's own is read
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
 * @property {Run[]} runs  the latest last; they outlive the data set
 * @property {Keeping} keeping
 * @property {Tuned | null} tuned
 * @property {Validated | null} validated
 * @property {number} topK
 * @property {{what: "recommendations" | "neutral" | "report" | "model" | "clean" | "cleanNeutral" | "rejected" | "rejectedNeutral", fraction: number} | null} exporting
 * @property {boolean} exported  something was downloaded from the network at hand
 * @property {Wanted | null} wanted
 * @property {RunLink | null} link  of the run at hand; null until it is made
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
    keeping: initialKeeping(),
    locked: false,
    isLockBroken: false,
    offline: 'none',
    update: false,
    opened: null,
    account: null,
    progress: null,
    options: RECIPE_DEFAULTS.recommended,
    ...initialResults(),
    topK: 10,
    exporting: null,
    wanted: null,
    link: null,
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

/** Whether purchases of a file of one's own are in the project. @param {Pick<State, "account" | "runs">} state */
export function hasOwnData({ account, runs }) {
  return [account, ...runs.map((run) => run.account)].some((one) => one?.source.kind === 'file');
}

/** @returns {Keeping} */
export function initialKeeping() {
  return { choice: null, place: null, trouble: null, isSaved: false, bytes: 0, checkpoints: 0 };
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
