"""Trains a WordPiece vocabulary with ours and with Hugging Face's trainer on the same texts, and compares.

  python benchmarks/language/training.py --program PATH --data FOLDER --work FOLDER [--size 8000] [--alphabet 6000]

The reference numbers letters inside words in the order of a hash table and breaks ties by those numbers, so it is
trained twice, to see how far it agrees with itself.
"""

import argparse
import json
import subprocess
import time

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

import parity


def theirs(texts, size, alphabet):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    start = time.perf_counter()
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=2, limit_alphabet=alphabet, show_progress=False,
        special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
    return tokenizer, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--size", type=int, default=8000)
    parser.add_argument("--alphabet", type=int, default=6000)
    arguments = parser.parse_args()
    for name, pairs in parity.public_texts(arguments.data).items():
        texts = [text for text, pair in pairs if pair is None]
        parity.write([(text, None) for text in texts], f"{arguments.work}/train.bin")
        folder = f"{arguments.work}/trained-{name}"
        figures = json.loads(subprocess.run(
            [arguments.program, "train", f"{arguments.work}/train.bin", folder, str(arguments.size), str(arguments.alphabet)],
            check=True, capture_output=True, text=True).stdout)
        ours = set(Tokenizer.from_file(f"{folder}/tokenizer.json").get_vocab())
        first, seconds = theirs(texts, arguments.size, arguments.alphabet)
        second, _ = theirs(texts, arguments.size, arguments.alphabet)
        one, two = set(first.get_vocab()), set(second.get_vocab())
        print(
            f"{name}: {len(texts):,} texts, {figures['words']:,} words; ours {len(ours):,} tokens in "
            f"{figures['count_s'] + figures['train_s']:.2f} s, Hugging Face {len(one):,} in {seconds:.2f} s; only ours "
            f"{len(ours - one)} {sorted(ours - one)[:6]}, only theirs {len(one - ours)} {sorted(one - ours)[:6]}; the reference differs from itself in {len(one ^ two)}",
            flush=True)


if __name__ == "__main__":
    main()
