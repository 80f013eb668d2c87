"""Makes tests/fixtures/metrics.json: ranking metrics of a small problem.

    python -m venv env && env/bin/pip install -r tests/python/requirements-metrics.txt
    env/bin/python tests/python/metrics_fixture.py

40 users, 130 items. Nothing here is shared with the Rust code. What trec_eval has is taken from
it (by pytrec_eval-terrier): NDCG, precision, recall, MAP, the reciprocal rank, success; the AUC
is scikit-learn's roc_auc_score, and its ndcg_score must agree with trec_eval. Coverage, Gini,
novelty and popularity are worked out below with numpy, from their definitions.

    {"users": 40, "items": 130, "ks": [5, 10, 20, 50, 100],
     "train": [[item, ...] per user], "held_out": [[item, ...] per user],
     "models": [{"name": "informed" | "random" | "coarse",
                 "scores": [[130 whole numbers] per user],
                 "metrics": {"ndcg@5": number, ..., "auc": number},
                 "per_user": {"ndcg@10": [number, or null where nothing is held out], "auc": ...}}],
     "bought": number}

Candidates of a user are all items that are not in that user's train, ranked by falling
score from rank 1, equal ones by their number. With H the held-out items, K the cut-off, hits those
of H in the first K ranks, averaged over users with an H that is not empty:

    ndcg@K        Σ_hits 1/log2(rank+1)  /  Σ_{r=1..min(K,|H|)} 1/log2(r+1)
    recall@K      |hits| / min(K, |H|)
    precision@K   |hits| / K
    map@K         Σ_hits (hits up to that rank)/rank  /  min(K, |H|)
    mrr@K         1 / the rank of the first hit, 0 without one
    hit_rate@K    1 if there is a hit, else 0
    auc           the share of pairs (held-out item, other candidate) in the right order, ties a half
    novelty@K     the mean of -log2(share) in the first K ranks, share = users with the item in train
                  / users; an item that nobody has counts as if one user had it
    popularity@K  the mean share in the first K ranks

trec_eval divides recall and MAP by |H|; they are brought to min(K, |H|) here. And of the lists of
those users together:

    coverage@K    the share of all items in the first K ranks of any of them
    gini@K        Σ_ij |x_i - x_j| / (2 n Σ x), x_i in how many of their first K ranks item i stands

"bought" is the mean share of the held-out items, averaged over users.

Users 0, 11 and 29 have nothing held out; user 5 has an empty train; user 7 has so much
in train that only 8 candidates are left, fewer than K = 10; user 13 has 12 items
held out and user 17 has 25, more than K = 5, 10, 20. Item 129 is in nobody's train. Scores of the
coarse model are often equal.
"""

import json
from pathlib import Path

import numpy as np
import pytrec_eval
from sklearn.metrics import ndcg_score, roc_auc_score

TARGET = Path(__file__).resolve().parents[1] / "fixtures" / "metrics.json"
USERS, ITEMS, KS = 40, 130, (5, 10, 20, 50, 100)
NOTHING_HELD_OUT = {0, 11, 29}
NOBODYS = ITEMS - 1
SEED = 7


def problem(rng):
    """Some items are in many trains, some in few."""
    likely = rng.dirichlet(np.full(ITEMS, 0.5))
    train, held_out = [], []
    for user in range(USERS):
        bought = {5: 0, 7: ITEMS - 8}.get(user, int(rng.integers(2, 20)))
        kept_back = 0 if user in NOTHING_HELD_OUT else {13: 12, 17: 25}.get(user, int(rng.integers(1, 7)))
        drawn = np.argsort(-(np.log(likely + 1e-3) + rng.gumbel(size=ITEMS)))[: bought + kept_back]
        drawn = rng.permutation(drawn)
        train.append(sorted(set(drawn[:bought].tolist()) - {NOBODYS}))
        held_out.append(sorted(drawn[bought:].tolist()))
    return train, held_out


def scores_of(held_out, lift, levels, rng):
    """Noise, a liking that all users share, and a lift for what is held out: as ranks, or on a few levels."""
    scores = rng.normal(size=(USERS, ITEMS)) + rng.normal(scale=1.5, size=ITEMS)
    for user, items in enumerate(held_out):
        scores[user, items] += lift
    if levels is None:
        return np.argsort(np.argsort(scores, axis=1), axis=1)
    return np.floor(scores * levels).astype(int)


def ranking(scores, train):
    """Candidates, best first."""
    order = np.argsort(-scores, kind="stable")
    return order[~np.isin(order, train)]


def of_users(scores, ranked, held_out, evaluated):
    """The metrics that are averaged over users, by those who know."""
    wanted = {f"{measure}.{k}" for measure in ("ndcg_cut", "recall", "P", "map_cut", "success") for k in KS}
    relevant = {str(user): {str(item): 1 for item in held_out[user]} for user in evaluated}
    # By falling rank, so that trec_eval's own rule for equal scores has no say.
    run = {
        str(user): {str(item): float(-rank) for rank, item in enumerate(ranked[user])} for user in evaluated
    }
    by_trec_eval = pytrec_eval.RelevanceEvaluator(relevant, wanted | {"recip_rank"}).evaluate(run)

    found = {}
    for user in evaluated:
        theirs, many = by_trec_eval[str(user)], len(held_out[user])
        truth = np.isin(ranked[user], held_out[user]).astype(int)
        mine = {"auc": roc_auc_score(truth, scores[user][ranked[user]])}
        for k in KS:
            brought = many / min(k, many)
            mine[f"ndcg@{k}"] = theirs[f"ndcg_cut_{k}"]
            mine[f"recall@{k}"] = theirs[f"recall_{k}"] * brought
            mine[f"precision@{k}"] = theirs[f"P_{k}"]
            mine[f"map@{k}"] = theirs[f"map_cut_{k}"] * brought
            mine[f"mrr@{k}"] = theirs["recip_rank"] * (theirs["recip_rank"] * k > 1 - 1e-9)
            mine[f"hit_rate@{k}"] = theirs[f"success_{k}"]
            again = ndcg_score([truth], [-np.arange(len(truth))], k=k)
            assert abs(mine[f"ndcg@{k}"] - again) < 1e-12, (user, k)
        found[user] = mine
    return found


def evaluation(name, scores, train, held_out):
    ranked = [ranking(*user) for user in zip(scores, train)]
    evaluated = [user for user in range(USERS) if held_out[user]]
    found = of_users(scores, ranked, held_out, evaluated)

    share = np.bincount(np.concatenate(train).astype(int), minlength=ITEMS) / USERS
    assert share[NOBODYS] == 0
    surprise = -np.log2(np.maximum(share, 1 / USERS))
    for user in evaluated:
        for k in KS:
            found[user][f"novelty@{k}"] = surprise[ranked[user][:k]].mean()
            found[user][f"popularity@{k}"] = share[ranked[user][:k]].mean()

    metrics = {metric: float(np.mean([found[user][metric] for user in evaluated])) for metric in found[evaluated[0]]}
    for k in KS:
        times = np.bincount(np.concatenate([ranked[user][:k] for user in evaluated]), minlength=ITEMS)
        metrics[f"coverage@{k}"] = float(np.mean(times > 0))
        apart = np.abs(times[:, None] - times[None, :]).sum()
        metrics[f"gini@{k}"] = float(apart / (2 * ITEMS * times.sum()))

    told = {
        metric: [float(found[user][metric]) if user in found else None for user in range(USERS)]
        for metric in ("ndcg@10", "auc")
    }
    bought = float(np.mean([share[held_out[user]].mean() for user in evaluated]))
    return bought, {
        "name": name,
        "scores": scores.tolist(),
        "metrics": dict(sorted(metrics.items())),
        "per_user": told,
    }


def main():
    rng = np.random.default_rng(SEED)
    train, held_out = problem(rng)
    evaluations = [
        evaluation(name, scores_of(held_out, lift, levels, rng), train, held_out)
        for name, lift, levels in (("informed", 1.5, None), ("random", 0.0, None), ("coarse", 1.0, 2))
    ]
    fixture = {
        "users": USERS,
        "items": ITEMS,
        "ks": KS,
        "train": train,
        "held_out": held_out,
        "models": [model for _, model in evaluations],
        "bought": evaluations[0][0],
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
    for _, model in evaluations:
        print(model["name"], {name: round(value, 4) for name, value in model["metrics"].items()})


if __name__ == "__main__":
    main()
