"""A plan becomes resources: nothing unknown passes as known, nothing that is there is left out."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.plan import read_plan
from terraform_plans import block, change, only, plan, read

LOGS = "aws_cloudwatch_log_group.logs"


def test_what_is_known_after_apply_is_absent_and_listed():
    logs = only(change(LOGS, {"name": "chat"}, {"retention_in_days": True}))
    assert "retention_in_days" not in logs.values
    assert logs.unknown["/retention_in_days"].code is ReasonCode.KNOWN_AFTER_APPLY


def test_what_is_null_in_a_plan_is_known_to_be_unset():
    logs = only(change(LOGS, {"retention_in_days": None}))
    assert logs.values["retention_in_days"] is None
    assert logs.unknown == {}


def test_a_sensitive_value_is_unknown_and_never_kept():
    logs = only(change(LOGS, {"kms_key_id": "secret"}, sensitive={"kms_key_id": True}))
    assert "secret" not in repr(logs)
    assert logs.unknown["/kms_key_id"].code is ReasonCode.SENSITIVE


def test_an_object_that_is_unknown_as_a_whole_is_no_empty_object():
    logs = only(change(LOGS, None, unknown=True))
    assert logs.values == {}
    assert logs.unknown[""].code is ReasonCode.KNOWN_AFTER_APPLY


def test_an_object_that_is_no_object_is_unknown():
    assert "" in only(change(LOGS, ["odd"])).unknown


def test_a_part_of_a_block_may_be_unknown_while_the_rest_is_known():
    bucket = only(
        change(
            "aws_s3_bucket.b",
            {"rule": [{"id": "all", "days": [{"n": 3}]}]},
            {"rule": [{"status": True, "days": [{}]}]},
        )
    )
    assert bucket.values == {"rule": [{"id": "all", "days": [{"n": 3}]}]}
    assert set(bucket.unknown) == {"/rule/0/status"}


def test_an_element_that_is_unknown_takes_its_list_along():
    table = only(change("aws_dynamodb_table.t", {"names": ["a", None]}, {"names": [False, True]}))
    assert "names" not in table.values
    assert set(table.unknown) == {"/names"}


@pytest.mark.parametrize("shadow", [{"n": "yes"}, {"n": 1}, {"n": [True]}, {"n": {"x": True}}])
def test_a_shadow_of_another_shape_hides_the_value(shadow):
    assert only(change(LOGS, {"n": 0}, shadow)).values == {}


def test_a_pointer_escapes_slashes_and_tildes():
    tags = only(change(LOGS, {"tags": {}}, {"tags": {"a/b~c": True}}))
    assert set(tags.unknown) == {"/tags/a~1b~0c"}


def test_a_log_group_that_is_deleted_is_removed_and_judged_no_more():
    audit = read(change(LOGS, None, actions=["delete"]), change("aws_sqs_queue.q", {}))
    assert [r.address for r in audit.resources] == ["aws_sqs_queue.q"]
    assert [(one.address, one.action) for one in audit.removed] == [(LOGS, "delete")]


def test_what_is_forgotten_is_removed_too():
    (one,) = read(change(LOGS, None, actions=["forget"])).removed
    assert (one.address, one.action) == (LOGS, "forget")


@pytest.mark.parametrize("actions", [["delete", "create"], ["create", "delete"], ["no-op"]])
def test_what_is_replaced_or_stays_is_judged(actions):
    audit = read(change(LOGS, {"retention_in_days": 7}, actions=actions))
    assert len(audit.resources) == 1
    assert [one.action for one in audit.removed] == ["replace"] * ("delete" in actions)


def test_a_deposed_object_does_not_stand_for_the_current_one():
    audit = read(
        change(LOGS, {"name": "new"}), change(LOGS, None, actions=["delete"], deposed="a1")
    )
    assert [one.address for one in audit.removed] == [f"{LOGS} (deposed a1)"]
    assert [r.values for r in audit.resources] == [{"name": "new"}]
    assert audit.problems == ()


def test_an_action_that_nobody_knows_is_a_problem_and_the_resource_is_judged():
    audit = read(change(LOGS, {}, actions=["teleport"]))
    assert "`teleport`" in audit.problems[0].message
    assert len(audit.resources) == 1


def test_a_change_without_an_action_is_a_problem():
    assert read(change(LOGS, {}, actions=[])).problems


def test_an_address_that_is_told_of_twice_is_a_problem_and_both_are_judged():
    audit = read(change(LOGS, {"name": "a"}), change(LOGS, {"name": "b"}))
    assert len(audit.resources) == 2
    assert "2 times" in audit.problems[0].message


def test_a_plan_of_data_sources_alone_has_nothing_to_check():
    audit = read(change("data.aws_region.current", {}, mode="data", actions=["read"]))
    assert audit.resources == ()
    assert audit.problems == ()


def test_a_mode_that_nobody_knows_is_judged():
    assert len(read(change(LOGS, {}, mode="imagined")).resources) == 1


@pytest.mark.parametrize("said", [{"errored": True}, {"complete": False}])
def test_a_plan_that_is_not_whole_is_a_problem_and_what_it_has_is_judged(said):
    audit = read(change(LOGS, {}), **said)
    assert len(audit.problems) == 1
    assert len(audit.resources) == 1


def test_a_deferred_change_is_a_problem_and_is_judged():
    put_off = {"reason": "instance_count_unknown", "resource_change": change(f"{LOGS}[*]", {})}
    audit = read(deferred_changes=[put_off])
    reason = Unknown(ReasonCode.UNKNOWN_COUNT)
    assert audit.unresolved == ((f"{LOGS}[*]", reason),)
    assert audit.resources[0].unknown == {"": reason}
    assert audit.problems


def test_an_instance_that_only_the_planned_values_have_is_judged():
    planned = {"address": LOGS, "mode": "managed", "type": "aws_cloudwatch_log_group"}
    child = {"child_modules": [{"resources": [{**planned, "values": {"name": "chat"}}]}]}
    audit = read(
        planned_values={"root_module": child},
        blocks=[block(LOGS, retention_in_days={"references": ["var.days"]})],
    )
    (logs,) = audit.resources
    assert logs.values == {"name": "chat"}
    assert "/retention_in_days" in logs.unknown


def test_a_secret_is_not_kept_from_the_planned_values_either():
    planned = {"address": LOGS, "type": "aws_cloudwatch_log_group", "values": {"name": "secret"}}
    root = {"resources": [{**planned, "sensitive_values": {"name": True}}]}
    assert "secret" not in repr(read(planned_values={"root_module": root}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_plan_is_read_in_every_encoding_that_shells_write(encoding):
    raw = plan(change(LOGS, {"name": "größe"})).decode().encode(encoding)
    assert read_plan(raw, shown_as="p").resources[0].values == {"name": "größe"}


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.99", "1"])
def test_formats_0_and_1_are_read(version):
    assert read(change(LOGS, {}), format_version=version).resources


@pytest.mark.parametrize("version", ["2.0", "10.0", "01.0", "-1.0", "", 1.0, None, [], "x" * 9])
def test_another_format_is_refused_and_both_are_named(version):
    with pytest.raises(SourceError, match=r"expected 0\.x or 1\.x"):
        read(change(LOGS, {}), format_version=version)


HOSTILE = {
    "nothing": b"",
    "an open brace": b"{",
    "a list": b"[]",
    "an object": b"{}",
    "null": b"null",
    "cut off": plan(change(LOGS, {"name": "chat"}))[:-40],
    "deep": b'{"format_version":"1.2","resource_changes":' + b"[" * 100_000,
    "half a surrogate": b'{"format_version":"1.2","resource_changes":[],"x":"\\ud800"}',
    "half a surrogate, raw": b'{"format_version":"1.2","resource_changes":[],"x":"\xed\xa0\x80"}',
    "not a number": b'{"format_version":"1.2","resource_changes":[],"x":NaN}',
    "infinite": b'{"format_version":"1.2","resource_changes":[],"x":1e999}',
    "a key given twice": b'{"format_version":"1.2","resource_changes":[],"resource_changes":[]}',
    "a list as version": b'{"format_version":["1.2"],"resource_changes":[]}',
    "changes of another kind": b'{"format_version":"1.2","resource_changes":{}}',
    "a change that is a number": b'{"format_version":"1.2","resource_changes":[1]}',
    "a change without address": b'{"format_version":"1.2","resource_changes":[{"type":"a"}]}',
    "errored in words": b'{"format_version":"1.2","resource_changes":[],"errored":"no"}',
    "two documents": b'{"format_version":"1.2","resource_changes":[]}{}',
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_strict_plan_is_refused_in_one_line(raw):
    with pytest.raises(SourceError) as refused:
        read_plan(raw, shown_as="plan.json")
    assert "`plan.json`" in refused.value.message
    assert "\n" not in refused.value.message
    assert refused.value.hint


def test_a_key_that_is_given_twice_deep_inside_is_refused():
    raw = plan(change(LOGS, {"retention_in_days": 7}))
    twice = raw.replace(
        b'"retention_in_days": 7', b'"retention_in_days": 0, "retention_in_days": 7'
    )
    assert len(json.loads(twice)["resource_changes"]) == 1
    with pytest.raises(SourceError, match="given twice"):
        read_plan(twice, shown_as="plan.json")


def test_an_unknown_names_what_it_waits_for():
    logs = only(
        change(LOGS, {}, {"kms_key_id": True, "arn": True}),
        blocks=[
            block(
                LOGS, kms_key_id={"references": ["var.use", "aws_kms_key.k.arn", "aws_kms_key.k"]}
            )
        ],
    )
    assert logs.unknown["/kms_key_id"].reference == "aws_kms_key.k.arn"
    assert logs.unknown["/arn"].reference is None


def stated(values, actions=("create",), after=None):
    """A plan that says one thing of a queue as a change, and another in the state it leads to."""
    queue = {"address": "aws_sqs_queue.x", "type": "aws_sqs_queue", "mode": "managed"}
    one = change("aws_sqs_queue.x", after, actions=list(actions))
    root = {"resources": [{**queue, "values": values}]}
    return [problem.message for problem in read(one, planned_values={"root_module": root}).problems]


def test_a_plan_that_contradicts_itself_is_no_basis_for_a_conclusion():
    found = ["`plan.json` contradicts itself about `aws_sqs_queue.x`"]
    ireland = {"name": "x", "region": "eu-west-1"}
    assert stated({"name": "x", "region": "us-east-1"}, after=ireland) == found
    assert stated({"name": "x"}, actions=("delete",)) == found
    assert stated(ireland, after=ireland) == []
    assert stated({"name": "x"}, after={"name": "x", "url": "known only here"}) == []


def test_a_plan_of_opentofu_is_read_like_any_other():
    queue = change("aws_sqs_queue.q", {"name": "q"})
    queue["provider_name"] = "registry.opentofu.org/hashicorp/aws"
    old = change(LOGS, None, actions=["forget"])
    audit = read(queue, old, terraform_version="1.10.0", errored=False)
    assert [r.region for r in audit.resources] == ["eu-west-1"]
    assert [one.action for one in audit.removed] == ["forget"]


@pytest.mark.parametrize("status", ["pass", "fail", "error", "unknown"])
def test_what_an_author_asserts_is_no_evidence(status):
    """A condition of the source is its author's own: it moves no fact, whatever came of it."""
    checks = [{"address": {"kind": "resource"}, "status": status, "instances": []}]
    told, untold = read(change(LOGS, {}), checks=checks), read(change(LOGS, {}))
    assert told == untold


@pytest.mark.parametrize("applyable", [True, False])
def test_whether_a_plan_is_worth_applying_says_nothing_of_what_it_holds(applyable):
    assert read(change(LOGS, {}, actions=["no-op"]), applyable=applyable).problems == ()
