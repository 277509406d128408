"""Makes the fixtures of LanguageTests with Hugging Face's tokenizers 0.23.3 (`pip install tokenizers==0.23.3`).

  python Tests/Oracles/language/make.py

A small WordPiece and a small byte-pair tokeniser, and what they make of texts that are awkward; and for every Unicode
scalar what the reference takes it for, as the runs of one class.
"""

import json
import os
import random

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = os.path.dirname(os.path.abspath(__file__))
corpus = [
    "The dress is lovely, but it runs small; I'd size up.", "Das Kleid läuft klein aus. Größe 42!", "这件衣服质量很好，尺码偏小。",
    "价格实惠，物流快。", "naïve café déjà-vu", "It doesn't fit; they've sent 2 of them.", "한국어 텍스트", "size sizes sized sizing small smaller",
] * 3
texts = [
    "", " ", "The dress", "  two  spaces ", "DOESN'T it's", "这件衣服很好", "Größe naïve CAFÉ", "e\u0301\u0323x", "\u302e\u0301\x17\u0355a",
    "tab\tand\nline\r\n", "👩‍👩‍👧‍👦 ok 👍🏽", "a\u200db\u00ad", "İstanbul ΟΔΟΣ ẞ", "[CLS] inside [MASK]", "<mask> inside  <mask>x", "x" * 101, "ﬁne ｶﾞ",
    "\U0001d15f\u0344\u0316", "شكرا جزيلا", "1,299.00 € – 5gal", "\ue000\ufffd\x00", "豈更", "한국어", "\u1734\u166d\u0378",
]
pairs = [("size small", "the dress is lovely"), ("这件", "衣服 small sizes sized"), ("", "x")]


def record(tokenizer, name):
    tokenizer.save(f"{here}/{name}.json")
    cases = []
    for first, second, limit in [(t, None, None) for t in texts] + [(a, b, n) for a, b in pairs for n in (None, 7, 10)]:
        tokenizer.no_truncation()
        if limit:
            tokenizer.enable_truncation(limit)
        encoding = tokenizer.encode(first, second)
        sources = [first.encode(), (second or "").encode()]

        def places(which, span):
            text = [first, second or ""][which or 0]
            return [len(text[:end].encode()) for end in span] if which is not None else [0, 0]

        cases.append({
            "text": first, "pair": second, "limit": limit, "ids": encoding.ids, "types": encoding.type_ids,
            "places": [places(w, o) for w, o in zip(encoding.sequence_ids, encoding.offsets)],
            "words": [-1 if w is None else w for w in encoding.word_ids],
            "special": encoding.special_tokens_mask, "decoded": tokenizer.decode(encoding.ids)})
    json.dump(cases, open(f"{here}/{name}-cases.json", "w"), indent=0)


def scalars():
    clean = normalizers.BertNormalizer(True, False, False, False)
    fold = normalizers.BertNormalizer(False, True, True, True)
    bert, byte = pre_tokenizers.BertPreTokenizer(), pre_tokenizers.ByteLevel(add_prefix_space=False)
    runs = []
    for value in range(0x110000):
        if 0xD800 <= value < 0xE000:
            continue
        c = chr(value)
        pieces = len(bert.pre_tokenize_str(f"a{c}a"))
        kind = {"": "d", " ": "s"}.get(clean.normalize_str(c), "k") + {1: "w", 2: "s", 3: "p"}[pieces]
        folded = fold.normalize_str(c)
        kind += "=" if folded == c else "-" if folded == "" else "i" if folded == f" {c} " else "f"
        for probe, letter in (("a", "l"), ("1", "n"), ("!", "o")):
            if len(byte.pre_tokenize_str(probe + c + probe)) == 1:
                kind += letter
                break
        else:
            kind += "s"
        if not runs or runs[-1][1] != kind:
            runs.append((value, kind))
    with open(f"{here}/scalars.txt", "w") as file:
        file.writelines(f"{value:x} {kind}\n" for value, kind in runs)


tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
tokenizer.normalizer = normalizers.BertNormalizer()
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
tokenizer.decoder = decoders.WordPiece()
tokenizer.train_from_iterator(corpus, trainers.WordPieceTrainer(
    vocab_size=260, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
tokenizer.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
record(tokenizer, "pieces")

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(
    vocab_size=400, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False,
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
from tokenizers import AddedToken
tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=True)
record(tokenizer, "bytes")
scalars()
