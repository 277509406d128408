"""Trains and times implicit's ALS on a `lines` file and prints one line of JSON.

implicit calls `alpha * r` the confidence; ours is `1 + alpha * r`, so its alpha 5 is our alpha 4.
"""

import implicit
import threadpoolctl

import common

options = common.arguments(__doc__, factors=128, regularization=0.1, alpha=5.0, iterations=15)
threadpoolctl.threadpool_limits(1, "blas")  # implicit runs its own threads and asks for this

model = implicit.als.AlternatingLeastSquares(
    factors=options.factors, regularization=options.regularization, alpha=options.alpha,
    iterations=options.iterations, num_threads=options.threads, random_state=options.seed, use_gpu=False)
common.time_implicit("als", f"implicit {implicit.__version__}", model, options)
