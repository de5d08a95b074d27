"""Runs tests over and over without starting Python again: it collects once, and each run is a fork.

A line of JSON asks: `{"tests": files, "about": words}` runs the tests of these files that hold a
word in their id or parameters, all where there is none; `{"proof": true}` proves. A line answers: 0
if nothing failed.
Policies are read by a child alone, so no run sees what was planted in another.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from io import TextIOWrapper
from typing import Any

import hypothesis
import pytest

from mutants import small_proof

_PATIENCE = 600
"""Seconds of work that one run may take, however busy the machine; what hangs is killed as well."""

_HANGS = 7200
"""Seconds after which a run that does nothing is killed."""


class Runs:
    """A plugin of pytest that comes in where tests would run once."""

    def __init__(self, questions: TextIOWrapper, answers: TextIOWrapper) -> None:
        """Take where questions come from, and where answers go."""
        self._questions, self._answers = questions, answers

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Answer until nothing more is asked; a child goes on and runs what was chosen."""
        if session.testsfailed:  # a file that cannot be collected: nothing is answered
            return None
        gc.freeze()
        for line in self._questions:
            question = json.loads(line)
            chosen = [] if "proof" in question else _chosen(session.items, question)
            child = os.fork() if chosen or "proof" in question else None
            if child == 0:
                resource.setrlimit(resource.RLIMIT_CPU, (_PATIENCE, _PATIENCE))
                signal.alarm(_HANGS)
                if "proof" in question:
                    os._exit(small_proof.main())
                session.items[:] = chosen
                return None
            code = 0 if child is None else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(code, file=self._answers, flush=True)
        return True


def _chosen(items: list[pytest.Item], question: Any) -> list[pytest.Item]:
    """The tests of the question's files that are about its words, in the order of the files."""
    place = {file: at for at, file in enumerate(question["tests"])}
    about = question["about"]
    chosen = [
        item
        for item in items
        if item.nodeid.partition("::")[0] in place
        if not about or any(word in _named(item) for word in about)
    ]
    return sorted(chosen, key=lambda item: place[item.nodeid.partition("::")[0]])


def _named(item: pytest.Item) -> str:
    """The id of a test, with what it is given: an id leaves out what is long."""
    given = getattr(item, "callspec", None)
    return f"{item.nodeid} {given.params if given else ''}"


def main() -> int:
    """Collect the files that the command line names, and answer on what was standard output."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)
    # An example that killed one mutant must not be waiting for the next.
    hypothesis.settings.register_profile("mutants", hypothesis.settings.default, database=None)
    hypothesis.settings.load_profile("mutants")
    given = ["-x", "-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=4"]
    given += [
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]  # of hypothesis, by the import above
    return int(pytest.main([*given, *sys.argv[1:]], plugins=[Runs(questions, answers)]))


if __name__ == "__main__":
    # A child leaves at once: what the parent has open is the parent's to close.
    os._exit(main())
