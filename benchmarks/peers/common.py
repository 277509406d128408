"""What the peer scripts share: reading a `lines` file, the leave-last-out split, and scoring top-10 lists."""

import argparse
import json
import time

import numpy as np
import scipy.sparse


def arguments(description, **defaults):
    """The command line: the data file and one option per keyword."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("file", help="one shopper per line: shopper item item ..., oldest first")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    for name, value in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    return parser.parse_args()


def leave_last_out(path):
    """Training matrix [shoppers, items] of ones without each line's last item, and those last items.

    Items are numbered in order of first appearance in the file, as the `lines` preset numbers them.
    """
    rows, columns, targets, numbers = [], [], [], {}
    with open(path) as lines:
        for shopper, line in enumerate(lines):
            items = [numbers.setdefault(item, len(numbers)) for item in line.split()[1:]]
            rows += [shopper] * (len(items) - 1)
            columns += items[:-1]
            targets.append(items[-1])
    shape = (len(targets), len(numbers))
    matrix = scipy.sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix, np.array(targets)


def quality(lists, targets):
    """Hit rate and NDCG at 10 of lists [shoppers, 10] that hold no item of the history."""
    hits = lists[:, :10] == targets[:, None]
    discounts = 1 / np.log2(np.arange(hits.shape[1]) + 2)
    return {"hr@10": float(hits.any(axis=1).mean()), "ndcg@10": float((hits * discounts).sum(axis=1).mean())}


def report(model, peer, options, seconds, metrics):
    print(json.dumps({"model": model, "peer": peer, "threads": options.threads, "seconds": seconds, "metrics": metrics}))


def time_implicit(name, peer, model, options):
    """Fits a model of implicit, lists ten items for every shopper, and reports seconds and quality."""
    matrix, targets = leave_last_out(options.file)
    begin = time.perf_counter()
    model.fit(matrix, show_progress=False)
    fitted = time.perf_counter()
    lists, _ = model.recommend(np.arange(matrix.shape[0]), matrix, N=10, filter_already_liked_items=True)
    done = time.perf_counter()
    report(name, peer, options, {"fit": fitted - begin, "recommend": done - fitted}, quality(lists, targets))
