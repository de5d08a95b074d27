"""A plan whose type or mode is another than its address says is believed in neither."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import JsonObject
from terraform_plans import change, plan, read

NAMED = {
    "aws_sqs_queue.q": "managed",
    'aws_sqs_queue.q["a.b[0]"]': "managed",
    "module.data.aws_sqs_queue.q[0]": "managed",
    'module.module.module.a["x.y"].aws_sqs_queue.data': "managed",
    "data.aws_sqs_queue.q": "data",
    "module.data.data.aws_sqs_queue.q": "data",
    'module.a["data.x"].data.aws_sqs_queue.data[0]': "data",
    "ephemeral.aws_sqs_queue.q": "ephemeral",
}
"""Address → its mode."""


def told(address: str, **other: object) -> JsonObject:
    one = change("aws_sqs_queue.q", {})
    return {**one, "address": address, "mode": NAMED[address], **other}


def problems(one: JsonObject, **more: object) -> list[str]:
    return [problem.message for problem in read(one, blocks=[], **more).problems]


@pytest.mark.parametrize("address", NAMED)
@pytest.mark.parametrize("mode", ["managed", "data", "ephemeral"])
def test_a_mode_is_the_one_of_the_address_or_a_problem(address, mode):
    found = problems(told(address, mode=mode))
    if mode == NAMED[address]:
        assert found == []
    else:
        assert found == [
            f"`plan.json` gives `{address}` the type `aws_sqs_queue` and the mode `{mode}`"
        ]


@pytest.mark.parametrize("address", NAMED)
@pytest.mark.parametrize("kind", ["aws_s3_bucket", "queue", "q", "", "sqs_queue", "data"])
def test_a_type_is_the_one_of_the_address_or_a_problem(address, kind):
    assert len(problems(told(address, type=kind))) == 1


@pytest.mark.parametrize("address", ["", "q", "aws_sqs_queue", "module.aws_sqs_queue.q", "a.b.c.d"])
def test_an_address_that_names_nothing_is_a_problem(address):
    one = {**change("aws_sqs_queue.q", {}), "address": address}
    assert problems(one) != []


@pytest.mark.parametrize("where", ["planned_values", "prior_state", "resource_drift"])
def test_it_is_one_wherever_a_plan_says_it(where):
    right = change("aws_sqs_queue.q", {}, actions=["no-op"])
    wrong = {**right, "type": "aws_s3_bucket", "values": {}}
    states = {"root_module": {"child_modules": [{"resources": [wrong]}]}}
    given = {
        "planned_values": states,
        "prior_state": {"values": states},
        "resource_drift": [wrong],
    }
    assert len(problems(right, **{where: given[where]})) == 1


def test_the_command_reads_no_such_plan(tmp_path, capsys):
    bucket = {**change("aws_s3_bucket.logs", {"bucket": "x"}), "type": "aws_sqs_queue"}
    file = tmp_path / "plan.json"
    file.write_bytes(plan(bucket))
    assert main(["check", str(file), "--jurisdiction", "eu", "--format", "json"]) == 3
    (told_of,) = json.loads(capsys.readouterr().out)["inputs"]
    (problem,) = told_of["problems"]
    assert "`aws_s3_bucket.logs`" in problem["message"]
    assert problem["hint"] == "write the plan again with `terraform show -json PLAN > plan.json`"
