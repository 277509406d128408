"""Runs each subject on our side and on the peer's in turn, and prints medians and ratios; subjects without a peer alone.

Each side is a command that prints one line of JSON: {"seconds": {stage: s}, "metrics": {name: value}}, or where there is
no peer {"tables": [{"title": t, "columns": [[name, format]], "rows": [[value]]}]}.
Without real data a synthetic log of the same shape is used, so the ratios can be had anywhere.
"""

import argparse
import functools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
# subject: options of the peer script and of our program, chosen to mean the same model
MODELS = {
    "als": (["--factors", "128", "--iterations", "15"], ["--factors", "128", "--iterations", "15"]),
    "bpr": (["--factors", "64", "--iterations", "200"], ["--factors", "64", "--iterations", "200"]),
    "item_knn": (["--neighbours", "100"], ["--neighbours", "100"]),
    "ease": (["--inverse", "float64"], []),
}
# subjects without a peer: timings, of which medians are taken, and studies, which give the same figures every time
TIMINGS = ["decision", "posterior", "slates"]
STUDIES = ["coverage", "accuracy"]


class Bench:
    """Where programs and data are, and how often each thing is run."""

    def __init__(self, options, folder):
        self.binaries = pathlib.Path(options.binaries).resolve()
        self.data = pathlib.Path(options.data)
        self.folder = pathlib.Path(folder)
        self.repeats = options.repeats

    def ours(self, *arguments):
        return measured([str(self.binaries / "equipoise-benchmarks"), *map(str, arguments)])

    def peer(self, script, *arguments):
        return measured([sys.executable, str(HERE / "peers" / f"{script}.py"), *map(str, arguments)])

    def pairs(self, own, peer):
        """Results of both sides, run in turn."""
        return [(self.ours(*own), self.peer(*peer)) for _ in range(self.repeats)]

    @functools.cached_property
    def lines(self):
        real = self.data / "amazon-beauty" / "Beauty.txt"
        path = real if real.exists() else synthetic_lines(self.folder / "lines.txt")
        print(f"data: {path.name}")
        print(f"{'subject':10} {'stage':10} {'ours s':>9} {'peer s':>9} {'peer/ours':>10}   quality ours | peer")
        return path


def main():
    subjects = {name: functools.partial(model, name) for name in MODELS} | {
        "bandit": bandit, "hillstrom": hillstrom, "ope": estimators, "reading": reading, "import": import_speed}
    subjects |= {name: functools.partial(figures, name, repeated=name in TIMINGS) for name in TIMINGS + STUDIES}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", required=True, help="folder of equipoise and equipoise-benchmarks")
    parser.add_argument("--data", default="../shared/data", help="folder of the data sets; synthetic data without it")
    parser.add_argument("--only", default=",".join(subjects), help="subjects, separated by commas")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    chosen = options.only.split(",")
    if strangers := [name for name in chosen if name not in subjects]:
        parser.error(f"unknown subject {', '.join(strangers)}; there are {', '.join(subjects)}")
    print(f"{os.cpu_count()} cores; medians of {options.repeats} runs, ours and theirs in turn")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for name in chosen:
            subjects[name](bench)


def model(subject, bench):
    """One recommender on both sides."""
    peer_options, own_options = MODELS[subject]
    runs = bench.pairs(
        [subject.replace("_", "-"), bench.lines, *own_options], [subject, bench.lines, *peer_options])
    for stage in runs[0][0]["seconds"]:
        ours, theirs = medians(runs, stage)
        quality = ""
        if stage == "fit":
            quality = " | ".join(
                " ".join(f"{name} {value:.4f}" for name, value in side["metrics"].items()) for side in runs[0])
        print(f"{subject:10} {stage:10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {quality}", flush=True)


def medians(runs, stage):
    """Median seconds of a stage on our side and on the peer's; nothing where a side does not have it."""
    return [statistics.median(run[side]["seconds"][stage] for run in runs) if stage in runs[0][side]["seconds"] else None
            for side in (0, 1)]


def bandit(bench, decisions=60_000):
    """Progressive reward and learned decisions per second of policies on one dsjson log, ours and theirs in turn."""
    log, predictions = bench.folder / "log.dsjson", bench.folder / "predictions.txt"
    for policy in ("epsilon-greedy", "squarecb"):
        arguments = [log, "--policy", policy, "--predictions", predictions]
        runs = []
        for seed in range(1, bench.repeats + 1):
            subprocess.run([sys.executable, str(HERE / "peers" / "dsjson_log.py"), str(log), "--decisions", str(decisions),
                            "--seed", str(seed)], check=True)
            theirs = bench.peer("hashed_bandit", *arguments)  # first: ours judges its predictions too
            runs.append((bench.ours("hashed-bandit", *arguments), theirs))
        ours, theirs = medians(runs, "learn")
        gains = ", ".join("{snips:+.4f} [{low:+.4f}, {high:+.4f}]".format(**run[0]["gain"]) for run in runs)
        values = [statistics.mean(run[0][side]["snips"] for run in runs) for side in ("metrics", "peerMetrics")]
        print(f"{'bandit':10} {'learn':10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {policy}: "
              f"snips {values[0]:.4f} | {values[1]:.4f}; ours - peer on each log {gains}; "
              f"{runs[0][0]['decisions'] / ours:,.0f} decisions/s", flush=True)


def hillstrom(bench, splits=10):
    """Policies learned on one half of a real three-armed test and judged on the other: ours, the best arm, and the peer's
    as it comes and with the learner that needs no rate."""
    source, predictions = bench.data / "hillstrom-email" / "hillstrom.csv.gz", bench.folder / "predictions.txt"
    if not source.exists():
        return print("hillstrom  no data: see docs/reference/benchmarks.md")
    for reward in ("visit", "spend"):
        for setting, options in (("defaults", ""), ("--coin", "--coin")):
            runs = []
            for split in range(1, splits + 1):
                subprocess.run([sys.executable, str(HERE / "peers" / "hillstrom_log.py"), str(source), str(bench.folder),
                                "--reward", reward, "--seed", str(split)], check=True)
                theirs = bench.peer("hillstrom", bench.folder, f"--options={options}", "--predictions", predictions)
                runs.append((bench.ours("learned-policy", bench.folder, "--predictions", predictions), theirs))
            ours, theirs = medians(runs, "fit")
            print(f"{'hillstrom':10} {'learn':10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {reward}, peer with {setting}",
                  flush=True)
            for name in runs[0][0]["metrics"]:
                values = [run[0]["metrics"][name][0] for run in runs]
                _, low, high = runs[0][0]["metrics"][name]
                print(f"    {name:16} first split {values[0]:+.4f} [{low:+.4f}, {high:+.4f}]; mean of {splits} splits "
                      f"{statistics.mean(values):+.4f}, from {min(values):+.4f} to {max(values):+.4f}", flush=True)


def estimators(bench, decisions=1_000_000, arms=10):
    """Every off-policy estimator on one log; the peer is the same formulas in NumPy, for those that it has."""
    log = bench.folder / "log.safetensors"
    bench.ours("ope-log", log, "--decisions", decisions, "--arms", arms)
    runs = bench.pairs(["ope", log], ["ope", log])
    rows = []
    for stage in runs[0][0]["order"]:
        values = [side["metrics"].get(stage) for side in runs[0]]
        rows.append([stage, *medians(runs, stage), *values])
    show({"title": f"ope: {decisions:,} decisions, {arms} arms; the truth is {runs[0][0]['truth']:.6f}",
          "columns": [["stage", "s"], ["ours s", ".3f"], ["NumPy s", ".3f"], ["ours", ".6f"], ["NumPy", ".6f"]],
          "rows": rows})


def reading(bench, decisions=100_000):
    """Reading logs, written to files of each layout first."""
    bench.ours("ope-files", bench.folder, "--decisions", decisions)
    figures("reading", bench, True, bench.folder)


def figures(subject, bench, repeated, *arguments):
    """Tables of our own figures; of repeated runs the median of each number."""
    runs = [bench.ours(subject, *arguments)["tables"] for _ in range(bench.repeats if repeated else 1)]
    for tables in zip(*runs):
        rows = [[statistics.median(cells) if isinstance(cells[0], float) else cells[0] for cells in zip(*rows)]
                for rows in zip(*(table["rows"] for table in tables))]
        show({**tables[0], "rows": rows})


def show(table):
    """Prints a table as Markdown, so that it can be pasted into the documents."""
    def text(value, form):
        return "" if value is None else format(value, form)
    names = [name for name, _ in table["columns"]]
    lines = [[text(value, form) for value, (_, form) in zip(row, table["columns"])] for row in table["rows"]]
    widths = [max(map(len, column)) for column in zip(names, *lines)]
    print(f"\n{table['title']}\n")
    rules = [("-" if form == "s" else "-" * (width - 1) + ":").ljust(width, "-")
             for width, (_, form) in zip(widths, table["columns"])]
    for line in [names, rules, *lines]:
        print("| " + " | ".join(
            cell.ljust(width) if form == "s" else cell.rjust(width)
            for cell, width, (_, form) in zip(line, widths, table["columns"])) + " |", flush=True)


def measured(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"benchmarks: {' '.join(command)} failed with status {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def import_speed(bench):
    """Rows per second from the packed file to committed rows, and the peak memory of the process."""
    source, preset = bench.data / "online-retail" / "online_retail.csv.gz", "online-retail"
    if not source.exists():
        source, preset = synthetic_events(bench.folder / "events.csv"), "csv"
    seconds, memory, rows = [], [], 0
    for number in range(bench.repeats):
        command = [str(bench.binaries / "equipoise"), "import", str(source), "--preset", preset,
                   "--data", str(bench.folder / f"shop{number}"), "--json"]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - begin)
        memory.append(usage.ru_maxrss / 1024)
        if status != 0:
            sys.exit(f"benchmarks: {' '.join(command)} failed")
        rows = json.loads(output)["files"][0]["rows"]
    elapsed = statistics.median(seconds)
    print(f"import     {source.name}: {rows} rows in {elapsed:.2f} s, {rows / elapsed:,.0f} rows/s, "
          f"peak {max(memory):.0f} MB")


def synthetic_lines(path, shoppers=22_000, items=12_000, groups=200):
    """Shoppers with two of `groups` tastes each, long-tailed items, about nine events each; seeded."""
    draw = random.Random(7)
    with open(path, "w") as file:
        for shopper in range(shoppers):
            tastes = [draw.randrange(groups), draw.randrange(groups)]
            chosen = dict.fromkeys(
                int(items / groups * draw.random() ** 2) * groups + draw.choice(tastes)
                for _ in range(5 + int(draw.expovariate(0.25))))
            if len(chosen) >= 3:
                file.write(" ".join(map(str, [shopper, *chosen])) + "\n")
    return path


def synthetic_events(path, rows=500_000):
    draw = random.Random(7)
    with open(path, "w") as file:
        file.write("event,time,shopper,item,quantity,price,currency\n")
        for row in range(rows):
            file.write(f"purchase,{1_700_000_000 + row * 40},s{draw.randrange(5000)},i{draw.randrange(4000)},"
                       f"{draw.randrange(1, 9)},{draw.randrange(100, 9999) / 100:.2f},GBP\n")
    return path


if __name__ == "__main__":
    main()
