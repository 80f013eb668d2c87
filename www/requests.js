/**
 * What the page asks of the worker, and what it is told meanwhile: the types of all messages. The page sends a `Request`; the
 * worker answers each with one `Response` of the same id, and sends `WorkerEvent`s while a long request is under way.
 *
 * @import { CrossValidation, Dataset, DialectOverrides, EpochRecord, Failure, ModelName, Options, Peek, Phase, Plan, Preview, ReadOptions, ReadingPart, Recipe, Recommendations, Result, Standing, Trained, TrialRow } from "./protocol.js"
 */

/**
 * Requests, by type: what goes in and what comes back. Those marked (long) send events. A long request first stops the one
 * under way, which fails with `stopped`, and begins when that has settled.
 * @typedef {Object} Requests
 * @property {[{file: Blob | Blob[], choices?: DialectOverrides}, Preview]} open  (long: ReadingEvent) read the head of a file, or of
 *   several that are read together; forgets the one before
 * @property {[{how: ReadOptions, options?: Options}, {dataset: Dataset, plan: Plan | null}]} read  (long: ReadingEvent) read the
 *   whole file; what is too large fails with `params.sample`: one user in this many may fit. plan: of a training with `options`;
 *   null where they are left out, or refused (`plan` then says why)
 * @property {[{options: Options}, Plan]} plan  check options against the data at hand
 * @property {[{options: Options, from?: Uint8Array[]}, {trained: Trained, result: Result | null}]} train  (long: TrainingEvent, the first one with the
 *   plan; StandingsEvent; CheckpointEvent; TrainedEvent once; EvaluationEvent) train, to the end or to `stop`, then evaluate; the result is null where no epoch
 *   was completed. from: the parts of a checkpoint of the same data; it goes on from there with the checkpoint's options, comes to the same bits, and
 *   the first TrainingEvent has the epochs so far
 * @property {[{}, {result: Result}]} evaluate  (long: EvaluationEvent) evaluate anew what was trained, where that was stopped
 * @property {[{}, {}]} pause  effective after the step under way (about 16 ms)
 * @property {[{}, {}]} resume
 * @property {[{}, {}]} stop  ends the training part of `train`, which then evaluates what it has; any other long request fails with `stopped`,
 *   but `tune` and `crossValidate`, which come back with what they have found
 * @property {[{minutes: number, options: Options}, TuneResult]} tune  (long: TuningEvent) the best options within a budget of time, by validation
 * @property {[{options: Options, folds: number}, CrossValidation]} crossValidate  (long: FoldEvent) the options at hand on several divisions
 * @property {[{model: ModelName}, {}]} chooseModel  whose recommendations are shown and exported; the network's after each training
 * @property {[{query: string, limit: number}, {total: number, users: {id: string, items: number}[]}]} users  whose id contains the query, best match first
 * @property {[{user: string, k: number}, Recommendations]} recommend
 * @property {[{k: number, neutral?: boolean}, Blob]} exportRecommendations  (long: ExportEvent) neutral, here and below: with a byte order mark,
 *   and an apostrophe before each cell that a spreadsheet would run
 * @property {[{k?: number, file?: ReportedFile}, Blob]} exportReport  k: length of the lists, 10 if it is left out. file: what is reported of it
 * @property {[{neutral?: boolean}, Blob]} exportClean  (long: ExportEvent) interactions.csv: user, item, name, count and, where the file has them, time, category, segment
 * @property {[{neutral?: boolean}, Blob]} exportRejected  (long: ExportEvent) rejected.csv: row, reason, the file's own columns; fails with `file-needed` where the data were restored
 * @property {[{}, Blob]} exportModel
 * @property {[{key: string, items: string[], users: string[]}, {items: string[], users: string[]}]} hashIds  short hashes of ids, under a key
 * @property {[{key: string, items: string[], users: string[]}, {items: string[], users: string[]}]} findIds  (long) the ids with these
 *   hashes in the data at hand, in their order; those that are not there are left out
 * @property {[{}, Uint8Array[]]} keepData  the data, as one piece, for `restoreData`; quick, whatever is under way
 * @property {[{}, Uint8Array[]]} keepModel  what was trained, measured and chosen, as one piece, for `restoreModel`; the same
 * @property {[{bytes: Uint8Array}, {users: number, items: number}]} restoreData  (long) begins anew with data that were kept; forgets the file that is open. Bytes that
 *   are damaged fail with `snapshot-broken`, those of another version with `snapshot-version`; all stays as it was then
 * @property {[{bytes: Uint8Array}, {model: ModelName, recipe: Recipe}]} restoreModel  (long) as after a training and an evaluation with the same data, with the model that was chosen
 * @property {[{}, {}]} warmUp  reads a made-up file, in a worker that is given no other
 */

/**
 * @typedef {{event: "reading", id: number, part: ReadingPart, fraction: number, rows: number | null}} ReadingEvent
 *   fraction: of the part. rows: read so far, in the part of that name.
 */

/**
 * @typedef {{event: "training", id: number, phase: Phase, part: number, parts: number, epoch: number, epochs: number,
 *   fraction: number, loss: number | null, seconds: number, secondsLeft: number | null, linearValidation: number | null,
 *   networkValidation: number | null, peek: Peek | null, records: EpochRecord[], plan?: Plan}} TrainingEvent
 *   fraction: of the whole training. records: of the epochs that have ended since the last event.
 *   part of parts: networks of a search; 0 of 0 outside of it. secondsLeft: until the end of the evaluation. linearValidation, networkValidation: NDCG@10 of the best so far.
 */
/** @typedef {{event: "standings", id: number, standings: Standing[]}} StandingsEvent  of the baselines, all that are known by now, whenever one has changed */
/** @typedef {{event: "checkpoint", id: number, parts: Uint8Array[]}} CheckpointEvent  after an epoch, now and then: all that `train` needs to go on from there */
/** @typedef {{event: "trained", id: number, trained: Trained}} TrainedEvent  the training part is over */
/** @typedef {{event: "evaluating", id: number, fraction: number, model: ModelName | null, tuning: number | null, secondsLeft: number | null}} EvaluationEvent
 *   model: whose turn it is. tuning: the share of the baselines' tuning, while that is what is waited for. */
/** @typedef {{name: string, bytes: number, sha256: string | null}} ReportedFile  sha256: of all bytes one after another; null where they cannot be read any more */
/** @typedef {{trials: TrialRow[], best: Options | null, how: "finished" | "stopped"}} TuneResult  trials: best first within a rung, the last rung first */
/** @typedef {{event: "tuning", id: number, fraction: number, trials: TrialRow[]}} TuningEvent */
/** @typedef {{event: "folding", id: number, fraction: number, done: number, folds: number}} FoldEvent */
/** @typedef {{event: "exporting", id: number, fraction: number}} ExportEvent */
/** @typedef {ReadingEvent | StandingsEvent | TrainingEvent | CheckpointEvent | TrainedEvent | EvaluationEvent | ExportEvent | TuningEvent | FoldEvent} WorkerEvent */
/** @typedef {keyof Requests} RequestType */
/** @typedef {{id: number, type: RequestType, payload: any}} Request */
/** @typedef {{id: number, result?: any, failure?: Failure}} Response */

/** The first message to a worker.
 * @typedef {Object} Hello
 * @property {WebAssembly.Module} module  the core, compiled
 * @property {Blob} [script]  the worker's whole text, to start helpers from; helpers themselves get none
 * @property {number} helpers  how many it may start, at most
 */
/** What a worker is asked that says nothing, and its answer to it, also once it has started: it is alive. @typedef {{alive: true}} SignOfLife */
/** Answered only where the core could not be started. @typedef {{failed: true}} HelloFailed */
/** What reads other files than text: the module *formats*, compiled, and the text of the worker that reads Parquet. @typedef {{module: WebAssembly.Module, parquet: Blob}} Formats */
/** Sent by a worker whose file needs *formats*. @typedef {{needs: "formats"}} FormatsWanted */
/** The answer to it; null where they could not be fetched. @typedef {{formats: Formats | null}} FormatsBrought */

export {};
