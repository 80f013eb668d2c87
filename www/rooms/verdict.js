/** Room E: the decision, three customers, for whom it works, earlier runs, and every measure. */

import { showComparison } from '../views/comparison.js';
import { showExamples } from '../views/examples.js';
import { showRuns } from '../views/runs.js';
import { showSegments } from '../views/segments.js';
import { showVerdict as showDecision } from '../views/verdict.js';

/** @param {import("../controllers/app.js").App} app */
export function showVerdict(app) {
  showDecision(app);
  showExamples(app);
  showSegments(app);
  showRuns(app);
  showComparison(app);
}
