"""What kills a mutant: the Rego tests, the pinned facts, and a proof, in a checkout of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
_PARTS = ("policies", "schemas", "tests", "toolkit", "terraform", ".opa")
_FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
_PATIENCE = 600
"""Seconds that one step may take; what hangs is killed as well."""

_NONE_CHOSEN = 5
"""What pytest exits with where `-k` leaves no test: nothing was noticed."""

_RESOLVE = (
    "tests/policies/test_resolve_rules.py",
    "tests/test_resolve.py",
    "tests/test_resolve_resolver.py",
)
_PROPERTIES = ("tests/properties/test_resolve_properties.py",)
_SAMPLES = "tests/policies/test_checks.py"
_MONOTONE = "tests/properties/test_monotone.py"
_ID = re.compile(r'^id := "([A-Z]{3}-\d{3})"', re.MULTILINE)
_FACTS = tuple(
    str(file.relative_to(ROOT))
    for pattern in ("test_facts*.py", "test_handbook_*.py", "test_unread.py", "test_obligations.py")
    for file in sorted((ROOT / "tests" / "policies").glob(pattern))
)


class Checkout:
    """A copy of the checkout, in which one mutant lives at a time."""

    def __init__(self, folder: Path) -> None:
        """Copy what tests need.

        Args:
            folder: Where to; it is made.
        """
        self._folder = folder
        skipped = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".hypothesis")
        for part in _PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=skipped)
        for name in _FILES:
            shutil.copy(ROOT / name, folder / name)

    def compiles(self, mutant: Mutant) -> bool:
        """Whether OPA takes a policy at all; what it refuses is no mutant."""
        with self._planted(mutant):
            return not mutant.is_rego or self._run(["opa", "check", "policies"])

    def killer_of(self, mutant: Mutant) -> str | None:
        """The first step that fails with a mutant in place; `None`: it survives."""
        with self._planted(mutant):
            return self.first_failure(mutant)

    def first_failure(self, mutant: Mutant | None) -> str | None:
        """The first step that fails; without a mutant, of all steps."""
        return next((name for name, command in _steps(mutant) if not self._run(command)), None)

    @contextmanager
    def _planted(self, mutant: Mutant) -> Iterator[None]:
        file = self._folder / "policies" / mutant.path
        sound = file.read_text()
        file.write_text(mutant.text)
        try:
            yield
        finally:
            file.write_text(sound)

    def _run(self, command: Sequence[str]) -> bool:
        paths = os.pathsep.join(str(self._folder / part) for part in ("toolkit", "tests"))
        environment = {**os.environ, "PYTHONPATH": paths, "RUST_LIB_BACKTRACE": "0"}
        try:
            done = subprocess.run(
                command,
                cwd=self._folder,
                env=environment,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode in {0, _NONE_CHOSEN}


def _steps(mutant: Mutant | None) -> list[tuple[str, list[str]]]:
    """The steps that could see a mutant, the quickest first."""
    rego = ("rego tests", ["opa", "test", "policies"])
    proof = ("proof", [sys.executable, "-m", "mutants.small_proof"])
    facts = ("pinned facts", _pytest(*_FACTS))
    resolve = ("tests of resolve", _pytest(*_RESOLVE))
    properties = ("properties of resolve", _pytest(*_PROPERTIES))
    ids = [] if mutant is None else _ID.findall(mutant.text)
    about = (*ids, "gets_its_verdict")[0]
    samples = ("samples of checks", _pytest(_SAMPLES, "-k", f"{about} or under_the_id"))
    monotone = ("monotone checks", _pytest(_MONOTONE, *(["-k", ids[0]] if ids else [])))
    if mutant is None:
        return [rego, facts, proof, resolve, properties, samples, monotone]
    if not mutant.is_rego:
        return [facts, proof, resolve]
    if mutant.path.startswith("compliance/resolve/"):
        return [rego, proof, resolve, properties]
    if mutant.path.startswith("compliance/lib/"):
        return [rego, proof, resolve, samples]
    return [rego, samples, monotone]


def _pytest(*paths: str) -> list[str]:
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=4"]
    return [sys.executable, "-m", "pytest", *quiet, *paths]
