#!/usr/bin/env python3
"""Holds the system calls of a callback, as strace sees them, against the table below and against the real Go runtime.

    conformance.py table PROGRAM VERSION     the native world's callbacks, case by case, against the table
    conformance.py go PROGRAM FOLDER         the same against a cgo program, built from Go's sources in FOLDER, and
                                             that one against the table too; exit 77 where there is no Go of the kind
    conformance.py effect PROGRAM A B        two versions may make other calls, but nothing that a signal or the
                                             callback could see may differ

PROGRAM is extram-native-callbacks. The table is that of the runtime of Go 1.19.8 on Linux, amd64, for which go_1_16
stands.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from strace_text import Unreadable, callbacks_of, effect_of

SKIPPED = 77
CALLBACKS = 4  # the first one empties the list, the others find it filled
TRACED = "trace=rt_sigprocmask,sigaltstack,gettid,write"

# Without a word of difference for every callback of a case, and for every version that makes Go's own nine calls.
GO = {
    "plain": """
        mask? = []
        mask = ~[]
        altstack? = none
        altstack = 32768
        mask = []
        gettid
        <in Go>
        mask = ~[]
        altstack = none
        mask = []
    """,
    "masked": """
        mask? = [QUIT ABRT USR1 SEGV TERM CHLD URG PROF RT_7]
        mask = ~[]
        altstack? = none
        altstack = 32768
        mask = [USR1 RT_7]
        gettid
        <in Go>
        mask = ~[]
        altstack = none
        mask = [QUIT ABRT USR1 SEGV TERM CHLD URG PROF RT_7]
    """,
    "all_masked": """
        mask? = ~[KILL STOP RTMIN RT_1]
        mask = ~[]
        altstack? = none
        altstack = 32768
        mask = ~[HUP INT QUIT ILL TRAP ABRT BUS FPE KILL SEGV TERM STKFLT CHLD STOP URG PROF SYS RTMIN RT_1 RT_2]
        gettid
        <in Go>
        mask = ~[]
        altstack = none
        mask = ~[KILL STOP RTMIN RT_1]
    """,
    "own_altstack": """
        mask? = []
        mask = ~[]
        altstack? = 65536
        mask = []
        gettid
        <in Go>
        mask = ~[]
        mask = []
    """,
}
TABLES = {"go_1_15": GO, "go_1_16": GO}


class Failed(Exception):
    """What does not conform, or why that could not be told. One text, for people."""


def lines_of(table):
    return [line.strip() for line in table.strip().splitlines()]


def run(command, what, env=None):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, env=env)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Failed(f"{what}: {error}") from error
    if done.returncode != 0:
        raise Failed(f"{what}: exit {done.returncode}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def traced(command):
    """The callbacks of a program under strace, and what the program said itself."""
    strace = shutil.which("strace")
    if strace is None:
        raise Failed("there is no strace here: ci/setup.sh installs it")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "trace")
        said = run([strace, "-f", "-qq", "-s", "64", "-e", TRACED, "-o", path, *command], " ".join(command))
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    callbacks = callbacks_of(text)
    if len(callbacks) != CALLBACKS:
        raise Failed(f"{' '.join(command)}: {len(callbacks)} callbacks in the trace, not {CALLBACKS}")
    return callbacks, said


def difference(what, found, expected):
    """None where the steps are the same; else a text with both, side by side."""
    if found == expected:
        return None
    width = max(map(len, expected + ["expected"]))
    rows = [f"    {'expected':<{width}}   found"]
    for i in range(max(len(found), len(expected))):
        want, have = (side[i] if i < len(side) else "" for side in (expected, found))
        rows.append(f"  {' ' if want == have else '!'} {want:<{width}}   {have}")
    return "\n".join([what] + rows)


def hold(who, case, callbacks, expected):
    for number, steps in enumerate(callbacks, 1):
        if text := difference(f"{who}, case {case}, callback {number}:", steps, expected):
            raise Failed(text)


def refilled(who, said):
    """The first callback took the only M, and left two behind it: its own, and the one that newextram made."""
    match = re.search(r"^extraMCount: (\d+) -> (\d+)$", said, re.MULTILINE)
    if match is None or match.groups() != ("1", "2"):
        raise Failed(f"{who}: the list was to be emptied and refilled, extraMCount: 1 -> 2; it says: {said.strip()}")


def native(program, version, case):
    callbacks, said = traced([program, version, case, str(CALLBACKS)])
    refilled(version, said)
    return callbacks


def check_table(program, version):
    if version not in TABLES:
        raise Failed(f"there is no table for {version}: {', '.join(TABLES)}")
    for case, table in TABLES[version].items():
        expected = lines_of(table)
        hold(version, case, native(program, version, case), expected)
        calls = sum(not step.startswith("<") for step in expected)
        print(f"conforms: {version} {case}: {calls} system calls, {CALLBACKS} callbacks")


def find_go():
    """A Go whose runtime is of the kind that the table describes, 1.16 to 1.20."""
    seen = []
    for path in ("/usr/lib/go-1.19/bin/go", shutil.which("go")):
        if path is None or not os.path.exists(path):
            continue
        version = run([path, "env", "GOVERSION"], path).strip()
        if re.match(r"go1\.(1[6-9]|20)(\.|$)", version):
            return path, version
        seen.append(f"{path} is {version}")
    print("SKIPPED: no Go 1.16 to 1.20 here (" + ("; ".join(seen) or "no go at all")
          + "); on Debian 12: apt-get install golang-1.19-go")
    sys.exit(SKIPPED)


def build_go(go, sources, folder):
    """Outside of the sources and of anybody's settings: what is built must not depend on who builds it."""
    program = os.path.join(folder, "callbacks")
    env = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "GOCACHE": os.path.join(folder, "cache"),
           "GOFLAGS": "-mod=mod",
           "GOPROXY": "off", "CGO_ENABLED": "1", "GO111MODULE": "on"}
    run(["env", "-C", sources, go, "build", "-o", program, "."], "go build", env)
    return program


def check_go(program, sources):
    go, version = find_go()
    with tempfile.TemporaryDirectory() as folder:
        real = build_go(go, sources, folder)
        for case, table in GO.items():
            callbacks, said = traced([real, case, str(CALLBACKS)])
            refilled(version, said)
            hold(f"the real {version}", case, callbacks, lines_of(table))
            for ours, theirs in zip(native(program, "go_1_16", case), callbacks):
                hold(f"go_1_16 against the real {version}", case, [ours], theirs)
            print(f"conforms: go_1_16 and {version} {case}: {CALLBACKS} callbacks, call by call")


def check_effect(program, one, other):
    for case in GO:
        for number, pair in enumerate(zip(native(program, one, case), native(program, other, case)), 1):
            effects = [effect_of(steps) for steps in pair]
            what = f"{other} against {one}, case {case}, callback {number}: what can be seen:"
            if text := difference(what, effects[1], effects[0]):
                raise Failed(text)
        counts = [sum(not step.startswith("<") for step in steps) for steps in pair]
        print(f"same effect: {case}: {one} by {counts[0]} system calls, {other} by {counts[1]}")
        print("  " + "; ".join(effects[0]))


CHECKS = {("table", 2): check_table, ("go", 2): check_go, ("effect", 3): check_effect}


def main(arguments):
    check = CHECKS.get((arguments[1], len(arguments) - 2)) if len(arguments) > 1 else None
    if check is None:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        check(*arguments[2:])
    except (Failed, Unreadable) as error:
        print(f"conformance: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
