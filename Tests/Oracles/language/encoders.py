"""Makes the tiny encoders of this folder, and what Python's transformers says of them.

    python -m venv venv && venv/bin/pip install torch==2.13.0 transformers sentence-transformers safetensors
    venv/bin/python Tests/Oracles/language/encoders.py

Weights are wide (deviation 0.5), so that mistakes show; they are random, and nothing was trained.
"""

import json
import pathlib

import torch
from safetensors.torch import load_file
from transformers import (BertConfig, BertForSequenceClassification, BertModel, DistilBertConfig, DistilBertModel, RobertaConfig,
                          RobertaModel)

HERE = pathlib.Path(__file__).parent / "encoders"
WORDS = "a red blue dress shoe shirt for summer winter not good very bad the it fits well 连 衣 裙 红 色 ##s ##es ##ing . ! ?".split()
TEXTS = [[2, 6, 7, 9, 3], [2, 8, 3], [2, 5, 6, 7, 8, 9, 10, 11, 3], [2, 12, 13, 3], [2, 14, 3]]
SIZES = {"vocab_size": 40, "pad_token_id": 0, "max_position_embeddings": 24, "initializer_range": 0.5}


def make(name, model, prefix=""):
    folder = HERE / name
    model.eval()
    model.save_pretrained(folder)
    core = getattr(model, prefix) if prefix else model
    expected = []
    for ids in TEXTS:
        with torch.inference_mode():
            hidden = core(input_ids=torch.tensor([ids])).last_hidden_state[0]
        expected.append(hidden.flatten().tolist())
    (folder / "expected.json").write_text(json.dumps({"texts": TEXTS, "hidden": expected}) + "\n")
    for file in ["generation_config.json"]:
        (folder / file).unlink(missing_ok=True)
    print(name, sum(v.numel() for v in load_file(folder / "model.safetensors").values()))


def main():
    torch.manual_seed(1)
    wide = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 24}
    make("bert", BertModel(BertConfig(**SIZES, **wide)))
    # Under a head, with names that begin with "bert.", and another activation.
    make("bert-classifier", BertForSequenceClassification(BertConfig(**SIZES, **wide, hidden_act="gelu_new")), "bert")
    roberta = SIZES | {"pad_token_id": 1}
    make("roberta", RobertaModel(RobertaConfig(**roberta, **wide, type_vocab_size=1, layer_norm_eps=1e-5)))
    make("distilbert", DistilBertModel(DistilBertConfig(**SIZES, dim=16, n_layers=2, n_heads=4, hidden_dim=24)))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS
    (HERE / "bert" / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
