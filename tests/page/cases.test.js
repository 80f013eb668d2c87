// Files in the shapes that shops, offices and courses export are read as a careful human reads them, or the page asks, or it
// says what they are: tests/cases/README.md.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { line, readCases, tryCases } from './cases.js';
import { openHouse } from './person.js';

/** What is not read as it should be, with the reason. @type {Record<string, string>} */
const EXCEPTIONS = Object.fromEntries(
  `amazon_orders bakery basket_item_count behaviour_codes blanks_around_ids blocks customer_name_order ean_scientific email_case events guest_zero_large header_again header_commas html_table items_json jd_gbk jester lines_quoted long_ids merged_customer mysql note_column onehot_pandas order_details order_status pivot_crosstab psql qty_units rating_fraction rating_stars recbole sheet_per_month shopee shopify_blank_email shopify_orders square_items steam summary_first taobao_gbk taobao_titles time_hour wide_tick wide_true wide_x wide_y woo_line_items yonyou`
    .split(/\s+/)
    .map((name) => [name, 'the core does not read it yet']),
);

const house = await openHouse();
after(() => house.close());

test('what people bring is understood, asked about, or named', async (t) => {
  const cases = await readCases(fileURLToPath(new URL('../cases', import.meta.url)));
  assert.ok(cases.length >= 84, `only ${cases.length} cases`);
  const verdicts = await tryCases(house, cases);
  const failed = verdicts.filter(({ faults }) => faults.length > 0);
  t.diagnostic(`${verdicts.length - failed.length} of ${verdicts.length} pass`);
  for (const verdict of failed) t.diagnostic(line(verdict));
  for (const name of Object.keys(EXCEPTIONS)) {
    if (!failed.some((verdict) => verdict.name === name)) t.diagnostic(`${name} is no exception any more`);
  }
  assert.deepEqual(failed.filter(({ name }) => !(name in EXCEPTIONS)).map(line), []);
});
