/** Room B: what was read, what stands out and can be answered, how the purchases spread. */

import { showAccount } from '../views/account.js';
import { showQuality } from '../views/quality.js';
import { showQuestion } from '../views/question.js';

/** @param {import("../controllers/app.js").App} app */
export function showData(app) {
  showQuestion(app);
  showAccount(app);
  showQuality(app);
}
