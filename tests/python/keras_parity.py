"""Makes the parity fixtures: what Keras computes from given weights and batches.

    python3.11 -m venv env && env/bin/pip install -r tests/python/requirements-keras.txt
    env/bin/python tests/python/keras_parity.py

writes tests/fixtures/keras_parity.json (float32, Keras's default) and
tests/fixtures/keras_parity_f64.json (the same cases in float64). Both have this form:

    {"keras": version, "tensorflow": version, "dtype": "float32" | "float64",
     "cases": [{
        "name", "inputs", "outputs",
        "hidden": [units, ...], "activation": "sigmoid" | "relu" | "tanh",
        "loss": "binary_crossentropy" | "multinomial",
        "forward": "sigmoid" | "logits",     what the forward_* figures are
        "optimizer": {"name": "adam" | "adamw" | "sgd", ...its options},
        "steps": 100,
        "batches": [{"indices": [[...], ...], "targets": null | [0 | 1, ...]}, ...],
        "initial": [{"kernel": [[...], ...], "bias": [...]}, ...],
        "forward_before": [[...], ...],
        "losses": [...], "final": [...as initial...], "forward_after": [[...], ...]}]}

- A row of `indices` names the inputs that are 1; all others are 0. `targets` is null
  where the target is the input itself (the profile network).
- `kernel[i][o]` leads from input i to output o, as Keras has it: y = x·kernel + bias.
- Step s (0, 1, ...) trains on batch s mod 5; `losses[s]` is that batch's loss before the
  step. `forward_*` is the output for batch 0 before the first and after the last step.
- The last layer is linear and the loss is computed from its logits (`from_logits=True`):
  Keras's other form clips probabilities at 1e-7, which no stable formula reproduces.
- binary_crossentropy: the mean over outputs, then over the batch.
- multinomial: -Σ_i x_i log softmax_i summed over items, then the mean over the batch.
  Written with log_softmax: TensorFlow's fused op assumes in its gradient that the
  targets of a row add up to 1.
- An optimiser's options are first rounded to float32 (0.999 → 0.9990000128746033), and
  stand so in the fixture: Keras passes some of them through float32 even in a float64
  run, but takes 1 - β from the unrounded one, which no single value of β reproduces.
- Numbers are written with the fewest digits that read back to the same float.

How Keras's optimisers go, in its own notation (t from 1, g the gradient):

    Adam   m += (g - m)(1 - β1);  v += (g² - v)(1 - β2)
           w -= m·α / (√v + ε)    with α = lr·√(1 - β2^t) / (1 - β1^t)
           so ε stands beside the uncorrected √v ("epsilon hat" in the paper)
    AdamW  first w -= w·wd·lr, then as Adam. Keras decays every variable unless told
           not to; here `exclude_from_weight_decay(var_names=["bias"])` leaves out biases
    SGD    u = momentum·u - lr·g;  w += u
"""

import json
import os
import random
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy as np
import tensorflow as tf

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
STEPS = 100
BATCHES = 5
USERS, ITEMS = 12, 10
ADAM = {"name": "adam", "learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}


def rounded(options):
    return {
        key: float(np.float32(value)) if isinstance(value, float) else value
        for key, value in options.items()
    }


def profile(name, hidden, activation, loss, optimizer):
    forward = "logits" if loss == "multinomial" else "sigmoid"
    return {
        "name": name, "inputs": 24, "outputs": 24, "hidden": hidden, "activation": activation,
        "loss": loss, "forward": forward, "optimizer": rounded(optimizer), "steps": STEPS,
    }  # fmt: skip


CASES = [
    profile("article", [8, 8], "sigmoid", "binary_crossentropy", ADAM),
    profile("relu", [8, 8], "relu", "binary_crossentropy", ADAM),
    profile("tanh_multinomial", [10], "tanh", "multinomial", ADAM | {"learning_rate": 0.01}),
    {
        "name": "pair", "inputs": USERS + ITEMS, "outputs": 1, "hidden": [8, 8], "activation": "relu",
        "loss": "binary_crossentropy", "forward": "sigmoid", "optimizer": rounded(ADAM), "steps": STEPS,
    },
    profile("adamw", [8, 8], "relu", "binary_crossentropy",
            ADAM | {"name": "adamw", "weight_decay": 0.01, "decays_biases": False}),
    profile("sgd", [8, 8], "relu", "binary_crossentropy",
            {"name": "sgd", "learning_rate": 0.1, "momentum": 0.9}),
]  # fmt: skip


def profile_batches(rng):
    """16 users a batch with 2 to 8 of 24 items, mostly from one half of them."""
    def row():
        half = rng.randrange(2) * 12
        near = rng.sample(range(half, half + 12), rng.randint(2, 6))
        far = rng.sample(range(12 - half, 24 - half), rng.randint(0, 2))
        return sorted(near + far)

    return [{"indices": [row() for _ in range(16)], "targets": None} for _ in range(BATCHES)]


def pair_batches(rng):
    """32 pairs a batch, a user's one and an item's one; likes are mostly of one parity."""
    batches = []
    for _ in range(BATCHES):
        pairs = [(rng.randrange(USERS), rng.randrange(ITEMS)) for _ in range(32)]
        likes = [int(((user + item) % 2 == 0) == (rng.random() < 0.9)) for user, item in pairs]
        batches.append({"indices": [[user, USERS + item] for user, item in pairs], "targets": likes})
    return batches


def glorot(case, rng):
    """Glorot uniform kernels, and biases that are not 0 so that they matter."""
    sizes = [case["inputs"], *case["hidden"], case["outputs"]]
    layers = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        limit = (6 / (fan_in + fan_out)) ** 0.5
        kernel = [[rng.uniform(-limit, limit) for _ in range(fan_out)] for _ in range(fan_in)]
        bias = [rng.uniform(-0.2, 0.2) for _ in range(fan_out)]
        layers.append((np.float32(kernel), np.float32(bias)))
    return layers


def optimizer_of(options):
    options = {key: value for key, value in options.items() if key != "decays_biases"}
    name = options.pop("name")
    kinds = {"adam": keras.optimizers.Adam, "adamw": keras.optimizers.AdamW, "sgd": keras.optimizers.SGD}
    optimizer = kinds[name](**options)
    if name == "adamw":
        optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


def multinomial(targets, logits):
    return keras.ops.mean(-keras.ops.sum(targets * keras.ops.log_softmax(logits, axis=-1), axis=-1))


def plain(array):
    """Nested lists of Python floats whose shortest form is that of the array's type."""
    if array.ndim:
        return [plain(row) for row in array]
    return float(str(array))


def layers_of(model):
    return [
        {"kernel": plain(layer.kernel.numpy()), "bias": plain(layer.bias.numpy())}
        for layer in model.layers
    ]


def run(case, dtype):
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    # the name is part of the seed, but `adamw` and `sgd` start like `relu`
    like = "relu" if case["name"] in ("adamw", "sgd") else case["name"]
    rng = random.Random(f"firstpick keras parity {like}")
    batches = pair_batches(rng) if case["name"] == "pair" else profile_batches(rng)

    model = keras.Sequential(
        [keras.Input((case["inputs"],))]
        + [keras.layers.Dense(units, activation=case["activation"]) for units in case["hidden"]]
        + [keras.layers.Dense(case["outputs"])]
    )
    for layer, weights in zip(model.layers, glorot(case, rng), strict=True):
        layer.set_weights(weights)
    initial = layers_of(model)

    inputs, targets = [], []
    for batch in batches:
        dense = np.zeros((len(batch["indices"]), case["inputs"]), dtype)
        for row, indices in enumerate(batch["indices"]):
            dense[row, indices] = 1
        inputs.append(tf.constant(dense))
        wanted = dense if batch["targets"] is None else np.array(batch["targets"], dtype)[:, None]
        targets.append(tf.constant(wanted))

    loss_of = multinomial if case["loss"] == "multinomial" else keras.losses.BinaryCrossentropy(from_logits=True)
    output = keras.ops.sigmoid if case["forward"] == "sigmoid" else (lambda logits: logits)
    optimizer = optimizer_of(case["optimizer"])

    before = output(model(inputs[0], training=False)).numpy()
    losses = []
    for step in range(case["steps"]):
        x, y = inputs[step % BATCHES], targets[step % BATCHES]
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(loss.numpy())
    after = output(model(inputs[0], training=False)).numpy()
    assert before.dtype == after.dtype == losses[0].dtype == dtype

    print(f"{dtype} {case['name']:17} loss {losses[0]:.6f} → {losses[-1]:.6f}")
    return case | {
        "batches": batches,
        "initial": initial,
        "forward_before": plain(before),
        "losses": plain(np.array(losses)),
        "final": layers_of(model),
        "forward_after": plain(after),
    }


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for dtype, name in (("float32", "keras_parity.json"), ("float64", "keras_parity_f64.json")):
        fixture = {
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
            "dtype": dtype,
            "cases": [run(case, dtype) for case in CASES],
        }
        target = FIXTURES / name
        target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
