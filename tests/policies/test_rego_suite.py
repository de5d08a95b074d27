"""The policies by their own tests, on both engines, and by everything that OPA itself can check."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from capabilities import FEATURES, FILE, known_to, usable
from compliance_toolkit.engines.embedded import EmbeddedEngine

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
TESTS = sorted(POLICIES.rglob("*_test.rego"))
RULE = re.compile(r"^(test_\w+)\b", re.MULTILINE)
PACKAGE = re.compile(r"^package ([\w.]+)$", re.MULTILINE)


def rules(file: Path) -> list[str]:
    """The paths of a file's tests."""
    text = file.read_text()
    package = PACKAGE.search(text)
    assert package is not None
    return [f"{package[1]}.{name}" for name in RULE.findall(text)]


CASES = [rule for file in TESTS for rule in rules(file)]


@pytest.fixture(scope="module")
def lawless(bundle):
    """The embedded engine with all policies and their tests, and without any data."""
    tests = tuple((str(file.relative_to(POLICIES)), file.read_text()) for file in TESTS)
    return EmbeddedEngine(replace(bundle, modules=bundle.modules + tests, data={}))


def check(opa, folder) -> subprocess.CompletedProcess[str]:
    command = [opa, "check", "--strict", "-s", "schemas", "--capabilities", FILE, folder]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_there_are_many_tests_and_none_twice():
    assert len(CASES) >= 200
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rego_test_holds_on_the_embedded_engine_without_any_law(lawless, rule):
    assert lawless.evaluate(rule, {}) is True


@pytest.mark.opa
def test_the_rego_tests_hold_on_the_real_opa(opa):
    command = [opa, "test", "--fail-on-empty", POLICIES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert re.search(rf"^PASS: {len(CASES)}/{len(CASES)}$", done.stdout, re.MULTILINE)


@pytest.mark.opa
def test_the_policies_are_formatted(opa):
    command = [opa, "fmt", "--fail", "--list", POLICIES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.opa
def test_the_policies_pass_the_strict_check(opa):
    done = check(opa, POLICIES)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.opa
@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ('x := crypto.sha256("x")', "undefined function crypto.sha256"),
        ("x := time.now_ns()", "undefined function time.now_ns"),
        ('x := http.send({"url": "x"})', "undefined function http.send"),
        ("x := rego.metadata.rule()", "undefined function rego.metadata.rule"),
        ('x := $"{input.y}"', "template"),
        ("x := y if { y := 1; z := 2 }", "unused"),
    ],
)
def test_the_strict_check_refuses_what_the_embedded_engine_lacks(opa, tmp_path, rule, complaint):
    (tmp_path / "probe.rego").write_text(f"package compliance.probe\n\n{rule}\n")
    done = check(opa, tmp_path)
    assert done.returncode != 0
    assert complaint in done.stderr


@pytest.mark.opa
@pytest.mark.parametrize(("path", "accepted"), [("regoin", False), ("region", True)])
def test_the_strict_check_finds_a_misspelled_path(opa, tmp_path, path, accepted):
    copied = tmp_path / "policies"
    shutil.copytree(POLICIES, copied)
    file = copied / "compliance/checks/residency/agent_model/agent_model.rego"
    text = file.read_text()
    assert "input.resource.region" in text
    file.write_text(text.replace("input.resource.region", f"input.resource.{path}"))
    assert (check(opa, copied).returncode == 0) is accepted


@pytest.mark.opa
def test_the_capabilities_are_what_the_embedded_engine_can_call(opa):
    written = json.loads(FILE.read_text())
    assert written == usable(known_to(opa))


def test_the_capabilities_hold_what_policies_need_and_nothing_that_asks_the_world():
    written = json.loads(FILE.read_text())
    assert written["features"] == FEATURES
    names = {builtin["name"] for builtin in written["builtins"]}
    assert len(names) >= 100
    assert {"count", "regex.match", "json.unmarshal", "internal.member_2", "lte"} <= names
    assert names.isdisjoint({"http.send", "time.now_ns", "rand.intn", "opa.runtime"})
