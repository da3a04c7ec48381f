#!/usr/bin/env python3
"""A search that GNU parallel or Slurm spreads comes to what one process comes to, also where a worker is killed.

    ci/spread_test.py EXTRAM parallel|slurm

Ends with 77 where the tool is not here, or does not answer. Slurm on one node: apt-get install slurm-wlm munge; a
slurm.conf with AuthType=auth/munge, ProctrackType=proctrack/pgid, TaskPlugin=task/none and this host as its node; then
munged, slurmctld and slurmd, until `srun -n1 hostname` answers.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
CHECK = "callback --version go_1_16 --threads 3 --callbacks 1 --strategy bounded --bound 4".split()
SHARDS = 6
SKIPPED = 77
SAME = ("verdict", "strength", "executions", "blocked", "oracle")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def answers(*command):
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def workers_in(folder):
    """Shards that run in this folder, which nobody else's do."""
    for process in pathlib.Path("/proc").iterdir():
        try:
            if not process.name.isdigit() or os.readlink(process / "cwd") != str(folder):
                continue
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"--shard" in words and words[0].rpartition(b"/")[2].startswith(b"extram"):
                yield int(process.name)
        except OSError:
            continue


def kill_one(folder, spread):
    while spread.poll() is None:
        for worker in workers_in(folder):
            time.sleep(0.05)  # so that it is in the middle of its search
            try:
                os.kill(worker, signal.SIGKILL)
                return worker
            except ProcessLookupError:
                continue
        time.sleep(0.005)
    return None


def one_process(program, folder):
    subprocess.run([program, "check", *CHECK, "--json", folder / "one.jsonl"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    return json.loads((folder / "one.jsonl").read_text())


def main():
    program, tool = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    if tool == "parallel" and shutil.which("parallel") is None:
        skip("GNU parallel is not installed: apt-get install parallel")
    if tool == "slurm" and not answers("srun", "-n1", "hostname"):
        skip("no Slurm answers `srun -n1 hostname`: apt-get install slurm-wlm munge, then start its daemons")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        expected = one_process(program, folder)
        work = folder / "work"
        more = ["--", "-j2"] if tool == "parallel" else []
        command = [TOP / f"ci/spread/{tool}.sh", work, str(SHARDS), *CHECK, *more]
        with open(folder / "said", "w", encoding="utf-8") as said:
            spread = subprocess.Popen(command, env={**os.environ, "EXTRAM": program}, stdout=said, stderr=said)
            killed = kill_one(work, spread)
            status = spread.wait(timeout=300)
        text = (folder / "said").read_text()
        assert killed, "no worker was killed: the shards are too short for this test"
        assert status == 0, f"ended with {status}:\n{text}"
        joined = subprocess.run([program, "merge", *sorted(map(str, work.glob("shard-*.jsonl"))), "--json", "-"],
                                capture_output=True, text=True, check=True)
        row = json.loads(joined.stdout.splitlines()[0])
        for field in SAME:
            assert row[field] == expected[field], f"{field}: {row[field]} in shards, {expected[field]} in one process"
        assert len(list(work.glob("shard-*.jsonl"))) == SHARDS
        print(f"{row['executions']} executions in {SHARDS} shards, worker killed: {killed}; the same as one process")


main()
