/** All texts in Chinese: made into the file that the page fetches for this language. */

import { zh } from './zh.js';
import { zhCharts } from './zh-charts.js';
import { zhFailures, zhReasons } from './zh-failures.js';
import { zhLoading } from './zh-loading.js';
import { zhFindings, zhMeaning } from './zh-meaning.js';
import { zhQuestions } from './zh-questions.js';
import { zhRooms } from './zh-rooms.js';

/** @type {import("./index.js").Book} */
export const book = {
  locale: 'zh-CN',
  texts: { ...zh, ...zhMeaning, ...zhQuestions, ...zhRooms, ...zhCharts, ...zhLoading },
  failures: zhFailures,
  reasons: zhReasons,
  findings: zhFindings,
};
