"""Fixtures that several tests share: the shipped policies, the engines, and the real `opa`.

Tests that need `opa` take the fixture or carry the marker. It is taken from PATH, else built once
into `.tools`; without Go such tests skip and say so, except where CI is set: there they fail.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.policy.bundle import Bundle, load

ROOT = Path(__file__).resolve().parents[1]
OPA_MODULE = "github.com/open-policy-agent/opa@v1.22.2"
OPA_VERSION = re.compile(r"^Version: 1\.22\.\d+$", re.MULTILINE)


@pytest.fixture(scope="session")
def policies() -> Path:
    """The shipped policies, as they stand in the checkout."""
    return ROOT / "policies"


@pytest.fixture(scope="session")
def bundle(policies: Path) -> Bundle:
    """The shipped policies, loaded."""
    return load(policies)


@pytest.fixture(scope="session")
def embedded(bundle: Bundle) -> EmbeddedEngine:
    """The embedded engine over the shipped policies, without deployments."""
    return EmbeddedEngine(bundle)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real plans to develop against; they are not part of the project."""
    folder = ROOT.parent / "shared" / "corpus" / "plans"
    if not folder.is_dir():
        pytest.skip("the corpus of plans is not beside the checkout (`../shared/corpus/plans`)")
    return folder


@pytest.fixture(scope="session")
def opa() -> Path:
    """The real `opa`, of the minor version that the policies are written for."""
    found = _find_opa()
    if isinstance(found, Path):
        return found
    if os.environ.get("CI"):
        pytest.fail(f"CI needs the real `opa`: {found}")
    pytest.skip(found)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test that takes `opa` the marker, and every marked test the fixture."""
    for item in items:
        names = getattr(item, "fixturenames", [])
        if item.get_closest_marker("opa") and "opa" not in names:
            names.append("opa")
        elif "opa" in names:
            item.add_marker("opa")


@cache
def _find_opa() -> Path | str:
    """The path of `opa`, or why there is none."""
    built = ROOT / ".tools" / "opa"
    for candidate in (shutil.which("opa"), built if built.is_file() else None):
        if candidate and _fits(Path(candidate)):
            return Path(candidate)
    go = shutil.which("go")
    if go is None:
        return "no `opa` 1.22 in PATH, and no `go` to build it with"
    return _build_opa(go, built)


def _fits(opa: Path) -> bool:
    try:
        answer = subprocess.run(
            [opa, "version"], check=False, capture_output=True, text=True, timeout=60
        )
    except OSError:
        return False
    return answer.returncode == 0 and OPA_VERSION.search(answer.stdout) is not None


def _build_opa(go: str, target: Path) -> Path | str:
    """Build beside the target and move it there whole: two test processes may do so at once."""
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        command = [go, "install", OPA_MODULE]
        environment = os.environ | {"GOBIN": folder, "CGO_ENABLED": "0"}
        try:
            built = subprocess.run(
                command, check=False, env=environment, capture_output=True, text=True, timeout=900
            )
        except subprocess.TimeoutExpired:
            return f"`go install {OPA_MODULE}` took more than 15 minutes"
        if built.returncode != 0:
            last = (built.stderr.strip() or "no output").splitlines()[-1]
            return f"`go install {OPA_MODULE}` failed: {last}"
        (Path(folder) / "opa").replace(target)
    return target if _fits(target) else f"`{OPA_MODULE}` built an `opa` of another version"
