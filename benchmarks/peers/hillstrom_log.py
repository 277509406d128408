"""Writes the MineThatData e-mail test (Hillstrom, 2008) as two dsjson logs: a random half to learn from, the other to
judge on.

Each customer got one of three mails, each with chance 1/3. Seeded: the same options give the same bytes.
"""

import argparse
import csv
import gzip
import json
import pathlib
import random

ARMS = ["No E-Mail", "Mens E-Mail", "Womens E-Mail"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="hillstrom.csv, packed by gzip")
    parser.add_argument("folder", type=pathlib.Path, help="where train.dsjson and test.dsjson go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reward", choices=["visit", "conversion", "spend"], default="visit")
    options = parser.parse_args()
    with gzip.open(options.file, "rt", newline="") as file:
        lines = [line(number, row, options.reward) for number, row in enumerate(csv.DictReader(file))]
    random.Random(options.seed).shuffle(lines)
    middle = len(lines) // 2
    for name, part in (("train", lines[:middle]), ("test", lines[middle:])):
        (options.folder / f"{name}.dsjson").write_text("".join(part))


def line(number, row, reward):
    arm = ARMS.index(row["segment"])
    order = [arm] + [place for place in range(len(ARMS)) if place != arm]
    share = 1 / len(ARMS)
    # Dollars and months within about one, as gradient learners like them; no word has a space.
    user = {"recency": int(row["recency"]) / 12, "history": float(row["history"]) / 1000, "mens": int(row["mens"]),
            "womens": int(row["womens"]), "newbie": int(row["newbie"]), "zip": row["zip_code"],
            "channel": row["channel"], "band": row["history_segment"][0]}
    return json.dumps({
        "_label_cost": -float(row[reward]), "_label_probability": share, "_label_Action": arm + 1, "_labelIndex": arm,
        "Version": "1", "EventId": str(number), "a": [place + 1 for place in order],
        "c": {"User": user, "_multi": [{"Action": {"mail": name.split()[0]}} for name in ARMS]},
        "p": [share] * len(ARMS)}, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
