// What is noted in a page while a person uses it, and shown where a test waits in vain.

/** @typedef {import('../../www/state.js').Stage} Stage */
/** @typedef {{stages: Stage[], heard: number[]}} Notes  stages in order; when a worker of the core said something */

/** Runs in the page before anything of its own. */
export function takeNotes() {
  /** @type {Notes} */
  const notes = { stages: [], heard: [] };
  Object.assign(globalThis, { notes });
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      // A sign of life is no work, and what is kept at a pause is no training.
      if (options?.name === 'keeper') return;
      this.addEventListener('message', ({ data }) => data.alive || notes.heard.push(performance.now()));
    }
  };
  new MutationObserver((records) => {
    for (const { oldValue, target } of records) {
      if (target !== document.body) continue;
      // Every value but the last has become an old one by the time this runs.
      if (notes.stages.length > 0 && oldValue) notes.stages[notes.stages.length - 1] = /** @type {Stage} */ (oldValue);
      notes.stages.push(/** @type {Stage} */ (document.body.dataset.stage));
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-stage'], attributeOldValue: true });
}

/**
 * What the page shows, in a line.
 * @param {import('playwright-core').Page} page
 * @param {number} from  of the stages
 */
export function shown(page, from) {
  return page.evaluate((from) => {
    const text = (/** @type {string} */ id) => document.getElementById(id)?.textContent?.trim();
    const { stages, heard } = /** @type {any} */ (globalThis).notes;
    const silence = performance.now() - heard.at(-1);
    const { saved } = document.body.dataset;
    const [progress, message] = [text('progress-text'), text('message')];
    return JSON.stringify({ stages: stages.slice(from), silence, saved, progress, message });
  }, from);
}
