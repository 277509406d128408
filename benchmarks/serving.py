"""Loads our server and the peer's in turn with the same requests, then ours while events come in and models are trained.

Makes the shop first (see serving_shop.py), unless --folder holds it from an earlier run. Every load has a server of its
own, ours on a copy of the shop, so that none finds what another left behind.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from compare import HERE, show

SHOPPERS, ITEMS = 50_000, 100_000
COLUMNS = [["server", "s"], ["load", "s"], ["connections", "d"], ["decisions/s", ",.0f"], ["p50 ms", ".1f"], ["p95 ms", ".1f"],
           ["p99 ms", ".1f"], ["max ms", ".0f"], ["failed", "d"], ["CPU ms each", ".2f"], ["events/s", ",.0f"], ["peak MB", ".0f"]]
PEERS = {"implicit, 1 worker": (1, False), "implicit, 2 workers": (2, False), "implicit, 2 workers, recalculating": (2, True)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, required=True, help="the program equipoise")
    parser.add_argument("--seconds", type=int, default=15, help="how long each load lasts")
    # Our server orders its catalogue anew half a minute after its start: that falls into the load.
    parser.add_argument("--warming", type=int, default=20, help="how long it is loaded before")
    parser.add_argument("--folder", type=pathlib.Path, help="where the shop is made and kept; nowhere without it")
    parser.add_argument("--only", default="ours,peer,beside,ingest", help="parts, separated by commas")
    parser.add_argument("--connections", default="8,32")
    parser.add_argument("--rate", type=int, default=5000, help="events a second beside decisions")
    options = parser.parse_args()
    parts = options.only.split(",")
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(options, options.folder or pathlib.Path(temporary))
        bench.make_shop()
        counts = [int(count) for count in options.connections.split(",")]
        rows = []
        for count in counts:
            if "ours" in parts:
                rows.append(bench.ours("decisions", count))
            if "peer" in parts:
                rows += [bench.peer(name, *setting, count) for name, setting in PEERS.items()]
        if "beside" in parts:
            rows += [bench.ours(f"with {options.rate:,} events/s", count, events=options.rate) for count in counts]
            rows += [bench.ours("with a training", count, trains=True) for count in counts]
            rows += [bench.ours("with both", count, events=options.rate, trains=True) for count in counts]
        if "ingest" in parts:
            rows.append(bench.ingest())
        show({"title": f"serving: {ITEMS:,} items, 1,000,000 events, {os.cpu_count()} cores shared with the load, "
                       f"{options.seconds} s each", "columns": COLUMNS, "rows": rows})


class Bench:
    def __init__(self, options, folder):
        self.binary = options.binary.resolve()
        self.seconds = options.seconds
        self.warming = options.warming
        self.folder = folder

    def make_shop(self):
        shop = self.folder / "shop"
        if list(shop.glob("models/2*")):
            return
        steps = [[sys.executable, HERE / "serving_shop.py", self.folder, "--items", ITEMS, "--shoppers", SHOPPERS]]
        for table in ("items", "events"):
            steps.append([self.binary, "import", self.folder / f"{table}.csv", "--preset", "csv", "--table", table, "--data", shop])
        steps.append([self.binary, "train", "--models", "als,popularity", "--data", shop])
        for step in steps:
            print("making the shop:", *step, file=sys.stderr)
            subprocess.run(list(map(str, step)), check=True, stdout=sys.stderr)

    @contextlib.contextmanager
    def our_server(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            shutil.copytree(self.folder / "shop", copy, dirs_exist_ok=True)
            with Server([self.binary, "serve", "--data", copy]) as server:
                yield server

    def ours(self, load, connections, events=0, trains=False):
        with self.our_server() as server, Posting(server.port, 0) as posting:
            server.load("/v1/decisions", connections, self.warming)
            if trains:
                server.ask("POST", "/v1/tasks/training", json.dumps({"models": ["als"]}))
            posting.rate = events
            result = server.load("/v1/decisions", connections, self.seconds, counts_time=not events and not trains)
            if trains and server.ask("GET", "/v1/tasks")["tasks"][-1]["state"] != "running":
                sys.exit("benchmarks: the training ended before the load; give fewer --seconds")
            return row("equipoise", load, connections, result, server, posting.per_second() if events else None)

    def peer(self, name, workers, recalculates, connections):
        snapshot = max((self.folder / "shop" / "models").glob("2*"))
        command = [sys.executable, HERE / "peers" / "serving_peer.py", "--snapshot", snapshot,
                   "--events", self.folder / "events.csv", "--workers", workers]
        with Server(command + ["--recalculate"] * recalculates, OPENBLAS_NUM_THREADS="1") as server:
            server.load("/decisions", connections, self.warming)
            result = server.load("/decisions", connections, self.seconds, counts_time=True)
            return row(name, "decisions", connections, result, server)

    def ingest(self):
        """As many events a second as the server commits when two clients post batches, and no decisions."""
        with self.our_server() as server, Posting(server.port, None) as one, Posting(server.port, None) as other:
            time.sleep(self.seconds)
            rate = one.per_second() + other.per_second()
            return ["equipoise", "events alone", 2, *[None] * 7, rate, server.peak()]


def row(name, load, connections, result, server, events=None):
    figures = [result["requests"] / result["seconds"], result["p50"], result["p95"], result["p99"], result["max"]]
    failed = result["refused"] + result["broken"]
    line = [name, load, connections, *figures, failed, result.get("milliseconds"), events, server.peak()]
    print("  ".join(str(cell) if not isinstance(cell, float) else f"{cell:,.1f}" for cell in line), file=sys.stderr)
    return line


class Server:
    """A process that answers HTTP on a port of its own, with all processes that it starts."""

    def __init__(self, command, **environment):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [*map(str, command), "--port", str(self.port)]
        self.environment = os.environ | environment

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True)
        for _ in range(600):
            with contextlib.suppress(OSError):
                self.ask("GET", "/readyz")
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        self.__exit__()
        sys.exit(f"benchmarks: {' '.join(self.command)} did not begin to answer")

    def __exit__(self, *_):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        # A training, or workers that did not stop.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"benchmarks: {path} answered {answer.status}: {text.decode()}")
        return json.loads(text)

    def load(self, path, connections, seconds, counts_time=False):
        """What serving.lua reports, and with `counts_time` the processor's `milliseconds` in the server for each answer."""
        before = self.processor_seconds()
        seed = time.monotonic_ns() % 1_000_000
        command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout", "10s",
                   "--script", str(HERE / "serving.lua"), f"http://127.0.0.1:{self.port}{path}", "--", str(SHOPPERS), str(seed)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        result = json.loads(done.stdout.splitlines()[-1])
        if counts_time:
            result["milliseconds"] = (self.processor_seconds() - before) * 1000 / max(1, result["requests"])
        return result

    def processes(self):
        """Folders in /proc of the process and of those that it started."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getsid(int(folder.name)) == self.process.pid:
                    yield folder

    def peak(self):
        """Resident memory at its highest, of all processes, in MB; what they share counts for each."""
        total = 0
        for folder in self.processes():
            fields = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            total += int(fields.get("VmHWM", "0 kB").split()[0])
        return total / 1024

    def processor_seconds(self):
        """User and system time so far, of all processes."""
        ticks = 0
        for folder in self.processes():
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


class Posting:
    """A client in a thread of its own that posts batches of new events: `rate` a second, none for 0, all it can for None."""

    BATCH = 1000

    def __init__(self, port, rate):
        self.port = port
        self.rate = rate
        self.added = 0
        self.begin = None
        self.is_over = False
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()

    def per_second(self):
        return self.added / (time.monotonic() - self.begin)

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        name, posted = f"{id(self):x}", 0
        while not self.is_over:
            if self.rate == 0:
                time.sleep(0.01)
                continue
            self.begin = self.begin or time.monotonic()
            if self.rate and posted > self.rate * (time.monotonic() - self.begin):
                time.sleep(0.01)
                continue
            connection.request("POST", "/v1/events", self.batch(name, posted), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            counts = json.loads(answer.read()).get("counts", {})
            if counts.get("added") != self.BATCH:
                print(f"benchmarks: events were answered {answer.status} {counts}", file=sys.stderr)
            posted += self.BATCH
            self.added += counts.get("added", 0)

    def batch(self, name, first):
        now = int(time.time())
        return "\n".join(
            f'{{"id":"{name}-{number}","kind":"click","time":{now},"shopper":"u{number * 7919 % SHOPPERS}",'
            f'"item":"i{number * 104_729 % ITEMS}"}}' for number in range(first, first + self.BATCH)) + "\n"


if __name__ == "__main__":
    main()
