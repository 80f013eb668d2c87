// The page's words for tests that have no page: a browser fetches them instead.
import { book as chinese } from '../../www/i18n/chinese.js';
import { book as english } from '../../www/i18n/english.js';
import { teach } from '../../www/i18n/index.js';

export function teachAll() {
  teach('en', english);
  teach('zh', chinese);
}
