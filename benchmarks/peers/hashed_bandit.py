"""Runs Vowpal Wabbit over a dsjson log and prints one line of JSON.

One run that only learns is timed within the process; a second one writes the probabilities with which the policy would
have acted, before it learns from each decision, for the same estimators to judge as judge ours.
"""

import argparse
import json
import time

import vowpalwabbit

POLICIES = {"epsilon-greedy": "--cb_explore_adf --epsilon 0.05", "squarecb": "--cb_explore_adf --squarecb"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="a dsjson log")
    parser.add_argument("--policy", choices=POLICIES, default="epsilon-greedy")
    parser.add_argument("--interactions", default="UA", help="first letters of two namespaces")
    parser.add_argument("--predictions", required=True, help="where the probabilities go")
    options = parser.parse_args()
    common = f"{POLICIES[options.policy]} -q {options.interactions} --dsjson --no_stdin --quiet -d {options.file}"
    begin = time.perf_counter()
    vowpalwabbit.Workspace(common).finish()
    seconds = time.perf_counter() - begin
    vowpalwabbit.Workspace(f"{common} -p {options.predictions}").finish()
    print(json.dumps({"model": options.policy, "peer": f"vowpalwabbit {vowpalwabbit.__version__}",
                      "seconds": {"learn": seconds}, "metrics": {}}))


if __name__ == "__main__":
    main()
