"""Inputs that are huge or mean harm, through the command: bounded, and never a pass."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
EU = ("--jurisdiction", "eu")
AWS = 'provider "aws" {\n  region = %s\n}\nresource "aws_s3_bucket" "b" {}\n'
OUTSIDE = "us-east-1-outside"
MEGABYTES, SECONDS = 900, 40
"""What a run may use, on a machine with other work; seconds are those of a processor."""


def check(path, *arguments):
    """Exit code, report and errors of a run that stays within bounds."""
    report = path.parent / "report.json"
    command = [COMPLIANCE, "check", str(path), *EU, "--format", "json", "--output", str(report)]
    with (path.parent / "errors").open("w+b") as errors:
        run = subprocess.Popen([*command, *arguments], stderr=errors, stdout=errors)
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode()
    assert used.ru_maxrss / 1024 < MEGABYTES
    assert used.ru_utime + used.ru_stime < SECONDS
    return run.returncode, json.loads(report.read_text()) if report.exists() else None, said


def verdicts(report):
    return {one["verdict"] for one in report["findings"] if one["check"] == "RES-001"}


def plan_of(values, **known):
    """A plan that creates one bucket, as bytes."""
    change = {
        "address": "aws_s3_bucket.b",
        "mode": "managed",
        "type": "aws_s3_bucket",
        "name": "b",
        "change": {"actions": ["create"], "before": None, "after": values, "after_unknown": {}},
    }
    written = {"address": "aws_s3_bucket.b", "type": "aws_s3_bucket", "provider_config_key": "aws"}
    region = {"constant_value": known.pop("region", "us-east-1")}
    document = {
        "format_version": "1.2",
        "resource_changes": [change],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {"region": region}}},
            "root_module": {"resources": [{**written, "mode": "managed", "expressions": {}}]},
        },
        **known,
    }
    return json.dumps(document).encode()


def source(folder, text, **files):
    root = folder / "infra"
    root.mkdir()
    (root / "main.tf").write_text(text)
    for name, content in files.items():
        (root / name.replace("__", ".")).write_text(content)
    return root


LONG = "x" * 10_000_000


def test_a_plan_of_100_megabytes_with_strings_of_10_is_read_to_its_end(tmp_path):
    (tmp_path / "plan.json").write_bytes(plan_of({f"note-{n}": LONG for n in range(10)}))
    code, report, _ = check(tmp_path / "plan.json")
    assert (code, verdicts(report)) == (1, {"fail"})
    assert len(json.dumps(report)) < 100_000


@pytest.mark.parametrize("where", ["region", "bucket", "policy"])
def test_a_string_of_10_megabytes_is_no_place_and_no_report(tmp_path, where):
    (tmp_path / "plan.json").write_bytes(plan_of({where: LONG}, region="eu-central-1"))
    code, report, said = check(tmp_path / "plan.json")
    assert code in ({1} if where == "region" else {0, 1})
    assert verdicts(report) == ({"unknown"} if where == "region" else {"pass"})
    assert len(json.dumps(report)) + len(said) < 100_000


@pytest.mark.parametrize("version", ["2.0", "10.1", "1e0", "", None, 2])
def test_a_plan_of_a_newer_format_is_an_error_with_a_clear_line(tmp_path, version):
    (tmp_path / "plan.json").write_bytes(plan_of({}, region="eu-central-1", format_version=version))
    code, report, said = check(tmp_path / "plan.json")
    assert code == 3
    assert report["findings"] == []
    assert said.count("error: ") == 1
    assert "expected 0.x or 1.x" in said


@pytest.mark.parametrize(
    ("each", "name"),
    [
        ("count = 1000000", "count.index"),
        ("count = 1e300", "count.index"),
        ("for_each = toset([for n in range(1000000) : tostring(n)])", "each.key"),
        ("for_each = { for n in range(1000) : n => [for m in range(1000) : m] }", "each.key"),
        ('for_each = toset([for n in range(1000) : format("%1000d", n)])', "each.key"),
    ],
)
@pytest.mark.parametrize("region", ['"eu-${%s}"', '%s < 5 ? "eu-west-1" : "us-east-1"'])
def test_what_hangs_on_one_of_a_million_instances_is_unknown(tmp_path, each, name, region):
    block = f'resource "aws_s3_bucket" "m" {{\n  {each}\n  region = {region % name}\n}}\n'
    code, report, _ = check(source(tmp_path, AWS % '"eu-central-1"' + block))
    many = [one for one in report["findings"] if one["resource"]["address"] != "aws_s3_bucket.b"]
    assert code in {1, 3}
    assert {one["verdict"] for one in many if one["check"] == "RES-001"} <= {"unknown", "fail"}
    assert len(report["findings"]) < 5_000


RECURSIVE = {
    "a module that calls itself": 'module "m" {\n  source = "./"\n}\n',
    "modules that multiply": "".join(f'module "m{n}" {{\n  source = "./"\n}}\n' for n in range(9)),
}


@pytest.mark.parametrize("name", RECURSIVE)
def test_modules_without_end_are_an_error(tmp_path, name):
    code, report, said = check(source(tmp_path, AWS % '"eu-central-1"' + RECURSIVE[name]))
    assert code == 3
    assert said.startswith("error: ")
    assert report["inputs"][0]["status"] == "unreadable"


HOSTILE = {
    "a template that includes itself": 'templatefile("t.tpl", {})',
    "a file out of the root": 'file("../../secret.txt")',
    "a file out of the root, spelled out": 'file("${path.root}/x/../../../secret.txt")',
    "a link out of the root": 'file("link.txt")',
    "a link to a folder out of the root": 'file("up/secret.txt")',
    "a digest of what is out of the root": 'filesha256("link.txt")',
    "a device": 'file("/dev/zero")',
    "a regular expression that backtracks": f'regex("(a+)+$", "{"a" * 50_000}b")',
    "a regular expression that explodes": 'regex("((a{1,100}){1,100}){1,100}", "a")',
    "a regular expression that nests": f'regex("{"(" * 5_000}a{")" * 5_000}", "a")',
    "a replacement that grows": 'replace(join("", range(1000)), "", join("", range(1000)))',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_expression_that_means_harm_is_unknown_and_tells_nothing(tmp_path, name):
    (tmp_path / "secret.txt").write_text(OUTSIDE)
    (tmp_path.parent / "secret.txt").write_text(OUTSIDE)
    root = source(tmp_path, AWS % HOSTILE[name], t__tpl='${templatefile("t.tpl", {})}')
    (root / "link.txt").symlink_to("../secret.txt")
    (root / "up").symlink_to("..")
    code, report, said = check(root)
    assert (code, verdicts(report)) in [(1, {"unknown"}), (3, {"unknown"})]
    assert OUTSIDE not in json.dumps(report) + said


def test_the_bound_is_one_that_a_run_can_break(tmp_path, monkeypatch):
    (tmp_path / "plan.json").write_bytes(plan_of({}))
    monkeypatch.setattr(sys.modules[__name__], "MEGABYTES", 1)
    with pytest.raises(AssertionError):
        check(tmp_path / "plan.json")
