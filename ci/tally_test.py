#!/usr/bin/env python3
"""ci/tally.py counts what passed, and nothing that did not run passes."""

import os
import subprocess
import sys
import tempfile
import unittest

TALLY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tally.py")


def results(*statuses):
    """As `ctest --output-junit` writes them; a test's own output may look like anything."""
    out = '<system-out>status="fail" &lt;b&gt;</system-out>'
    cases = ""
    for i, status in enumerate(statuses):
        status, _, why = status.partition(":")
        skipped = f'<skipped message="{why}"/>' if status in ("notrun", "disabled") else ""
        cases += f'<testcase name="t{i}" status="{status}">{skipped}{out}</testcase>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="x" tests="{len(statuses)}">{cases}</testsuite>\n'


class TallyTest(unittest.TestCase):
    def tally(self, files, *names):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                with open(os.path.join(folder, name + ".xml"), "w", encoding="utf-8") as file:
                    file.write(text)
            run = subprocess.run([sys.executable, "-B", TALLY, folder, *(names or files)], capture_output=True,
                                 text=True, check=False)
        return run.returncode, run.stdout.splitlines()

    def test_all_passed(self):
        self.assertEqual((0, ["5 passed, 0 failed"]),
                         self.tally({"a": results("run", "run"), "b": results("run", "run", "run")}))

    def test_one_failed(self):
        self.assertEqual((1, ["failed: b: t1", "2 passed, 1 failed"]),
                         self.tally({"a": results("run"), "b": results("run", "fail")}))

    def test_what_was_not_run_or_disabled_has_not_passed(self):
        self.assertEqual((1, ["failed: a: t1", "failed: a: t2", "1 passed, 2 failed"]),
                         self.tally({"a": results("run", "notrun", "disabled")}))

    def test_what_says_that_it_cannot_run_here_is_told_and_is_no_test_that_ran(self):
        self.assertEqual((0, ["skipped: a: t1", "1 passed, 0 failed"]),
                         self.tally({"a": results("run", "notrun:SKIP_RETURN_CODE=77")}))
        self.assertEqual((1, ["failed: a: no test ran", "0 passed, 1 failed"]),
                         self.tally({"a": results("notrun:SKIP_RETURN_CODE=77")}))

    def test_results_that_are_missing_empty_or_damaged_fail(self):
        good = results("run", "run")
        for files in ({"a": good}, {"a": good, "b": results()}, {"a": good, "b": ""}, {"a": good, "b": good[:-20]}):
            with self.subTest(files=files):
                self.assertEqual((1, ["failed: b: no test ran", "2 passed, 1 failed"]), self.tally(files, "a", "b"))


if __name__ == "__main__":
    unittest.main()
