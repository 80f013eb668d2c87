/** The dock: what comes next, and the button that does it; while something is under way, how far it is, with pause and stop. */

import { wordsOf } from '../i18n/index.js';
import { isLearning } from '../state.js';
import { block, button, byId, element } from './dom.js';
import { secondsOf } from './estimate.js';
import { fullName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Room} Room */
/**
 * @typedef {Object} Next  what comes next
 * @property {string} title
 * @property {string} note
 * @property {{text: string, room: Room, isMain: boolean}[]} links  to rooms: the main step, and what else makes sense
 * @property {boolean} [download]  whether the main step is to fetch the lists
 * @property {"main" | "aside" | null} train  the place of the button that trains
 */

const READING = /** @type {const} */ ({
  loading: 'progress.loading',
  rows: 'progress.reading',
  unpacking: 'progress.unpacking',
  sorting: 'progress.sorting',
});
const PHASES = /** @type {const} */ (['data', 'baselines', 'linear', 'network', 'test']);

/** @param {import("../controllers/app.js").App} app */
export function showDock({ store, training, tuning, data }) {
  const train = button('train');
  const pause = button('pause');
  const stop = button('stop');
  const download = button('dock-download');
  const isTrying = () => store.state.trying !== null;
  // The one that writes them says how far it is.
  download.addEventListener('click', () => button('export-recommendations').click());
  train.addEventListener('click', () => training.train());
  pause.addEventListener('click', () => (isTrying() ? tuning : training).pause());
  stop.addEventListener('click', () => {
    if (store.state.stage === 'reading') data.stop();
    else (isTrying() ? tuning : training).stop();
  });

  store.watch(
    ['stage', 'trainingStatus', 'trying', 'exporting', 'language', 'account', 'opened', 'outcome', 'room', 'options'],
    (state) => {
      const words = wordsOf(state.language);
      const held = document.activeElement?.closest('#dock') ? document.activeElement : null;
      const isBusy = state.trainingStatus !== null || state.stage === 'reading';
      const next = isBusy ? null : nextOf(state, words);
      showLink(
        'dock-next',
        next?.links.find(({ isMain }) => isMain),
      );
      showLink(
        'dock-aside',
        next?.links.find(({ isMain }) => !isMain),
      );
      download.hidden = !next?.download;
      download.disabled = state.exporting !== null || (state.outcome !== null && state.outcome.measuring !== null);
      train.hidden = isBusy || !next?.train;
      train.classList.toggle('primary', next?.train === 'main');
      train.disabled = isBusy || state.exporting !== null || !state.account;
      train.textContent = words.text(state.outcome ? 'training.again' : 'dock.trainButton');
      pause.textContent = words.text(state.trainingStatus === 'paused' ? 'training.resume' : 'training.pause');
      pause.hidden = state.trainingStatus === null;
      stop.textContent = words.text(
        isLearning(state) && state.stage !== 'reading' ? 'dock.stopAndKeep' : 'training.stop',
      );
      stop.hidden = !isBusy;
      block('dock').classList.toggle('is-busy', isBusy);
      byId('progress', HTMLProgressElement).hidden = !isBusy;
      if (next) {
        block('progress-text').textContent = next.title;
        block('dock-note').textContent = next.note;
      }
      // A button that goes away would take the focus with it.
      if (held?.closest('[hidden]')) block('dock').focus({ preventScroll: true });
    },
  );
  store.watch(['progress'], ({ progress }) => {
    pause.disabled = progress?.kind === 'evaluating';
  });
  store.watch(['progress', 'stage', 'trainingStatus', 'language'], showProgress);
  store.watch(['progress', 'trainingStatus', 'trying', 'race', 'language'], showPhases);
}

/** @param {string} id @param {{text: string, room: Room} | undefined} link */
function showLink(id, link) {
  const anchor = byId(id, HTMLAnchorElement);
  anchor.hidden = !link;
  if (!link) return;
  anchor.textContent = link.text;
  anchor.setAttribute('href', `#${link.room}`);
}

/** @param {State} state @param {Words} words @returns {Next} */
function nextOf({ account, opened, outcome, room, options }, words) {
  /** @param {Room} to @param {string} text @param {boolean} [isMain] */
  const link = (to, text, isMain = true) => ({ room: to, text, isMain });
  if (opened?.question) {
    const links = room === 'data' ? [] : [link('data', words.text('dock.goAnswer'))];
    return { title: words.text('dock.question'), note: '', links, train: null };
  }
  if (!account) {
    const isWaiting = opened !== null;
    const links =
      room === 'start' || (isWaiting && room === 'design') ? [] : [link('start', words.text('data.choose'))];
    return { title: words.text(isWaiting ? 'dock.columns' : 'dock.start'), note: '', links, train: null };
  }
  if (!outcome) {
    const seconds = secondsOf(options, account.dataset);
    const title =
      seconds === null ? words.text('dock.trainUntimed') : words.text('dock.train', { time: words.seconds(seconds) });
    const links = room === 'design' ? [] : [link('design', words.text('dock.designFirst'), false)];
    return { title, note: words.text('dock.trainNote'), links, train: 'main' };
  }
  if (room === 'verdict') {
    const links = [link('release', words.text('dock.goRelease'))];
    return { title: words.text('dock.release'), note: words.text('dock.releaseNote'), links, train: 'aside' };
  }
  if (room === 'release') {
    const links = [link('verdict', words.text('dock.seeVerdict'), false)];
    return {
      title: words.text('dock.use'),
      note: words.text('dock.releaseNote'),
      links,
      train: 'aside',
      download: true,
    };
  }
  const title = words.text(outcome.measuring === null ? 'dock.verdict' : 'verdict.measuring');
  return { title, note: '', links: [link('verdict', words.text('dock.seeVerdict'))], train: 'aside' };
}

/** @param {State} state */
function showProgress(state) {
  const bar = byId('progress', HTMLProgressElement);
  const { progress, language, trainingStatus, stage } = state;
  if (!progress || (trainingStatus === null && stage !== 'reading')) return;
  if (progress.fraction > 0) bar.value = progress.fraction;
  else bar.removeAttribute('value');
  const words = wordsOf(language);
  const { title, rest } = progressText(state, words);
  block('progress-text').textContent = title;
  block('dock-note').textContent = rest;
}

/** What is under way, and how long it still takes. @param {State} state @param {Words} words */
function progressText({ progress, stage }, words) {
  if (progress?.kind === 'restoring') return { title: words.text('progress.restoring'), rest: '' };
  if (progress?.kind === 'reading') {
    return { title: words.text(READING[progress.part], { name: progress.name, rows: progress.rows }), rest: '' };
  }
  const where = progress ? placeOf(progress, words) : '';
  if (stage === 'paused') return { title: words.text('progress.paused', { where }), rest: '' };
  const secondsLeft = progress && 'secondsLeft' in progress ? progress.secondsLeft : null;
  if (secondsLeft === null) return { title: where, rest: '' };
  return { title: where, rest: words.text('progress.left', { time: words.seconds(secondsLeft) }) };
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
  if (progress.kind === 'reading' || progress.kind === 'restoring') return '';
  const { phase, epoch, epochs, part, parts } = progress;
  if (phase === 'baselines') return words.text('progress.tuningBaselines');
  if (phase === 'linear' || phase === 'blend' || phase === 'refit') return words.text(`progress.${phase}`);
  if (phase === 'search') return words.text('progress.search', { part, parts, epoch });
  return words.text(phase === 'validation' ? 'progress.validating' : 'progress.training', { epoch, epochs });
}

/** The phases of a training, with a tick each. @param {State} state */
function showPhases(state) {
  const host = block('phases');
  host.hidden = !isLearning(state);
  if (host.hidden) return;
  const words = wordsOf(state.language);
  const reached = reachedOf(state);
  // The linear path is calculated while the simple methods are still being tuned.
  const isCurrent = (/** @type {string} */ phase, /** @type {number} */ index) =>
    index === lastOf(reached) + 1 || (state.progress?.kind === 'training' && state.progress.phase === phase);
  host.replaceChildren(
    ...PHASES.map((phase, index) => {
      const how = reached.has(phase) ? 'done' : isCurrent(phase, index) ? 'current' : 'open';
      const name = words.text(`phase.${phase}`);
      return element('li', { class: `is-${how}`, 'aria-label': words.text(`phase.${how}`, { phase: name }) }, name);
    }),
  );
}

/** @param {State} state @returns {Set<typeof PHASES[number]>} the phases that are over */
function reachedOf({ progress, race, outcome, trainingStatus }) {
  /** @type {Set<typeof PHASES[number]>} */ const reached = new Set(['data']);
  const isTested = progress?.kind === 'evaluating';
  if (isTested || (race.standings.length > 1 && race.standings.every(({ isFinal }) => isFinal)))
    reached.add('baselines');
  if (isTested || (progress?.kind === 'training' && progress.phase !== 'linear' && progress.phase !== 'baselines'))
    reached.add('linear');
  if (isTested) reached.add('network');
  if (outcome && outcome.measuring === null && trainingStatus === null) reached.add('test');
  return reached;
}

/** The place of the last phase before the first that is not over. @param {Set<typeof PHASES[number]>} reached */
function lastOf(reached) {
  const open = PHASES.findIndex((phase) => !reached.has(phase));
  return open < 0 ? PHASES.length : open - 1;
}
