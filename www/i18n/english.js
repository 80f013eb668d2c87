/** All texts in English: made into the file that the page fetches for this language. */

import { en } from './en.js';
import { enCharts } from './en-charts.js';
import { enFailures, enReasons } from './en-failures.js';
import { enLoading } from './en-loading.js';
import { enFindings, enMeaning } from './en-meaning.js';
import { enQuestions } from './en-questions.js';
import { enRooms } from './en-rooms.js';

export const book = {
  locale: 'en',
  texts: { ...en, ...enMeaning, ...enQuestions, ...enRooms, ...enCharts, ...enLoading },
  failures: enFailures,
  reasons: enReasons,
  findings: enFindings,
};
