"""What a change leaves of a guardrail is weighed: by the law it is held to, where that tells."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from estate_changes import altered, asking

REGION = "aws:RequestedRegion"
HOME = ["eu-central-1"]
SCP = "aws_organizations_policy.p"


def outside(*regions: str) -> dict[str, Any]:
    return {"StringNotEquals": {REGION: list(regions)}}


def deny(**more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": outside(*HOME), **more}


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **more}


@pytest.fixture
def found(tmp_path, capsys):
    """What EST-001 finds in a plan."""
    return asking(tmp_path, capsys)


@pytest.fixture
def verdict(found):
    return lambda *changes, **more: found(*changes, **more)["verdict"]


@pytest.fixture
def scp(verdict):
    """What becomes of a service control policy of which the statements change."""

    def ask(was: Any, is_: Any, **more: Any) -> Any:
        documents = [json.dumps({"Version": "2012-10-17", "Statement": s}) for s in (was, is_)]
        before, after = ({"name": "guard", "type": None, "content": one} for one in documents)
        return verdict(altered(SCP, before, after), **more)

    return ask


def test_a_region_that_the_law_allows_may_be_let_free_and_no_other(scp):
    def wider(*regions: str) -> Any:
        return scp([deny()], [deny(Condition=outside(*HOME, *regions))])

    assert wider("eu-west-1") == "pass"
    assert wider("eu-west-1", "us-east-1") == "fail"
    assert wider("unspecified") == "fail"
    assert wider("eu-nowhere-1") == "unknown"
    named = {"StringEquals": {REGION: ["us-east-1", "eu-west-1"]}}
    fewer = {"StringEquals": {REGION: ["us-east-1"]}}
    assert scp([deny(Condition=named)], [deny(Condition=fewer)]) == "pass"
    assert scp([deny(Condition=fewer)], [deny(Condition={"StringEquals": {REGION: []}})]) != "pass"


def test_a_region_is_held_to_every_law_of_the_audit(scp):
    ireland = [deny()], [deny(Condition=outside(*HOME, "eu-west-1"))]
    assert scp(*ireland, law=("eu",)) == "pass"
    assert scp(*ireland, law=("eu", "de")) == "fail"


def test_a_region_that_another_statement_still_denies_is_not_free(scp):
    wider = deny(Condition=outside(*HOME, "us-east-1"))
    beside = deny(Condition={"StringEquals": {REGION: "us-east-1"}})
    assert scp([deny()], [wider, beside]) != "fail"
    other = deny(Action="sqs:*", Condition={"StringEquals": {REGION: "us-east-1"}})
    assert scp([deny()], [wider, other]) == "unknown"  # all but queues are free there


def test_a_list_of_regions_does_not_stand_in_for_a_denial_everywhere(scp):
    everywhere = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
    assert scp([everywhere], [{**everywhere, "Condition": outside(*HOME)}]) == "unknown"


def small(kind: str, key: str = "ec2:InstanceType", **more: Any) -> dict[str, Any]:
    asked = {"StringNotEquals": {key: [kind]}}
    return deny(**{"Action": "ec2:RunInstances", "Condition": asked, **more})


def test_what_is_no_matter_of_the_law_may_be_told_otherwise(scp):
    assert scp([deny(), small("t3.micro")], [deny(), small("t3.small")]) == "pass"


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        (small("a", Action="s3:PutObject"), small("b", Action="s3:PutObject")),
        (small("a", Action="ec2:*"), small("b", Action="ec2:*")),
        (small("a", "ec2:Region"), small("b", "ec2:Region")),
        (small("a", "aws:PrincipalArn"), small("b", "aws:PrincipalArn")),
        (small("a", Resource="arn:aws:ec2:us-east-1:*:*"), small("b", Resource="*/x")),
        (deny(Action="ec2:RunInstances"), small("a")),
        (
            small("a"),
            small("a", Condition={"StringNotEquals": {"ec2:InstanceType": "a", "ec2:Vpc": "x"}}),
        ),
    ],
)
def test_what_may_be_a_matter_of_the_law_is_not_waved_through(scp, was, is_):
    assert scp([deny(Action="bedrock:*"), was], [deny(Action="bedrock:*"), is_]) == "unknown"


def all_but(*actions: str) -> list[dict[str, Any]]:
    one = deny(NotAction=list(actions))
    del one["Action"]
    return [one]


def test_what_is_left_out_of_a_denial_besides_is_missed_if_it_has_a_place(scp):
    assert scp(all_but("iam:*"), all_but("iam:*", "route53:*", "support:*")) == "pass"
    assert scp(all_but("iam:*"), all_but("iam:*", "dynamodb:*")) == "fail"
    assert scp(all_but("iam:*"), [*all_but("iam:*", "s3:*"), deny(Action="s3:*")]) == "pass"
    assert scp(all_but("iam:*"), all_but("iam:*", "iam:Get*")) == "pass"


def test_what_nobody_can_compare_is_said_to_leave_other_calls_open(found, capsys, tmp_path):
    before, after = (
        {"name": "guard", "type": None, "content": json.dumps({"Statement": [one]})}
        for one in (deny(), deny(Condition={"StringNotLike": {REGION: "eu-*"}}))
    )
    told = found(altered(SCP, before, after))
    assert told["verdict"] == "unknown"
    assert told["reason"]["reference"] == f"{SCP}, which leaves other calls open than before"
    main(["check", str(tmp_path / "plan.json"), "--jurisdiction", "eu"])
    text = " ".join(capsys.readouterr().out.split())
    assert "compare it with what it was" in text
    assert "use a value that the law's data knows" not in text


# Policies of endpoints: without one everything is allowed

ENDPOINTS = [
    ("aws_vpc_endpoint_policy.e", {"vpc_endpoint_id": "vpce-1"}, "policy"),
    ("aws_vpc_endpoint.e", {"vpc_id": "v", "service_name": "s"}, "policy"),
    ("awscc_ec2_vpc_endpoint.e", {"vpc_id": "v", "service_name": "s"}, "policy_document"),
]
INSIDE = {"StringEquals": {REGION: HOME}}
LIMITED = (allow(Condition=INSIDE),)


@pytest.mark.parametrize(("address", "names", "place"), ENDPOINTS)
def test_an_endpoint_that_allows_more_than_it_did_is_missed(verdict, address, names, place):
    def after(*statements: Any, was: Any = LIMITED) -> Any:
        before, then = (json.dumps({"Statement": list(s)}) for s in (was, statements))
        return verdict(altered(address, {**names, place: before}, {**names, place: then}))

    assert after(allow()) == "fail"
    assert after(allow(Action="bedrock:*")) == "fail"
    assert after(allow(Condition={"StringEquals": {REGION: [*HOME, "us-east-1"]}})) == "fail"
    assert after(allow(Condition={"StringEquals": {REGION: [*HOME, "eu-west-1"]}})) == "pass"
    assert after(allow(Condition=INSIDE, Action="bedrock:*")) == "pass"
    assert after(allow(Condition=INSIDE), deny(Principal="*")) == "pass"
    assert after(allow(), deny(Principal="*")) == "unknown"
    assert after(allow(Condition={"StringEquals": {"aws:PrincipalOrgID": "o"}})) == "unknown"
    account = allow(Principal={"AWS": "arn:aws:iam::111122223333:root"})
    assert after(allow(), was=(account,)) == "fail"
    assert after(account, was=(allow(),)) == "pass"
    assert after(allow(), was=(deny(Principal="*"),)) == "fail"


@pytest.mark.parametrize(("address", "names", "place"), ENDPOINTS)
def test_an_endpoint_that_loses_a_policy_is_missed_if_that_kept_anything(
    verdict, address, names, place
):
    def deleted(*statements: Any) -> Any:
        before = {**names, place: json.dumps({"Statement": list(statements)})}
        return verdict(altered(address, before, None, "delete"))

    assert deleted(allow(Condition=INSIDE)) == "fail"
    assert deleted(allow(Action="bedrock:*")) == "fail"
    assert deleted(allow(), deny(Principal="*")) == "fail"
    assert deleted(allow()) == "pass"
    unset = {**names, place: json.dumps({"Statement": [allow(Condition=INSIDE)]})}
    assert verdict(altered(address, unset, {**names, place: None})) == "fail"
