"""The article's Keras script, as it is described, and its mended form.

    env/bin/pip install -r tests/python/requirements-keras.txt
    env/bin/python tests/python/article_script.py --form article --rows 20000
    env/bin/python tests/python/article_script.py --form mended  --rows 20000

Both: Dense(64, relu) → Dense(64, relu) → Dense(1, sigmoid), Adam, binary
cross-entropy, accuracy, 10 epochs, batches of 32. Printed for each epoch: seconds,
loss, accuracy.

article   The item's id goes in as one number, and the user's id is the label. Binary
          cross-entropy asks for labels between 0 and 1; with a label of 800 it is
          800·(-log p) - 799·(-log(1 - p)), which falls without end as p goes to 1: the
          loss turns negative and grows, the output is 1 for every item, and accuracy
          counts how many users have the id 1.
mended    The user and the item go in one-hot, side by side; the label says whether the
          user bought the item. Every purchase comes with one item drawn from those that
          the user does not have (label 0), drawn anew for each epoch.

Put together from the article's description of layers, inputs, label, optimiser, loss and
sizes; variable names and the reading of the file are ours. The first epoch's seconds
include Keras's tracing of the graph.
"""

import argparse
import csv
import gzip
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy as np

SAMPLE = Path(__file__).resolve().parents[2] / "www" / "samples" / "groceries.csv.gz"


def options():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--form", choices=["article", "mended"], default="mended")
    parser.add_argument("--rows", type=int, default=20_000, help="purchases to train on; 0 for all")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--on-request", action="store_true", help="wait for a line of input before each epoch")
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=SAMPLE, help="CSV, .gz or plain")
    parser.add_argument("--user", default="household", help="the user column's header")
    parser.add_argument("--item", default="product_type", help="the item column's header")
    return parser.parse_args()


def purchases(chosen):
    """Users and items of the chosen rows, numbered from 0, and how many there are."""
    read = gzip.open if chosen.data.suffix == ".gz" else open
    with read(chosen.data, "rt", encoding="utf-8", newline="") as file:
        pairs = sorted({(row[chosen.user], row[chosen.item]) for row in csv.DictReader(file)})
    random.Random(chosen.seed).shuffle(pairs)
    pairs = pairs[: chosen.rows or None]
    users = {name: number for number, name in enumerate(sorted({user for user, _ in pairs}))}
    items = {name: number for number, name in enumerate(sorted({item for _, item in pairs}))}
    numbered = np.array([(users[user], items[item]) for user, item in pairs], dtype=np.int32)
    return numbered, len(users), len(items)


def compiled(inputs, hidden_input):
    hidden = keras.layers.Dense(64, activation="relu")(hidden_input)
    hidden = keras.layers.Dense(64, activation="relu")(hidden)
    score = keras.layers.Dense(1, activation="sigmoid")(hidden)
    model = keras.Model(inputs, score)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


def article(pairs, _users, _items):
    number = keras.Input((1,))
    item_ids, user_ids = pairs[:, 1:] + 1.0, pairs[:, 0] + 1.0
    return compiled(number, number), lambda: (item_ids, user_ids)


def mended(pairs, users, items, rng):
    two_ones = keras.Input((2,), dtype="int32")
    one_hots = keras.layers.CategoryEncoding(num_tokens=users + items, output_mode="multi_hot")(two_ones)
    bought = set(map(tuple, pairs.tolist()))
    if np.bincount(pairs[:, 0]).max() == items:
        raise SystemExit("a user has every item, so no negative can be drawn: take more rows")
    likes = np.repeat([1.0, 0.0], len(pairs))

    def with_negatives():
        drawn = rng.integers(items, size=len(pairs))
        for row, user in enumerate(pairs[:, 0].tolist()):
            while (user, int(drawn[row])) in bought:
                drawn[row] = rng.integers(items)
        others = np.column_stack([pairs[:, 0], drawn])
        return np.concatenate([pairs, others]) + np.array([0, users]), likes

    return compiled(two_ones, one_hots), with_negatives


def main():
    chosen = options()
    keras.utils.set_random_seed(chosen.seed)
    pairs, users, items = purchases(chosen)
    print(f"{chosen.form}: {len(pairs):,} purchases, {users:,} users, {items:,} items, Keras {keras.__version__}")
    if chosen.form == "article":
        model, examples = article(pairs, users, items)
    else:
        model, examples = mended(pairs, users, items, np.random.default_rng(chosen.seed))
    for epoch in range(1, chosen.epochs + 1):
        if chosen.on_request and not sys.stdin.readline():
            break
        began = time.perf_counter()
        inputs, labels = examples()
        fitted = model.fit(inputs, labels, batch_size=chosen.batch_size, epochs=1, verbose=0).history
        seconds = time.perf_counter() - began
        loss, accuracy = fitted["loss"][0], fitted["accuracy"][0]
        print(f"epoch {epoch:2}  {seconds:6.2f} s  loss {loss:14.4f}  accuracy {accuracy:.4f}", flush=True)
    shown = model.predict(examples()[0][:1000], verbose=0)
    print(f"outputs for 1,000 rows: {shown.min():.4f} to {shown.max():.4f}, {len(np.unique(shown))} different")


if __name__ == "__main__":
    main()
