/** The files that come out. */

import { wordsOf } from '../i18n/index.js';
import { button } from './dom.js';

const FILES = /** @type {const} */ (['recommendations', 'neutral', 'report', 'model']);

/** @param {import("../controllers/app.js").App} app */
export function showDownloads({ store, recommendations: controller }) {
  for (const what of FILES) button(`export-${what}`).addEventListener('click', () => controller.save(what));
  store.watch(
    ['exporting', 'stage', 'trainingStatus', 'outcome', 'language'],
    ({ exporting, stage, trainingStatus, outcome, language }) => {
      const words = wordsOf(language);
      // The worker does one long thing at a time: an export would end the measurement.
      const measuring = outcome !== null && outcome.measuring !== null;
      const busy = measuring || trainingStatus !== null || stage === 'reading';
      for (const what of FILES) {
        const control = button(`export-${what}`);
        const writing = exporting?.what === what;
        control.disabled = exporting !== null || busy || outcome === null;
        control.textContent = writing
          ? words.text('export.writing', { share: words.percent(exporting.fraction) })
          : words.text(`export.${what}`);
      }
    },
  );
}
