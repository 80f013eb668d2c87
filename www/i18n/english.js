/** All texts in English: made into the file that the page fetches for this language. */

import { en } from './en.js';
import { enCharts } from './en-charts.js';
import { enDeaths } from './en-deaths.js';
import { enFailures, enReasons } from './en-failures.js';
import { enLink } from './en-link.js';
import { enLoading } from './en-loading.js';
import { enLock } from './en-lock.js';
import { enFindings, enMeaning } from './en-meaning.js';
import { enProject } from './en-project.js';
import { enQuestions } from './en-questions.js';
import { enRooms } from './en-rooms.js';

export const book = {
  locale: 'en',
  texts: {
    ...en,
    ...enMeaning,
    ...enQuestions,
    ...enRooms,
    ...enCharts,
    ...enDeaths,
    ...enLink,
    ...enLoading,
    ...enLock,
    ...enProject,
  },
  failures: enFailures,
  reasons: enReasons,
  findings: enFindings,
};
