"""Makes the bundled sample www/samples/article.csv: the article's case, generated.

    python3 tests/python/make_article.py

The article speaks of 1,000 users and 6 products, a user being a vector such as
[1,0,1,0,0,1], and shows three of them. The other 997 are invented here around those
three: each user has one of the three tastes, buys each product of that taste with
probability 0.85 and each other product with probability 0.12. Nobody bought nothing,
and nobody bought all six. No package is needed; the same Python code gives the same
file everywhere, because `random.Random(seed)` is specified.

Wide form, one row per user:

    user,product_1,product_2,product_3,product_4,product_5,product_6
    1,1,0,1,0,0,1
"""

import random
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "www" / "samples" / "article.csv"
SEED = 20240601
USERS = 1000
PRODUCTS = 6
# The article's rows. The first is printed in its text; the other two are put together
# from what it shows and may differ from the author's in a digit.
SHOWN = (
    (1, 0, 1, 0, 0, 1),
    (0, 1, 0, 1, 0, 1),
    (1, 1, 0, 0, 1, 0),
)
BUYS_OF_OWN_TASTE = 0.85
BUYS_OF_OTHERS = 0.12


def invented(taste, rng):
    """A row of that taste with at least one product and not all of them."""
    while True:
        row = tuple(
            int(rng.random() < (BUYS_OF_OWN_TASTE if liked else BUYS_OF_OTHERS)) for liked in taste
        )
        if 0 < sum(row) < PRODUCTS:
            return row


def main():
    rng = random.Random(SEED)
    rows = list(SHOWN)
    while len(rows) < USERS:
        taste = SHOWN[int(rng.random() * len(SHOWN))]
        rows.append(invented(taste, rng))

    header = ["user"] + [f"product_{number}" for number in range(1, PRODUCTS + 1)]
    lines = [",".join(header)]
    lines += [",".join(str(cell) for cell in (user, *row)) for user, row in enumerate(rows, start=1)]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))

    print(f"{len(rows):,} users, {sum(map(sum, rows)):,} purchases, {TARGET.stat().st_size:,} bytes")
    print("buyers per product:", [sum(column) for column in zip(*rows)])
    print("users by number of products:", dict(sorted(Counter(map(sum, rows)).items())))
    print(f"{len(set(rows))} different rows")


if __name__ == "__main__":
    main()
