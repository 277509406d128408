"""Compares the speed of embedding with sentence-transformers', turn about in one run, and the vectors.

  python benchmarks/language/embedding.py --program PATH --model FOLDER --texts FILE.csv[.gz] --column NAME --work FOLDER
      [--count 1000] [--runs 5]

PATH is the built `language-benchmarks`, FOLDER the model, as Hugging Face lays it out. Needs `sentence-transformers` with
the same libtorch, and `numpy`. Wall-clock seconds tell something only on a quiet machine; ratios within one turn, and
seconds of the processor, are less disturbed.
"""

import argparse
import csv
import gzip
import json
import os
import statistics
import struct
import subprocess
import time

import numpy
import torch
from sentence_transformers import SentenceTransformer


class Ours:
    def __init__(self, options, texts, kind):
        self.output = os.path.join(options.work, f"{kind}.bin")
        self.width = None
        packed = os.path.join(options.work, "texts.bin")
        with open(packed, "wb") as file:
            for text in texts:
                data = text.encode()
                file.write(struct.pack("<I", len(data)) + data + struct.pack("<I", 0))
        self.process = subprocess.Popen(
            [options.program, "embed", options.model, packed, self.output, kind], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.start = json.loads(self.process.stdout.readline())

    def run(self):
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        return told["seconds"], told["processor_s"]

    def vectors(self, count):
        return numpy.fromfile(self.output, dtype=numpy.float32).reshape(count, -1)


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "model", "texts", "column", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    opened = gzip.open if options.texts.endswith(".gz") else open
    with opened(options.texts, "rt", encoding="utf-8", newline="") as file:
        texts = [row[options.column] for row in csv.DictReader(file)][:options.count]
    ours = {kind: Ours(options, texts, kind) for kind in ("floats", "bytes")}
    torch.set_num_threads(ours["floats"].start["threads"])
    theirs = SentenceTransformer(options.model, device="cpu")
    theirs.encode(texts[:100])
    expected, times = None, {"sentence-transformers": [], "floats": [], "bytes": []}
    for _ in range(options.runs):
        begin, busy = time.perf_counter(), time.process_time()
        expected = theirs.encode(texts, batch_size=32, show_progress_bar=False)
        times["sentence-transformers"].append((time.perf_counter() - begin, time.process_time() - busy))
        for kind in ours:
            times[kind].append(ours[kind].run())
    reference = times["sentence-transformers"]
    for name, turns in times.items():
        seconds = [turn[0] for turn in turns]
        row = {
            "name": name, "texts_s": len(texts) / statistics.median(seconds), "texts_s_best": len(texts) / min(seconds),
            "ratio": statistics.median(a[0] / b[0] for a, b in zip(reference, turns)),
            "processor_ratio": statistics.median(a[1] / b[1] for a, b in zip(reference, turns)),
        }
        if name in ours:
            vectors = ours[name].vectors(len(texts))
            cosines = (vectors * expected).sum(1) / numpy.linalg.norm(vectors, axis=1) / numpy.linalg.norm(
                expected, axis=1)
            row |= {"largest_difference": float(numpy.abs(vectors - expected).max()),
                    "cosine_mean": float(cosines.mean()), "cosine_min": float(cosines.min())}
        print(json.dumps({key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()}))


if __name__ == "__main__":
    main()
