/** Room A: a file, or a sample. */

import { showSource } from '../views/source.js';

/** @param {import("../controllers/app.js").App} app */
export function showStart(app) {
  showSource(app);
}
