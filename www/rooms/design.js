/** Room C: who and what, what may be recommended, how many places, what is held back. */

import { showColumns } from '../views/columns.js';
import { showDialect } from '../views/dialect.js';
import { showMeaning } from '../views/meaning.js';
import { showPlaces } from '../views/places.js';
import { showSplit } from '../views/split.js';

/** @param {import("../controllers/app.js").App} app */
export function showDesign(app) {
  showColumns(app);
  showPlaces(app);
  showMeaning(app);
  showSplit(app);
  showDialect(app);
}
