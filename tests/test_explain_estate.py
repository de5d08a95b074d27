"""`compliance explain resource` knows what `compliance check` names: what goes, and the whole."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import change, plan

POLICY = "aws_organizations_policy_attachment.deny"
BEFORE = {"policy_id": "p-1", "target_id": "r-1"}
BLOCK = f"removed {{\n  from = {POLICY}\n}}\n"
LAW = ["--jurisdiction", "eu"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Beside no project file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_plan(folder, actions, after=None, **more):
    queue = change("aws_sqs_queue.q", {"name": "q"})
    gone = change(POLICY, after, actions=list(actions), **more)
    gone["change"] |= {"before": BEFORE, "before_sensitive": {}}
    (folder / "plan.json").write_bytes(plan(queue, gone))
    return "plan.json"


def told(capsys, address, given, *law):
    capsys.readouterr()
    code = main(["explain", "resource", address, "--input", given, "--format", "json", *law])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return json.loads(printed.out)["resource"]


def test_what_is_destroyed_is_explained_as_it_was(folder, capsys):
    one = told(capsys, POLICY, a_plan(folder, ["delete"]), *LAW)
    assert (one["type"], one["location"]) == ("aws_organizations_policy_attachment", None)
    assert "it is destroyed" in one["chain"][0]["what"]
    (judged,) = one["checks"]
    assert (judged["check"], judged["verdict"]) == ("EST-001", "fail")
    assert judged["evidence"] == {"taken_away": [POLICY]}


def test_without_a_law_it_says_what_would_be_asked(folder, capsys):
    (judged,) = told(capsys, POLICY, a_plan(folder, ["delete"]))["checks"]
    assert (judged["check"], judged["verdict"]) == ("EST-001", None)


def test_what_a_source_removes_is_explained_with_its_line(folder, capsys):
    write(folder / "infra", {"main.tf": f'provider "aws" {{\n  region = "eu-west-1"\n}}\n{BLOCK}'})
    one = told(capsys, POLICY, "infra", *LAW)
    assert one["location"] == {"file": "infra/main.tf", "line": 4}
    assert one["unknown"] == {"": {"code": "outside-input", "reference": POLICY}}
    assert [check["verdict"] for check in one["checks"]] == ["fail"]


def test_the_whole_is_explained_by_what_is_not_what_it_was(folder, capsys):
    one = told(capsys, "estate", a_plan(folder, ["forget"]), *LAW)
    assert [step["what"] for step in one["chain"]] == [
        f"`{POLICY}`: it stays, and is no longer looked after"
    ]
    assert [(c["check"], c["verdict"]) for c in one["checks"]] == [("EST-001", "fail")]


def test_what_stands_under_its_address_and_is_missed_all_the_same_says_so(folder, capsys):
    given = a_plan(folder, ["delete", "create"], {**BEFORE, "target_id": "ou-1"})
    one = told(capsys, POLICY, given, *LAW)
    assert ("EST-001", "fail") in [(c["check"], c["verdict"]) for c in one["checks"]]


def test_a_deposed_object_is_found_under_the_name_that_check_gives_it(folder, capsys):
    given = a_plan(folder, ["delete"], deposed="a1")
    one = told(capsys, f"{POLICY} (deposed a1)", given, *LAW)
    assert one["address"] == f"{POLICY} (deposed a1)"


def test_the_text_tells_it_in_sentences(folder, capsys):
    assert main(["explain", "resource", POLICY, "--input", a_plan(folder, ["delete"]), *LAW]) == 0
    printed = capsys.readouterr().out
    assert "taken away: it is destroyed" in printed
    assert "fail EST-001: Guardrails are not taken away" in printed
