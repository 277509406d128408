"""Makes the tiny masked language models of the folder `pretraining`, and what Python's transformers says of them.

    python -m venv venv && venv/bin/pip install torch==2.13.0 transformers safetensors
    venv/bin/python Tests/Oracles/language/pretraining.py          # makes the fixtures
    venv/bin/python Tests/Oracles/language/pretraining.py FOLDER   # what a saved model says of the same texts, as JSON

Weights are wide (deviation 0.5), so that mistakes show; they are random, and nothing was trained.
"""

import json
import pathlib
import sys

import torch
from transformers import (AutoModelForMaskedLM, AutoTokenizer, BertConfig, BertForMaskedLM, DistilBertConfig, DistilBertForMaskedLM,
                          RobertaConfig, RobertaForMaskedLM)

HERE = pathlib.Path(__file__).parent / "pretraining"
# Padding is number 1, as RoBERTa's is.
VOCABULARY = ("[CLS] [PAD] [SEP] [UNK] [MASK] a red blue dress shoe shirt for summer winter not good very bad the it fits well "
              "连 衣 裙 红 色 ##s ##es ##ing . ! ?").split()
TEXTS = [[0, 4, 7, 9, 2], [0, 8, 4, 2], [0, 5, 4, 7, 4, 9, 10, 11, 2], [0, 12, 4, 2]]
TARGETS = [[6], [27], [6, 8], [20]]
SIZES = {"vocab_size": 36, "pad_token_id": 1, "max_position_embeddings": 24, "initializer_range": 0.5}


def answers(model):
    """Scores at the masked places, [guesses, vocabulary], and the mean loss over all of them."""
    model.eval()
    scores = []
    for ids in TEXTS:
        with torch.inference_mode():
            logits = model(input_ids=torch.tensor([ids])).logits[0]
        scores += [logits[place] for place, token in enumerate(ids) if token == 4]
    scores = torch.stack(scores)
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(sum(TARGETS, [])))
    return {"texts": TEXTS, "targets": TARGETS, "scores": scores.tolist(), "loss": loss.item()}


def make(name, model):
    # New biases are 0 and norms 1, and would hide a mistake.
    for key, tensor in model.named_parameters():
        if key.endswith("bias") or "norm" in key.lower():
            torch.nn.init.normal_(tensor, mean=0.5, std=0.5)
    folder = HERE / name
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps(answers(model)) + "\n")


def main():
    torch.manual_seed(1)
    wide = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 4, "intermediate_size": 24}
    make("bert", BertForMaskedLM(BertConfig(**SIZES, **wide, hidden_act="gelu_new")))
    # Its head has a GELU whatever the activation is.
    make("roberta", RobertaForMaskedLM(RobertaConfig(**SIZES, **wide, hidden_act="relu", type_vocab_size=1, layer_norm_eps=1e-5)))
    make("distilbert", DistilBertForMaskedLM(DistilBertConfig(**SIZES, dim=16, n_layers=1, n_heads=4, hidden_dim=24)))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
        result = answers(AutoModelForMaskedLM.from_pretrained(sys.argv[1]))
        print(json.dumps(result | {"tokens": tokenizer("a red [MASK] 红色!")["input_ids"], "mask": tokenizer.mask_token_id}))
    else:
        main()
