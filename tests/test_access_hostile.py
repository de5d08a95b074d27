"""Tricks by which a policy could look like a guardrail: none of them closes anything here."""

import json

import pytest

from access_world import (
    EU_SIX,
    account,
    allow,
    attached,
    deny,
    first,
    outside,
    policy,
    resource,
    scopes,
    scp,
    sources,
    stated,
    unit,
)
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import block, change, plan

LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.arn")
CLAUDE = ["bedrock:*", "bedrock-mantle:*"]
NOBODY = {"StringEquals": {"aws:PrincipalTag/x": "never"}}


def under(condition):
    return deny(CLAUDE, Condition=condition)


@pytest.mark.parametrize(
    "statement",
    [
        under(NOBODY),
        under({"Null": {"aws:RequestedRegion": "true"}}),
        under({"StringEquals": {"aws:RequestedRegion": "eu-atlantis-1"}}),
        under({"StringEqualsIfExists": {"aws:RequestedRegion": "atlantis"}}),
        under({"ForAnyValue:StringEquals": {"aws:RequestedRegion": ["atlantis"]}}),
        under({"StringNotEquals": {"aws:RequestRegion": EU_SIX}}),  # no such key
        under({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}),
        under({"StringNotEquals": {"aws:RequestedRegion": EU_SIX}, **NOBODY}),
        deny(CLAUDE, "arn:aws:bedrok:*:*:*"),
        deny("bedrock:InvokeModel"),
        {"Effect": "Deny", "Action": CLAUDE, "NotResource": "*"},
        {"Effect": "Deny", "NotAction": ["bedrock:*"], "Resource": "*"},
        {**under(NOBODY), "Sid": "DenyAllOutsideEU"},
    ],
)
def test_a_denial_that_never_matches_leaves_everything_open(statement):
    found = first(scp(statement, description="denies all outside the EU"), attached())
    assert "access" not in found.silent_on
    assert "global" in scopes(found) | unread(found)


def unread(found):
    """Scopes of calls of which nothing is known."""
    return {one["scope"] for one in found.values["access"]["unknown"]}


@pytest.mark.parametrize(
    "statement",
    [
        under({"DateLessThan": {"aws:CurrentTime": "2000-01-01T00:00:00Z"}}),
        outside(EU_SIX, operator="StringNotEqualz"),
        {**outside(EU_SIX), "Effect": "deny"},
        {**outside(EU_SIX), "Principal": "*"},
        deny(CLAUDE, []),
        deny(["bedrock: *"]),
        deny(["bedrock:* "]),
        deny(["bedrock"]),
        {**outside(EU_SIX), "Comment": "x"},
    ],
)
def test_what_aws_would_refuse_or_time_may_change_is_not_known(statement):
    found = first(scp(statement), attached())
    assert "access" not in found.silent_on
    assert found.values["access"]["allowed"] == []
    assert found.unknown["/access/unknown"] is not None


@pytest.mark.parametrize("operator", ["StringNotEquals", "StringNotLike"])
def test_a_region_has_case_for_aws(operator):
    found = first(scp(outside([name.upper() for name in EU_SIX], operator=operator)), attached())
    assert found.values["access"]["allowed"] == []  # it denies all, the EU too
    folded = "StringNotEqualsIgnoreCase"
    found = first(scp(outside([name.upper() for name in EU_SIX], operator=folded)), attached())
    assert sources(found) == set(EU_SIX)


def test_a_type_has_no_case():
    found = first(scp(outside(EU_SIX), type="service_control_policy"), attached())
    assert sources(found) == set(EU_SIX)


def test_a_guardrail_on_another_unit_is_none_for_an_account():
    other = "aws_organizations_organizational_unit.other"
    found = stated(
        account(parent=other), unit(), unit(other), scp(outside(EU_SIX)), attached(unit().address)
    )
    assert {"global", "us"} <= scopes(found["aws_organizations_account.a"])


def test_what_allows_everything_under_the_name_of_a_denial_never_passes():
    found = first(scp({**allow("*"), "Sid": "DenyAllOutsideEU"}), attached())
    assert found.silent_on == {"access", "platform_access"}  # it guards nothing: not asked


def test_an_account_where_no_guardrail_is_written_is_not_asked_and_so_never_passes():
    assert first(account()).silent_on == {"access", "platform_access"}


def planned(capsys, tmp_path, *, deleted):
    """What an audit says of a guardrail whose attachment stands, or goes."""
    content = policy(outside(EU_SIX))
    guard, to = "aws_organizations_policy.guard", "aws_organizations_policy_attachment.root"
    values = {"policy_id": "p-1", "target_id": "r-1"}
    gone = {"actions": ["delete"]} if deleted else {}
    attachment = change(to, None if deleted else values, **gone)
    attachment["change"]["before"] = values if deleted else None
    path = tmp_path / "plan.json"
    path.write_bytes(
        plan(
            change(guard, {"content": content, "id": "p-1"}, actions=["no-op"]),
            attachment,
            blocks=[block(guard)] if deleted else [block(guard), block(to)],
        )
    )
    main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    return {one["check"]: one for one in json.loads(capsys.readouterr().out)["findings"]}


def test_a_guardrail_whose_attachment_goes_is_no_longer_in_force(capsys, tmp_path):
    assert planned(capsys, tmp_path, deleted=False)["RES-011"]["verdict"] == "pass"
    found = planned(capsys, tmp_path, deleted=True)
    assert found["RES-011"]["verdict"] == "fail"
    assert found["RES-011"]["evidence"]["in_force"] is False
    assert found["EST-001"]["verdict"] == "fail"


# Endpoints


def endpoint(service="com.amazonaws.eu-west-1.bedrock-runtime", address="x", **more):
    unknown = more.pop("unknown", None)
    return resource(f"aws_vpc_endpoint.{address}", {"service_name": service, **more}, unknown)


def narrow(*resources):
    statements = ({**allow("bedrock:*", list(resources)), "Principal": "*"},)
    return policy(*statements)


EUROPEAN = ["arn:aws:bedrock:eu-*::foundation-model/*", "arn:aws:bedrock:eu-*:*:*"]


def test_an_endpoint_into_another_region_is_not_taken_for_one_at_home():
    found = first(endpoint(policy=narrow(*EUROPEAN), service_region="us-east-1"))
    assert found.unknown["/access"] == Unknown(ReasonCode.UNKNOWN_VALUE, "service_region")
    same = first(endpoint(policy=narrow(*EUROPEAN), service_region="eu-west-1"))
    assert "access" in same.values
    assert first(endpoint(unknown={"/service_region": LATE})).unknown["/access"] == LATE


@pytest.mark.parametrize(
    "service",
    ["com.amazonaws.us-east-1.bedrock-runtime-fips", "com.amazonaws.us-east-1.bedrock-runtime"],
)
def test_an_endpoint_is_one_under_each_name_of_its_service(service):
    assert sources(first(endpoint(service))) == {"us-east-1"}


def apart(name, to, *resources):
    return resource(
        f"aws_vpc_endpoint_policy.{name}",
        {"policy": narrow(*resources)},
        references={"vpc_endpoint_id": [to]},
    )


def test_two_policies_of_one_endpoint_are_not_known():
    one = apart("a", "aws_vpc_endpoint.x", *EUROPEAN)
    other = apart("b", "aws_vpc_endpoint.x", "*")
    assert first(endpoint(), one, other).unknown["/access"].code is ReasonCode.UNKNOWN_VALUE


def test_instances_of_endpoints_have_the_policies_of_their_keys():
    of = "aws_vpc_endpoint.x"
    given = (
        endpoint(address="x[0]"),
        endpoint(address="x[1]"),
        apart("p[0]", of, *EUROPEAN),
        apart("p[1]", of, "*"),
    )
    found = stated(*given)
    assert "global" not in scopes(found[f"{of}[0]"])
    assert "global" in scopes(found[f"{of}[1]"])
