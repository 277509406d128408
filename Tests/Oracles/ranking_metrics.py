"""Expected numbers for Tests/EvaluateTests/ReferenceTests.swift, in plain NumPy and SciPy.

Run: python Tests/Oracles/ranking_metrics.py > Tests/EvaluateTests/ReferenceFixture.swift && make format
"""
import numpy as np
import scipy
from scipy import stats

QUERIES, ITEMS, GROUPS, CUTOFFS = 41, 29, 5, [1, 5, 10]


def score(model, q, i):
    return (i * 7919 + q * 104729 + (i * q) % 31 * 613 + model * (i * i) % 17 * 29) % 101


def history(q):
    return [(q * 5 + k * k * 3) % ITEMS for k in range(q % 6)]


def targets(q):
    return list(dict.fromkeys((q * 11 + k * 7 + 1) % ITEMS for k in range(1 + q % 4)))


def measure(model):
    choosers = np.zeros((ITEMS, QUERIES))
    for q in range(QUERIES):
        choosers[history(q), q] = 1
    information = -np.log2((choosers.sum(1) + 1) / (QUERIES + 1))
    norms = np.sqrt(choosers.sum(1))
    cosine = (choosers @ choosers.T) / np.where(norms > 0, norms, np.inf)[:, None] / np.where(norms > 0, norms, 1)[None, :]
    rows, exposure = {}, {k: np.zeros(ITEMS) for k in CUTOFFS}
    for q in range(QUERIES):
        scores = np.array([score(model, q, i) for i in range(ITEMS)], float)
        scores[history(q)] = -np.inf
        order = np.lexsort((np.arange(ITEMS), -scores))
        order = order[np.isfinite(scores[order])]
        relevant = np.isin(order, targets(q))
        wanted = np.bincount([i % GROUPS for i in history(q)], minlength=GROUPS).astype(float)
        ranks = np.flatnonzero(relevant) + 1
        rows.setdefault("mrr", []).append(1 / ranks[0] if len(ranks) else 0)
        for k in CUTOFFS:
            top, hit = order[:k], relevant[:k]
            n = len(targets(q))
            discount = 1 / np.log2(np.arange(2, k + 2))
            exposure[k][top] += 1
            given = np.bincount(top % GROUPS, minlength=GROUPS) / k
            if wanted.sum():
                p = wanted / wanted.sum()
                mixed = 0.99 * given + 0.01 * p
                calibration = float(np.sum(np.where(p > 0, p * np.log(np.where(p > 0, p / np.where(mixed > 0, mixed, 1), 1)), 0)))
            else:
                calibration = np.nan
            pairs = cosine[np.ix_(top, top)][np.triu_indices(k, 1)]
            for name, value in {
                "hr": float(hit.any()), "recall": hit.sum() / n, "precision": hit.sum() / k,
                "ndcg": (hit * discount).sum() / discount[: min(n, k)].sum(),
                "mrr": 1 / ranks[0] if len(ranks) and ranks[0] <= k else 0,
                "map": float(np.sum(hit * np.cumsum(hit) / np.arange(1, k + 1)) / n),
                "novelty": information[top].mean(),
                "diversity": 1 - pairs.mean() if k > 1 else np.nan,
                "calibration": calibration,
            }.items():
                rows.setdefault(f"{name}@{k}", []).append(value)
    metrics = {key: np.nanmean(values) for key, values in rows.items() if not np.all(np.isnan(values))}
    for k in CUTOFFS:
        x = np.sort(exposure[k])
        metrics[f"coverage@{k}"] = float((x > 0).mean())
        metrics[f"gini@{k}"] = float(np.abs(x[:, None] - x[None, :]).sum() / (2 * ITEMS * x.sum()))
    return metrics, rows


def main():
    (first, rows), (_, others) = measure(0), measure(1)
    figures = np.array(rows["ndcg@10"])
    print(f"/// Printed by `Tests/Oracles/ranking_metrics.py` with NumPy {np.__version__} and SciPy {scipy.__version__}.")
    print("enum ReferenceFixture {")
    print("    static let metrics: [String: Double] = [")
    for key, value in sorted(first.items()):
        print(f'        "{key}": {float(value)!r},')
    print("    ]")
    paired = stats.ttest_rel(figures, others["ndcg@10"])
    print(f"    static let pairedT = {float(paired.pvalue)!r}")
    permuted = stats.permutation_test(
        (figures - np.array(others["ndcg@10"]),), np.mean, permutation_type="samples", n_resamples=200_000, rng=1)
    print(f"    static let randomisation = {float(permuted.pvalue)!r}")
    for method, label in [("percentile", "percentile"), ("BCa", "bca")]:
        interval = stats.bootstrap((figures,), np.mean, method=method, n_resamples=100_000, rng=1).confidence_interval
        print(f"    static let {label} = (low: {float(interval.low)!r}, high: {float(interval.high)!r})")
    print("}")


main()
