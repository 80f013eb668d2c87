"""Makes tests/fixtures/baselines.json: scores of item-kNN and EASE on a small problem.

    python -m venv env && env/bin/pip install -r tests/python/requirements-baselines.txt
    env/bin/python tests/python/baselines_fixture.py

Written apart from the Rust code, from the definitions, with dense matrices in float64:

    {"users": 40, "items": 24, "known": [[item, ...] per user],
     "item_knn": [{"neighbours", "shrinkage", "side": "owned" | "candidate", "scores": [[...] per user]}],
     "ease": [{"l2", "dropout", "activity", "scores": [[...] per user]}]}

C = XᵀX for the binary users × items matrix X, c its diagonal, n the users' numbers of items.

Item-kNN: s_ij = C_ij / (sqrt(c_i c_j) + shrinkage) for i != j, in float32, so that a tie here is
one there; N(i) are the k items with the greatest s_ij > 0, among equals the lower index.
"owned": score_ui = sum over j in u with i in N(j) of s_ij; "candidate": with j in N(i).

EASE: G = Xᵀ diag(n^-activity) X; P = (G + l2 I + dropout / (1 - dropout) diag(G))^-1;
B_ij = -P_ij / P_jj, B_ii = 0; scores X B. Scores are rounded to 9 decimals.

User 0 has nothing, item 23 belongs to nobody, user 1 has everything else.
"""

import json
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "fixtures" / "baselines.json"
USERS, ITEMS, SEED = 40, 24, 11
ITEM_KNN = [
    (neighbours, shrinkage, side)
    for side in ("owned", "candidate")
    for neighbours, shrinkage in ((1, 0.0), (3, 0.0), (3, 10.0), (100, 2.5))
]
EASE = [(10.0, 0.0, 0.0), (0.5, 0.0, 0.0), (2.0, 0.33, 0.0), (2.0, 0.0, 0.5), (1.0, 0.5, 1.0)]


def problem(rng):
    """Two tastes over the items, so that similarities differ."""
    liked = np.where(np.arange(ITEMS) % 2 == np.arange(USERS)[:, None] % 2, 0.45, 0.1)
    x = (rng.random((USERS, ITEMS)) < liked).astype(float)
    x[0], x[1] = 0, 1
    x[:, -1] = 0
    return x


def item_knn(x, neighbours, shrinkage, side):
    shared = x.T @ x
    owners = np.diag(shared)
    # Where nobody has an item and nothing shrinks, 0 / 0 stands for no similarity.
    below = np.sqrt(np.outer(owners, owners)) + shrinkage
    similarity = np.divide(shared, below, out=np.zeros_like(shared), where=below > 0).astype(np.float32)
    np.fill_diagonal(similarity, 0)
    kept = np.zeros_like(similarity)
    for item, row in enumerate(similarity):
        nearest = np.argsort(-row, kind="stable")[:neighbours]
        kept[item, nearest] = row[nearest]
    return x @ (kept if side == "owned" else kept.T).astype(float)


def ease(x, l2, dropout, activity):
    weights = np.maximum(x.sum(axis=1), 1) ** -activity
    gram = x.T @ (weights[:, None] * x)
    added = l2 + dropout / (1 - dropout) * np.diag(gram)
    inverse = np.linalg.inv(gram + np.diag(added))
    b = -inverse / np.diag(inverse)
    np.fill_diagonal(b, 0)
    return x @ b


def rows(scores):
    return np.round(scores, 9).tolist()


def main():
    x = problem(np.random.default_rng(SEED))
    fixture = {
        "users": USERS,
        "items": ITEMS,
        "known": [np.flatnonzero(row).tolist() for row in x],
        "item_knn": [
            {"neighbours": k, "shrinkage": shrinkage, "side": side, "scores": rows(item_knn(x, k, shrinkage, side))}
            for k, shrinkage, side in ITEM_KNN
        ],
        "ease": [
            {"l2": l2, "dropout": dropout, "activity": activity, "scores": rows(ease(x, l2, dropout, activity))}
            for l2, dropout, activity in EASE
        ],
    }
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
