"""Makes the tasks on texts that docs/reference/benchmarks.md reports, from public sets, and measures plain baselines.

  python benchmarks/language/tasks.py prepare --data FOLDER --work FOLDER
  python benchmarks/language/tasks.py baseline --work FOLDER --task NAME --of words|letters

`prepare` writes NAME-train.jsonl, NAME-validation.jsonl and NAME-test.jsonl, with the members `text` and `label`:

  clinc     150 intents and texts of none ("oos"), parts as published, the 100 of none for training among them
  clinc40   40 of the intents, with 50, 20 and 30 texts each
  bitext    27 intents; from the file of 21,534 to that of 8,175, without the texts that are in both
  womens    whether a review recommends a dress: title and text, tenths by chance, no text twice
  shopping  whether a Chinese review is good: tenths by chance, no text twice

`baseline` is TF-IDF with logistic regression (needs scikit-learn), its strength chosen by the validation texts.
"""

import argparse
import csv
import gzip
import json
import os
import random

STRENGTHS = (0.3, 1, 3, 10, 30)


def write(work, name, part, rows):
    with open(os.path.join(work, f"{name}-{part}.jsonl"), "w", encoding="utf-8") as file:
        for text, label in rows:
            file.write(json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n")
    print(name, part, len(rows))


def write_tenths(work, name, rows):
    """Eight tenths, one, and one; of a text that occurs twice, the first."""
    first_of = {}
    for text, label in rows:
        if text:
            first_of.setdefault(text, (text, label))
    rows = list(first_of.values())
    random.Random(1).shuffle(rows)
    first, second = int(len(rows) * 0.8), int(len(rows) * 0.9)
    for part, chosen in (("train", rows[:first]), ("validation", rows[first:second]), ("test", rows[second:])):
        write(work, name, part, chosen)


def table(*path):
    opened = gzip.open if path[-1].endswith(".gz") else open
    with opened(os.path.join(*path), "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def clinc(data, work):
    with open(os.path.join(data, "intents-clinc150", "data_full.json"), encoding="utf-8") as file:
        published = json.load(file)
    parts = {"train": "train", "validation": "val", "test": "test"}
    for part, key in parts.items():
        write(work, "clinc", part, [tuple(row) for row in published[key] + published[f"oos_{key}"]])
    labels = sorted({label for _, label in published["train"]})
    random.Random(7).shuffle(labels)
    for (part, key), most in zip(parts.items(), (50, 20, 30)):
        rows = []
        for wanted in labels[:40]:
            rows += [tuple(row) for row in published[key] if row[1] == wanted][:most]
        random.Random(1).shuffle(rows)
        write(work, "clinc40", part, rows)


def bitext(data, work):
    names = {"check_invoices": "check_invoice"}
    many, few = ([(row["utterance"].strip(), names.get(row["intent"].strip(), row["intent"].strip()))
                  for row in table(data, "customer-intents-bitext", file)] for file in ("bitext_20k.csv", "bitext_8k.csv"))
    both = {text for text, _ in many} & {text for text, _ in few}
    many = [row for row in many if row[0] not in both]
    random.Random(1).shuffle(many)
    tenth = len(many) // 10
    write(work, "bitext", "train", many[tenth:])
    write(work, "bitext", "validation", many[:tenth])
    write(work, "bitext", "test", [row for row in few if row[0] not in both])


def womens(data, work):
    rows = []
    for row in table(data, "womens-clothing-reviews", "womens_clothing_reviews.csv.gz"):
        title, text = row["Title"].strip(), row["Review Text"].strip()
        if text:
            rows.append((f"{title}. {text}".strip(". ") if title else text, row["Recommended IND"]))
    write_tenths(work, "womens", rows)


def shopping(data, work):
    rows = table(data, "online-shopping-10-cats", "online_shopping_10_cats.csv.gz")
    write_tenths(work, "shopping", [(row["review"].strip(), row["label"]) for row in rows])


def baseline(work, name, of):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score, roc_auc_score

    def read(part):
        with open(os.path.join(work, f"{name}-{part}.jsonl"), encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        return [row["text"] for row in rows], [row["label"] for row in rows]

    def measures(model, features, labels):
        found = {"accuracy": accuracy_score(labels, model.predict(features))}
        if len(model.classes_) == 2:
            found["auc"] = roc_auc_score([label == model.classes_[1] for label in labels],
                                         model.predict_proba(features)[:, 1])
        return found

    parts = {part: read(part) for part in ("train", "validation", "test")}
    for most in ((1, 2) if of == "words" else (2, 3)):
        vectoriser = TfidfVectorizer(
            analyzer="word" if of == "words" else "char", ngram_range=(1, most), min_df=2, sublinear_tf=True)
        features = {"train": vectoriser.fit_transform(parts["train"][0])}
        features |= {part: vectoriser.transform(parts[part][0]) for part in ("validation", "test")}
        found = []
        for strength in STRENGTHS:
            model = LogisticRegression(C=strength, max_iter=400).fit(features["train"], parts["train"][1])
            validation = measures(model, features["validation"], parts["validation"][1])
            found.append((validation.get("auc", validation["accuracy"]), strength,
                          measures(model, features["test"], parts["test"][1])))
        best = max(found, key=lambda row: row[0])
        print(f"{name}, {of} 1 to {most}, C {best[1]}:",
              ", ".join(f"{key} {value:.4f}" for key, value in best[2].items()), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("prepare", "baseline"))
    parser.add_argument("--data")
    parser.add_argument("--work", required=True)
    parser.add_argument("--task")
    parser.add_argument("--of", choices=("words", "letters"), default="words")
    options = parser.parse_args()
    if options.command == "baseline":
        return baseline(options.work, options.task, options.of)
    os.makedirs(options.work, exist_ok=True)
    for make in (clinc, bitext, womens, shopping):
        make(options.data, options.work)


if __name__ == "__main__":
    main()
