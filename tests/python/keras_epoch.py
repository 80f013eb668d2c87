"""The article's network in native Keras, an epoch at a time, for `make bench KERAS=1`.

64-64 relu and a sigmoid per item, binary cross-entropy, Adam, batches of 32, on the interactions
of a CSV with the columns `user` and `item`, both numbered from 0. Initial weights are drawn as Firstpick
draws them: He for relu, Glorot for the last layer. For every line of its input it trains one epoch and
prints its seconds and its loss. A few batches before the first epoch see to the compiling, so that
no epoch's seconds contain it; their weights are thrown away.

    yes '' | head -n 5 | env/bin/python tests/python/keras_epoch.py --data interactions.csv

Needs requirements-keras.txt.
"""

import argparse
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402


def network(items):
    dense = keras.layers.Dense
    network = keras.Sequential(
        [
            keras.Input((items,)),
            dense(64, activation="relu", kernel_initializer="he_uniform"),
            dense(64, activation="relu", kernel_initializer="he_uniform"),
            dense(items, activation="sigmoid"),
        ]
    )
    network.compile(optimizer="adam", loss="binary_crossentropy")
    return network


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--data", required=True)
    options = parser.parse_args()
    keras.utils.set_random_seed(1)
    users, items = np.loadtxt(options.data, delimiter=",", skiprows=1, dtype=np.int64).T
    x = np.zeros((users.max() + 1, items.max() + 1), dtype="float32")
    x[users, items] = 1
    model = network(x.shape[1])
    initial = model.get_weights()
    model.fit(x[:96], x[:96], batch_size=32, epochs=1, verbose=0)
    # The last batch of an epoch is smaller, and a shape of its own.
    model.fit(x[: 32 + len(x) % 32], x[: 32 + len(x) % 32], batch_size=32, epochs=1, verbose=0)
    model.set_weights(initial)
    for variable in model.optimizer.variables:
        if variable.path != "adam/learning_rate":
            variable.assign(keras.ops.zeros_like(variable))
    for epoch, _ in enumerate(sys.stdin, 1):
        begun = time.perf_counter()
        fitted = model.fit(x, x, batch_size=32, epochs=1, verbose=0).history
        print(f"epoch {epoch}  {time.perf_counter() - begun:.4f} s  loss {fitted['loss'][0]:.6f}", flush=True)


if __name__ == "__main__":
    main()
