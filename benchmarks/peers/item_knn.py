"""Fits and times implicit's item neighbours on a `lines` file and prints one line of JSON.

implicit counts an item among its own neighbours, ours does not, so its list of K holds K - 1 others.
"""

import implicit
import threadpoolctl
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender

import common

options = common.arguments(__doc__, neighbours=100, similarity="bm25", k1=1.2, b=0.75)
threadpoolctl.threadpool_limits(1, "blas")

shared = {"K": options.neighbours, "num_threads": options.threads}
model = {
    "bm25": lambda: BM25Recommender(K1=options.k1, B=options.b, **shared),
    "cosine": lambda: CosineRecommender(**shared),
    "tfidf": lambda: TFIDFRecommender(**shared),
}[options.similarity]()
common.time_implicit("item-knn", f"implicit {implicit.__version__} {options.similarity}", model, options)
