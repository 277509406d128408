"""Trains and times implicit's ALS on a `lines` file and prints one line of JSON.

implicit calls `alpha * r` the confidence; ours is `1 + alpha * r`, so its alpha 5 is our alpha 4.
"""

import time

import implicit
import numpy as np
import threadpoolctl

import common

options = common.arguments(__doc__, factors=128, regularization=0.1, alpha=5.0, iterations=15)
threadpoolctl.threadpool_limits(1, "blas")  # implicit runs its own threads and asks for this

matrix, targets = common.leave_last_out(options.file)
model = implicit.als.AlternatingLeastSquares(
    factors=options.factors, regularization=options.regularization, alpha=options.alpha,
    iterations=options.iterations, num_threads=options.threads, random_state=options.seed, use_gpu=False)
begin = time.perf_counter()
model.fit(matrix, show_progress=False)
fitted = time.perf_counter()
lists, _ = model.recommend(np.arange(matrix.shape[0]), matrix, N=10, filter_already_liked_items=True)
done = time.perf_counter()
common.report("als", f"implicit {implicit.__version__}", options,
              {"fit": fitted - begin, "recommend": done - fitted}, common.quality(lists, targets))
