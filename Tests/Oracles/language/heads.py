"""Makes tiny models with heads, and what Python's transformers says of texts and pairs with them.

    python -m venv venv && venv/bin/pip install torch==2.13.0 transformers safetensors
    venv/bin/python Tests/Oracles/language/heads.py

With `--read FOLDER TEXT...` it prints what transformers says of texts with a folder that we saved: the other way round.
"""

import json
import pathlib
import sys

import torch
from transformers import (AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer, BertConfig,
                          BertForSequenceClassification, BertForTokenClassification, BertTokenizer, DistilBertConfig,
                          DistilBertForSequenceClassification, RobertaConfig, RobertaForSequenceClassification)

from encoders import SIZES, WORDS

HERE = pathlib.Path(__file__).parent / "heads"
TEXTS = [("a red dress", None), ("连衣裙 红色 fits well", None), ("the shoe fits not good!", "very bad shoes"), ("", None)]
LABELS = {"id2label": {0: "good", 1: "bad", 2: "坏"}, "label2id": {"good": 0, "bad": 1, "坏": 2}}
TAGS = ["O", "B-colour", "I-colour", "B-kind", "I-kind"]
WIDE = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 24}


def make(name, model, pairs=True):
    folder = HERE / name
    model.eval()
    model.save_pretrained(folder)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    tokenizer = BertTokenizer(str(folder / "vocab.txt"))
    texts = [text for text in TEXTS if pairs or text[1] is None]
    logits = []
    for text, pair in texts:
        encoding = tokenizer(text, pair, return_tensors="pt")
        if name != "bert":
            encoding.pop("token_type_ids", None)
        with torch.inference_mode():
            logits.append(model(**encoding).logits.flatten().tolist())
    expected = {"texts": [text for text, _ in texts], "pairs": [pair or "" for _, pair in texts], "logits": logits}
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder, texts):
    kind = json.loads((pathlib.Path(folder) / "config.json").read_text())["architectures"][0]
    auto = AutoModelForTokenClassification if "Token" in kind else AutoModelForSequenceClassification
    model, tokenizer = auto.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
    print(kind, model.config.id2label)
    for text in texts:
        with torch.inference_mode():
            print(text, model(**tokenizer(text, return_tensors="pt", truncation=True)).logits.squeeze(0).tolist())


def main():
    if sys.argv[1:2] == ["--read"]:
        return read(sys.argv[2], sys.argv[3:])
    torch.manual_seed(2)
    roberta = SIZES | {"pad_token_id": 1, "type_vocab_size": 1, "layer_norm_eps": 1e-5}
    make("bert", BertForSequenceClassification(BertConfig(**SIZES, **WIDE, **LABELS)))
    make("roberta", RobertaForSequenceClassification(RobertaConfig(**roberta, **WIDE, **LABELS)))
    make("distilbert", DistilBertForSequenceClassification(
        DistilBertConfig(**SIZES, dim=16, n_layers=2, n_heads=4, hidden_dim=24, **LABELS)))
    tags = {"id2label": dict(enumerate(TAGS)), "label2id": {tag: number for number, tag in enumerate(TAGS)}}
    make("tags", BertForTokenClassification(BertConfig(**SIZES, **WIDE, **tags)), pairs=False)


if __name__ == "__main__":
    main()
