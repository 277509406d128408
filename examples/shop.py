#!/usr/bin/env python3
"""A whole round with Python's standard library: items, events, a list, what came of it, and the next list.

    equipoise serve --data shop            # in another terminal
    python3 examples/shop.py               # or: EQUIPOISE_KEY=eqp_... python3 examples/shop.py https://decide.example
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone


class Equipoise:
    """What a shop's backend needs of the engine."""

    def __init__(self, server, key=None):
        self.server = server.rstrip("/")
        self.headers = {"Content-Type": "application/json"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"

    def send(self, path, body, tries=5):
        """Sends once more what a busy server could not take: events have ids, so that none counts twice."""
        request = urllib.request.Request(self.server + path, json.dumps(body).encode(), self.headers)
        for attempt in range(tries):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or attempt == tries - 1:
                    # RFC 9457: `detail` says what is wrong, `remedy` what to do.
                    raise SystemExit(f"{path}: {error.code} {error.read().decode()}") from error
                time.sleep(2**attempt)

    def post_items(self, items):
        return self.send("/v1/items", items)

    def post_events(self, *events):
        moment = datetime.now(timezone.utc).isoformat()
        answer = self.send("/v1/events", [{"id": str(uuid.uuid4()), "time": moment} | event for event in events])
        for row in answer["rows"]:
            print("   refused:", row, file=sys.stderr)
        return answer["counts"]

    def decide(self, surface, count=10, **more):
        return self.send("/v1/decisions", {"surface": surface, "count": count} | more)


def main():
    server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    engine = Equipoise(server, os.environ.get("EQUIPOISE_KEY"))
    shopper = {"shopper": "grace", "session": "s1"}

    catalogue = [
        {"id": "tea", "title": "Green Tea", "category": "Grocery/Drinks", "price": 6.5, "currency": "EUR", "stock": 40},
        {"id": "cup", "title": "Tea Cup", "category": "Home/Kitchen", "price": 9, "currency": "EUR", "stock": 12},
        {"id": "kettle", "title": "Kettle", "category": "Home/Kitchen", "price": 45, "currency": "EUR", "stock": 5},
        {"id": "biscuits", "title": "Biscuits", "category": "Grocery/Snacks", "price": 3, "currency": "EUR", "stock": 0},
    ]
    prices = {item["id"]: item["price"] for item in catalogue}

    print("1. What the shop sells")
    print("  ", engine.post_items(catalogue)["counts"])

    print("2. What a shopper did")
    print("  ", engine.post_events(shopper | {"kind": "view", "item": "tea"}, shopper | {"kind": "search", "text": "cup"}))

    print("3. A list to show")
    shown = engine.decide("home", count=3, **shopper)
    for place in shown["items"]:
        mark = " (tried, to learn)" if place["isExploration"] else ""
        print(f"   {place['position']}. {place['item']}, shown with chance {place['propensity']:.3f}{mark}")
    assert "biscuits" not in [place["item"] for place in shown["items"]], "what is sold out is not shown"

    print("4. What came of it: everything was seen, the first was bought")
    answer = {"decision": shown["id"], "surface": "home"}
    seen = [shopper | answer | {"kind": "impression", "item": p["item"], "position": p["position"]} for p in shown["items"]]
    first = {"item": shown["items"][0]["item"], "position": 1}
    bought = {"quantity": 1, "price": prices.get(first["item"]), "currency": "EUR", "order": str(uuid.uuid4())}
    click, purchase = ({"kind": kind} for kind in ("click", "purchase"))
    print("  ", engine.post_events(*seen, shopper | answer | first | click, shopper | answer | first | bought | purchase))

    print("5. The next list, in which that counts")
    again = [place["item"] for place in engine.decide("home", count=3, **shopper)["items"]]
    print("  ", again)
    assert first["item"] not in again, "what was just bought is not shown again"


if __name__ == "__main__":
    main()
