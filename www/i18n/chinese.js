/** All texts in Chinese: made into the file that the page fetches for this language. */

import { zh } from './zh.js';
import { zhCharts } from './zh-charts.js';
import { zhDeaths } from './zh-deaths.js';
import { zhFailures, zhReasons } from './zh-failures.js';
import { zhLink } from './zh-link.js';
import { zhLoading } from './zh-loading.js';
import { zhLock } from './zh-lock.js';
import { zhFindings, zhMeaning } from './zh-meaning.js';
import { zhProject } from './zh-project.js';
import { zhQuestions } from './zh-questions.js';
import { zhRooms } from './zh-rooms.js';

/** @type {import("./index.js").Book} */
export const book = {
  locale: 'zh-CN',
  texts: {
    ...zh,
    ...zhMeaning,
    ...zhQuestions,
    ...zhRooms,
    ...zhCharts,
    ...zhDeaths,
    ...zhLink,
    ...zhLoading,
    ...zhLock,
    ...zhProject,
  },
  failures: zhFailures,
  reasons: zhReasons,
  findings: zhFindings,
};
