#!/usr/bin/env python3
"""Every scenario with its newest version, on seeds that nobody has tried: what holds must hold on each of them.

    ci/sweep.py BUILD [SEEDS]       the programs' folder; how many seeds for each scenario and world (default 10)

The first seed is EXTRAM_SEED, or the date, so that every night tries others. It is printed: a night can be repeated.
Exit 1 if a run did not end well; its command is printed.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

MODEL_EXECUTIONS = 5000
PCT_DEPTHS = 5
NATIVE_ROUNDS = 1000
NATIVE_SECONDS = 600
SIGNALS_PER_1000_STEPS = (20, 200)  # of the shortest scenario, 1000 rounds have some 1000 steps: 2 might be none
RELEASE = re.compile(r"go_\d+_\d+")
# Where no release of Go holds in the model, which lets calls fail, the variant that does: Go itself loses the M when
# pthread_setspecific fails.
HOLDS_IN_MODEL = {"library_failure": "go_1_21_heeding"}


def age(version):
    return [int(number) for number in re.findall(r"\d+", version)]


def newest_versions(native):
    """scenario -> its newest Go version. Examples have none, and are there to show a bug."""
    listed = subprocess.run([native, "list", "--json"], capture_output=True, text=True, check=True)
    newest = {}
    for row in json.loads(listed.stdout)["scenarios"]:
        if row["mutant"] is None and RELEASE.fullmatch(row["version"]):
            newest[row["scenario"]] = max(newest.get(row["scenario"], ""), row["version"], key=age)
    return newest


def commands(build, scenario, version, seed, schedules):
    model, native = os.path.join(build, "extram"), os.path.join(build, "extram-native")
    if os.path.exists(os.path.join(build, "extram-model")):
        for strategy in (["random"], ["pct", "--pct-depth", 1 + seed % PCT_DEPTHS]):
            holds = HOLDS_IN_MODEL.get(scenario, version)
            yield [model, "check", scenario, "--version", holds, "--strategy", *strategy, "--seed", seed,
                   "--max-executions", MODEL_EXECUTIONS, "--schedules", schedules]
    for rate in SIGNALS_PER_1000_STEPS:
        yield [native, "run", scenario, "--version", version, "--seed", seed, "--signals", rate,
               "--rounds", NATIVE_ROUNDS, "--seconds", NATIVE_SECONDS]


def main(build, seeds=10):
    first = int(os.environ.get("EXTRAM_SEED") or datetime.date.today().strftime("%Y%m%d")) * 1000
    print(f"seeds {first} to {first + int(seeds) - 1} (EXTRAM_SEED={first // 1000} repeats them)", flush=True)
    runs = bad = 0
    with tempfile.TemporaryDirectory() as schedules:
        for scenario, version in newest_versions(os.path.join(build, "extram-native")).items():
            for seed in range(first, first + int(seeds)):
                for command in commands(build, scenario, version, seed, schedules):
                    command = [str(word) for word in command]
                    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                         check=False)
                    runs += 1
                    if run.returncode != 0:
                        bad += 1
                        print(f"exit {run.returncode}: {' '.join(command)}\n{run.stdout}", flush=True)
    print(f"sweep: {runs} runs, {bad} bad")
    return 1 if bad or not runs else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
