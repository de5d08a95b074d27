"""The wheel carries the same law as the checkout, and nothing else."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUNDLE = "compliance_toolkit/_bundle/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def tracked(folder: str) -> dict[str, str]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return {
        name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in names
        if name and not name.endswith("_test.rego") and (ROOT / name).is_file()
    }


def test_the_bundle_in_the_wheel_is_the_checkouts(wheel):
    packed = {
        name.removeprefix(BUNDLE): hashlib.sha256(wheel.read(name)).hexdigest()
        for name in wheel.namelist()
        if name.startswith(BUNDLE)
    }
    expected = tracked("policies") | tracked("schemas")
    assert "policies/.manifest" in expected
    assert any(name.endswith("data.json") for name in expected)
    assert packed == expected


def test_the_wheel_holds_the_package_and_no_tests(wheel):
    names = wheel.namelist()
    assert "compliance_toolkit/py.typed" in names
    assert not [name for name in names if name.endswith("_test.rego") or name.startswith("tests/")]


def test_an_installed_wheel_checks_an_example_without_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    wheel.extractall(site)
    example = ROOT / "terraform/examples/eu-violating"
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r}); "
        "import compliance_toolkit; assert 'site' in compliance_toolkit.__file__; "
        "from compliance_toolkit.cli.main import main; "
        f"sys.exit(main(['check', {str(example)!r}, '--jurisdiction', 'eu']))"
    )
    answer = subprocess.run(
        [sys.executable, "-Ic", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1, answer.stderr
    assert "RES-001" in answer.stdout
