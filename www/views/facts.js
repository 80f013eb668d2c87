/** What stands in each node of the workflow: how far one is there, and a live fact. */

import { ROOMS } from '../state.js';
import { verdictOf, verdictWord } from './judgement.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Room} Room */
/** @typedef {import("../state.js").State} State */
/** @typedef {"done" | "under-way" | "open"} Progress */

/** The fields of the state that facts are made of. */
export const FACT_FIELDS = /** @type {const} */ ([
  'room',
  'stage',
  'trainingStatus',
  'opened',
  'account',
  'outcome',
  'exported',
  'progress',
  'topK',
  'language',
]);

/** How far one is in a room. @param {Room} room @param {State} state @returns {Progress} */
export function progressIn(room, { opened, account, outcome, exported, trainingStatus, stage }) {
  const isReading = stage === 'reading';
  const hasVerdict = outcome !== null && outcome.measuring === null && trainingStatus === null;
  /** @type {Record<Room, boolean>} */
  const isDone = {
    start: opened !== null || account !== null,
    data: account !== null && !isReading,
    design: account !== null && !isReading,
    model: outcome !== null && trainingStatus === null,
    verdict: hasVerdict,
    release: exported,
  };
  if (isDone[room]) return 'done';
  const first = ROOMS.find((name) => !isDone[name]);
  return room === first ? 'under-way' : 'open';
}

/** The live fact of a room; empty where there is none yet. @param {Room} room @param {State} state @param {Words} words */
export function factOf(room, state, words) {
  const { opened, account, outcome, progress, stage, topK } = state;
  switch (room) {
    case 'start': {
      const name = opened?.source.name ?? account?.source.name;
      return name === undefined ? words.text('fact.startNone') : words.text('fact.start', { name });
    }
    case 'data':
      if (stage === 'reading' && progress?.kind === 'reading') {
        return words.text('fact.reading', { share: words.percent(progress.fraction) });
      }
      if (opened?.question) return words.text('fact.question');
      return account ? rowsFact(account.dataset, words) : '';
    case 'design':
      return account ? words.text('fact.design', { k: topK, what: words.text('fact.what.new') }) : '';
    case 'model':
      return account ? modelFact(state, words) : '';
    case 'verdict':
      return outcome ? verdictFact(outcome, words) : '';
    case 'release':
      return account && outcome ? words.text('fact.release', { users: account.dataset.users }) : '';
  }
}

/** @param {import("../protocol.js").Dataset} dataset @param {Words} words */
function rowsFact({ rows, rejected }, words) {
  const left = Object.values(rejected).reduce((sum, n) => sum + n, 0);
  return left === 0 ? words.text('fact.dataAll', { rows }) : words.text('fact.dataSome', { rows, left });
}

/** @param {State} state @param {Words} words */
function modelFact({ trainingStatus, trying, progress, outcome }, words) {
  if (trainingStatus !== null && progress && progress.kind !== 'reading') {
    const share = words.percent(progress.fraction);
    if (trainingStatus === 'paused') return words.text('fact.modelPaused', { share });
    const left = 'secondsLeft' in progress ? progress.secondsLeft : null;
    if (left === null || trying === 'folding') return words.text('fact.modelTrainingShare', { share });
    return words.text('fact.modelTraining', { share, time: words.seconds(left) });
  }
  if (!outcome) return words.text('fact.modelIdle');
  return words.text('fact.modelDone', { time: words.seconds(outcome.trained.seconds) });
}

/** @param {NonNullable<State["outcome"]>} outcome @param {Words} words */
function verdictFact({ result, measuring }, words) {
  if (measuring !== null) return words.percent(measuring);
  const verdict = verdictOf(result);
  if (!verdict) return '';
  const { found, foundByBestsellers } = verdict;
  const word = verdictWord(verdict, words);
  if (foundByBestsellers <= 0) return words.text('fact.verdictOnly', { verdict: word });
  const lift = words.number(found / foundByBestsellers, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return words.text('fact.verdict', { verdict: word, lift });
}
