"""Makes tests/fixtures/metrics.json: ranking metrics of a small problem.

    python -m venv env && env/bin/pip install -r tests/python/requirements-metrics.txt
    env/bin/python tests/python/metrics_fixture.py

Written apart from the Rust code, from the definitions, so that both can be wrong only
in the same way if the definitions are. 30 users, 40 items:

    {"users": 30, "items": 40, "ks": [5, 10, 20],
     "train": [[item, ...] per user], "held_out": [[item, ...] per user],
     "models": [{"name": "informed" | "random",
                 "scores": [[40 numbers] per user],   6 decimals, none equal within a user
                 "metrics": {"ndcg@5": number, ..., "mrr": number, "auc": number},
                 "per_user": {"ndcg@10": [number, or null where nothing is held out]}}]}

Candidates of a user are all items that are not in that user's train, ranked by falling
score from rank 1. With H the held-out items, K the cut-off, hits those of H in the
first K ranks, averaged over users with an H that is not empty:

    ndcg@K       Σ_hits 1/log2(rank+1)  /  Σ_{r=1..min(K,|H|)} 1/log2(r+1)
    recall@K     |hits| / min(K, |H|)
    precision@K  |hits| / K
    map@K        Σ_hits (hits up to that rank)/rank  /  min(K, |H|)
    hit_rate@K   1 if there is a hit, else 0
    mrr          1 / the rank of the best held-out item, whatever that rank
    auc          the share of pairs (held-out item, other candidate) in the right order

And not an average over users:

    coverage@K            the share of all items in the first K ranks of any user
    coverage_evaluated@K  the same, of any user with something held out

Users 0, 11 and 29 have nothing held out; user 5 has an empty train; user 7 has so much
in train that only 8 candidates are left, fewer than K = 10 and 20; user 13 has 12 items
held out, more than K = 5 and 10.
"""

import json
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "fixtures" / "metrics.json"
USERS, ITEMS, KS = 30, 40, (5, 10, 20)
NOTHING_HELD_OUT = {0, 11, 29}
SEED = 7


def problem(rng):
    train, held_out = [], []
    for user in range(USERS):
        bought = {5: 0, 7: ITEMS - 8}.get(user, int(rng.integers(2, 13)))
        kept_back = 0 if user in NOTHING_HELD_OUT else {13: 12}.get(user, int(rng.integers(1, 7)))
        drawn = rng.permutation(ITEMS)[: bought + kept_back]
        train.append(sorted(drawn[:bought].tolist()))
        held_out.append(sorted(drawn[bought:].tolist()))
    return train, held_out


def scores_of(held_out, lift, rng):
    """Noise, a liking that all users share, and a lift for what is held out."""
    scores = rng.normal(size=(USERS, ITEMS)) + rng.normal(scale=1.5, size=ITEMS)
    for user, items in enumerate(held_out):
        scores[user, items] += lift
    scores = np.round(scores, 6)
    assert all(len(np.unique(row)) == ITEMS for row in scores)
    return scores


def ranking(scores, train):
    """Candidates, best first."""
    order = np.argsort(-scores, kind="stable")
    return order[~np.isin(order, train)]


def metrics_of(ranked, held_out):
    relevant = np.isin(ranked, held_out)
    ranks = np.flatnonzero(relevant) + 1
    assert len(ranks) == len(held_out)
    gain = 1 / np.log2(np.arange(1, ITEMS + 1) + 1)

    others_below = [np.count_nonzero(~relevant[rank:]) for rank in ranks]
    found = {
        "mrr": 1 / ranks[0],
        "auc": sum(others_below) / (len(ranks) * np.count_nonzero(~relevant)),
    }
    for k in KS:
        hits = ranks[ranks <= k]
        possible = min(k, len(held_out))
        found[f"ndcg@{k}"] = gain[hits - 1].sum() / gain[:possible].sum()
        found[f"recall@{k}"] = len(hits) / possible
        found[f"precision@{k}"] = len(hits) / k
        found[f"map@{k}"] = (np.arange(1, len(hits) + 1) / hits).sum() / possible
        found[f"hit_rate@{k}"] = float(len(hits) > 0)
    return found


def evaluation(name, scores, train, held_out):
    ranked = [ranking(*user) for user in zip(scores, train)]
    evaluated = [user for user in range(USERS) if held_out[user]]
    found = {user: metrics_of(ranked[user], held_out[user]) for user in evaluated}

    names = found[evaluated[0]].keys()
    metrics = {metric: float(np.mean([found[user][metric] for user in evaluated])) for metric in names}
    for k in KS:
        for metric, among in (("coverage", range(USERS)), ("coverage_evaluated", evaluated)):
            shown = {int(item) for user in among for item in ranked[user][:k]}
            metrics[f"{metric}@{k}"] = len(shown) / ITEMS

    ndcg = [float(found[user]["ndcg@10"]) if user in found else None for user in range(USERS)]
    return {
        "name": name,
        "scores": scores.tolist(),
        "metrics": dict(sorted(metrics.items())),
        "per_user": {"ndcg@10": ndcg},
    }


def main():
    rng = np.random.default_rng(SEED)
    train, held_out = problem(rng)
    models = [
        evaluation(name, scores_of(held_out, lift, rng), train, held_out)
        for name, lift in (("informed", 1.5), ("random", 0.0))
    ]
    fixture = {
        "users": USERS,
        "items": ITEMS,
        "ks": KS,
        "train": train,
        "held_out": held_out,
        "models": models,
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
    for model in models:
        print(model["name"], {name: round(value, 4) for name, value in model["metrics"].items()})


if __name__ == "__main__":
    main()
