"""A plan that says two things of one resource is believed in neither."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_plans import AWS_IRELAND, block, change, plan

QUEUE, OTHER = "aws_sqs_queue.q", "aws_sqs_queue.z"
HERE = {"name": "x", "region": "eu-west-1"}
THERE = {"name": "x", "region": "us-east-1"}
FINE = change(QUEUE, HERE)


def planned(address, values):
    one = {"address": address, "mode": "managed", "type": "aws_sqs_queue", "values": values}
    return {"root_module": {"resources": [one]}}


def moved(address, before, after, *, actions, **more):
    one = change(address, after, actions=actions, **more)
    one["change"]["before"] = before
    return one


def checked(tmp_path, capsys, raw):
    file = tmp_path / "plan.json"
    file.write_bytes(raw)
    code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out)["findings"], printed.err


def test_the_going_of_a_deposed_object_does_not_hide_the_one_that_stands(tmp_path, capsys):
    gone = moved(OTHER, THERE, None, actions=["delete"], deposed="a1")
    raw = plan(FINE, gone, planned_values=planned(OTHER, THERE))
    code, findings, _ = checked(tmp_path, capsys, raw)
    assert code == 1
    assert {one["resource"]["address"] for one in findings if one["verdict"] == "fail"} == {OTHER}


def test_the_going_of_a_deposed_object_tells_nothing_of_the_one_that_stood(tmp_path, capsys):
    gone = moved(OTHER, THERE, None, actions=["delete"], deposed="a1")
    state = {"format_version": "1.0", "values": planned(OTHER, THERE)}
    code, _, said = checked(tmp_path, capsys, plan(FINE, gone, prior_state=state))
    assert code == 3
    assert f"does not tell what becomes of `{OTHER}`" in said


TWOFOLD = {
    "in a state and not in its change": plan(
        change(QUEUE, {"name": "x"}), planned_values=planned(QUEUE, THERE)
    ),
    "deleted and there": plan(FINE, moved(OTHER, THERE, THERE, actions=["delete"])),
    "forgotten and planned": plan(FINE, moved(OTHER, THERE, THERE, actions=["forget"])),
    "another one and untouched": plan(moved(QUEUE, THERE, HERE, actions=["no-op"])),
    "known and not known": plan(change(QUEUE, THERE, {"region": True})),
}


@pytest.mark.parametrize("raw", TWOFOLD.values(), ids=TWOFOLD)
def test_what_is_said_twice_and_differs_is_a_contradiction(tmp_path, capsys, raw):
    code, _, said = checked(tmp_path, capsys, raw)
    assert code == 3
    assert "contradicts itself about `aws_sqs_queue." in said


@pytest.mark.parametrize("actions", [["update"], ["no-op"]])
def test_drift_that_no_change_takes_up_is_not_told_of(tmp_path, capsys, actions):
    drift = moved(OTHER, THERE, THERE, actions=actions)
    state = {"format_version": "1.0", "values": planned(OTHER, THERE)}
    for more in ({"prior_state": state}, {}):
        code, _, said = checked(tmp_path, capsys, plan(FINE, resource_drift=[drift], **more))
        assert code == 3
        assert f"does not tell what becomes of `{OTHER}`" in said


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (plan(moved(QUEUE, HERE, HERE, actions=["no-op"])), 0),
        (plan(FINE, moved(OTHER, THERE, None, actions=["delete"])), 0),
        (plan(FINE, planned_values=planned(QUEUE, {**HERE, "policy": None})), 0),
        (plan(change(QUEUE, {**HERE, "policy": None}, {"policy": True, "id": True})), 0),
        (plan(FINE, resource_drift=[moved(QUEUE, THERE, HERE, actions=["update"])]), 0),
        (plan(FINE, resource_drift=[moved(OTHER, THERE, None, actions=["delete"])]), 0),
    ],
)
def test_what_real_plans_say_twice_is_no_contradiction(tmp_path, capsys, raw, expected):
    code, _, said = checked(tmp_path, capsys, raw)
    assert (code, said) == (expected, "")


def test_two_blocks_of_one_address_are_none(tmp_path, capsys):
    providers = {
        **AWS_IRELAND,
        "aws.us": {
            "name": "aws",
            "alias": "us",
            "expressions": {"region": {"constant_value": "us-east-1"}},
        },
    }
    blocks = [block(QUEUE, "aws.us"), block(QUEUE)]
    raw = plan(change(QUEUE, {"name": "x"}), providers=providers, blocks=blocks)
    code, _, said = checked(tmp_path, capsys, raw)
    assert code == 3
    assert f"has two blocks for `{QUEUE}`" in said


def reason(findings):
    return {(one["reason"] or {}).get("code") for one in findings if one["verdict"] == "unknown"}


def test_a_secret_region_is_not_the_providers_whatever_the_source_lists(tmp_path, capsys):
    raw = plan(change(QUEUE, THERE, sensitive={"region": True}))
    code, findings, _ = checked(tmp_path, capsys, raw)
    assert (code, reason(findings)) == (1, {"sensitive"})


def test_a_constant_that_refers_to_something_is_neither(tmp_path, capsys):
    both = {"constant_value": "eu-west-1", "references": ["var.r"]}
    raw = plan(
        change(QUEUE, {"name": "x"}),
        providers={"aws": {"name": "aws", "expressions": {"region": both}}},
        variables={"r": {"value": "us-east-1"}},
    )
    code, findings, _ = checked(tmp_path, capsys, raw)
    assert (code, reason(findings)) == (1, {"function-not-evaluated"})


def test_a_module_may_be_handed_its_provider_under_another_name(tmp_path, capsys):
    kind = "registry.terraform.io/hashicorp/aws"
    stated = {
        "aws": {**AWS_IRELAND["aws"], "full_name": kind},
        "amazon": {
            "name": "amazon",
            "full_name": kind,
            "expressions": {"region": {"constant_value": "us-east-1"}},
        },
    }
    mention = {"m:aws": {"name": "aws", "full_name": kind, "module_address": "module.m"}}
    module = {"module": {"resources": [block(QUEUE, "m:aws")]}}
    for providers, expected in (
        ({**stated, **mention}, 1),
        (stated, 1),
        ({"aws": stated["aws"], **mention}, 0),
    ):
        inner = change(f"module.m.{QUEUE}", {"name": "x"})
        raw = plan(inner, providers=providers, blocks=[], calls={"m": module})
        code, findings, _ = checked(tmp_path, capsys, raw)
        assert code == expected
        assert reason(findings) <= {"ambient-provider-region"}


@pytest.mark.parametrize("type_", ["aws_cloudwatch_event_target", "aws_lakeformation_resource"])
def test_an_arn_that_is_handed_in_does_not_tell_where_a_resource_is(tmp_path, capsys, type_):
    elsewhere = {"arn": "arn:aws:events:eu-west-1:123456789012:event-bus/b"}
    raw = plan(change(f"{type_}.t", elsewhere), FINE, providers={"aws": {"name": "aws"}})
    code, findings, _ = checked(tmp_path, capsys, raw)
    assert (code, reason(findings)) == (1, {"ambient-provider-region"})
