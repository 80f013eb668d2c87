/** The open room: its title and lead, and where the focus goes when it opens. */

import { wordsOf } from '../i18n/index.js';
import { ROOMS } from '../state.js';
import { block, element } from './dom.js';
import { hasNetwork, verdictOf, verdictWord, winnerName } from './judgement.js';
import { fullName } from './models.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").Room} Room */
/** @typedef {import("../state.js").State} State */

/** @param {import("../controllers/app.js").App} app */
export function showRoomHead({ store }) {
  const title = block('room-title');
  const lead = block('room-lead');
  const nothing = block('nothing-yet');
  let isFirst = true;

  store.watch(
    ['room', 'stage', 'account', 'opened', 'outcome', 'trainingStatus', 'model', 'topK', 'language', 'runs'],
    (state) => {
      const words = wordsOf(state.language);
      const { heading, text, tone } = headOf(state, words);
      title.textContent = heading;
      title.dataset.tone = tone ?? '';
      lead.replaceChildren(...(typeof text === 'string' ? [text] : text));
      lead.hidden = lead.textContent === '';
      const isEmpty = isNothingIn(state);
      nothing.hidden = !isEmpty;
      if (isEmpty && state.room !== 'start') {
        nothing.replaceChildren(element('p', {}, words.text(`nothing.${state.room}`)));
      }
    },
  );
  store.watch(['room'], ({ room, opened }) => {
    document.body.dataset.room = room;
    for (const name of ROOMS) block(`room-${name}`).hidden = name !== room;
    if (isFirst) {
      isFirst = false;
      return;
    }
    const isAsked = room === 'data' && opened?.question;
    // The layout of a room takes a while: it gets a task of its own.
    setTimeout(() => {
      // A view that opened the room may already have put the focus on a field in it.
      if (store.state.room !== room || block(`room-${room}`).contains(document.activeElement)) return;
      scrollTo({ top: 0, behavior: 'instant' });
      (isAsked ? block('question') : title).focus({ preventScroll: true });
    });
  });
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    title.focus();
  });
}

/** Whether a room has nothing to show yet. @param {State} state */
function isNothingIn({ room, account, opened, outcome, runs }) {
  if (room === 'start') return false;
  if (room === 'data') return account === null && opened?.question == null;
  if (room === 'design') return opened === null;
  if (room === 'model') return account === null;
  if (room === 'verdict') return outcome === null && runs.length === 0;
  return outcome === null;
}

/**
 * @typedef {Object} Head
 * @property {string} heading
 * @property {string | (Node | string)[]} text
 * @property {string} [tone]
 */
/** @param {State} state @param {Words} words @returns {Head} */
function headOf(state, words) {
  const { room, account, opened, outcome, trainingStatus, model, topK } = state;
  if (isNothingIn(state)) return { heading: words.text(`room.${room}`), text: '' };
  switch (room) {
    case 'start':
      return { heading: words.text('start.title'), text: words.text('start.lead') };
    case 'data':
      if (opened?.question && opened.preview !== account?.preview)
        return { heading: words.text('room.data'), text: '' };
      return account ? dataHead(account, words) : { heading: words.text('room.data'), text: '' };
    case 'design':
      return { heading: words.text('design.title'), text: words.text('design.lead') };
    case 'model':
      if (trainingStatus !== null) return { heading: words.text('race.title'), text: words.text('race.running') };
      return { heading: words.text('model.title'), text: words.text(outcome ? 'race.final' : 'model.lead') };
    case 'verdict':
      return verdictHead(outcome, words);
    case 'release':
      return {
        heading: words.text('release.title'),
        text: words.text('release.lead', {
          users: account?.dataset.users ?? 0,
          k: topK,
          model:
            model === 'network' ? winnerName(model, outcome?.result?.shares ?? null, words) : fullName(model, words),
        }),
      };
  }
}

/** @param {NonNullable<State["account"]>} account @param {Words} words @returns {Head} */
function dataHead({ dataset, preview, roles }, words) {
  const left = Object.values(dataset.rejected).reduce((sum, n) => sum + n, 0);
  const heading = left === 0 ? words.text('data.titleAll') : words.text('data.titleSome', { left });
  const { users, items, quality } = dataset;
  const nameOf = (/** @type {number | null | undefined} */ column) =>
    column == null ? null : (preview.columns[column]?.name ?? null);
  const [user, item] = [nameOf(roles.user), nameOf(roles.item ?? roles.name)];
  const change = element('a', { href: '#design' }, words.text('data.change'));
  const first = quality.timeline?.bins[0];
  const last = quality.timeline?.bins.at(-1);
  if (user === null || item === null)
    return { heading, text: [words.text('data.whoOnly', { users, items }), ' ', change] };
  const columns = { users, items, user, item };
  const month = /** @type {const} */ ({ year: 'numeric', month: 'short' });
  const text =
    first && last
      ? words.text('data.who', { ...columns, from: words.date(first.start, month), to: words.date(last.start, month) })
      : words.text('data.whoUntimed', columns);
  return { heading, text: [text, ' ', change] };
}

/** @param {State["outcome"]} outcome @param {Words} words @returns {Head} */
function verdictHead(outcome, words) {
  if (!outcome) return { heading: words.text('verdict.earlier'), text: '' };
  if (outcome.measuring !== null) return { heading: words.text('verdict.measuring'), text: '' };
  const verdict = verdictOf(outcome.result);
  if (!verdict) return { heading: words.text('verdict.noneHero'), text: '' };
  const isWorth = verdict.kind === 'worth';
  const tone = isWorth ? (hasNetwork(verdict.model, outcome.result?.shares ?? null) ? 'network' : 'done') : 'quiet';
  return { heading: verdictWord(verdict, words), text: '', tone };
}
