"""Judges a target policy from a log by the plain formulas in NumPy, times it and prints one line of JSON.

The Open Bandit Pipeline (obp 0.5.7) is what a user would reach for, but it refuses Python 3.11 and pins NumPy 1.23 and
torch 1.12, so it does not go beside the other peers. Each estimator gives a value and a standard error.
"""

import argparse
import json
import time

import numpy as np


def read_safetensors(path):
    """Arrays by name: an 8-byte length, a header in JSON, then the bytes."""
    kinds = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        body = file.read()
    return {
        name: np.frombuffer(body, kinds[entry["dtype"]], offset=entry["data_offsets"][0],
                            count=int(np.prod(entry["shape"]))).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"}


def ridge(contexts, actions, rewards, arms, folds=3, penalty=1.0):
    """Expected reward of every arm at every decision by a ridge regression for each arm, from the other folds."""
    design = np.column_stack([np.ones(len(contexts)), contexts]).astype(np.float64)
    fold = np.random.default_rng(1).permutation(len(design)) % folds
    predictions = np.empty((len(design), arms))
    for held in range(folds):
        coefficients = np.zeros((design.shape[1], arms))
        for arm in range(arms):
            rows = (fold != held) & (actions == arm)
            chosen = design[rows]
            gram = chosen.T @ chosen + penalty * np.diag([0] + [1] * contexts.shape[1])
            coefficients[:, arm] = np.linalg.solve(gram, chosen.T @ rewards[rows])
        predictions[fold == held] = design[fold == held] @ coefficients
    return predictions


def with_error(terms):
    return terms.mean(), terms.std(ddof=1) / np.sqrt(len(terms))


def estimators(actions, rewards, propensities, target, model):
    everyone = np.arange(len(actions))

    def weights():
        return target[everyone, actions] / propensities

    def direct():
        return np.einsum("ij,ij->i", target, model)

    def snips():
        weight = weights()
        value = (weight * rewards).mean() / weight.mean()
        return value, with_error(weight * (rewards - value) / weight.mean())[1]

    def sndr():
        weight, start = weights(), direct()
        residual = rewards - model[everyone, actions]
        correction = (weight * residual).mean() / weight.mean()
        terms = start - start.mean() + weight * (residual - correction) / weight.mean()
        return start.mean() + correction, with_error(terms)[1]

    def doubly(weight):
        return with_error(direct() + weight * (rewards - model[everyone, actions]))

    def switch():
        weight = weights()
        return doubly(np.where(weight <= 10, weight, 0))

    def shrunk():
        weight = weights()
        return doubly(100 * weight / (weight * weight + 100))

    return {
        "dm": lambda: with_error(direct()),
        "ips": lambda: with_error(weights() * rewards),
        "snips": snips,
        "dr": lambda: doubly(weights()),
        "sndr": sndr,
        "switch-dr(threshold=10)": switch,
        "dros(strength=100)": shrunk,
        "ips(limit=20)": lambda: with_error(np.minimum(weights(), 20) * rewards),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="what `equipoise-benchmarks ope-log` wrote")
    log = read_safetensors(parser.parse_args().file)
    columns = log["actions"], log["rewards"]
    begin = time.perf_counter()
    model = ridge(log["contexts"], *columns, log["target"].shape[1])
    seconds, metrics = {"ridge model, 3 folds": time.perf_counter() - begin}, {}
    for name, estimate in estimators(*columns, log["propensities"], log["target"], model).items():
        begin = time.perf_counter()
        metrics[name], _ = estimate()
        seconds[name] = time.perf_counter() - begin
    print(json.dumps({"peer": f"numpy {np.__version__}", "seconds": seconds, "metrics": metrics}))


if __name__ == "__main__":
    main()
