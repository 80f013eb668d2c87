/**
 * The article's workflow, the frame of the page: Mermaid's diagram where it is wide, one line of steps where it is narrow.
 * Each node carries a live fact, and is a link to its room.
 */

import { fitted } from '../charts/labels.js';
import { loadAllWords, wordsOf } from '../i18n/index.js';
import { ROOMS } from '../state.js';
import { drawDiagram } from './diagram.js';
import { block, element } from './dom.js';
import { FACT_FIELDS, factOf, progressIn } from './facts.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Language} Language */
/** @typedef {import("../state.js").Room} Room */

/** Keys of the article's names for the rooms. */
const STEPS = /** @type {const} */ ({
  start: 'workflow.A',
  data: 'workflow.B',
  design: 'workflow.C',
  model: 'workflow.D',
  verdict: 'workflow.E',
  release: 'workflow.F',
});
const LANGUAGES = /** @type {const} */ (['zh', 'en']);
/** As in styles/frame.css. */
const NARROW = '(max-width: 900px)';

/** @param {import("../controllers/app.js").App} app */
export function showWorkflow(app) {
  const { store } = app;
  const host = block('workflow');
  const narrow = matchMedia(NARROW);
  let turn = 0;
  const light = () => lightUp(host, store.state);
  /** Drawn while the page is not locked; afterwards these are all there are. @type {Map<Language, Promise<Element>>} */
  const pictures = new Map();

  /** @param {Language} language */
  const pictureIn = (language) => {
    const drawn =
      pictures.get(language) ??
      drawDiagram(app.base, labelsIn(language), `workflow-${language}`, wordsOf(language).text('workflow.picture'));
    pictures.set(language, drawn);
    drawn.catch(() => pictures.delete(language));
    return drawn;
  };

  const draw = async () => {
    const mine = ++turn;
    const { language } = store.state;
    const labels = labelsIn(language);
    if (narrow.matches || !host.querySelector('svg')) host.replaceChildren(plainSteps(labels));
    light();
    if (narrow.matches) return;
    await app.released;
    if (mine !== turn) return;
    try {
      const picture = await pictureIn(language);
      if (mine === turn) host.replaceChildren(picture);
      light();
      await loadAllWords();
      await Promise.allSettled(LANGUAGES.map((other) => pictureIn(other)));
    } catch (error) {
      // The plain list of steps does the same; unless another drawing is under way, in the language that was chosen since.
      const why = element('p', { class: 'quiet' }, wordsOf(language).text('workflow.plain'));
      if (mine === turn) host.replaceChildren(plainSteps(labels), why);
      console.warn(error);
    }
    light();
  };

  store.watch(['language'], () => {
    app.decorated = draw();
  });
  narrow.addEventListener('change', draw);
  store.watch([...FACT_FIELDS], light);
}

/** The article's names for the rooms. @param {Language} language */
function labelsIn(language) {
  const words = wordsOf(language);
  return ROOMS.map((room) => words.text(STEPS[room]));
}

/** @param {HTMLElement} host @param {State} state */
function lightUp(host, state) {
  const words = wordsOf(state.language);
  for (const room of ROOMS) {
    const node = host.querySelector(`[data-node="${room}"]`);
    if (!node) continue;
    const progress = progressIn(room, state);
    const fact = factOf(room, state, words);
    node.classList.toggle('done', progress === 'done');
    node.classList.toggle('under-way', progress === 'under-way');
    node.classList.toggle('current', room === state.room);
    if (room === state.room) node.setAttribute('aria-current', 'step');
    else node.removeAttribute('aria-current');
    write(node.querySelector('.fact'), fact);
    const step = [words.text(STEPS[room]), fact].filter(Boolean).join(' ');
    const how = progress === 'under-way' ? 'current' : progress;
    // What can be read there comes first, as those who speak to the page would say it.
    node.setAttribute('aria-label', words.text(`workflow.${how}`, { step }));
  }
}

/** @param {Element | null} place @param {string} fact */
function write(place, fact) {
  if (!place || place.getAttribute('data-fact') === fact) return;
  place.setAttribute('data-fact', fact);
  // A name from a file may be of any length. What is measured is no part of the page, whose layout would be held up by it.
  const room = place.getAttribute('data-width');
  place.textContent = room === null ? fact : fitted(fact, Number(room));
}

/** Stands where the diagram will stand, and stays where it is narrow or the diagram cannot be drawn. @param {string[]} labels */
function plainSteps(labels) {
  return element(
    'ol',
    { class: 'plain-steps' },
    ...ROOMS.map((room, index) =>
      element(
        'li',
        {},
        element(
          'a',
          { href: `#${room}`, 'data-node': room },
          element('span', { class: 'step-number', 'aria-hidden': 'true' }),
          element(
            'span',
            { class: 'step-words' },
            element('span', { class: 'step-name' }, labels[index] ?? ''),
            ' ',
            element('bdi', { class: 'fact' }),
          ),
        ),
      ),
    ),
  );
}
