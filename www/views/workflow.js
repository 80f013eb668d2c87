/** The article's workflow as a Mermaid diagram; its nodes lead to the steps of the page. */

import { wordsOf } from '../i18n/index.js';
import { block, element, svg } from './dom.js';

/** @typedef {import("../i18n/index.js").Words} Words */
/** @typedef {import("../state.js").State} State */
/** @typedef {typeof STEPS[number]} Step */

const STEPS = /** @type {const} */ (['A', 'B', 'C', 'D', 'E', 'F']);
const NARROW = '(max-width: 820px)';
const MERMAID = 'vendor/mermaid/mermaid.esm.min.mjs';

/** @param {import("../controllers/app.js").App} app */
export function showWorkflow(app) {
  const { store } = app;
  const host = block('workflow');
  const narrow = matchMedia(NARROW);
  let turn = 0;

  const draw = async () => {
    const mine = ++turn;
    const { language } = store.state;
    if (!host.querySelector('svg')) host.replaceChildren(plainSteps(wordsOf(language)));
    light(store.state);
    await app.released;
    if (mine !== turn) return;
    try {
      const picture = await diagram(
        new URL(MERMAID, app.base).href,
        wordsOf(language),
        narrow.matches,
        `workflow-${mine}`,
      );
      if (mine !== turn) return;
      host.replaceChildren(picture);
      light(store.state);
    } catch (error) {
      // The plain list of steps does the same.
      host.replaceChildren(plainSteps(wordsOf(language)));
      light(store.state);
      console.warn(error);
    }
  };
  const light = (/** @type {State} */ state) => lightUp(host, state);

  store.watch(['language'], () => {
    app.decorated = draw();
  });
  let wasNarrow = narrow.matches;
  narrow.addEventListener('change', () => {
    if (narrow.matches === wasNarrow) return;
    wasNarrow = narrow.matches;
    draw();
  });
  store.watch(['stage', 'trainingStatus', 'account', 'outcome', 'exported'], light);
  host.addEventListener('click', (event) => follow(event, app));
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    follow(event, app);
  });
}

/** @param {State} state @returns {Step} */
function currentStep({ stage, trainingStatus, account, outcome, exported }) {
  if (trainingStatus) return 'D';
  if (stage === 'reading' || !account) return 'B';
  if (!outcome) return 'C';
  return exported ? 'F' : 'E';
}

/** @param {HTMLElement} host @param {State} state */
function lightUp(host, state) {
  const words = wordsOf(state.language);
  const current = STEPS.indexOf(currentStep(state));
  STEPS.forEach((step, index) => {
    const node = host.querySelector(`[data-node="${step}"]`);
    if (!node) return;
    const how = index < current ? 'done' : index === current ? 'current' : 'open';
    node.classList.toggle('done', how === 'done');
    node.classList.toggle('current', how === 'current');
    if (how === 'current') node.setAttribute('aria-current', 'step');
    else node.removeAttribute('aria-current');
    node.setAttribute('aria-label', words.text(`workflow.${how}`, { step: words.text(`workflow.${step}`) }));
  });
}

/** @param {Event} event @param {import("../controllers/app.js").App} app */
function follow(event, app) {
  const node = event.target instanceof Element ? event.target.closest('[data-node]') : null;
  const step = node?.getAttribute('data-node');
  if (!step) return;
  event.preventDefault();
  const target = document.querySelector(`[data-step="${step}"]`);
  if (step === 'A') {
    scrollTo({ top: 0 });
    block('main').focus({ preventScroll: true });
  } else if (target instanceof HTMLElement && target.checkVisibility()) {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'start' });
  } else {
    app.messages.say('notice.later', { workflow: currentStep(app.store.state) });
  }
}

/** Stands where the diagram will stand, and stays if it cannot be drawn. @param {Words} words */
function plainSteps(words) {
  return element(
    'ol',
    { class: 'plain-steps' },
    ...STEPS.map((step) =>
      element('li', {}, element('button', { type: 'button', 'data-node': step }, words.text(`workflow.${step}`))),
    ),
  );
}

/**
 * @param {string} mermaidAddress
 * @param {Words} words
 * @param {boolean} narrow
 * @param {string} id
 */
async function diagram(mermaidAddress, words, narrow, id) {
  const { default: mermaid } = await import(mermaidAddress);
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: 'base',
    look: 'classic',
    layout: 'dagre',
    htmlLabels: false,
    fontFamily: getComputedStyle(document.body).fontFamily,
    themeVariables: { fontSize: '14px' },
    // The step one is at is set bold: every box has to be wide enough for that.
    themeCSS: '.node text, .node tspan { font-weight: 600; }',
    flowchart: {
      curve: 'linear',
      padding: 12,
      diagramPadding: 2,
      nodeSpacing: 24,
      rankSpacing: narrow ? 20 : 44,
      useMaxWidth: true,
      wrappingWidth: 400,
    },
  });
  const drawing = await mermaid.render(id, source(words, narrow));
  const parsed = new DOMParser().parseFromString(drawing.svg, 'image/svg+xml').documentElement;
  if (parsed.nodeName !== 'svg') throw new Error("Mermaid's picture cannot be parsed");
  const picture = document.adoptNode(parsed);
  // Lying, it ends flush with the cards; standing, it keeps its size.
  if (!narrow) picture.style.maxWidth = 'none';
  picture.setAttribute('role', 'group');
  picture.removeAttribute('aria-roledescription');
  picture.setAttribute('aria-label', words.text('workflow.picture'));
  for (const step of STEPS) {
    const node = picture.querySelector(`[id*="-flowchart-${step}-"]`);
    node?.setAttribute('data-node', step);
    node?.setAttribute('role', 'button');
    node?.setAttribute('tabindex', '0');
    if (node) joinLines(node);
  }
  return picture;
}

/** Lines of a label follow each other without a blank; read aloud they need one, which takes no room. @param {Element} node */
function joinLines(node) {
  for (const line of [...node.querySelectorAll('text > tspan')].slice(1)) {
    line.before(svg('tspan', { 'font-size': 0 }, ' '));
  }
}

/** @param {Words} words @param {boolean} narrow */
function source(words, narrow) {
  const nodes = STEPS.map((step) => {
    const text = words.text(`workflow.${step}`);
    return `${step}("${narrow ? text : twoLines(text)}")`;
  });
  return `flowchart ${narrow ? 'TD' : 'LR'}\n${nodes.join('\n')}\n${STEPS.join(' --> ')}`;
}

/** Breaks a label of several words near its middle. @param {string} text */
function twoLines(text) {
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index ?? 0);
  if (text.length < 18 || spaces.length === 0) return text;
  const at = spaces.reduce((best, space) => (Math.abs(space - middle) < Math.abs(best - middle) ? space : best));
  return `${text.slice(0, at)}<br/>${text.slice(at + 1)}`;
}
