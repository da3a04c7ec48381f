#!/usr/bin/env python3
"""Adds up the results of ctest: the last line is `N passed, N failed`, the exit code 0 only if all passed.

    ci/tally.py FOLDER NAME...      reads each FOLDER/NAME.xml, as `ctest --output-junit` writes it

A file that is missing or holds no test counts as one failure: a run that did not happen did not pass. So does every
test that was disabled or not found. A test that says itself that it cannot run here is told, and counts as neither.
"""

import collections
import os
import sys
import xml.etree.ElementTree


def outcome(case):
    if case.get("status") == "run":
        return "passed"
    reason = case.find("skipped")
    return "skipped" if reason is not None and "SKIP_" in reason.get("message", "") else "failed"


def tests_of(path):
    """(name, `passed`, `failed` or `skipped`) of each test; one that failed where there are no results."""
    try:
        cases = xml.etree.ElementTree.parse(path).iter("testcase")
        tests = [(case.get("name"), outcome(case)) for case in cases]
    except (OSError, xml.etree.ElementTree.ParseError):
        tests = []
    if any(result != "skipped" for _, result in tests):
        return tests
    return [("no test ran", "failed")]


def main(folder, *names):
    count = collections.Counter()
    for name in names:
        for test, result in tests_of(os.path.join(folder, name + ".xml")):
            count[result] += 1
            if result != "passed":
                print(f"{result}: {name}: {test}")
    passed, failed = count["passed"], count["failed"]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
