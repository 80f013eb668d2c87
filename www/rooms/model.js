/** Room D: the race and the learning, recipe and formula, and the laboratory. */

import { showFormula } from '../views/formula.js';
import { showLearning } from '../views/learning.js';
import { showOptions } from '../views/options.js';
import { showRace } from '../views/race.js';
import { showTrials } from '../views/trials.js';

/** @param {import("../controllers/app.js").App} app */
export function showModel(app) {
  showRace(app);
  showLearning(app);
  showOptions(app);
  showFormula(app);
  showTrials(app);
}
