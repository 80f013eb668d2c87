/** Room F: the lists, customer by customer, and what is downloaded. */

import { showCustomer } from '../views/customer.js';
import { showDownloads } from '../views/downloads.js';
import { showLink } from '../views/link.js';
import { showRecommendations } from '../views/recommendations.js';

/** @param {import("../controllers/app.js").App} app */
export function showRelease(app) {
  showCustomer(app);
  showRecommendations(app);
  showDownloads(app);
  showLink(app);
}
