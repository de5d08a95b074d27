"""The processes of a proof end with the one that started them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from proofs import DEPLOYMENTS

PATIENCE = 30.0
"""Seconds after which a test gives up; none of them waits so long unless it fails."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc"
)


def children(parent):
    """The processes that one started, by number; those that ended and wait for it are none."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue  # it ended meanwhile
        state, _, rest = stat.rpartition(")")[2].strip().partition(" ")
        if rest.split(" ")[0] == str(parent) and state != "Z":
            found.add(int(entry.name))
    return found


def lives(process):
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return not stat.rpartition(")")[2].strip().startswith("Z")


def until(condition):
    """Look again and again, for a while."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()) and time.monotonic() < end:
        os.sched_yield()
    return found


@pytest.fixture
def started(tmp_path):
    """A proof in two processes that goes on for a while."""
    config = tmp_path / "compliance.yaml"
    tenants = {"acme": {"jurisdictions": ["eu"]}}
    config.write_text(
        json.dumps(
            {
                "version": 1,
                "organization": "acme",
                "deployments": {"claude-us": DEPLOYMENTS["claude-us"]},
                "tenants": tenants,
            }
        )
    )
    command = [sys.executable, "-Im", "compliance_toolkit.cli", "prove", "--jobs", "2"]
    with (
        (tmp_path / "err").open("wb") as err,
        subprocess.Popen(
            [*command, "--config", str(config)], stdout=subprocess.DEVNULL, stderr=err
        ) as process,
    ):
        workers: set[int] = set()
        yield process, workers
        for one in (process.pid, *(one for one in workers if lives(one))):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)


def test_processes_end_with_the_one_that_started_them(started):
    process, workers = started
    # Two that work, and the one in which Python keeps what is to be cleaned up.
    assert until(lambda: len(children(process.pid)) >= 3)
    workers |= children(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert until(lambda: not any(lives(one) for one in workers))
