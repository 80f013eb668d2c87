/** Room A: a file, or a sample. */

import { showSource } from '../views/source.js';
import { showWanted } from '../views/wanted.js';

/** @param {import("../controllers/app.js").App} app */
export function showStart(app) {
  showWanted(app);
  showSource(app);
}
