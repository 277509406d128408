"""Fits EASE with NumPy's inverse on a `lines` file, times it and prints one line of JSON."""

import time

import numpy as np
import threadpoolctl

import common

options = common.arguments(__doc__, regularization=100.0, inverse="float32")
threadpoolctl.threadpool_limits(options.threads, "blas")

matrix, targets = common.leave_last_out(options.file)
begin = time.perf_counter()
gram = (matrix.T @ matrix).toarray().astype(options.inverse)
gram[np.diag_indices_from(gram)] += options.regularization
inverse = np.linalg.inv(gram)
weights = (-inverse / np.diag(inverse)).astype(np.float32)
weights[np.diag_indices_from(weights)] = 0
weights = np.ascontiguousarray(weights)
fitted = time.perf_counter()
lists = np.empty((matrix.shape[0], 10), np.int64)
for start in range(0, matrix.shape[0], 1024):
    block = matrix[start:start + 1024]
    scores = block @ weights
    scores[block.nonzero()] = -np.inf
    best = np.argpartition(-scores, 10, axis=1)[:, :10]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1)
    lists[start:start + 1024] = np.take_along_axis(best, order, axis=1)
done = time.perf_counter()
common.report("ease", f"numpy {np.__version__}", options,
              {"fit": fitted - begin, "recommend": done - fitted}, common.quality(lists, targets))
