#!/usr/bin/env python3
"""A search that GNU parallel or Slurm spreads comes to what one process comes to, also where a worker is killed.

    ci/spread_test.py EXTRAM parallel|slurm

Takes the Slurm that answers here; where none does, and root has its daemons (ci/setup.sh slurm-wlm munge), starts one
of this node alone, in a folder of its own, and ends it again. Ends with 77 where the tool is not here.
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
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


SLURM_CONF = """ClusterName=one
SlurmctldHost={host}
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} CPUs={cpus}
PartitionName=all Nodes={host} Default=YES State=UP
"""


def free_ports(count):
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("", 0))
        return [one.getsockname()[1] for one in sockets]


@contextlib.contextmanager
def slurm_of_one_node():
    """The Slurm that is here, or one that lives as long as the test."""
    if answers("srun", "-n1", "hostname"):
        yield
        return
    daemons = ("munged", "slurmctld", "slurmd")
    missing = [name for name in daemons if shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is None]
    if missing or os.geteuid() != 0:
        skip(f"no Slurm answers, and {missing[0] + ' is missing' if missing else 'only root can start one'}: "
             "ci/setup.sh slurm-wlm munge")
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm"))
    for name in ("state", "spool"):
        (folder / name).mkdir()
    (folder / "munge.key").write_bytes(os.urandom(128))
    (folder / "munge.key").chmod(0o400)
    (folder / "slurm.conf").write_text(SLURM_CONF.format(host=socket.gethostname().split(".")[0], folder=folder,
                                                         ports=free_ports(2), cpus=os.cpu_count()), encoding="utf-8")
    os.environ["SLURM_CONF"] = str(folder / "slurm.conf")
    files = {"key-file": "key", "socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
    munge = [f"--{option}={folder}/munge.{end}" for option, end in files.items()]
    try:
        subprocess.run(["munged", "--force", *munge], check=True)
        subprocess.run(["slurmctld"], check=True)
        subprocess.run(["slurmd"], check=True)
        end = time.monotonic() + 60
        while not answers("srun", "-n1", "hostname"):
            assert time.monotonic() < end, "Slurm was started and does not answer; its logs:\n" + "".join(
                log.read_text(errors="replace") for log in folder.glob("*.log"))
            time.sleep(1)
        yield
    finally:
        for pid in folder.glob("*.pid"):
            with contextlib.suppress(ProcessLookupError, ValueError):
                os.kill(int(pid.read_text()), signal.SIGTERM)
        time.sleep(1)
        shutil.rmtree(folder, ignore_errors=True)


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
    with tempfile.TemporaryDirectory() as name, slurm_of_one_node() if tool == "slurm" else contextlib.nullcontext():
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
