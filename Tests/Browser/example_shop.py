"""A shop whose taste is known, served by the program under test."""

import contextlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

# Leaves of the catalogue: path, prefix of its items, names in both languages.
CATEGORIES = [
    (["Grocery", "Drinks", "Tea"], "tea", "Tea", "茶叶"),
    (["Grocery", "Drinks", "Coffee"], "coffee", "Coffee", "咖啡"),
    (["Home", "Scents", "Candles"], "candle", "Scented Candle", "香薰蜡烛"),
    (["Home", "Living Room", "Rugs"], "rug", "Woven Rug", "编织地毯"),
    (["Fashion", "Women", "Dresses"], "dress", "Summer Dress with a rather long name, Sky Blue", "夏季连衣裙"),
    (["Fashion", "Men", "Shirts"], "shirt", "Linen Shirt", "亚麻衬衫"),
    (["Kitchen", "Cookware", "Pans"], "pan", "Frying Pan", "平底锅"),
    (["Electronics", "Audio", "Speakers"], "speaker", "Speaker", "音箱"),
]
ITEMS_EACH = 40
# As the ledger writes kinds of events.
KINDS = {"impression": 1, "view": 2, "click": 3, "favourite": 4, "cart": 6, "checkout": 8, "purchase": 9, "search": 14}


def leaf_of(item):
    """The leaf that an item is of, by its name."""
    return item.split("-")[0]


def items():
    for path, prefix, english, chinese in CATEGORIES:
        for number in range(ITEMS_EACH):
            yield {
                "id": f"{prefix}-{number:02}",
                "title_en": f"{english} No. {number + 1}", "title_zh": f"{chinese}{number + 1}号",
                "category": path, "brand": f"Brand {number % 4}",
                "price": 5 + 3 * number, "currency": "USD", "stock": 50,
                "text": f"{english}, made with care. 用心制作的{chinese}。",
            }


def history(seed=7, visitors=480):
    """Everybody keeps to one leaf, for the most part."""
    draw = random.Random(seed)
    now = datetime.now(timezone.utc)
    for visitor in range(visitors):
        own = CATEGORIES[visitor % len(CATEGORIES)][1]
        start = now - timedelta(hours=draw.uniform(3, 100))
        for step in range(8):
            leaf = own if draw.random() < 0.9 else draw.choice(CATEGORIES)[1]
            moment = start + timedelta(minutes=2 * step)
            yield {
                "kind": "purchase" if step == 7 else "click", "time": moment.isoformat(), "visitor": f"past-{visitor}",
                "item": f"{leaf}-{draw.randrange(ITEMS_EACH):02}", "id": f"past-{visitor}-{step}",
            }


def executable():
    given = os.environ.get("EQUIPOISE")
    path = Path(given) if given else Path(__file__).parents[2] / ".build/debug/equipoise"
    if not path.is_file():
        raise SystemExit(f"{path} is not there: build it, or name another with EQUIPOISE")
    return str(path.resolve())


class Served:
    """A process that serves a shop of its own, until it is closed."""

    def __init__(self, *arguments, folder=None, port=0):
        self.arguments = list(arguments)
        self.folder = folder or tempfile.mkdtemp(prefix="equipoise-browser-")
        self.port = port
        self.start()

    def start(self):
        # Not a pipe: one that nobody empties would stop a talkative server.
        with tempfile.NamedTemporaryFile("w+", prefix="equipoise-browser-", suffix=".log") as log:
            self.process = subprocess.Popen(
                [executable(), "serve", "--data", self.folder, "--port", str(self.port), *self.arguments],
                stderr=log, stdout=subprocess.DEVNULL)
            found = None
            while not found:
                said = Path(log.name).read_text()
                found = re.search(r"listening on http://[^:]+:(\d+)", said)
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server does not serve: {said}")
                time.sleep(0.02)
        self.port = int(found.group(1))
        self.origin = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)

    # What a backend does

    def send(self, method, path, body=None, key=None):
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.origin + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def fill(self, key=None):
        self.send("POST", "/v1/items", list(items()), key)
        counts = self.send("POST", "/v1/events", list(history()), key)["counts"]
        assert counts.get("rejected") is None, counts

    def train(self, model):
        task = self.send("POST", "/v1/tasks/training", {"models": [model]})["id"]
        for _ in range(600):
            task_now = self.send("GET", f"/v1/tasks/{task}")
            if task_now["state"] == "done":
                return
            assert task_now["state"] == "running", task_now
            time.sleep(0.1)
        raise AssertionError("the training does not end")

    # What the ledger has; it may be read while it is written

    def events(self, kind, visitor=None):
        """Of visitors who came through a page: (item, decision, position, price in cents), in order of time."""
        return self.rows("item.name, decision, position, price", kind, visitor)

    def searches(self, visitor):
        return [text for text, in self.rows("text", "search", visitor)]

    def rows(self, columns, kind, visitor):
        path = Path(self.folder) / "shop.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
            return ledger.execute(
                f"""SELECT {columns} FROM event
                    LEFT JOIN item ON item.id = event.item JOIN visitor ON visitor.id = event.visitor
                    WHERE kind = ? AND source_id LIKE 'tag:%' AND visitor.name LIKE ? ORDER BY time""",
                (KINDS[kind], visitor or "%")).fetchall()

    def metrics(self, key):
        request = urllib.request.Request(f"{self.origin}/metrics", headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def wait_for(self, kind, count, visitor=None):
        """The events of a kind, as soon as there are so many."""
        for _ in range(200):
            found = self.events(kind, visitor)
            if len(found) >= count:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{len(self.events(kind, visitor))} events '{kind}' came, not {count}")
