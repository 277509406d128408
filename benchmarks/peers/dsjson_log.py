"""Writes a dsjson log of a shop's home page: which of a changing handful of tiles was shown to whom, and clicked.

The truth is not linear: interest is a product of tastes that nobody sees, prices please or put off by segment, and offers
tire. The log's policy explores a fixed, poor ranking, so what it shows leaves room to learn. Seeded: the same options
give the same bytes.
"""

import argparse
import json
import math
import random

SEGMENTS = ["bargain", "family", "student", "collector", "gift", "loyal"]
DEVICES = ["phone", "desktop", "tablet"]
TOPICS = ["garden", "kitchen", "toys", "books", "audio", "sport", "beauty", "office", "pets", "travel", "art", "tools"]
STYLES = ["new", "sale", "classic", "premium"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--decisions", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    taste = {(segment, topic): draw.gauss(0, 1) for segment in SEGMENTS for topic in TOPICS}
    style = {(segment, kind): draw.gauss(0, 0.7) for segment in SEGMENTS for kind in STYLES}
    evening = {topic: draw.gauss(0, 0.6) for topic in TOPICS}
    tiles = [{"topic": draw.choice(TOPICS), "style": draw.choice(STYLES), "price": round(math.exp(draw.gauss(3, 0.8)), 2)}
             for _ in range(120)]
    favour = [draw.gauss(0, 0.5) for _ in tiles]  # what the log's policy believes
    with open(options.file, "w") as file:
        for number in range(options.decisions):
            user = {"segment": draw.choice(SEGMENTS), "device": draw.choice(DEVICES), "visits": draw.randrange(20),
                    "likes": draw.choice(TOPICS)}
            hour = draw.randrange(24)
            offered = draw.sample(range(len(tiles)), draw.randint(10, 20))
            weights = [math.exp(favour[tile]) for tile in offered]
            probabilities = [0.3 / len(offered) + 0.7 * weight / sum(weights) for weight in weights]
            shown = draw.choices(range(len(offered)), probabilities)[0]
            tile = tiles[offered[shown]]
            interest = -3.2 + 0.9 * taste[user["segment"], tile["topic"]] + style[user["segment"], tile["style"]]
            interest += 1.2 * (user["likes"] == tile["topic"])
            interest += evening[tile["topic"]] * math.sin(math.pi * hour / 12)
            strain = math.log(tile["price"]) - (2.4 if user["segment"] in ("bargain", "student") else 3.4)
            interest -= 0.5 * strain * strain - 0.2 * math.tanh(user["visits"] / 5)
            click = draw.random() < 1 / (1 + math.exp(-interest))
            order = [shown] + [place for place in range(len(offered)) if place != shown]
            line = {
                "_label_cost": -1.0 if click else 0.0, "_label_probability": probabilities[shown],
                "_label_Action": shown + 1, "_labelIndex": shown, "o": [],
                "Timestamp": f"2026-03-{1 + number * 28 // options.decisions:02d}T{hour:02d}:00:00.0000000Z", "Version": "1",
                "EventId": f"{number:08x}", "a": [place + 1 for place in order],
                "c": {"User": {**user, "hour": f"h{hour // 4}"},
                      "_multi": [{"Action": {"tile": f"t{tile}", "topic": tiles[tile]["topic"], "style": tiles[tile]["style"],
                                             "band": f"b{int(math.log2(tiles[tile]['price']))}",
                                             "price": tiles[tile]["price"]}} for tile in offered]},
                "p": [probabilities[place] for place in order], "VWState": {"m": "n/a"},
            }
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
