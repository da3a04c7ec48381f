#!/usr/bin/env python3
"""Adds up the results of ctest: the last line is `N passed, N failed`, the exit code 0 only if all passed.

    ci/tally.py FOLDER NAME...      reads each FOLDER/NAME.xml, as `ctest --output-junit` writes it

A file that is missing or holds no test counts as one failure: a run that did not happen did not pass. So does every
test that was skipped, disabled or not found.
"""

import os
import sys
import xml.etree.ElementTree


def tests_of(path):
    """(name, has it passed) of each test; one that did not pass where there are no results."""
    try:
        cases = xml.etree.ElementTree.parse(path).iter("testcase")
        tests = [(case.get("name"), case.get("status") == "run") for case in cases]
    except (OSError, xml.etree.ElementTree.ParseError):
        tests = []
    return tests or [("no test ran", False)]


def main(folder, *names):
    passed = failed = 0
    for name in names:
        for test, has_passed in tests_of(os.path.join(folder, name + ".xml")):
            passed += has_passed
            failed += not has_passed
            if not has_passed:
                print(f"failed: {name}: {test}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
