/** Colours by what is shown, as variables of the page, so that light and dark follow by themselves. */

/** @typedef {"network" | "baseline" | "sand" | "done"} Tone */

/** @type {Record<Tone, string>} */
export const COLOURS = {
  network: 'var(--accent)',
  baseline: 'var(--baseline)',
  sand: 'var(--sand)',
  done: 'var(--done)',
};

/** How much of a colour fills the area below its line. */
export const AREA_OPACITY = 0.14;
