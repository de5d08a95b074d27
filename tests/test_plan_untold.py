"""What a plan or a source mentions and does not tell of is never passed over in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode
from terraform_files import read as read_source
from terraform_plans import change, plan, read

QUEUE = change("aws_sqs_queue.q", {"name": "q"})
POLICY = "aws_organizations_policy_attachment.p"
ACTION = "action.aws_lambda_invoke.purge"
RUN = {"address": ACTION, "type": "aws_lambda_invoke", "config_values": {"function_name": "f"}}
PLANS = sorted(Path(__file__).parent.glob("p*/**/plan*.json"))


def before(*addresses, deposed=None):
    resources = [
        {"address": address, "mode": mode, "type": address.split(".")[-2], "values": {}}
        | ({"deposed_key": deposed} if deposed else {})
        for address in addresses
        for mode in (["data"] if address.startswith("data.") else ["managed"])
    ]
    return {"format_version": "1.0", "values": {"root_module": {"resources": resources}}}


def checked(tmp_path, capsys, raw):
    file = tmp_path / "plan.json"
    file.write_bytes(raw)
    code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out), printed.err


def test_what_stood_before_and_is_not_told_of_leaves_the_plan_unfinished(tmp_path, capsys):
    raw = plan(QUEUE, prior_state=before(POLICY, "aws_sqs_queue.q", "aws_sns_topic.t"))
    code, report, said = checked(tmp_path, capsys, raw)
    assert code == 3
    assert f"does not tell what becomes of `{POLICY}` and 1 more" in said
    assert "-target" in said
    assert [one["check"] for one in report["findings"]]  # what was told is judged all the same


@pytest.mark.parametrize(
    "more",
    [
        {"prior_state": before("aws_sqs_queue.q", "data.aws_region.current")},
        {"prior_state": before("aws_sqs_queue.q", deposed="a1")},
        {"prior_state": {"format_version": "1.0"}},
        {"prior_state": None},
        {
            "prior_state": before(POLICY),
            "planned_values": before(POLICY)["values"],
        },
        {
            "prior_state": before(POLICY),
            "resource_drift": [change(POLICY, None, actions=["delete"])],
        },
    ],
)
def test_what_is_told_of_anywhere_is_no_problem(more):
    assert read(QUEUE, **more).problems == ()


def test_whole_plans_tell_of_everything_that_stood_before(tmp_path, capsys):
    assert len(PLANS) >= 3
    for file in PLANS:
        main(["check", str(file), "--jurisdiction", "eu"])
        assert "what becomes of" not in capsys.readouterr().err


def test_an_action_that_a_plan_runs_is_unknown_by_its_name(tmp_path, capsys):
    code, report, _ = checked(tmp_path, capsys, plan(QUEUE, action_invocations=[RUN, RUN]))
    assert code == 1
    (found,) = [one for one in report["findings"] if one["resource"]["address"] == ACTION]
    assert (found["check"], found["verdict"]) == ("RES-001", "unknown")
    assert found["reason"] == {"code": "unsupported-type", "reference": ACTION}


@pytest.mark.parametrize("deferred", [{"reason": "x"}, {"reason": "x", "action_invocation": RUN}])
def test_an_action_that_is_put_off_leaves_the_plan_unfinished(tmp_path, capsys, deferred):
    raw = plan(QUEUE, deferred_action_invocations=[deferred])
    code, _, said = checked(tmp_path, capsys, raw)
    assert (code, "is not the whole plan" in said) == (3, True)


def test_an_action_in_a_source_is_unknown_by_its_name_and_its_line(tmp_path):
    source = '\naction "aws_lambda_invoke" "purge" {\n  config {\n    function_name = "f"\n  }\n}\n'
    (one,) = read_source(tmp_path, source).resources
    assert (one.address, one.type) == (ACTION, "action")
    assert one.unknown[""].code is ReasonCode.UNSUPPORTED_TYPE
    assert one.location is not None
    assert one.location.line == 2
