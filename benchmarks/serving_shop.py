"""Makes the shop that the serving benchmark loads: two CSV files, the same every day but for the dates.

Shoppers have two tastes out of 400 groups of items each and differ in how much they do; within a group a few items get
most of the attention. Usage: serving_shop.py FOLDER [--items 100000] [--events 1000000] [--shoppers 50000]
"""

import argparse
import pathlib
import time

import numpy as np

GROUPS = 400
KINDS, SHARES = ["view", "click", "cart", "purchase"], [0.60, 0.30, 0.06, 0.04]
DAYS = 28


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--shoppers", type=int, default=50_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    write_items(options.folder / "items.csv", options.items)
    draws = np.random.default_rng(7)
    shopper, item = choices(draws, options)
    write_events(options.folder / "events.csv", draws, shopper, item)


def write_items(path, count):
    with path.open("w") as file:
        file.write("item_id,title,category,brand,price,currency,stock\n")
        for item in range(count):
            group = item % GROUPS
            file.write(f"i{item},Thing {item},Department {group % 20}/Shelf {group},Brand {item % 500},"
                       f"{5 + item % 90}.99,EUR,{5 + item % 20}\n")


def choices(draws, options):
    """Who chose what. Shapes [events], [events]."""
    activity = draws.lognormal(0, 1, options.shoppers)
    shopper = draws.choice(options.shoppers, options.events, p=activity / activity.sum())
    tastes = draws.integers(0, GROUPS, (options.shoppers, 2))
    group = tastes[shopper, draws.integers(0, 2, options.events)]
    stray = draws.random(options.events) < 0.2
    group[stray] = draws.integers(0, GROUPS, stray.sum())
    # The square of a uniform number: a quarter of the events fall on a sixteenth of the items.
    place = (draws.random(options.events) ** 2 * (options.items // GROUPS)).astype(int)
    return shopper, place * GROUPS + group


def write_events(path, draws, shopper, item):
    midnight = int(time.time()) // 86400 * 86400
    moment = np.sort(draws.integers(midnight - DAYS * 86400, midnight, len(item)))
    kind = draws.choice(len(KINDS), len(item), p=SHARES)
    with path.open("w") as file:
        file.write("kind,time,user_id,item_id\n")
        file.writelines(f"{KINDS[k]},{t},u{u},i{i}\n" for k, t, u, i in zip(kind, moment, shopper, item))


if __name__ == "__main__":
    main()
