"""Trains and times implicit's BPR on a `lines` file and prints one line of JSON.

implicit counts a bias column among its factors: `factors` here is without it.
"""

import implicit
import threadpoolctl

import common

options = common.arguments(__doc__, factors=64, rate=0.1, regularization=0.03, iterations=200)
threadpoolctl.threadpool_limits(1, "blas")  # implicit runs its own threads and asks for this

model = implicit.bpr.BayesianPersonalizedRanking(
    factors=options.factors, learning_rate=options.rate, regularization=options.regularization,
    iterations=options.iterations, num_threads=options.threads, random_state=options.seed, use_gpu=False)
common.time_implicit("bpr", f"implicit {implicit.__version__}", model, options)
