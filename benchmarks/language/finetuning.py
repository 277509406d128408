"""Times fine-tuning of a classifier: `equipoise-language finetune`, and PyTorch on Hugging Face's model, by turns.

  python benchmarks/language/finetuning.py --program PATH --model FOLDER --texts FILE.csv[.gz] --column NAME
      --label NAME --work FOLDER [--count 2000] [--batch 32] [--length 128] [--runs 3]

PyTorch trains as its users would on the same machine: texts tokenised beforehand, scaled-dot-product attention, fused
AdamW, clipping, all threads. It runs twice: with texts in random order, and with texts of like length in a batch as
`group_by_length` has it; batches are padded to their longest. Both sides count only the steps of training. Wall-clock
seconds tell something only on a quiet machine.
"""

import argparse
import csv
import gzip
import json
import os
import random
import statistics
import subprocess
import time

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def ours(options, file):
    held = os.path.join(options.work, "held.csv")
    told = subprocess.run(
        [options.program, "finetune", "--model", options.model, "--train", file, "--validation", held, "--text", "text",
         "--label", "label", "--output", os.path.join(options.work, "model"), "--epochs", "1", "--batch-size",
         str(options.batch), "--maximum-length", str(options.length), "--json"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return json.loads(told)["rate"]


def batches(lengths, size, grouped):
    order = list(range(len(lengths)))
    random.shuffle(order)
    if grouped:
        # As the library's sampler: sorted within stretches of fifty batches.
        stretch = 50 * size
        order = [i for k in range(0, len(order), stretch) for i in sorted(order[k:k + stretch], key=lambda i: -lengths[i])]
    parts = [order[k:k + size] for k in range(0, len(order), size)]
    random.shuffle(parts)
    return parts


def theirs(options, rows, grouped):
    labels = sorted({label for _, label in rows})
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    encoded = tokenizer([text for text, _ in rows], truncation=True, max_length=options.length)
    lengths = [len(ids) for ids in encoded["input_ids"]]
    targets = torch.tensor([labels.index(label) for _, label in rows])
    model = AutoModelForSequenceClassification.from_pretrained(options.model, num_labels=len(labels))
    model.train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-4, fused=True)
    start = time.perf_counter()
    for part in batches(lengths, options.batch, grouped):
        batch = tokenizer.pad({name: [encoded[name][i] for i in part] for name in encoded}, return_tensors="pt")
        loss = model(**batch, labels=targets[part]).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        loss.item()
    return len(rows) / (time.perf_counter() - start)


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "model", "texts", "column", "label", "work"):
        parser.add_argument(f"--{name}", required=True)
    for name, value in (("count", 2000), ("batch", 32), ("length", 128), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    opened = gzip.open if options.texts.endswith(".gz") else open
    with opened(options.texts, "rt", encoding="utf-8", newline="") as file:
        rows = [(row[options.column], row[options.label]) for row in csv.DictReader(file) if row[options.column].strip()]
    rows = rows[:options.count + 64]
    file = os.path.join(options.work, "train.csv")
    write(file, rows[:options.count])
    write(os.path.join(options.work, "held.csv"), rows[options.count:])
    rows = rows[:options.count]
    rates = {"ours": [], "transformers": [], "transformers, grouped by length": []}
    for _ in range(options.runs):
        rates["ours"].append(ours(options, file))
        rates["transformers"].append(theirs(options, rows, grouped=False))
        rates["transformers, grouped by length"].append(theirs(options, rows, grouped=True))
    for name, turns in rates.items():
        print(json.dumps({
            "name": name, "examples_s": round(statistics.median(turns), 1),
            "ratio": round(statistics.median(a / b for a, b in zip(rates["ours"], turns)), 2)}))


if __name__ == "__main__":
    main()
