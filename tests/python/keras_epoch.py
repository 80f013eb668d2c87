"""The article's network in native Keras, an epoch at a time, for `make bench KERAS=1`.

64-64 relu and a sigmoid per item, binary cross-entropy, Adam, batches of 32, on random
ones and zeros of the given shape: the time does not depend on where the ones are. Prints the
seconds of each epoch as JSON on the last line; the first epoch, which compiles, is left out.

    env/bin/python tests/python/keras_epoch.py --users 4338 --items 3665 --epochs 5

Needs requirements-keras.txt.
"""

import argparse
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, required=True)
    parser.add_argument("--items", type=int, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    keras.utils.set_random_seed(1)
    x = (np.random.default_rng(1).random((options.users, options.items)) < 0.0167).astype("float32")
    network = keras.Sequential(
        [
            keras.Input((options.items,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(options.items, activation="sigmoid"),
        ]
    )
    network.compile(optimizer="adam", loss="binary_crossentropy")
    seconds = []
    for _ in range(options.epochs + 1):
        begun = time.perf_counter()
        network.fit(x, x, batch_size=32, epochs=1, verbose=0)
        seconds.append(time.perf_counter() - begun)
    print(json.dumps(seconds[1:]))


if __name__ == "__main__":
    main()
