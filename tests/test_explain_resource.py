"""`compliance explain resource`: where it is and why, what is not known, and what checks say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_toolkit.cli.main import main
from explaining import explained, flat, ran, text
from terraform_files import write
from terraform_plans import change, plan

QUEUE = "aws_sqs_queue.q"
TABLE = "aws_dynamodb_table.t"
MAIN = """
provider "aws" {
  region = "eu-west-2"
}
variable "copy" {}
resource "aws_sqs_queue" "q" {
}
resource "aws_dynamodb_table" "t" {
  replica {
    region_name = var.copy
  }
}
resource "aws_sqs_queue" "many" {
  count = 2
}
"""


@pytest.fixture
def infra(tmp_path, monkeypatch):
    """A source beside no project file."""
    monkeypatch.chdir(tmp_path)
    return str(write(tmp_path / "infra", {"main.tf": MAIN}))


def test_an_unknown_address_is_refused_with_the_nearest(infra, capsys):
    assert main(["explain", "resource", "aws_sqs_queue.qq", "--input", infra]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "has no resource `aws_sqs_queue.qq`" in printed.err
    assert "did you mean `aws_sqs_queue.q`" in printed.err


def test_a_block_of_several_instances_is_refused_with_their_addresses(infra, capsys):
    assert main(["explain", "resource", "aws_sqs_queue.many", "--input", infra]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "`aws_sqs_queue.many[0]`, `aws_sqs_queue.many[1]`" in printed.err


def test_addresses_that_are_offered_can_be_copied_however_long_they_are(tmp_path, capsys):
    name = "a_queue_whose_name_is_longer_than_what_a_message_shows_of_what_was_written"
    text = f'resource "aws_sqs_queue" "{name}" {{ count = 2 }}'
    infra = str(write(tmp_path / "long", {"main.tf": text}))
    for address in (f"aws_sqs_queue.{name}", f"aws_sqs_queue.{name}[2]"):
        assert main(["explain", "resource", address, "--input", infra]) == 2
        said = " ".join(capsys.readouterr().err.split())
        for index in (0, 1):
            assert f"`aws_sqs_queue.{name}[{index}]`" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--input", "-"], 2, "standing input cannot be explained"),
        (["--input", "nowhere"], 3, "there is nothing at `nowhere`"),
        (["--input", "infra", "--jurisdiction", "atlantis"], 2, "jurisdiction `atlantis`"),
        (["--input", "infra", "--regime", "gdpr"], 2, "a regime alone"),
        (["--input", "infra", "--var", "copy"], 2, "without a name and a value"),
    ],
)
def test_what_cannot_be_asked_is_an_error_and_prints_nothing(infra, capsys, arguments, code, said):
    assert infra.endswith("infra")
    assert main(["explain", "resource", QUEUE, *arguments]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_an_input_that_is_not_whole_is_explained_as_far_as_it_goes_and_exits_3(infra, capsys):
    write(Path(infra), {"broken.tf": "resource {"})
    assert main(["explain", "resource", QUEUE, "--input", infra]) == 3
    printed = capsys.readouterr()
    assert "region: eu-west-2 (GB)" in printed.out
    assert "broken.tf" in printed.err


def test_a_resource_is_told_with_its_chain(infra):
    said = text("resource", QUEUE, "--input", infra)
    lines = said.splitlines()
    assert lines[0] == f"resource {QUEUE}"
    assert f"read from: {infra} (terraform source), {infra}/main.tf:6" in flat(said)
    assert "region: eu-west-2 (GB)" in said
    assert f"the resource, without `region` ({infra}/main.tf:6)" in flat(said)
    assert f"region of provider aws: eu-west-2 ({infra}/main.tf:3)" in flat(said)
    assert "further places: none" in said


def test_without_a_law_the_checks_that_apply_are_listed_and_none_is_called_passed(infra):
    body = explained("resource", QUEUE, "--input", infra)
    assert [(one["check"], one["verdict"], one["law"]) for one in body["checks"]] == [
        ("RES-001", None, None)
    ]
    assert "pass" not in text("resource", QUEUE, "--input", infra).split()


def test_under_a_law_each_check_has_its_verdict_and_evidence(infra):
    laws = ("--jurisdiction", "eu", "--jurisdiction", "uk")
    body = explained("resource", QUEUE, "--input", infra, *laws)
    assert [(one["check"], one["law"], one["verdict"]) for one in body["checks"]] == [
        ("RES-001", "eu", "fail"),
        ("RES-001", "uk", "pass"),
    ]
    assert body["checks"][0]["evidence"]["countries"] == ["GB"]


def test_the_project_says_the_law_where_none_is_typed(infra, tmp_path):
    config = tmp_path / "compliance.yaml"
    config.write_text(
        "version: 1\norganization: acme\naudits:\n  - {terraform: infra, jurisdictions: [eu]}\n"
    )
    body = explained("resource", QUEUE, "--input", "infra", "--config", str(config))
    assert [(one["law"], one["verdict"]) for one in body["checks"]] == [("eu", "fail")]
    assert infra


def test_a_place_that_is_not_known_is_told_with_its_reason(infra):
    body = explained("resource", TABLE, "--input", infra, "--jurisdiction", "uk")
    assert body["places"] is None
    pointer = "/replica/0/region_name"
    assert body["unknown"] == {
        pointer: {"code": "variable-without-default", "reference": "var.copy"}
    }
    assert body["checks"][0]["verdict"] == "unknown"
    said = flat(text("resource", TABLE, "--input", infra, "--jurisdiction", "uk"))
    assert "further places: not known" in said
    assert f"{pointer}: variable-without-default, var.copy" in said
    assert "fix:" in said


def test_a_place_that_is_known_is_told_with_its_role_and_countries(infra):
    body = explained("resource", TABLE, "--input", infra, "--var", "copy=us-east-1")
    assert body["places"] == [{"region": "us-east-1", "role": "replica", "countries": ["US"]}]
    said = text("resource", TABLE, "--input", infra, "--var", "copy=us-east-1")
    assert "replica us-east-1 (US)" in said


def test_a_plan_is_explained_by_pointers_into_it(tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(plan(change(QUEUE, {}, {"region": True})))
    body = explained("resource", QUEUE, "--input", str(path))
    assert body["kind"] == "terraform-plan"
    assert body["chain"][-1] == {
        "what": "region of the provider",
        "where": "/configuration/provider_config/aws/expressions/region/constant_value",
        "value": "eu-west-1",
        "reason": None,
    }


def test_a_state_is_explained_without_pointers(tmp_path):
    path = tmp_path / "state.json"
    values = {"arn": "arn:aws:sqs:us-east-1:1:q"}
    resource = {"address": QUEUE, "mode": "managed", "type": "aws_sqs_queue", "values": values}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [resource]}}}
    path.write_text(json.dumps(state))
    body = explained("resource", QUEUE, "--input", str(path), "--jurisdiction", "us")
    assert (body["region"], body["countries"]) == ("us-east-1", ["US"])
    assert body["chain"][-1]["value"] == "us-east-1"
    assert all(step["where"] is None for step in body["chain"])


def test_a_region_that_is_not_known_says_why(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "infra", {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'})
    body = explained("resource", QUEUE, "--input", "infra")
    assert body["region"] is None
    assert body["reason"] == {"code": "ambient-provider-region", "reference": "provider.aws"}
    assert body["chain"][-1]["reason"] == body["reason"]


def test_a_workload_is_told_with_its_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "plan.json"
    after = {"environment": [{"variables": {"M": "global.anthropic.claude-opus-5-5"}}]}
    path.write_bytes(plan(change("aws_lambda_function.f", after)))
    said = flat(
        text("resource", "aws_lambda_function.f", "--input", str(path), "--jurisdiction", "eu")
    )
    assert "proven to say nothing of: telemetry" in said
    assert "fail RES-017 under eu" in said
    assert "outside: M (bedrock global eu-west-1)" in said


def test_a_hostile_name_is_shown_and_not_obeyed(tmp_path):
    path = tmp_path / "plan.json"
    address = 'aws_sqs_queue.q["\\u001b[31m"]'
    path.write_bytes(plan(change(address, {"region": "eu-\u001b[2Jwest-1"}), blocks=[]))
    code, said = ran("explain", "resource", address, "--input", str(path))
    assert code == 0
    assert "\u001b" not in said
