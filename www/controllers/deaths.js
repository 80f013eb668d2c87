/** Deaths of the worker of the data set at hand: how many in a row are mended, and what each has cost. */

/** @typedef {import("../state.js").State} State */
/**
 * @typedef {Object} Cost  parameters of the message, each a key of i18n's texts for deaths
 * @property {"idle" | "reading" | "training" | "evaluation" | "tuning" | "folding" | "export"} during  what the worker was doing
 * @property {"nothing" | "model" | "unmeasured"} lost  if the file is read again; unmeasured: a model that is in no run
 * @property {"nothing" | "training" | "tuning" | "folding" | "export" | "choices" | "file"} again  what a person has to do once more
 * @property {"layers" | "memory"} advice  if it happens again
 */

/** Deaths in a row that are mended; at one more the page lets go of the file. */
const MOST_IN_A_ROW = 3;
/** Milliseconds without a death, from the end of a recovery on, that end a row. */
const QUIET_MS = 20_000;

export class Deaths {
  /** Of the present row. */ inARow = 0;
  /** When the last recovery ended: never, while one is under way. */ #mendedAt = Number.POSITIVE_INFINITY;

  count() {
    if (performance.now() - this.#mendedAt > QUIET_MS) this.inARow = 0;
    this.#mendedAt = Number.POSITIVE_INFINITY;
    this.inARow++;
  }

  mended() {
    this.#mendedAt = performance.now();
  }

  get areTooMany() {
    return this.inARow > MOST_IN_A_ROW;
  }

  /** Another file is not to blame for those of the one before. */
  forget() {
    this.inARow = 0;
  }
}

/**
 * What the death of the worker costs.
 * @param {State} state  as it was before
 * @param {{isStarting: boolean, isReading: boolean, isChoosing: boolean}} beside  isStarting: a training was asked for and has not
 *   begun; isReading: it was reading its file with other choices; isChoosing: another file stands before it
 * @returns {Cost}
 */
export function costOf(state, { isStarting, isReading, isChoosing }) {
  const { outcome } = state;
  const during = isStarting ? 'training' : (busyWith(state) ?? (isReading ? 'reading' : 'idle'));
  const isOver = during === 'idle' || during === 'evaluation' || during === 'reading';
  const again = isReading ? 'choices' : isOver ? 'nothing' : during;
  return {
    during,
    lost: outcome === null ? 'nothing' : outcome.result ? 'model' : 'unmeasured',
    again: isChoosing ? 'file' : again,
    advice: ['idle', 'reading', 'export'].includes(during) ? 'memory' : 'layers',
  };
}

/** @param {State} state */
function busyWith({ exporting, trying, trainingStatus, progress, outcome }) {
  if (exporting) return 'export';
  if (trying) return trying;
  if (trainingStatus && progress?.kind !== 'evaluating') return 'training';
  return outcome && outcome.measuring !== null ? 'evaluation' : null;
}

/** What is left of the work under way once it has broken off. @param {State} state @returns {Partial<State>} */
export function withoutWork({ tuned, outcome }) {
  const records = outcome?.records ?? [];
  if (!tuned || tuned.how !== null) return { records };
  return { records, tuned: tuned.best ? { ...tuned, how: 'stopped' } : null };
}
