"""Runs each subject on our side and on the peer's in turn, and prints medians and ratios.

Each side is a command that prints one line of JSON: {"seconds": {stage: s}, "metrics": {name: value}}.
Without real data a synthetic log of the same shape is used, so the ratios can be had anywhere.
"""

import argparse
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
SUBJECTS = {
    "als": (["--factors", "128", "--iterations", "15"], ["--factors", "128", "--iterations", "15"]),
    "bpr": (["--factors", "64", "--iterations", "200"], ["--factors", "64", "--iterations", "200"]),
    "item_knn": (["--neighbours", "100"], ["--neighbours", "100"]),
    "ease": (["--inverse", "float64"], []),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", required=True, help="folder of equipoise and equipoise-benchmarks")
    parser.add_argument("--data", default="../shared/data", help="folder of the data sets; synthetic data without it")
    parser.add_argument("--only", default=",".join([*SUBJECTS, "bandit", "hillstrom", "import"]), help="subjects, separated by commas")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    binaries = pathlib.Path(options.binaries).resolve()
    data = pathlib.Path(options.data)
    chosen = options.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        lines = data / "amazon-beauty" / "Beauty.txt"
        if not lines.exists():
            lines = synthetic_lines(pathlib.Path(folder) / "lines.txt")
        print(f"data: {lines.name}; {os.cpu_count()} cores; medians of {options.repeats} runs, ours and theirs in turn")
        print(f"{'subject':10} {'stage':10} {'ours s':>9} {'peer s':>9} {'peer/ours':>10}   quality ours | peer")
        for subject in chosen:
            if subject in SUBJECTS:
                compare(subject, binaries, lines, options.repeats)
        if "bandit" in chosen:
            bandit(binaries, pathlib.Path(folder), options.repeats)
        if "hillstrom" in chosen:
            hillstrom(binaries, data / "hillstrom-email" / "hillstrom.csv.gz", pathlib.Path(folder))
        if "import" in chosen:
            import_speed(binaries, data / "online-retail" / "online_retail.csv.gz", pathlib.Path(folder), options.repeats)


def compare(subject, binaries, lines, repeats):
    peer_options, own_options = SUBJECTS[subject]
    peer = [sys.executable, str(HERE / "peers" / f"{subject}.py"), str(lines), *peer_options]
    own = [str(binaries / "equipoise-benchmarks"), subject.replace("_", "-"), str(lines), *own_options]
    runs = [(measured(own), measured(peer)) for _ in range(repeats)]
    for stage in runs[0][0]["seconds"]:
        ours = statistics.median(run[0]["seconds"][stage] for run in runs)
        theirs = statistics.median(run[1]["seconds"][stage] for run in runs)
        quality = ""
        if stage == "fit":
            quality = " | ".join(
                " ".join(f"{name} {value:.4f}" for name, value in side["metrics"].items()) for side in runs[0])
        print(f"{subject:10} {stage:10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {quality}", flush=True)


def bandit(binaries, folder, repeats, decisions=60_000):
    """Progressive reward and learned decisions per second of policies on one dsjson log, ours and theirs in turn."""
    log, predictions = folder / "log.dsjson", folder / "predictions.txt"
    for policy in ("epsilon-greedy", "squarecb"):
        runs = []
        for seed in range(1, repeats + 1):
            subprocess.run([sys.executable, str(HERE / "peers" / "dsjson_log.py"), str(log), "--decisions", str(decisions),
                            "--seed", str(seed)], check=True)
            peer = [sys.executable, str(HERE / "peers" / "hashed_bandit.py"), str(log), "--policy", policy,
                    "--predictions", str(predictions)]
            own = [str(binaries / "equipoise-benchmarks"), "hashed-bandit", str(log), "--policy", policy,
                   "--predictions", str(predictions)]
            theirs = measured(peer)
            runs.append((measured(own), theirs))
        ours, theirs = (statistics.median(run[side]["seconds"]["learn"] for run in runs) for side in (0, 1))
        gains = ", ".join("{snips:+.4f} [{low:+.4f}, {high:+.4f}]".format(**run[0]["gain"]) for run in runs)
        values = [statistics.mean(run[0][side]["snips"] for run in runs) for side in ("metrics", "peerMetrics")]
        print(f"{'bandit':10} {'learn':10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {policy}: "
              f"snips {values[0]:.4f} | {values[1]:.4f}; ours - peer on each log {gains}; "
              f"{runs[0][0]['decisions'] / ours:,.0f} decisions/s", flush=True)


def hillstrom(binaries, source, folder, splits=10):
    """Policies learned on one half of a real three-armed test and judged on the other: ours, the best arm, and the peer's
    as it comes and with the learner that needs no rate."""
    if not source.exists():
        return print("hillstrom  no data: see docs/reference/benchmarks.md")
    predictions = folder / "predictions.txt"
    for reward in ("visit", "spend"):
        for setting, options in (("defaults", ""), ("--coin", "--coin")):
            runs = []
            for split in range(1, splits + 1):
                subprocess.run([sys.executable, str(HERE / "peers" / "hillstrom_log.py"), str(source), str(folder),
                                "--reward", reward, "--seed", str(split)], check=True)
                peer = measured([sys.executable, str(HERE / "peers" / "hillstrom.py"), str(folder), f"--options={options}",
                                 "--predictions", str(predictions)])
                own = measured([str(binaries / "equipoise-benchmarks"), "learned-policy", str(folder),
                                "--predictions", str(predictions)])
                runs.append((own, peer))
            ours, theirs = (statistics.median(run[side]["seconds"]["fit"] for run in runs) for side in (0, 1))
            print(f"{'hillstrom':10} {'learn':10} {ours:9.2f} {theirs:9.2f} {theirs / ours:9.2f}x   {reward}, peer with {setting}",
                  flush=True)
            for name in runs[0][0]["metrics"]:
                values = [run[0]["metrics"][name][0] for run in runs]
                _, low, high = runs[0][0]["metrics"][name]
                print(f"    {name:16} first split {values[0]:+.4f} [{low:+.4f}, {high:+.4f}]; mean of {splits} splits "
                      f"{statistics.mean(values):+.4f}, from {min(values):+.4f} to {max(values):+.4f}", flush=True)


def measured(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"benchmarks: {' '.join(command)} failed with status {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def import_speed(binaries, source, folder, repeats):
    """Rows per second from the packed file to committed rows, and the peak memory of the process."""
    preset = "online-retail"
    if not source.exists():
        source, preset = synthetic_events(folder / "events.csv"), "csv"
    seconds, memory, rows = [], [], 0
    for number in range(repeats):
        command = [str(binaries / "equipoise"), "import", str(source), "--preset", preset,
                   "--data", str(folder / f"shop{number}"), "--json"]
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
