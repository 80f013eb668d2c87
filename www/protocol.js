/**
 * The words that the page and the worker say to each other. Imports nothing;
 * holds types and constants only. Figures and codes cross, never sentences.
 *
 * The page sends a `Request`; the worker answers each with one `Response` of
 * the same id, and sends `Event`s while a long request is under way.
 */

/** The roles that a column of the file can have, in the order in which the page shows them. */
export const ROLES = /** @type {const} */ ([
  'user',
  'item',
  'name',
  'time',
  'value',
  'category',
  'event',
  'order',
  'segment',
  'split',
]);

/** What a row can stand for, as the values of the page's select. */
export const SHAPES = /** @type {const} */ (['long', 'wide', 'list', 'basket']);

/** The recipes, as the values of the page's select. */
export const RECIPES = /** @type {const} */ (['recommended', 'article', 'pair']);

/** Codes that are born in the page or the worker; all others come from the core (src/error.rs). */
export const PAGE_ERRORS = /** @type {const} */ ([
  'worker-died', // {} the worker trapped; a new one was started
  'file-unreadable', // {name} the browser could not read the file
  'sample-unavailable', // {name} the sample could not be fetched
  'stopped', // {} `stop` or a newer request ended this one: nothing to tell anybody
  'unsupported-browser', // {} no WebAssembly SIMD or no module workers
]);

/** @typedef {typeof ROLES[number]} Role */
/** @typedef {typeof RECIPES[number]} Recipe */
/** @typedef {Record<Role, number | null> & {shape: Shape | null}} Roles
 *   index of the column, from 0; null is none. shape: as somebody has chosen it; null is by content */
/** @typedef {typeof SHAPES[number]} Shape
 *   long: a row per event. wide: a row per user, a column per item: 0/1, a count, a rating or blank.
 *   list: a row per user, a cell such as [1,0,1] or milk;bread.
 *   basket: a row per basket, its items in one cell or in the cells to its end; its user may have several. */

/**
 * @typedef {Object} Meaning  what cells mean; null, or left out, is decided by content, and `Dataset` has what was decided
 * @property {"rating" | "quantity" | null} value  what the column of values holds
 * @property {number | null} threshold  the least rating that counts; 0 is any above zero
 * @property {boolean | null} takeBack  negative quantities and cancelled orders take back what they cancel
 * @property {Record<string, number> | null} events  weight of each type of event, −1 to 1; a pair needs one in all
 * @property {string[]} excludedItems  ids of items that are left out
 * @property {number | null} leastPerUser  1–1000; users with fewer items are left out, and so on until nobody is; 1 is off
 * @property {number | null} leastPerItem  1–1000
 * @property {number | null} from  seconds since 1970; rows before are left out
 * @property {number | null} to  rows at or after are left out
 * @property {"yearfirst" | "monthfirst" | "dayfirst" | null} dates  which number of a date is which
 */

/**
 * @typedef {Object} Quality  how the interactions spread, and what is unusual; shares are 0–1
 * @property {{top1: number, top10: number, top20: number, curve: number[]}} tail  shares of all interactions that fall
 *   to the best-selling items: 1 %, 10 %, 20 %; curve: 2 %, 4 %, … 100 %
 * @property {{bins: {from: number, to: number, users: number}[], median: number, most: number}} activity  users by their number of items
 * @property {{unit: "day" | "week" | "month" | "quarter" | "year" | "decade", bins: {start: number, rows: number}[]} | null} timeline
 *   rows that count, at most 60 bins; start: seconds since 1970; stretches without a row in between have a bin of 0
 * @property {{name: string, rows: number, weight: number}[]} events  types of events, most rows first
 * @property {{id: string, name: string, users: number, reason: "named-like-a-charge" | "unlike-other-codes"}[]} suspects
 *   items that look like no products, at most 20
 * @property {{code: string, params: Record<string, string | number | null>}[]} findings  what matters most first
 */

/** @typedef {{code: string, params: Record<string, string | number | null>}} Failure */

/**
 * @typedef {Object} Preview  what the head of the file shows, and what it was taken for
 * @property {string} encoding  label as in the Encoding Standard, e.g. "UTF-8", "gb18030", "windows-1252"
 * @property {string} delimiter  one of "," ";" "\t" "|"
 * @property {boolean} header
 * @property {{name: string}[]} columns  names are unique and never empty
 * @property {string[][]} rows  the first rows below the header (at most 8), each cell cut to 80 characters
 * @property {Roles} roles  the guess
 * @property {Shape} shape
 * @property {Partial<Record<Role, string>>} reasons  why a column has its role: "by-name", "by-content-…"
 * @property {Record<Shape, Roles>} shapes  the guess for each shape that somebody may say the file has
 */

/** @typedef {{kind: "random" | "column", seed: number, train: number, validation: number, test: number, users: number}} SplitCounts
 *   interactions by part; users: those with something held out for the test */

/**
 * @typedef {Object} Dataset  the account of a file that was read to its end.
 *   rows = used + merged + the sum of rejected.
 * @property {Shape} shape
 * @property {string} encoding  may differ from the preview's: the whole file has been seen now
 * @property {number} rows
 * @property {number} used
 * @property {number} merged
 * @property {Record<string, number>} rejected  reason → rows
 * @property {Record<string, {row: number, text: string}[]>} examples  reason → the first three; rows from 1, the header is row 1
 * @property {Record<string, number>} warnings  something else that was noticed → rows, whether they are used or not
 * @property {Meaning} meaning  with everything decided
 * @property {Quality} quality
 * @property {number} users
 * @property {number} items
 * @property {number} interactions
 * @property {number} density  0–1
 * @property {SplitCounts} split
 * @property {{id: string, name: string, users: number}[]} bestsellers  the ten items that most users have
 */

/**
 * @typedef {Object} Options  everything that decides a training; every field is always present
 * @property {Recipe} recipe
 * @property {number} epochs  1–10000
 * @property {number} batchSize  1–65536
 * @property {number} learningRate  0.000001–10
 * @property {number} seed  0–2^32−1
 * @property {number[]} hidden  widths of the hidden layers, each 1–4096, at most 8 of them
 * @property {"sigmoid" | "relu" | "tanh"} activation  of the hidden layers
 * @property {"binary-cross-entropy" | "multinomial"} loss
 * @property {"sgd" | "adam" | "adamw"} optimiser
 * @property {number} momentum  0–0.999, SGD only
 * @property {number} weightDecay  0–1, AdamW only
 * @property {number} l1  0–1
 * @property {number} l2  0–1
 * @property {boolean} normaliseInput  divide a user's input by its length
 * @property {number} inputDropout  0–0.95
 * @property {number} dropout  0–0.95, after each hidden layer
 * @property {number} patience  early stopping: epochs without a better validation score; 0 is off
 * @property {number} negatives  per positive row, 1–20, recipe `pair` only
 */

/**
 * @typedef {Object} Plan  what a training with these options would be
 * @property {Options} options
 * @property {{inputs: number, outputs: number, activation: string}[]} layers  last one: "sigmoid" or "softmax"
 * @property {number} parameters
 */

/**
 * @typedef {Object} EpochRecord
 * @property {number} epoch  from 1
 * @property {number} loss  mean training loss of the epoch
 * @property {number | null} accuracy  recipe `pair` only: share of right yes/no answers in training
 * @property {number | null} validation  NDCG@10 on validation; null where nothing is held out for it
 * @property {boolean} best  the best so far
 * @property {number} seconds  of training, without pauses, since its beginning
 */

/** @typedef {{value: number, low: number, high: number}} Interval  95 %, bootstrap over users */

/**
 * @typedef {Object} Result  measured once on the test interactions, after training
 * @property {number} users  those with something held out
 * @property {number} interactions  held-out
 * @property {{name: "network" | "popularity", metrics: Record<string, Interval>}[]} models  keys "ndcg@10", "recall@10", "coverage@10", the same @5, @20, @100
 * @property {Interval | null} lift  recall@10 of the network over that of popularity, paired; null where popularity finds nothing
 * @property {Interval} difference  ndcg@10 of the network minus that of popularity, paired
 */

/**
 * @typedef {Object} Recommendations
 * @property {string} user
 * @property {{id: string, name: string}[]} history  what the user has already; at most 200 of them
 * @property {number} historyTotal
 * @property {{rank: number, id: string, name: string, score: number, strength: number, why: Why}[]} items
 *   score: as exported. strength: 0–1, relative to the user's first.
 */
/**
 * @typedef {Object} Why
 * @property {"because" | "together" | "popular"} kind
 *   because: without those items the score would fall most. together: the network looks at no items
 *   of the user (recipe `pair`); these of theirs are most often bought by the same users.
 *   popular: nothing to point at.
 * @property {{id: string, name: string}[]} items  at most 3, most telling first
 */

/**
 * Requests, by type: what goes in and what comes back. Those marked (long) send events.
 * @typedef {Object} Requests
 * @property {[{file: Blob}, Preview]} open  read the head of a file; forgets the one before
 * @property {[{roles: Roles, meaning?: Partial<Meaning>, seed: number}, Dataset]} read  (long: ReadingEvent) read the whole file with these roles
 * @property {[{}, Record<Recipe, Options>]} recipes  the defaults
 * @property {[{options: Options}, Plan]} plan  check options against the data at hand
 * @property {[{options: Options}, Trained]} train  (long: TrainingEvent, EpochRecord in it) to the end or to `stop`
 * @property {[{}, {}]} pause  effective within one step (30 ms)
 * @property {[{}, {}]} resume
 * @property {[{}, {}]} stop  ends the long request that is under way: `train` comes back with what it has, the others fail with `stopped`
 * @property {[{}, Result]} evaluate  (long: EvaluationEvent) measure on the test interactions
 * @property {[{query: string, limit: number}, {total: number, users: {id: string, items: number}[]}]} users  whose id contains the query, best match first
 * @property {[{user: string, k: number}, Recommendations]} recommend
 * @property {[{k: number}, Blob]} exportRecommendations  (long: ExportEvent)
 * @property {[{}, Blob]} exportReport
 * @property {[{}, Blob]} exportClean  (long: ExportEvent) interactions.csv: user, item, name, count and, where the file has them, time, category, segment
 * @property {[{}, Blob]} exportRejected  (long: ExportEvent) rejected.csv: row, reason, the file's own columns
 * @property {[{}, Blob]} exportModel
 */
/** @typedef {{how: "finished" | "early" | "stopped", epochs: number, kept: number, seconds: number, split: SplitCounts}} Trained
 *   kept: the epoch whose weights are in use, 0 if none was completed */

/** @typedef {{event: "reading", id: number, bytes: number, total: number, rows: number}} ReadingEvent */
/**
 * @typedef {{event: "training", id: number, phase: "batches" | "validation", epoch: number, epochs: number,
 *   fraction: number, loss: number | null, seconds: number, secondsLeft: number | null,
 *   records: EpochRecord[]}} TrainingEvent
 *   fraction: of the whole training. records: of the epochs that have ended since the last event.
 */
/** @typedef {{event: "evaluating", id: number, fraction: number}} EvaluationEvent */
/** @typedef {{event: "exporting", id: number, fraction: number}} ExportEvent */
/** @typedef {ReadingEvent | TrainingEvent | EvaluationEvent | ExportEvent} WorkerEvent */

/**
 * A piece of long work that can be done by any worker which holds the data.
 * @typedef {{type: "recommendationsCsv", payload: {k: number, from: number, to: number}}} Task
 *   recommendationsCsv: bytes (Uint8Array[]) of the part about the users from `from` to before `to`; the one from 0 has the header
 */
/**
 * What a worker asks of its helpers, in messages of the same form as those of the page.
 * @typedef {Object} HelperRequests
 * @property {[{bytes: Uint8Array}, {}]} restoreData
 * @property {[{bytes: Uint8Array}, {}]} restoreModel
 * @property {[{}, {}]} begin  tasks that come from now on can be paused and stopped together
 * @property {[Task, any]} task  one after another, in the order in which they come
 * @property {[{}, {}]} pause
 * @property {[{}, {}]} resume
 * @property {[{}, {}]} stop  tasks under way and waiting fail with `stopped`
 */

/** @typedef {keyof Requests} RequestType */
/** @typedef {{id: number, type: RequestType, payload: any}} Request */
/** @typedef {{id: number, result?: any, failure?: Failure}} Response */
/**
 * The first message of all. @typedef {Object} Hello
 * @property {WebAssembly.Module} module  compiled
 * @property {Blob} [script]  the worker's whole text, to start helpers from; helpers themselves get none
 * @property {number} helpers  how many it may start, at most
 */
/** Answered only where the core could not be started. @typedef {{failed: true}} HelloFailed */
