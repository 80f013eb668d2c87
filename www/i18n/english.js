/** All texts in English: the file that the page fetches for this language. */

import { en } from './en.js';
import { enCharts } from './en-charts.js';
import { enFailures, enReasons } from './en-failures.js';
import { enLink } from './en-link.js';
import { enFindings, enMeaning } from './en-meaning.js';
import { enQuestions } from './en-questions.js';
import { enRooms } from './en-rooms.js';

export const book = {
  locale: 'en',
  texts: { ...en, ...enMeaning, ...enQuestions, ...enRooms, ...enCharts, ...enLink },
  failures: enFailures,
  reasons: enReasons,
  findings: enFindings,
};
