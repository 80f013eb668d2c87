/**
 * The words that a worker and its helpers say to each other, in messages of the same form as those of the page. Types only.
 *
 * @import { Options, Standing } from "../protocol.js"
 */

/**
 * A piece of long work that can be done by any worker which holds the data.
 * @typedef {{type: "recommendationsCsv", payload: {k: number, from: number, to: number}} | {type: "tuneBaselines", payload: {}}
 *   | {type: "trial", payload: {options: Options, epochs: number, linear: any}} | {type: "fold", payload: {options: Options, index: number, folds: number, baselines: any}}} Task
 *   trial: `{validation, epochs, seconds}`. fold: the test of a fold, as `Result`.
 *   tuneBaselines: what was chosen for the baselines on validation (`BaselineParams` of src/pipeline/baselines.rs)
 *   recommendationsCsv: bytes (Uint8Array[]) of the part about the users from `from` to before `to`; the one from 0 has the header
 */
/**
 * What a worker asks of its helpers.
 * @typedef {Object} HelperRequests
 * @property {[{bytes: Uint8Array}, any]} restoreData
 * @property {[{bytes: Uint8Array}, any]} restoreModel  in turn with the tasks
 * @property {[{}, {}]} begin  tasks that come from now on can be paused and stopped together
 * @property {[Task, any]} task  one after another, in the order in which they come
 * @property {[{}, {}]} pause
 * @property {[{}, {}]} resume
 * @property {[{}, {}]} stop  tasks under way and waiting fail with `stopped`
 */
/**
 * What a helper says of a task before its end: of tuneBaselines the share that is done, and how they stand by now.
 * @typedef {{id: number, told: TuningReport}} HelperReport
 * @typedef {{share: number, standings: Standing[]}} TuningReport
 */

export {};
