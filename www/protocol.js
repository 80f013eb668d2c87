/**
 * The words that the page and the worker say to each other, in the messages of requests.js. Imports nothing; holds types and
 * constants only. Figures and codes cross, never sentences.
 */

/** The roles that a column of the file can have, in the order in which the page shows them. */
export const ROLES = /** @type {const} */ ([
  'user',
  'item',
  'name',
  'time',
  'clock',
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
  // The worker trapped, or gave no sign of life any more. {opening, kept}: that of a file that was not read yet;
  // otherwise a new one was started: {during, lost, again, advice, kept}, kept: 'file' | 'all', left out at the beginning;
  // {times}, {because, name}: or the page has let go of the file
  'worker-died',
  'file-unreadable', // {name} the browser could not read the file
  'sample-unavailable', // {name, how} the sample could not be fetched; how: absent, silent or damaged
  'stopped', // {} `stop` or a newer request ended this one: never shown
  'unsupported-browser', // {} no WebAssembly SIMD, no module workers, or from before 2022
  'formats-unavailable', // {} the file is for the module *formats*, which could not be fetched
  'lock-failed', // {} the page could still reach the network once it was locked; the file was not read
  'language-unavailable', // {} the texts in a language could not be fetched
  'link-broken', // {} the address is of a link that is damaged, or made by something else; or its file lacks what it names
  'link-other-file', // {} the file that was opened is not the one of the link
  'link-unchecked', // {} whether it is could not be told: no checksum can be had
  'link-unavailable', // {} what reads links could not be fetched
  'engine-unavailable', // {} the core could not be started; {name, how}: the file that did not come, and how
  'project-foreign', // {} no project file
  'project-version', // {found, known} of another form
  'project-broken', // {} not what was saved
  'storage-refused', // {detail} the browser keeps nothing
  'storage-full', // {} the browser has no room left
  'keeper-unavailable', // {name, how} the keeper's file did not come
  'keeper-gone', // {} the worker that keeps the project has ended
  'unexpected', // {detail} an error in the page itself
]);

/** What the core alone cannot read: the worker then puts the module *formats* before it. Never shown. */
export const FORMATS_NEEDED = 'formats-needed';

/** The models that are measured, as `report.json` names them. */
export const MODELS = /** @type {const} */ (['network', 'popularity', 'item-knn', 'ease']);

/** How the parts are told apart; `auto` leaves it to the data, and a split column of the file comes before all. */
export const SPLITS = /** @type {const} */ (['auto', 'random', 'time', 'users']);

/** @typedef {typeof ROLES[number]} Role */
/** @typedef {typeof MODELS[number]} ModelName */
/** @typedef {typeof SPLITS[number]} SplitChoice */
/** @typedef {"random" | "time" | "users" | "column"} SplitKind */
/** @typedef {typeof RECIPES[number]} Recipe */
/** @typedef {Record<Role, number | null> & {shape: Shape | null}} Roles
 *   index of the column, from 0; null is none. shape: as chosen by a person; null is by content */
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
 * @property {string[] | null} excludedItems  ids of items that are left out; by content these are postage, fees and deposits
 * @property {string[] | null} excludedUsers  ids of users that are left out; by content this is one that stands for all guests
 * @property {boolean | null} foldCase  ids that differ only in case are one
 * @property {number | null} leastPerUser  1–1000; users with fewer items are left out, again and again until all that are left have enough; 1 is off
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

/** The delimiters that are told apart. */
export const DELIMITERS = /** @type {const} */ ([',', '\t', ';', '|', '::', '，', ' ']);

/** @typedef {"doubled" | "escaped" | "none"} Quotes
 *   what quotation marks mean: they enclose cells, and inside two of them, or \", stand for one; or they are text */

/**
 * @typedef {Object} DialectOverrides  a person's choice of a file's encoding and dialect; the rest is guessed
 * @property {string} [encoding]  a label of the Encoding Standard
 * @property {string} [delimiter]  one of DELIMITERS
 * @property {Quotes} [quotes]
 * @property {boolean} [header]
 * @property {number} [skip]  lines above the header
 * @property {number[]} [parts]  which of `Contents.parts` are read; for the worker, the core knows nothing of it
 */

/**
 * @typedef {Object} Preview  what the head of the file shows, and what it was taken for
 * @property {string} encoding  its name in the Encoding Standard, e.g. "UTF-8", "windows-1252"; "GBK" where GB18030 was
 *   detected, which has the same decoder
 * @property {string} delimiter  one of DELIMITERS
 * @property {Quotes} quotes
 * @property {boolean} header
 * @property {number} first  the number of the line of the header, or of the first row
 * @property {number} skip  how many lines stand above the header, or above the first row
 * @property {string[]} above  the first of those lines that are not blank, cut to 80 characters
 * @property {string | null} comment  what a line begins with that is a comment; null where there are none
 * @property {{name: string}[]} columns  names are unique and never empty
 * @property {string[][]} rows  the first rows below the header (at most 8), each cell cut to 80 characters
 * @property {number[]} numbers  the number of the line on which each of them begins, as an editor counts
 * @property {Roles} roles  the guess
 * @property {Shape} shape
 * @property {Contents | null} contents  null for a text file
 * @property {Partial<Record<Role, string>>} reasons  why a column has its role: "by-name", "by-content-…"
 * @property {Record<Shape, Roles>} shapes  the guess for each shape that a person may choose
 * @property {number} score  how believable the guess is, 0–1; compares the tables inside of one file
 * @property {Question | null} question  what a person has to say before the file is read; null where nothing is open
 */

/**
 * @typedef {Object} Question  what the file leaves open
 * @property {"roles" | "purchase" | "cut" | "sheet"} code  roles: which columns say who and what. purchase: which code of an
 *   event is the purchase. cut: a spreadsheet has cut the ids, read them all the same. sheet: which of several tables is meant
 * @property {Answer[]} answers  two or more, the likeliest first
 */

/**
 * @typedef {Object} Answer  what is read if a person gives it; null leaves the guess
 * @property {Roles | null} roles
 * @property {Partial<Meaning> | null} meaning
 * @property {number[] | null} parts  the tables that are read, one below the other: indices in `Contents.parts`
 * @property {{columns: string[], rows: string[][]} | null} sample  what to show beside it, where it is not the preview's
 * @property {Record<string, string | number | null>} params  what its words need: of `purchase` {name, rows}, of `sheet`
 *   {name, tables}
 */

/** @typedef {{roles: Roles, seed: number, split?: SplitChoice, sample?: number, meaning?: Partial<Meaning>}} ReadOptions
 *   how a file is read; sample: one user in this many; all if it is left out */

/**
 * @typedef {Object} Contents  of a file that holds its table inside of something else
 * @property {"gzip" | "zip" | "tar" | "xlsx" | "xls" | "ods" | "json" | "html" | "xml" | "parquet" | "files"} kind  files: several that
 *   were chosen together
 * @property {string} part  the name of the sheet, or of the packed file, of several with commas between; empty for gzip
 * @property {number} others  how many further sheets (hidden ones left out) or files were not read
 * @property {string[]} parts  the names of all tables inside; empty for gzip
 */

/**
 * @typedef {Object} SplitCounts  pairs in each part
 * @property {SplitKind} kind
 * @property {"asked" | "column" | "comparable" | "untimed" | "momentary" | "fold"} reason
 *   comparable: at random, as in most published figures, though times would allow a split by time. untimed: too few pairs
 *   have a time. momentary: most users did everything within a day.
 * @property {number} seed
 * @property {number} train
 * @property {number} validation
 * @property {number} test
 * @property {number} given  what is known of held-out users; 0 where none are held out
 * @property {number} users  those with something in the test
 */

/**
 * @typedef {Object} Dataset  the account of a file that was read to its end.
 *   rows = used + merged + the sum of rejected.
 * @property {Shape} shape
 * @property {string} encoding  may differ from the preview's: the whole file has been seen now
 * @property {number} rows
 * @property {number} used
 * @property {number} merged
 * @property {Record<string, number>} rejected  reason → rows
 * @property {Record<string, {row: number, text: string}[]>} examples  reason → the first three; row: the number of the line on which it begins, as an editor counts
 * @property {{short: number, long: number, malformed: number}} irregular  rows with fewer and with more cells than most,
 *   used or not; characters that could not be read and stand as U+FFFD
 * @property {Record<string, number>} warnings  something else that was noticed → rows, whether they are used or not
 * @property {Meaning} meaning  with everything decided
 * @property {Quality} quality
 * @property {number} users
 * @property {number} items
 * @property {number} interactions
 * @property {number} density  0–1
 * @property {SplitCounts} split
 * @property {SplitKind[]} splits  those that the data allow
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
 * @property {boolean} linear  a linear path beside the network; recipes on profiles only
 * @property {boolean} search  width and input dropout are chosen on validation; one hidden layer only
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
 * @property {number} listLength  K of "found@K": 10, or a third of a smaller catalogue
 * @property {{name: ModelName, metrics: Record<string, Interval>}[]} models  keys "ndcg@10", the same @5, @20, @50, @100; so recall, precision, mrr, map, hit_rate, coverage, gini (low = value = high for both), novelty (bits), popularity; "auc"; and "found@K", the share of all held-out purchases that is found, K = listLength
 * @property {Difference[]} differences  for every two models, both ways round: what there is @10, but coverage and gini, "auc" and "found@K"
 * @property {Interval | null} lift  recall@10 of the network over that of popularity, paired; null where popularity finds nothing
 * @property {Interval} difference  ndcg@10 of the network minus that of popularity, paired
 * @property {Interval} bought  the mean share of users who have the item, of what is held out; beside the models' "popularity@10"
 * @property {{name: ModelName, reason: Failure}[]} skipped  baselines that do not fit into memory or time
 * @property {boolean} tooFew  fewer than 100 users, or an interval of `difference` wider than the larger of the two values
 * @property {Segment[]} segments  by activity, then by labels
 * @property {Verdict | null} verdict  null where there is no personal model, or no bestsellers
 * @property {Shares} shares  of the linear and of the deep path in the network's scores, together 1
 */

/**
 * @typedef {Object} Verdict  whether a personal model is worth it, in purchases of every `of` held out (src/evaluation/verdict.rs)
 * @property {"worth" | "either" | "not"} kind
 * @property {"clear" | "small" | "uncertain" | "none" | "behind" | "too-few"} reason
 *   clear: the lead is there (low > 0) and at least 1. small: it is there, but less than 1. uncertain: it may be none, or 1 and more.
 *   none: it may be none, and is less than 1. behind: its high end is 0 or less. too-few: fewer than 30 tested users
 * @property {number} k  the list length, `Result.listLength`
 * @property {number} of  100
 * @property {ModelName} model  the personal model that has won on validation
 * @property {number} found  by it
 * @property {number} low  95 %
 * @property {number} high
 * @property {number} foundByBestsellers
 * @property {Interval} lead  of the model over the bestsellers, paired
 * @property {{model: ModelName, behind: Interval} | null} cheap  the cheapest that keeps four fifths of the lead and is less than 1
 *   behind (paired); the bestsellers, which have no lead to keep, only where kind is not "worth"; null where there is none
 */

/** @typedef {{linear: number, deep: number}} Shares  of the two paths */
/** @typedef {{model: string, against: string, metric: string, interval: Interval}} Difference  `model` minus `against`, paired */

/**
 * @typedef {Object} Segment  figures of some users
 * @property {{kind: "activity", from: number, to: number} | {kind: "label", column: string, label: string}} segment  known items of the user, both ends included; or a label of theirs
 * @property {number} users  those with something held out
 * @property {{name: string, metrics: Record<string, Interval>}[]} models  "ndcg@10", "recall@10" and "found@K"
 * @property {Difference[]} differences  of "ndcg@10" and "found@K"
 * @property {boolean} tooFew
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

/** @typedef {{how: "finished" | "early" | "stopped", epochs: number, kept: number, seconds: number, split: SplitCounts, choices: SelectedParams}} Trained
 *   kept: the epoch whose weights are in use, 0 if none was completed */
/**
 * @typedef {Object} SelectedParams  what a training chose on validation
 * @property {{l2: number, dropout: number, activity: number, discount: number, maxItems: number} | null} linear
 * @property {number | null} linearValidation  NDCG@10 of the linear path alone, on validation
 * @property {number | null} deepShare  of the deep path in the blend, 0–1
 * @property {number | null} validation  NDCG@10 of the blend, on validation
 * @property {number[]} hidden
 * @property {number} inputDropout
 */

/**
 * loading: the module *formats* is waited for. sorting: what was read is put together.
 * @typedef {"loading" | "unpacking" | "rows" | "sorting"} ReadingPart
 */
/** @typedef {"baselines" | "linear" | "search" | "batches" | "validation" | "blend" | "refit"} Phase  baselines: they are tuned first, unless a helper does that meanwhile */
/** @typedef {{user: string, items: {id: string, name: string}[]}} Peek  the first 5 items that the network under training would give one customer now, always
 *   the same one; after an epoch, at most four times a second. None of recipe `pair` */
/** @typedef {{name: ModelName, validation: number, isFinal: boolean}} Standing  validation: NDCG@10 of the best options so far; isFinal: they are chosen */
/**
 * @typedef {Object} TrialRow  a set of options that was tried
 * @property {Options} options
 * @property {number} rung  from 1: each goes three times as far as the one before, with the better third
 * @property {number} epochs  that it was trained for
 * @property {number | null} validation  NDCG@10 on validation, of the best epoch; null while it is under way
 * @property {number} seconds
 */
/**
 * @typedef {Object} CrossValidation
 * @property {number} folds  that were done
 * @property {{name: ModelName, metrics: Record<string, {mean: number, spread: number, folds: number[]}>}[]} models
 *   "ndcg@10", "recall@10", "coverage@10"; spread: standard deviation over folds
 */
