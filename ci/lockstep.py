#!/usr/bin/env python3
"""Every schedule of the corpus on real threads, again and again: each must end as the schedule says.

    ci/lockstep.py BUILD SCHEDULES [TIMES] [--tsan]     the folders of extram-lockstep and of the schedules (3 times)

With --tsan, ThreadSanitizer must report each race, and must not report the version of which the mutant is one, or the
fixed twin of a bug: the same decisions, followed as far as they go. So the turnstile that orders the threads is seen to
hide nothing. Left out there is what such a build cannot do: block the signals of glibc's own.
"""

import json
import os
import subprocess
import sys

SIZES = ("threads", "callbacks", "ms", "signals", "faults", "ps", "stack_kib")
CHOICES = ("body", "profile", "signal_at", "fusion")
ORACLES = [f"I{n}" for n in range(1, 23)] + ["user"]
# What ThreadSanitizer does not bear: it needs libc's mask calls, and gives every thread a stack of some size.
NEEDS_RAW_MASKS = ("issue_12498",)
SMALLEST_STACK_KIB = 64
REPORT = "WARNING: ThreadSanitizer"


def read(path):
    """The header, and the decisions as [kind, thread, site, index, arity]."""
    header, decisions = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words and words[0].isdigit():
                index, arity = words[-1].split("/")
                decisions.append([words[-2], int(words[1]), words[2], int(index), int(arity)])
            elif words:
                header[words[0]] = line.split(None, 1)[1].strip() if len(words) > 1 else ""
    return header, decisions


def run(program, header, decisions, variant):
    shape = {key: int(header[key]) for key in SIZES} | {key: header[key] for key in CHOICES}
    oracles = ORACLES if header["oracles"] == "all" else header["oracles"].split(",")
    request = {"scenario": header["scenario"], "variant": variant, "shape": shape, "oracles": oracles,
               "hang_seconds": 20, "decisions": decisions}
    done = subprocess.run([program], input=json.dumps(request), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def wrong_with(program, path, times, tsan):
    header, decisions = read(path)
    if any(kind == "stale_load" and index for kind, _, _, index, _ in decisions) or "fault_kinds" in header:
        return []  # the model's alone
    if tsan and (header["version"] in NEEDS_RAW_MASKS or int(header["stack_kib"]) < SMALLEST_STACK_KIB):
        return []
    wanted = (header["verdict"], header["oracle"])
    wrong = []
    for _ in range(times):
        answer = run(program, header, decisions, header["version"] if header["mutant"] == "-" else header["mutant"])
        got = (answer["verdict"], answer["oracle"])
        if got != wanted or answer["position"] != len(decisions):
            wrong.append(f"{got} after {answer['position']} of {len(decisions)} decisions: {answer['message']}")
        if tsan and wanted[0] == "data_race" and REPORT not in answer["output"]:
            wrong.append("ThreadSanitizer does not report the race")
    if tsan and wanted[0] == "data_race":
        twin = header["version"] + ("_fixed" if header["mutant"] == "-" else "")
        answer = run(program, header, decisions, twin)
        if answer["verdict"] == "data_race" or REPORT in answer["output"]:
            wrong.append(f"a race in {twin} too: {answer['message']}")
    return wrong


def main(build, folder, times="3", tsan=""):
    program = os.path.join(build, "extram-lockstep")
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".sched"))
    bad = 0
    for path in paths:
        for what in wrong_with(program, path, int(times), tsan == "--tsan"):
            bad += 1
            print(f"{os.path.basename(path)}: {what}")
    print(f"lockstep: {len(paths)} schedules, {times} times each, {bad} wrong")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
