"""Trains and times implicit's BPR on a `lines` file and prints one line of JSON.

implicit counts a bias column among its factors: `factors` here is without it.
"""

import time

import implicit
import numpy as np
import threadpoolctl

import common

options = common.arguments(__doc__, factors=64, rate=0.1, regularization=0.03, iterations=200)
threadpoolctl.threadpool_limits(1, "blas")  # implicit runs its own threads and asks for this

matrix, targets = common.leave_last_out(options.file)
model = implicit.bpr.BayesianPersonalizedRanking(
    factors=options.factors, learning_rate=options.rate, regularization=options.regularization,
    iterations=options.iterations, num_threads=options.threads, random_state=options.seed, use_gpu=False)
begin = time.perf_counter()
model.fit(matrix, show_progress=False)
fitted = time.perf_counter()
lists, _ = model.recommend(np.arange(matrix.shape[0]), matrix, N=10, filter_already_liked_items=True)
done = time.perf_counter()
common.report("bpr", f"implicit {implicit.__version__}", options,
              {"fit": fitted - begin, "recommend": done - fitted}, common.quality(lists, targets))
