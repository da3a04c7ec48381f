#!/usr/bin/env python3
"""The corpus of minimised schedules, scenarios/schedules: one for each bug of the suite.

    ci/corpus.py BUILD              replays each, and says how many are of a model that has changed since
    ci/corpus.py BUILD --write      makes all of them anew first; for when the steps of the protocol have changed
    ci/corpus.py BUILD --add        makes those first that there are none of yet; for when the suite has grown

BUILD is the folder of the programs. Exit 1 if a schedule does not replay to its verdict.
"""

import json
import os
import subprocess
import sys
import tempfile

CORPUS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "scenarios", "schedules")
REPRODUCED = 1  # the exit code of a replay that ends with the bad verdict of its schedule
CHANGED = "the model has changed since"


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def write(extram, kept):
    with tempfile.TemporaryDirectory() as folder:
        rows = os.path.join(folder, "rows.jsonl")
        suite = run(extram, "check", "--schedules", folder, "--json", rows)
        if suite.returncode != 0:
            sys.exit(f"corpus: the suite does not hold, so that nothing is written:\n{suite.stdout}")
        os.makedirs(CORPUS, exist_ok=True)
        for name in set(os.listdir(CORPUS)) - kept:
            os.remove(os.path.join(CORPUS, name))
        with open(rows, encoding="utf-8") as lines:
            found = [row for row in map(json.loads, lines) if row["schedule"]]
        for row in found:
            name = f"{row['scenario']}-{row['mutant'] or row['version']}-{row['oracle'] or row['verdict']}.sched"
            if name in kept:
                continue
            minimised = run(extram, "minimise", row["schedule"], "-o", os.path.join(CORPUS, name))
            if minimised.returncode != 0:
                sys.exit(f"corpus: {name} was not written:\n{minimised.stdout}")


def replay(extram):
    names = sorted(os.listdir(CORPUS))
    changed = bad = 0
    for name in names:
        replayed = run(extram, "replay", os.path.join(CORPUS, name))
        changed += CHANGED in replayed.stdout
        if replayed.returncode != REPRODUCED:
            bad += 1
            print(f"exit {replayed.returncode}: {name}\n{replayed.stdout}")
    print(f"corpus: {len(names)} schedules, {changed} need rebasing, {bad} do not replay")
    return 1 if bad or not names else 0


def main(build, wanted=""):
    extram = os.path.join(build, "extram")
    if wanted == "--write":
        write(extram, kept=set())
    elif wanted == "--add":
        write(extram, kept=set(os.listdir(CORPUS)))
    elif wanted:
        sys.exit(__doc__)
    return replay(extram)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
