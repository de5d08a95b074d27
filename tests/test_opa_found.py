"""Tests that need the real `opa` never pass without it: they skip and say so, or fail in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDS_OPA = """import pytest

def test_by_fixture(opa): ...

@pytest.mark.opa
def test_by_marker(): ...
"""
SCRIPT = "#!/bin/sh\necho 'Version: {version}'\n"


@pytest.fixture
def ran(tmp_path):
    """Run two tests that need `opa` beside a copy of our `conftest.py`; PATH is one folder."""
    (tmp_path / "tests").mkdir()
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path / "tests")
    (tmp_path / "tests" / "test_it.py").write_text(NEEDS_OPA)
    (tmp_path / "bin").mkdir()

    def run(version=None, **environment):
        if version:
            program = tmp_path / "bin" / "opa"
            program.write_text(SCRIPT.format(version=version))
            program.chmod(0o755)
        kept = {key: value for key, value in os.environ.items() if key != "CI"}
        done = subprocess.run(
            [sys.executable, "-Im", "pytest", "-rsfE", "-p", "no:cacheprovider", "tests"],
            cwd=tmp_path,
            env=kept | {"PATH": str(tmp_path / "bin")} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout

    return run


def test_without_opa_and_go_they_skip_and_say_so(ran):
    code, out = ran()
    assert code == 0
    assert "2 skipped" in out
    assert "no `opa` 1.22 in PATH, and no `go` to build it with" in out


def test_in_ci_a_missing_opa_is_a_failure(ran):
    code, out = ran(CI="true")
    assert code == 1
    assert "CI needs the real `opa`" in out
    assert "passed" not in out


@pytest.mark.parametrize("version", ["1.21.0", "1.23.0", "11.22.0", "0.70.0"])
def test_another_version_is_no_opa(ran, version):
    assert "2 skipped" in ran(version)[1]


def test_the_right_minor_version_is_taken(ran):
    code, out = ran("1.22.9")
    assert code == 0
    assert "2 passed" in out
