"""Times steps of masked language modelling: ours, and PyTorch's on Hugging Face's BertForMaskedLM, one after the other.

  python benchmarks/language/pretraining.py --program PATH [--layers 4] [--width 256] [--vocabulary 8000]
      [--texts 32] [--length 64] [--steps 30] [--dropout 0.1]

PyTorch runs twice: as `transformers` has it, with scores of all tokens at all places, and with the head at the masked
places alone, as ours is. Both have fused AdamW, clipping, scaled-dot-product attention and masks drawn beforehand; ours
draws its masks within the step. Beside the clock stands the time of the processor, all threads together: with
OMP_NUM_THREADS=1 it can be compared on a machine that others use too.
"""

import argparse
import json
import statistics
import subprocess
import time

import torch
from transformers import BertConfig, BertForMaskedLM


def theirs(arguments, gathered):
    torch.manual_seed(1)
    model = BertForMaskedLM(BertConfig(
        vocab_size=arguments.vocabulary, hidden_size=arguments.width, num_hidden_layers=arguments.layers,
        num_attention_heads=arguments.width // 64, intermediate_size=4 * arguments.width,
        max_position_embeddings=arguments.length, hidden_dropout_prob=arguments.dropout,
        attention_probs_dropout_prob=arguments.dropout))
    model.train()
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0}], lr=5e-4, fused=True)
    shape = (arguments.texts, arguments.length)
    batches = []
    for _ in range(arguments.steps):
        ids = torch.randint(5, arguments.vocabulary, shape)
        masked = torch.rand(shape) < 0.15 * (arguments.length - 2) / arguments.length
        batches.append((ids.masked_fill(masked, 4), ids.masked_fill(~masked, -100), masked))
    times, busy = [], []
    for ids, labels, masked in batches:
        start, start_busy = time.perf_counter(), time.process_time()
        if gathered:
            hidden = model.bert(input_ids=ids).last_hidden_state
            places = masked.flatten().nonzero().squeeze(1)
            scores = model.cls(hidden.flatten(0, 1).index_select(0, places))
            loss = torch.nn.functional.cross_entropy(scores, labels.flatten().index_select(0, places))
        else:
            loss = model(input_ids=ids, labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        loss.item()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - start_busy) * 1000)
    return {"median_ms": statistics.median(times[3:]), "median_cpu_ms": statistics.median(busy[3:]), "loss": loss.item(),
            "threads": torch.get_num_threads()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    for name, value in [("layers", 4), ("width", 256), ("vocabulary", 8000), ("texts", 32), ("length", 64), ("steps", 30)]:
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--dropout", type=float, default=0.1)
    a = parser.parse_args()
    ours = subprocess.run(
        [a.program, "pretrain"] + [str(x) for x in (a.layers, a.width, a.vocabulary, a.texts, a.length, a.steps, a.dropout)],
        check=True, capture_output=True, text=True).stdout
    print("ours", json.loads(ours), flush=True)
    print("transformers", theirs(a, gathered=False), flush=True)
    print("transformers, masked places only", theirs(a, gathered=True), flush=True)


if __name__ == "__main__":
    main()
