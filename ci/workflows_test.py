#!/usr/bin/env python3
"""The files for build servers are YAML of the shape that their servers want, and call only what is there."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))
SCRIPT = re.compile(r"(?<![\w/.])(ci/[\w/]+\.sh)")
CALL = re.compile(r"(?:extram (?:check|plan|merge|mutants|replay)|ci/check\.sh|\bCHECK: ).*")
OPTION = re.compile(r"(?<=\s)--[a-z][a-z-]*")


def loaded(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(workflow):
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


class Workflows(unittest.TestCase):
    def test_there_are_some(self):
        self.assertGreaterEqual(len(WORKFLOWS), 2)

    def test_jobs_have_what_github_requires(self):
        for path in WORKFLOWS:
            workflow = loaded(path)
            self.assertTrue(workflow.get(True), f"{path}: `on`, which YAML reads as true")
            for name, job in workflow["jobs"].items():
                self.assertIn("runs-on", job, f"{path}: {name}")
                self.assertIn("timeout-minutes", job, f"{path}: {name} may not hang for ever")
                needs = job.get("needs", [])
                for needed in [needs] if isinstance(needs, str) else needs:
                    self.assertIn(needed, workflow["jobs"], f"{path}: {name}")
            for step in steps_of(workflow):
                self.assertEqual(("run" in step) + ("uses" in step), 1, f"{path}: {step}")

    def test_the_model_checks_may_be_called_and_are_cut_planned_and_joined(self):
        workflow = loaded(TOP / ".github/workflows/model-checks.yml")
        self.assertLessEqual({"workflow_call", "push"}, set(workflow[True]))
        jobs = workflow["jobs"]
        self.assertLessEqual({"plan", "shard", "merge", "tsan", "suite"}, set(jobs))
        self.assertIn("fromJSON", str(jobs["shard"]["strategy"]["matrix"]))
        uploads = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/upload-artifact")]
        self.assertTrue(any(step.get("if") == "failure()" for step in uploads))
        self.assertIn("GITHUB_STEP_SUMMARY", str(jobs["merge"]))

    def shard_ends_with(self, code):
        """How the shard's step of the workflow ends where `extram check` ends with the code."""
        shard = loaded(TOP / ".github/workflows/model-checks.yml")["jobs"]["shard"]
        step = next(step for step in shard["steps"] if "extram check" in step.get("run", ""))
        self.assertEqual(step["env"]["SHARD"], "${{ matrix.shard }}")
        with tempfile.TemporaryDirectory() as folder:
            programs = pathlib.Path(folder, "programs")
            programs.mkdir()
            for name in ("extram", "extram-model"):
                (programs / name).write_text(f'#!/bin/sh\necho "$@" >arguments\nexit {code}\n', encoding="utf-8")
            environment = {**os.environ, "CHECK": "callback --ms 1", "SHARDS": "4", "SHARD": "2"}
            ended = subprocess.run(["bash", "-c", step["run"]], cwd=folder, env=environment, check=False,
                                   capture_output=True)
            arguments = pathlib.Path(folder, "arguments").read_text(encoding="utf-8")
        self.assertIn("check callback --ms 1 --shard 2/4 ", arguments)
        return ended.returncode

    def test_a_shard_that_says_nothing_of_the_whole_leaves_the_verdict_to_merge(self):
        for code, ends in {0: 0, 1: 1, 2: 2, 3: 0, 4: 0, 5: 5, 70: 70}.items():
            self.assertEqual(self.shard_ends_with(code), ends, code)
        self.assertIn("cancelled()", loaded(TOP / ".github/workflows/model-checks.yml")["jobs"]["merge"]["if"])
        gitlab = loaded(TOP / "ci/gitlab.yml")
        self.assertEqual(gitlab["shard"]["allow_failure"], {"exit_codes": [3, 4]})
        self.assertEqual(gitlab["merge"]["when"], "always")

    def test_no_expression_of_a_caller_stands_in_a_script(self):
        for path in WORKFLOWS:
            for step in steps_of(loaded(path)):
                self.assertNotIn("${{ inputs.", step.get("run", ""), path)

    def test_gitlab_jobs_have_scripts_and_stages(self):
        jobs = loaded(TOP / "ci/gitlab.yml")
        stages = jobs.pop("stages")
        jobs.pop("variables")
        for name, job in jobs.items():
            if name.startswith("."):
                continue
            self.assertIn(job["stage"], stages, name)
            self.assertTrue(job["script"], name)
            self.assertIn(job["extends"], jobs, name)

    def test_scripts_that_are_called_are_there(self):
        for path in WORKFLOWS + [TOP / "ci/gitlab.yml"]:
            for script in SCRIPT.findall(path.read_text(encoding="utf-8")):
                self.assertTrue((TOP / script).is_file(), f"{path}: {script}")

    def test_options_that_are_used_are_described(self):
        described = "".join(f.read_text(encoding="utf-8") for f in (TOP / "model/cli").glob("description*.cpp"))
        texts = [path.read_text(encoding="utf-8") for path in WORKFLOWS + [TOP / "ci/gitlab.yml"]]
        calls = CALL.findall("\n".join(texts).replace("\\\n", " "))
        options = {option for call in calls for option in OPTION.findall(call)}
        self.assertLessEqual({"--shard", "--json", "--junit", "--sarif", "--github", "--strategy"}, options)
        for option in options:
            self.assertRegex(described, rf'"(-\w,)?{option}"')


if __name__ == "__main__":
    unittest.main()
