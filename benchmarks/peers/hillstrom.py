"""Lets Vowpal Wabbit learn a policy from one dsjson log, writes what it would do at each decision of another, and prints
one line of JSON.
"""

import argparse
import json
import pathlib
import tempfile
import time

import vowpalwabbit


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="holds train.dsjson and test.dsjson")
    parser.add_argument("--type", choices=["mtr", "dr", "ips"], default="mtr", help="of its contextual bandit")
    parser.add_argument("--predictions", required=True, help="where the probabilities go")
    parser.add_argument("--options", default="", help="further options for the run that learns")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = f"{folder}/model"
        begin = time.perf_counter()
        vowpalwabbit.Workspace(
            f"--cb_explore_adf --cb_type {options.type} --epsilon 0 -q UA --dsjson --no_stdin --quiet "
            f"-d {options.folder}/train.dsjson -f {model} {options.options}").finish()
        seconds = time.perf_counter() - begin
        vowpalwabbit.Workspace(
            f"--dsjson --no_stdin --quiet -t -i {model} -d {options.folder}/test.dsjson "
            f"-p {options.predictions}").finish()
    print(json.dumps({"model": f"cb {options.type}", "peer": f"vowpalwabbit {vowpalwabbit.__version__}",
                      "seconds": {"fit": seconds}, "metrics": {}}))


if __name__ == "__main__":
    main()
