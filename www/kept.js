/**
 * A project as it is kept: in the browser's storage, and in a project file. JSON; what is large (data, models, a training under
 * way) is kept beside it, under the keys that it names. Types only: what is read back is held against them.
 *
 * @import { CrossValidation, Dataset, DialectOverrides, EpochRecord, Meaning, ModelName, Options, Plan, Preview, Question, Result, Roles, SplitChoice, Trained, TrialRow } from "./protocol.js"
 */

/**
 * @typedef {Object} KeptProject
 * @property {number} version  of this form
 * @property {KeptAccount[]} accounts  data sets that the project and its runs speak of
 * @property {number} account  the index of the one at hand
 * @property {string} data  the key of its interactions
 * @property {Options} options
 * @property {number} topK
 * @property {ModelName} model
 * @property {string} room
 * @property {boolean} exported
 * @property {KeptOutcome | null} outcome
 * @property {string | null} network  the key of the trained network at hand
 * @property {KeptTraining | null} training  a training under way
 * @property {KeptRun[]} runs
 * @property {{trials: TrialRow[], best: Options | null, how: "finished" | "stopped" | null} | null} tuned
 * @property {KeptValidation | null} validated
 */
/**
 * @typedef {Object} KeptValidation
 * @property {number} folds
 * @property {number} wanted
 * @property {{name: ModelName, metrics: Record<string, {mean: number, spread: number, folds: number[]}>}[]} models
 */
/**
 * @typedef {Object} KeptAccount  the account of a data set, without its file
 * @property {{kind: "file" | "groceries" | "orders" | "article", name: string, bytes: number, sha256: string | null}} source
 * @property {Roles} roles
 * @property {SplitChoice} split
 * @property {number} sample
 * @property {Partial<Meaning>} meaning
 * @property {Dataset} dataset
 * @property {number | null} seed
 * @property {number} readSeed
 * @property {Preview} preview
 * @property {DialectOverrides} choices
 * @property {{question: Question, index: number | null}[]} answered
 */
/** @typedef {{trained: Trained, plan: Plan, records: EpochRecord[], result: Result | null}} KeptOutcome */
/** @typedef {{key: string, options: Options, isPaused: boolean}} KeptTraining  key: of its latest checkpoint */
/**
 * @typedef {Object} KeptRun
 * @property {number} number
 * @property {number} account  index
 * @property {string | null} data  the key of its interactions; null where they are not kept any more
 * @property {string | null} network
 * @property {KeptOutcome} outcome
 */

export {};
