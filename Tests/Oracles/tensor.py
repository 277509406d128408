"""Expected numbers for Tests/TensorTests, by PyTorch 2.13.0: outputs and gradients of operators, and ten steps of
training. Names of cases are those of the Swift tests.

Run: python Tests/Oracles/tensor.py Tests/Oracles/tensor      (pip install torch==2.13.0 numpy safetensors)
"""
import math
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(7)
torch.set_num_threads(1)


def x(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return torch.rand(*shape) + 0.5


def whole(below, *shape):
    return torch.randint(0, below, shape)


MASK = torch.tensor([[True, True, False, True], [True, False, True, True], [True, True, True, False]])

# Name: inputs, and what they are given to. Floating-point inputs have their gradients checked.
CASES = {
    "add": ([x(2, 3), x(3)], lambda a, b: a + b),
    "subtract": ([x(2, 3), x(2, 1)], lambda a, b: a - b),
    "multiply": ([x(2, 3), x(2, 3)], lambda a, b: a * b),
    "divide": ([x(2, 3), positive(2, 3)], lambda a, b: a / b),
    "scalars": ([x(2, 3)], lambda a: ((a + 2.5) * 3 - 1) / 7),
    "negate": ([x(2, 3)], lambda a: -a),
    "matmul": ([x(4, 2, 3), x(3, 5)], lambda a, b: a @ b),
    "power": ([positive(2, 3)], lambda a: a**1.7),
    "squareRoot": ([positive(2, 3)], torch.sqrt),
    "exp": ([x(2, 3)], torch.exp),
    "log": ([positive(2, 3)], torch.log),
    "abs": ([x(2, 3)], torch.abs),
    "clamp": ([x(3, 4)], lambda a: a.clamp(-0.5, 0.7)),
    "maximum": ([x(2, 3), x(2, 3)], torch.maximum),
    "minimum": ([x(2, 3), x(2, 3)], torch.minimum),
    "maskedFill": ([x(3, 4), MASK], lambda a, m: a.masked_fill(m, 9.5)),
    "maskedSelect": ([x(3, 4), MASK], lambda a, m: a.masked_select(m)),
    "keeping": ([x(3, 4), MASK, x(3, 4)], lambda a, m, b: torch.where(m, a, b)),
    "sum": ([x(2, 3, 4)], lambda a: a.sum((0, 2))),
    "mean": ([x(2, 3, 4)], lambda a: a.mean((1,), keepdim=True)),
    "meanOfAll": ([x(2, 3)], torch.mean),
    "variance": ([x(3, 5)], lambda a: a.var(1)),
    "largest": ([x(3, 5)], lambda a: a.amax((1,))),
    "smallest": ([x(3, 5)], lambda a: a.amin((0,))),
    "argmax": ([x(3, 5)], lambda a: a.argmax(1)),
    "top": ([x(3, 5)], lambda a: a.topk(2).values),
    "topPlaces": ([x(3, 5)], lambda a: a.topk(2).indices),
    "sorted": ([x(3, 5)], lambda a: a.sort(descending=True).values),
    "norm": ([x(3, 5)], lambda a: torch.linalg.vector_norm(a, dim=1)),
    "normalised": ([x(3, 5)], lambda a: F.normalize(a, dim=-1)),
    "cumulativeSum": ([x(3, 5)], lambda a: a.cumsum(1)),
    "logSumExp": ([x(3, 5)], lambda a: a.logsumexp(1)),
    "transposed": ([x(2, 3, 4)], lambda a: a.transpose(0, 2) * 1),
    "permuted": ([x(2, 3, 4)], lambda a: a.permute(2, 0, 1) * 1),
    "reshaped": ([x(2, 3, 4)], lambda a: a.transpose(0, 1).reshape(6, -1)),
    "view": ([x(2, 6)], lambda a: a.view(3, 4)),
    "expanded": ([x(2, 1, 3)], lambda a: a.expand(2, 4, 3) * 1),
    "concatenated": ([x(2, 3), x(2, 2)], lambda a, b: torch.cat([a, b], 1)),
    "stacked": ([x(2, 3), x(2, 3)], lambda a, b: torch.stack([a, b], 1)),
    "split": ([x(5, 2)], lambda a: a.split([1, 4])[1] * 2),
    "flipped": ([x(2, 3)], lambda a: a.flip(1)),
    "padded": ([x(2, 3)], lambda a: F.pad(a, (1, 2), value=0.5)),
    "at": ([x(3, 4)], lambda a: a[:, -2] * 1),
    "slice": ([x(5, 4)], lambda a: a[1:4] * 1),
    "selecting": ([x(4, 3), whole(4, 6)], lambda a, i: a.index_select(0, i)),
    "gathering": ([x(3, 4), whole(4, 3, 2)], lambda a, i: a.gather(1, i)),
    "rows": ([x(4, 3), whole(4, 2, 2)], lambda a, i: a[i]),
    "scatterAdding": ([x(3, 4), whole(4, 3, 2), x(3, 2)], lambda a, i, b: a.scatter_add(1, i, b)),
    "indexAdding": ([x(4, 3), whole(4, 6), x(6, 3)], lambda a, i, b: a.index_add(0, i, b)),
    "lowerTriangle": ([x(4, 4)], lambda a: a.tril(-1)),
    "upperTriangle": ([x(4, 4)], lambda a: a.triu(1)),
    "softmax": ([x(3, 5)], lambda a: a.softmax(-1)),
    "logSoftmax": ([x(3, 5)], lambda a: a.log_softmax(0)),
    "gelu": ([x(3, 5)], F.gelu),
    "geluApproximate": ([x(3, 5)], lambda a: F.gelu(a, approximate="tanh")),
    "relu": ([x(3, 5)], F.relu),
    "tanh": ([x(3, 5)], torch.tanh),
    "sigmoid": ([x(3, 5)], torch.sigmoid),
    "silu": ([x(3, 5)], F.silu),
    "logSigmoid": ([x(3, 5)], F.logsigmoid),
    "softplus": ([x(3, 5)], F.softplus),
    "linear": ([x(2, 4, 3), x(5, 3), x(5)], F.linear),
    "layerNorm": ([x(2, 4, 3), x(3), x(3)], lambda a, w, b: F.layer_norm(a, (3,), w, b, 1e-12)),
    "embedded": ([whole(5, 2, 4), x(5, 3)], lambda i, w: F.embedding(i, w, padding_idx=2)),
    "attending": (
        [x(2, 2, 3, 4), x(2, 2, 4, 4), x(2, 2, 4, 4), MASK],
        lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, m),
    ),
    "attendingCausally": (
        [x(2, 2, 3, 4), x(2, 2, 3, 4), x(2, 2, 3, 4)],
        lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
    ),
    "gru": (
        [x(2, 4, 3), x(2, 2, 5)] + [x(15, 3), x(15, 5), x(15), x(15)] + [x(15, 3), x(15, 5), x(15), x(15)],
        lambda a, h, *w: torch.gru(a, h, w, True, 1, 0.0, False, True, True)[0],
    ),
    "gruState": (
        [x(2, 4, 3), x(1, 2, 5), x(15, 3), x(15, 5), x(15), x(15)],
        lambda a, h, *w: torch.gru(a, h, w, True, 1, 0.0, False, False, True)[1],
    ),
    "convolution1D": ([x(2, 3, 7), x(4, 3, 3), x(4)], lambda a, w, b: F.conv1d(a, w, b, 2, 1)),
    "maximumPool1D": ([x(2, 3, 7)], lambda a: F.max_pool1d(a, 3, 2)),
    "crossEntropy": (
        [x(4, 5), torch.tensor([1, 4, -100, 0]), positive(5)],
        lambda a, t, w: F.cross_entropy(a, t, w.detach(), label_smoothing=0.1),
    ),
    "binaryCrossEntropy": (
        [x(3, 4), torch.rand(3, 4), positive(4)],
        lambda a, t, w: F.binary_cross_entropy_with_logits(a, t.detach(), pos_weight=w.detach()),
    ),
    "squaredError": ([x(3, 4), x(3, 4)], lambda a, b: F.mse_loss(a, b, reduction="sum")),
    "divergence": (
        [x(3, 4), x(3, 4)],
        lambda a, b: F.kl_div(a.log_softmax(-1), b.log_softmax(-1), reduction="batchmean", log_target=True),
    ),
}
# Inputs that the losses take no derivatives by.
WITHOUT = {"crossEntropy": {2}, "binaryCrossEntropy": {1, 2}}


def operators():
    arrays = {}
    for name, (inputs, function) in CASES.items():
        leaves = [
            i.requires_grad_() if i.is_floating_point() and place not in WITHOUT.get(name, ()) else i
            for place, i in enumerate(inputs)
        ]
        output = function(*leaves)
        arrays[f"{name}/output"] = output.detach().contiguous()
        for place, leaf in enumerate(leaves):
            arrays[f"{name}/input{place}"] = leaf.detach().contiguous()
        if output.requires_grad:
            seed = torch.randn_like(output)
            output.backward(seed)
            arrays[f"{name}/seed"] = seed
            for place, leaf in enumerate(leaves):
                if leaf.requires_grad:
                    arrays[f"{name}/gradient{place}"] = leaf.grad.contiguous()
    return arrays


class Perceptron(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.output = torch.nn.Linear(4, 8), torch.nn.Linear(8, 3)

    def forward(self, batch):
        return self.output(F.gelu(self.hidden(batch)))


class Block(torch.nn.Module):
    """One transformer block over embedded tokens, with a classifier at the first place."""

    def __init__(self, width=8, heads=2):
        super().__init__()
        self.heads = heads
        self.tokens, self.places = torch.nn.Embedding(11, width, padding_idx=0), torch.nn.Embedding(6, width)
        self.query, self.key, self.value, self.joined = (torch.nn.Linear(width, width) for _ in range(4))
        self.first, self.second = torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)
        self.up, self.down = torch.nn.Linear(width, 16), torch.nn.Linear(16, width)
        self.classifier = torch.nn.Linear(width, 3)

    def forward(self, tokens):
        split = lambda t: t.view(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2)
        x = self.tokens(tokens) + self.places(torch.arange(tokens.shape[1]))
        mask = (tokens != 0)[:, None, None, :]
        looked = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), mask)
        x = self.first(x + self.joined(looked.transpose(1, 2).flatten(2)))
        x = self.second(x + self.down(F.gelu(self.up(x))))
        return self.classifier(x[:, 0])


def training(model, batches, targets, peak, descent):
    """Ten steps of AdamW, matrices decaying, three of them warm-up, gradients of two halves averaged and clipped."""
    arrays = {f"before/{n}": p.detach().clone() for n, p in model.named_parameters()}
    decaying = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": decaying, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=peak, fused=True)

    def rate(step):
        if step < 3:
            return step / 3
        share = (step - 3) / (10 - 3)
        return 1 - share if descent == "linear" else 0.5 * (1 + math.cos(math.pi * share))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    losses, lengths = [], []
    for _ in range(10):
        optimiser.zero_grad()
        total = 0.0
        for half, aims in zip(batches.chunk(2), targets.chunk(2)):
            loss = F.cross_entropy(model(half), aims)
            total += loss.item() / 2
            (loss / 2).backward()
        losses.append(total)
        lengths.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 0.3).item())
        optimiser.step()
        schedule.step()
    arrays |= {f"after/{n}": p.detach().clone() for n, p in model.named_parameters()}
    arrays |= {"batch": batches, "targets": targets, "losses": torch.tensor(losses, dtype=torch.float64)}
    arrays["lengths"] = torch.tensor(lengths, dtype=torch.float64)
    return arrays


folder = sys.argv[1]
save_file({n: t.clone(memory_format=torch.contiguous_format) for n, t in operators().items()}, f"{folder}/operators.safetensors")
save_file(
    training(Perceptron(), x(6, 4), whole(3, 6), 0.05, "cosine"), f"{folder}/perceptron.safetensors")
tokens = whole(10, 4, 6) + 1
tokens[0, 4:] = 0
tokens[3, 2:] = 0
save_file(training(Block(), tokens, whole(3, 4), 0.02, "linear"), f"{folder}/block.safetensors")
