"""What kills a mutant: the Rego tests, the pinned facts, and a proof, in a checkout of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
NO_POLICY = "no policy"
"""What OPA does not take at all is no mutant."""

_PARTS = ("policies", "schemas", "tests", "toolkit", "terraform", ".opa")
_FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
_OPA_FAILED = 2
"""What `opa test` exits with where a test failed; anything else but 0 is no policy."""

_RESOLVE = (
    "tests/policies/test_resolve_rules.py",
    "tests/test_resolve.py",
    "tests/test_resolve_resolver.py",
)
_PROPERTIES = ("tests/properties/test_resolve_properties.py",)
_EMBEDDED = ("tests/policies/test_rego_suite.py",)
_PARTS_OF_POLICIES = ("compliance.checks.", "compliance.lib", "compliance.resolve.")
_SAMPLES = ("tests/policies/test_checks.py",)
_GUARDRAILS = tuple(
    str(found.relative_to(ROOT)) for found in sorted((ROOT / "tests").glob("test_guardrails_*.py"))
)
"""Plans that take guardrails away, through the command: slower than Rego tests, and nearer."""

_MONOTONE = ("tests/properties/test_monotone.py",)
_DECIDED = ("tests/policies/test_handbook_traps.py",)
_FACTS = tuple(
    file
    for pattern in ("test_facts*.py", "test_handbook_*.py", "test_unread.py", "test_obligations.py")
    for found in sorted((ROOT / "tests" / "policies").glob(pattern))
    if (file := str(found.relative_to(ROOT))) not in _DECIDED
)
_FIRST = {
    "regions": ("geography",),
    "jurisdictions": ("geography",),
    "regimes": ("law", "marks", "obligations"),
    "models": ("features",),
    "data_classes": ("law",),
    "routes: features": ("features", "marks"),
    "routes: raised": ("unread",),
    "routes: dates": ("marks",),
    "routes": ("routes",),
}
"""Which facts are asked first about a kind of mistake: what is noticed early costs little."""

_ID = re.compile(r'^id := "([A-Z]{3}-\d{3})"', re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One thing that may see a mutant."""

    name: str
    tests: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    opa: tuple[str, ...] = ()
    """Folders of the policies whose Rego tests are run; none: this is not about Rego tests."""


_PROOF = "proof"


class Checkout:
    """A copy of the checkout, in which one mutant lives at a time."""

    def __init__(self, folder: Path) -> None:
        """Copy what tests need, and collect them.

        Args:
            folder: Where to; it is made.
        """
        self._folder = folder
        skipped = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".hypothesis")
        for part in _PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=skipped)
        for name in _FILES:
            shutil.copy(ROOT / name, folder / name)
        paths = os.pathsep.join(str(folder / part) for part in ("toolkit", "tests"))
        files = (*_FACTS, *_DECIDED, *_RESOLVE, *_PROPERTIES, *_EMBEDDED, *_SAMPLES, *_MONOTONE)
        files += _GUARDRAILS
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "mutants.warm", *files],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths, "RUST_LIB_BACKTRACE": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def close(self) -> None:
        """Ask nothing more."""
        self._warm.communicate()

    def killer_of(self, mutant: Mutant, *, quick: bool = False) -> str | None:
        """The first step that fails with a mutant in place; `None`: it survives.

        Args:
            mutant: What to plant.
            quick: Whether to ask the Rego tests alone, as of what is said to change no answer.
        """
        asked = [step for step in steps(mutant) if not quick or step.name.startswith("rego")]
        with self._planted(mutant):
            return next((failed for step in asked if (failed := self.fails(step))), None)

    def fails(self, step: Step) -> str | None:
        """The step's name if it fails."""
        return self._opa(step) if step.opa else self._asked(step)

    @contextmanager
    def _planted(self, mutant: Mutant) -> Iterator[None]:
        file = self._folder / "policies" / mutant.path
        sound = file.read_text()
        file.write_text(mutant.text)
        try:
            yield
        finally:
            file.write_text(sound)

    def _opa(self, step: Step) -> str | None:
        command = ["opa", "test", *(f"policies/compliance/{one}" for one in step.opa)]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, check=False)
        if done.returncode == 0:
            return None
        return step.name if done.returncode == _OPA_FAILED else NO_POLICY

    def _asked(self, step: Step) -> str | None:
        question: Any = {"tests": step.tests, "about": step.about}
        if step.name == _PROOF:
            question = {"proof": True}
        assert self._warm.stdin
        assert self._warm.stdout
        print(json.dumps(question), file=self._warm.stdin, flush=True)
        answer = self._warm.stdout.readline()
        if not answer:
            raise RuntimeError("the tests could not be collected, so nothing is said of mutants")
        return None if int(answer) == 0 else step.name


def steps(mutant: Mutant | None) -> list[Step]:
    """The steps that could see a mutant, the quickest first."""
    rego = Step("rego tests", opa=("",))
    facts = Step("pinned facts", _facts(mutant.kind if mutant else ""))
    decided = Step("pinned decisions", _DECIDED)
    proof = Step(_PROOF)
    resolve = Step("tests of resolve", _RESOLVE)
    properties = Step("properties of resolve", _PROPERTIES)
    ids = tuple(_ID.findall(mutant.text)) if mutant else ()
    samples = Step("samples of checks", _SAMPLES, (*(ids or ("gets_its_verdict",)), "under_the_id"))
    monotone = Step("monotone checks", _MONOTONE, ids)
    if mutant is None:
        embedded = Step("rego tests, embedded", _EMBEDDED, _PARTS_OF_POLICIES)
        return [rego, proof, embedded, samples, facts, decided, resolve, properties, monotone]
    if not mutant.is_rego:
        return [facts, decided, resolve, proof]
    # Tests beside a policy see most, and a part of the policies compiles in a tenth of the time.
    beside = PurePosixPath(mutant.path).parent.relative_to("compliance")
    near = Step("rego tests", opa=("lib", beside.as_posix()))
    package = ".".join(("compliance", *beside.parts))
    embedded = Step("rego tests, embedded", _EMBEDDED, (f"{package}_",))
    if mutant.path.startswith("compliance/resolve/"):
        far = Step("rego tests", opa=("lib", "resolve"))
        whole = package == "compliance.resolve"  # whose tests take the embedded engine minutes
        by_engine = [] if whole else [embedded]
        return [near, far, *by_engine, decided, resolve, proof, properties]
    if mutant.path.startswith("compliance/lib/guardrails/"):  # no decision and no proof reads it
        return [near, rego, embedded, samples, Step("plans and guardrails", _GUARDRAILS)]
    if mutant.path.startswith("compliance/lib/"):
        return [near, rego, embedded, decided, resolve, proof, samples]
    return [near, embedded, samples, monotone]


def _facts(kind: str) -> tuple[str, ...]:
    """The files of pinned facts, those about a kind of mistake first."""
    words = next((words for about, words in _FIRST.items() if kind.startswith(about)), ())
    return tuple(sorted(_FACTS, key=lambda file: not any(word in file for word in words)))
