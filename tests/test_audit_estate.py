"""Checks of the whole are asked once an input, and never pass what was half read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft202012Validator

from audits import EU, FakeEngine, a_bucket, a_check, run, types
from compliance_toolkit.audit.audit import audit
from compliance_toolkit.audit.estate import reason as reason_of
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import (
    AuditInput,
    Law,
    Problem,
    ReasonCode,
    Removed,
    Resource,
    Unknown,
    Verdict,
)

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
BUCKET = frozenset({"aws_s3_bucket"})
WHOLE = a_check("EST-001", "estate/kept", per="estate", types=BUCKET, attributes=("bucket",))
TAKEN = a_check(
    "EST-001", "estate/kept", per="estate", types=BUCKET, attributes=("bucket",), about_removed=True
)


def gone(action="delete", deposed=None, **known) -> Removed:
    return Removed(a_bucket("aws_s3_bucket.old", **known), action, deposed)


def estate(*resources, check=WHOLE, **known):
    """What the check is told."""
    _, engine = run(resources, [check], **known)
    (question,) = engine.asked
    return question.given


def test_the_whole_is_asked_about_once_under_no_law_of_its_own():
    result, engine = run([a_bucket(), a_bucket("aws_s3_bucket.b")], [WHOLE], (Law(("eu", "us")),))
    assert len(engine.asked) == 1
    (finding,) = result.findings
    assert (finding.address, finding.type, finding.region) == ("estate", "estate", None)
    assert (finding.jurisdiction, finding.regime, finding.tenant) == (None, None, None)


def test_a_check_is_told_what_stands_and_what_goes():
    schema = json.loads((SCHEMAS / "estate.json").read_text())
    removed = (gone(values={"bucket": "x", "acl": "private"}), gone("forget", deposed="a1"))
    given = estate(a_bucket(values={"bucket": "logs"}), removed=removed)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(given)] == []
    told = given["estate"]
    assert [one["address"] for one in told["resources"]] == ["aws_s3_bucket.logs"]
    assert [(one["address"], one["action"], one["values"]) for one in told["removed"]] == [
        ("aws_s3_bucket.old", "delete", {"bucket": "x"}),
        ("aws_s3_bucket.old (deposed a1)", "forget", {"bucket": None}),
    ]
    assert told["complete"] is True


def test_a_check_of_some_types_is_told_of_those_that_stand_and_of_all_that_goes():
    queue = Resource("aws_sqs_queue.q", "aws_sqs_queue", "aws", "eu-west-1", {})
    told = estate(a_bucket(), queue, removed=(Removed(queue, "delete"),))["estate"]
    assert [one["type"] for one in told["resources"]] == ["aws_s3_bucket"]
    assert [one["type"] for one in told["removed"]] == ["aws_sqs_queue"]


@pytest.mark.parametrize("check", [WHOLE, TAKEN])
def test_an_input_without_its_subject_is_no_estate_that_passes(check):
    queue = Resource("aws_sqs_queue.q", "aws_sqs_queue", "aws", "eu-west-1", {})
    for resources, removed in (((), ()), ((queue,), (Removed(queue, "delete"),))):
        result, engine = run(resources, [check], removed=removed)
        assert (result.findings, result.skips, engine.asked) == ((), 1, [])


def test_a_check_of_what_goes_is_not_asked_where_nothing_does():
    result, engine = run([a_bucket()], [TAKEN])
    assert (result.findings, engine.asked) == ((), [])
    assert len(run([], [TAKEN], removed=(gone(),))[0].findings) == 1


UNREAD: list[dict[str, Any]] = [
    {"problems": (Problem("a file is broken"),)},
    {"unresolved": (("module.a", Unknown(ReasonCode.REMOTE_MODULE)),)},
]


@pytest.mark.parametrize("unread", UNREAD)
def test_what_was_half_read_may_fail_and_never_passes(unread):
    assert (
        estate(a_bucket(), check=WHOLE, **unread, engine=failing())["estate"]["complete"] is False
    )
    with pytest.raises(PolicyError, match="`EST-001` passed an estate of which only a part"):
        run([a_bucket()], [WHOLE], **unread)


def failing():
    return FakeEngine({WHOLE.path: WHOLE.id}, Verdict.FAIL)


def reason(*resources, **known):
    engine = FakeEngine({WHOLE.path: WHOLE.id}, Verdict.UNKNOWN)
    return run(resources, [WHOLE], engine=engine, **known)[0].findings[0].reason


def test_an_unknown_says_what_to_mend_first():
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "var.name")
    secret = {"/bucket": Unknown(ReasonCode.SENSITIVE)}
    assert reason(a_bucket(unknown={"/bucket": late})) == late
    assert reason(a_bucket(), removed=(gone(unknown=secret),)) == Unknown(
        ReasonCode.SENSITIVE, "aws_s3_bucket.old"
    )
    assert reason(a_bucket(), **UNREAD[1]) == Unknown(ReasonCode.REMOTE_MODULE, "module.a")
    assert reason(a_bucket(), **UNREAD[0]) == Unknown(ReasonCode.OUTSIDE_INPUT, "infra")
    assert reason(a_bucket(region=Unknown(ReasonCode.UNKNOWN_REGION))).code == "unknown-region"
    assert reason(a_bucket()) == Unknown(ReasonCode.UNKNOWN_VALUE, "bucket")


def test_an_unknown_names_what_goes_that_nobody_knows_what_it_was():
    secret = {"/bucket": Unknown(ReasonCode.SENSITIVE)}
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "var.region")
    other = Removed(a_bucket("aws_s3_bucket.other", region=late), "delete")
    nothing_told: list[Any] = [{}, {"untold": []}, {"untold": "aws_s3_bucket.old"}]
    for lost, expected in (({}, ReasonCode.OUTSIDE_INPUT), (secret, ReasonCode.SENSITIVE)):
        given = AuditInput("infra", "terraform-plan", (), removed=(other, gone(unknown=lost)))
        untold = {"untold": ["aws_s3_bucket.old"]}
        assert reason_of(given, WHOLE, untold) == Unknown(expected, "aws_s3_bucket.old")
        for evidence in (*nothing_told, {"untold": ["x"]}):
            assert reason_of(given, WHOLE, evidence) == late


def test_deployments_are_those_of_the_project():
    engine = FakeEngine({WHOLE.path: WHOLE.id})
    given = AuditInput("infra", "terraform-plan", (a_bucket(),))
    audit(given, [EU], [WHOLE], types(), engine, deployments=lambda: [{"name": "bedrock-eu"}])
    assert engine.asked[0].given["estate"]["deployments"] == [{"name": "bedrock-eu"}]


def nobody() -> NoReturn:
    raise AssertionError


def test_deployments_are_not_joined_for_nobody():
    given = AuditInput("infra", "terraform-plan", (a_bucket(),))
    engine = FakeEngine({TAKEN.path: TAKEN.id})
    found = audit(given, [EU], [TAKEN], types(), engine, deployments=nobody)
    assert found.skips == 1
