/** The buttons train, pause and stop, and how far the work is. */

import { wordsOf } from '../i18n/index.js';
import { block, button, byId } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */

const READING = /** @type {const} */ ({
  rows: 'progress.reading',
  unpacking: 'progress.unpacking',
  sorting: 'progress.sorting',
});

/** @param {import("../journey/journey.js").Journey} journey */
export function showTraining({ store, lesson, opening }) {
  const train = button('train');
  const pause = button('pause');
  const stop = button('stop');
  const dock = block('dock');
  train.addEventListener('click', () => lesson.train());
  pause.addEventListener('click', () => lesson.pause());
  stop.addEventListener('click', () => (store.state.stage === 'reading' ? opening.stop() : lesson.stop()));

  store.watch(['account'], ({ account }) => {
    block('step-network').hidden = account === null;
  });
  store.watch(['stage', 'teaching', 'exporting', 'language', 'account'], ({ stage, teaching, exporting, language }) => {
    const words = wordsOf(language);
    const busy = teaching !== null;
    train.disabled = busy || stage === 'reading' || exporting !== null;
    train.textContent = words.text(busy ? 'training.busy' : stage === 'trained' ? 'training.again' : 'training.train');
    block('train-note').textContent = words.text('training.note');
    pause.textContent = words.text(teaching === 'paused' ? 'training.resume' : 'training.pause');
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
  if (progress?.kind !== 'training') return words.text('progress.evaluating');
  const { epoch, epochs, phase, secondsLeft } = progress;
  if (stage === 'paused') return words.text('progress.paused', { epoch, epochs });
  const where = words.text(phase === 'validation' ? 'progress.validating' : 'progress.training', { epoch, epochs });
  if (secondsLeft === null) return where;
  return `${where} · ${words.text('progress.left', { time: words.seconds(secondsLeft) })}`;
}
