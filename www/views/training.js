/** The buttons train, pause and stop, and how far the work is. */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block, button, byId } from './dom.js';
import { fullName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */

const READING = /** @type {const} */ ({
  loading: 'progress.loading',
  rows: 'progress.reading',
  unpacking: 'progress.unpacking',
  sorting: 'progress.sorting',
});

/** @param {import("../controllers/app.js").App} app */
export function showTraining({ store, training, tuning, data }) {
  const train = button('train');
  const pause = button('pause');
  const stop = button('stop');
  const dock = block('dock');
  train.addEventListener('click', () => training.train());
  const isTrying = () => store.state.trying !== null;
  pause.addEventListener('click', () => (isTrying() ? tuning : training).pause());
  stop.addEventListener('click', () => {
    if (store.state.stage === 'reading') data.stop();
    else (isTrying() ? tuning : training).stop();
  });

  store.watch(['account'], ({ account }) => {
    block('step-network').hidden = account === null;
  });
  store.watch(['stage', 'trainingStatus', 'trying', 'exporting', 'language', 'account'], (state) => {
    const { stage, trainingStatus, exporting, outcome, language } = state;
    const words = wordsOf(language);
    const busy = trainingStatus !== null;
    train.disabled = busy || stage === 'reading' || exporting !== null;
    train.textContent = words.text(isLearning(state) ? 'training.busy' : outcome ? 'training.again' : 'training.train');
    block('train-note').textContent = words.text('training.note');
    pause.textContent = words.text(trainingStatus === 'paused' ? 'training.resume' : 'training.pause');
    pause.hidden = !busy;
    stop.hidden = !busy && stage !== 'reading';
    dock.hidden = !busy && stage !== 'reading';
  });
  store.watch(['progress'], ({ progress }) => {
    pause.disabled = progress?.kind === 'evaluating';
  });
  store.watch(['progress', 'stage', 'language'], (state) => showProgress(state));
}

/** @param {State} state */
function showProgress(state) {
  const bar = byId('progress', HTMLProgressElement);
  const { progress, language } = state;
  if (!progress) return;
  if (progress.fraction > 0) bar.value = progress.fraction;
  else bar.removeAttribute('value');
  block('progress-text').textContent = progressText(state, wordsOf(language));
}

/** @param {State} state @param {Words} words */
function progressText({ progress, stage }, words) {
  if (progress?.kind === 'reading') {
    return words.text(READING[progress.part], { name: progress.name, rows: progress.rows });
  }
  const where = progress ? placeOf(progress, words) : '';
  if (stage === 'paused') return words.text('progress.paused', { where });
  const secondsLeft = progress?.kind === 'training' || progress?.kind === 'tuning' ? progress.secondsLeft : null;
  if (secondsLeft === null) return where;
  return `${where} · ${words.text('progress.left', { time: words.seconds(secondsLeft) })}`;
}

/** @param {Exclude<State["progress"], null>} progress @param {Words} words */
function placeOf(progress, words) {
  if (progress.kind === 'tuning') return words.text('progress.tuning', { n: progress.trials });
  if (progress.kind === 'folding') return words.text('progress.folding', { ...progress });
  if (progress.kind === 'evaluating') {
    const { model, tuning } = progress;
    if (typeof tuning === 'number') return words.text('progress.baselines', { share: words.percent(tuning) });
    return model
      ? words.text('progress.evaluatingModel', { model: fullName(model, words) })
      : words.text('progress.evaluating');
  }
  if (progress.kind === 'reading') return '';
  const { phase, epoch, epochs, part, parts } = progress;
  if (phase === 'linear' || phase === 'blend' || phase === 'refit') return words.text(`progress.${phase}`);
  if (phase === 'search') return words.text('progress.search', { part, parts, epoch });
  return words.text(phase === 'validation' ? 'progress.validating' : 'progress.training', { epoch, epochs });
}
