"""The service that one would write around implicit: FastAPI, factors and histories in memory, the ten best for a shopper.

It answers from the item and shopper factors of a snapshot of ours. It decides nothing, remembers nothing and stores
nothing. With --recalculate a shopper's factor is solved from their history at each request, as ours is for everybody who
did something since the training; without it the stored one is taken, which is the least that such a service can do.
"""

import argparse
import json
import os
import pathlib

import fastapi
import implicit.als
import numpy as np
import pydantic
import scipy.sparse
import uvicorn
from safetensors import safe_open

SETTINGS = "SERVING_PEER"
# Worth of an event, as our training takes it, but for its age.
WEIGHTS = {"view": 0.1, "click": 0.3, "cart": 0.5, "purchase": 1.0}


class Ask(pydantic.BaseModel):
    shopper: str
    count: int = 10


class Service:
    """A fitted model of implicit and what everybody did."""

    def __init__(self, snapshot, events, recalculates):
        read = [[json.loads(line) for line in (snapshot / f"{name}.jsonl").open()] for name in ("shoppers", "items")]
        self.items = read[1]
        self.rows = {name: row for row, name in enumerate(read[0])}
        self.recalculates = recalculates
        with safe_open(snapshot / "als.safetensors", framework="numpy") as file:
            settings = file.metadata()
            factors = [file.get_tensor(name) for name in ("shoppers", "items")]
        self.model = implicit.als.AlternatingLeastSquares(
            factors=factors[1].shape[1], regularization=float(settings["regularisation"]), alpha=1, num_threads=1)
        self.model.user_factors, self.model.item_factors = factors
        self.histories = self.read(events, float(settings["alpha"]))
        self.popular = np.argsort(-np.bincount(self.histories.indices, minlength=len(self.items)), kind="stable")
        self.answer(read[0][0], 10)  # what is computed once is computed now

    def read(self, events, alpha):
        """Confidences of all histories, shape [shoppers, items]."""
        columns = {name: column for column, name in enumerate(self.items)}
        triples = []
        with events.open() as lines:
            next(lines)
            for line in lines:
                kind, _, shopper, item = line.rstrip().split(",")
                if shopper in self.rows and item in columns:
                    triples.append((self.rows[shopper], columns[item], alpha * WEIGHTS[kind]))
        rows, items, values = zip(*triples)
        matrix = scipy.sparse.csr_matrix(
            (np.array(values, np.float32), (rows, items)), (len(self.rows), len(self.items)))
        matrix.sum_duplicates()
        matrix.data += 1
        return matrix

    def answer(self, shopper, count):
        row = self.rows.get(shopper)
        if row is None:
            return [{"item": self.items[item], "score": 0.0} for item in self.popular[:count]]
        items, scores = self.model.recommend(
            row, self.histories[row], N=count, filter_already_liked_items=True, recalculate_user=self.recalculates)
        return [{"item": self.items[item], "score": float(score)} for item, score in zip(items, scores)]


def application():
    """Made once in each worker."""
    settings = json.loads(os.environ[SETTINGS])
    service = Service(pathlib.Path(settings["snapshot"]), pathlib.Path(settings["events"]), settings["recalculate"])
    app = fastapi.FastAPI()

    @app.get("/readyz")
    async def ready():
        return {"status": "ready"}

    # Not in a pool of threads: a worker has one core, and handing over costs more than waiting.
    @app.post("/decisions")
    async def decide(ask: Ask):
        return {"items": service.answer(ask.shopper, ask.count)}

    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snapshot", required=True, help="folder of the snapshot")
    parser.add_argument("--events", required=True, help="the CSV file of events that the snapshot was trained on")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--recalculate", action="store_true")
    options = parser.parse_args()
    os.environ[SETTINGS] = json.dumps(
        {"snapshot": options.snapshot, "events": options.events, "recalculate": options.recalculate})
    uvicorn.run(
        "serving_peer:application", factory=True, app_dir=str(pathlib.Path(__file__).resolve().parent),
        port=options.port, workers=options.workers, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
