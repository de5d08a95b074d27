"""What mutants of the policies showed that no other plan looked at: what AWS's documents say."""

from __future__ import annotations

from typing import Any

import pytest

from estate_changes import altered, asking, deny, document

REGION = "aws:RequestedRegion"
HOME = {"StringNotEquals": {REGION: ["eu-central-1"]}}


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def within(*regions: str) -> dict[str, Any]:
    return {"StringEquals": {REGION: list(regions)}}


def outside(*regions: str) -> dict[str, Any]:
    return {"StringNotEquals": {REGION: list(regions)}}


def sizes(*names: str) -> dict[str, Any]:
    """A condition on regions, and on a trait that the service tells apart by itself."""
    return {"StringNotEquals": {REGION: ["eu-central-1"], "ec2:InstanceType": list(names)}}


CALL = "bedrock:InvokeModel"
ALLOW = {"Effect": "Allow", "Resource": "*"}
DENIED = [
    # A denial about regions is not beside the law, whatever else it tells apart.
    (
        [deny(sizes("t3.micro"), Action="ec2:RunInstances")],
        [deny(sizes("t3.micro", "t3.large"), Action="ec2:RunInstances")],
        "unknown",
    ),
    # What was excepted before is nothing that is let free besides.
    ([deny(HOME, NotAction=["s3:*"])], [deny(HOME, NotAction=["s3:*", "support:*"])], "pass"),
    # One that holds in one region alone stands for no other.
    (
        [deny(within("us-east-1", "us-west-2"), Action=CALL)],
        [deny(within("us-west-2"), Action=CALL)],
        "fail",
    ),
    # What was denied in one region alone was not denied in another, so nothing of that is lost.
    (
        [deny(within("us-west-2"), Action=CALL)],
        [deny(outside("ap-south-1"), Action=CALL)],
        "unknown",
    ),
    # Two conditions hold only together, and a pattern or another operator in nobody knows which.
    (
        [deny(HOME | within("us-west-2", "us-east-1"), Action=CALL)],
        [deny(outside("ap-south-1"), Action=CALL)],
        "unknown",
    ),
    (
        [deny({"StringNotLike": {REGION: "us-*"}}, Action=CALL)],
        [deny(outside("us-east-1"), Action=CALL)],
        "unknown",
    ),
    (
        [deny(within("us-east-1"), Action=CALL)],
        [deny({"StringEqualsIfExists": {REGION: "us-east-1"}}, Action=CALL)],
        "unknown",
    ),
    *(
        (
            [deny(within("us-east-1"), Action=CALL)],
            [deny({how: {REGION: x}}, Action=CALL)],
            "unknown",
        )
        for how, x in (
            ("StringNotEqualsIfExists", "eu-central-1"),
            ("StringNotLike", "eu-*"),
            ("StringLike", "us-*"),
        )
    ),
    # What a denial leaves out is nothing that another one, of less, had to deny.
    ([deny(HOME, Action="i*")], [deny(HOME, NotAction=["bedrock:*", "iam:*"])], "unknown"),
    ([deny(HOME, NotAction="iam:*")], [deny(HOME, NotAction="iam:*", Resource="arn:x")], "unknown"),
    ([deny(Action="bedrock:*")], [deny(NotAction="iam:*")], "pass"),
    ([deny(NotAction="iam:*")], [deny(Action="*")], "pass"),
    # Of no action at all, AWS takes no policy.
    ([deny(Action=CALL)], [deny(Action=[])], "unknown"),
    ([deny(Action=CALL)], [deny(NotAction=[])], "unknown"),
    # Patterns, and what is told by upper and lower case
    ([deny(Action=CALL)], [deny(Action="bedrock:Invoke?")], "unknown"),
    ([deny(Action="bedrock:*")], [deny(Action="bedrock:**")], "pass"),
    (
        [deny(Action=CALL, Resource="arn:x/${aws:username}")],
        [deny(Action=CALL, Resource="arn:x/*")],
        "pass",
    ),
    ([deny(Action=CALL, Resource="arn:X")], [deny(Action=CALL, Resource="arn:x")], "unknown"),
    ([deny(Action=CALL, Resource=[7])], [deny(Action=CALL, Resource="a*")], "unknown"),
    ([deny(Action=CALL, Resource="arn:x")], [deny(Action=CALL, Resource=[7])], "unknown"),
    # Whom, and when
    (
        [deny(Action=CALL, Principal={"AWS": "arn:x"})],
        [deny(Action=CALL, Principal="*")],
        "pass",
    ),
    (
        [deny(Action=CALL, NotPrincipal={"AWS": "arn:x"})],
        [deny(Action=CALL, NotPrincipal={"AWS": ["arn:x", "arn:y"]})],
        "unknown",
    ),
    ([deny(Action=CALL)], [deny({"Bool": 7}, Action=CALL)], "unknown"),
    ([deny(Action=CALL)], [deny({"Bool": {"aws:SecureTransport": []}}, Action=CALL)], "unknown"),
    (
        [deny({"Bool": {"k": False}}, Action=CALL)],
        [deny({"Bool": {"k": True}}, Action=CALL)],
        "unknown",
    ),
    (
        [deny({"StringLike": {"k": "a"}}, Action=CALL)],
        [deny({"StringLike": {"k": ["a", "b"]}}, Action=CALL)],
        "pass",
    ),
    (
        [deny({"StringNotLike": {"k": ["a", "b"]}}, Action=CALL)],
        [deny({"StringNotLike": {"k": "a"}}, Action=CALL)],
        "pass",
    ),
    (
        [deny({"StringNotEquals": {"aws:SourceVpc": ["a"]}}, Action=CALL)],
        [deny({"StringNotEquals": {"aws:SourceVpc": ["a", "eu-west-1"]}}, Action=CALL)],
        "unknown",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), DENIED)
def test_what_a_policy_denies_no_more_is_told_by_its_regions(verdict, before, after, told):
    names = {"role": "app", "name": "guard"}
    was, then = ({**names, "policy": document(*one)} for one in (before, after))
    assert verdict(altered("aws_iam_role_policy.p", was, then)) == told


def test_what_may_have_been_allowed_before_is_allowed_anew_for_nobody(verdict):
    one_model = {**ALLOW, "Action": "bedrock:*", "Resource": "arn:aws:bedrock:*::x/a"}
    buckets = {**ALLOW, "Action": "s3:Get*"}
    abroad = {**ALLOW, "Action": CALL, "Condition": within("us-east-1")}
    names = {"name": "p", "type": "SERVICE_CONTROL_POLICY"}
    was = {**names, "content": document(one_model, buckets)}
    then = {**names, "content": document(one_model, buckets, abroad)}
    assert verdict(altered("aws_organizations_policy.p", was, then)) == "unknown"
    alone = {**names, "content": document(buckets)}
    then = {**names, "content": document(buckets, abroad)}
    assert verdict(altered("aws_organizations_policy.p", alone, then)) == "fail"


def traits(*values: str, **more: Any) -> dict[str, Any]:
    """A condition on a trait of EC2's own, or on another one."""
    return {"StringNotEquals": {more.pop("key", "ec2:InstanceType"): list(values)}, **more}


def runs(condition: Any, **more: Any) -> dict[str, Any]:
    one: dict[str, Any] = deny(condition, **{"Action": "ec2:RunInstances", **more})
    return one


SMALL, LARGE = traits("t3.micro"), traits("t3.micro", "t3.large")
PEOPLE = {"Bool": {"aws:PrincipalIsAWSService": "false"}}
ONE_ZONE, ANY_ZONE = (f"arn:aws:ec2:{x}:111122223333:instance/*" for x in ("us-east-1", "*"))
ALL_IN_ONE = "arn:aws:ec2:us-east-1:*:instance/*"
TRAITS = [
    (runs(SMALL), runs(LARGE), "pass"),
    (runs(SMALL | PEOPLE), runs(LARGE | PEOPLE), "pass"),
    (runs(SMALL, Resource=ANY_ZONE), runs(LARGE, Resource=ANY_ZONE), "pass"),
    # What may be a matter of the law, or is told by more than a trait
    (runs(SMALL, Resource=ONE_ZONE), runs(LARGE, Resource=ONE_ZONE), "unknown"),
    (runs(SMALL, Resource=ALL_IN_ONE), runs(LARGE, Resource=ALL_IN_ONE), "unknown"),
    (runs(SMALL, Resource=[7]), runs(LARGE, Resource=[7]), "unknown"),
    (runs(SMALL), runs(LARGE, Resource=ANY_ZONE), "unknown"),
    (runs(SMALL, Principal="*"), runs(LARGE, Principal={"AWS": "arn:x"}), "unknown"),
    (runs(SMALL), runs(LARGE, Action="ec2:StopInstances"), "fail"),
    (runs(SMALL), runs(SMALL | {"StringNotLike": {"ec2:Tenancy": "x"}}), "unknown"),
    (
        runs(SMALL),
        runs({"StringNotEquals": {"ec2:InstanceType": ["t3.micro"], "ec2:Tenancy": ["x"]}}),
        "unknown",
    ),
    (
        runs(traits("o-1", key="aws:PrincipalOrgID")),
        runs(traits("o-1", "o-2", key="aws:PrincipalOrgID")),
        "unknown",
    ),
    (
        runs(traits("a", key="ec2:AvailabilityZone")),
        runs(traits("a", "b", key="ec2:AvailabilityZone")),
        "unknown",
    ),
    (runs(SMALL, Action="ec2:CreateFlowLogs"), runs(LARGE, Action="ec2:CreateFlowLogs"), "unknown"),
    (runs(SMALL, Action="ec2:Run*"), runs(LARGE, Action="ec2:Run*"), "unknown"),
    (
        runs(traits("a", key="s3:prefix"), Action="s3:ListBucket"),
        runs(traits("a", "b", key="s3:prefix"), Action="s3:ListBucket"),
        "unknown",
    ),
    # A service without regions is no matter of one only where the denial is about regions.
    (deny(Action="iam:DeleteRole"), deny(Action="sqs:*"), "fail"),
    (deny(HOME, Action="iam:DeleteRole"), deny(HOME, Action="sqs:*"), "pass"),
]


@pytest.mark.parametrize(("before", "after", "told"), TRAITS)
def test_a_denial_is_beside_the_law_only_by_a_trait_of_its_own_service(
    verdict, before, after, told
):
    names = {"role": "app", "name": "guard"}
    was, then = ({**names, "policy": document(one)} for one in (before, after))
    assert verdict(altered("aws_iam_role_policy.p", was, then)) == told


CALLS = {**ALLOW, "Action": "bedrock:Invoke*"}
ALL = {**ALLOW, "Action": "*"}
STATEMENTS = [
    # Without any that allows, another policy did; and more is only what surely was not allowed.
    ([deny(Action=CALL)], [deny(Action=CALL), ALL], "pass"),
    ([CALLS], [CALLS, {**ALLOW, "Action": "s3:*", "Condition": within("eu-central-1")}], "unknown"),
    ([CALLS], [CALLS, {**ALLOW, "Action": "s3:*", "Condition": outside("us-east-1")}], "unknown"),
    ([{**ALLOW, "Action": "s3:Get*"}, CALLS], [{**ALLOW, "Action": "bedrock:*"}], "unknown"),
    ([{**ALLOW, "Action": ["s3:Get*", CALL]}], [{**ALLOW, "Action": "bedrock:*"}], "unknown"),
    ([CALLS], [ALL], "fail"),
    ([{**ALLOW, "Action": "*:*"}], [ALL], "unknown"),
    ([CALLS], [{**ALL, "NotPrincipal": {"AWS": "arn:x"}}], "unknown"),
    ([CALLS], [{**ALL, "Principal": {"AWS": "arn:x"}}], "unknown"),
    ([CALLS], [{**ALL, "Principal": {"AWS": "*"}}], "fail"),
]


@pytest.mark.parametrize(("before", "after", "told"), STATEMENTS)
def test_a_policy_of_an_organisation_allows_more_only_for_sure(verdict, before, after, told):
    names = {"name": "p", "type": "SERVICE_CONTROL_POLICY"}
    was, then = ({**names, "content": document(*one)} for one in (before, after))
    assert verdict(altered("aws_organizations_policy.p", was, then)) == told


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({"Effect": "Allow", "Action": "*"}, "pass"),  # everything, where no resource is named
        ({**ALLOW, "NotAction": "bedrock:*"}, "fail"),
        ({**ALLOW, "Action": "*", "NotPrincipal": {"AWS": "arn:x"}}, "fail"),
        ({"Resource": "*", "Action": "*"}, "unknown"),
    ],
)
def test_an_endpoint_is_open_only_where_everything_is_allowed(verdict, statement, told):
    policy = {"vpc_endpoint_id": "vpce-1", "policy": document(statement)}
    assert verdict(altered("aws_vpc_endpoint_policy.p", policy, None, "delete")) == told


@pytest.mark.parametrize(
    ("conditions", "told"),
    [([], "pass"), ([within("eu-central-1")], "fail"), ([{"StringEquals": [{}]}], "fail")],
)
def test_an_endpoint_of_another_service_guards_by_any_statement_on_regions(
    verdict, conditions, told
):
    allowed = {**ALLOW, "Action": "s3:GetObject"}
    policy = document(allowed, *({**allowed, "Condition": one} for one in conditions))
    names = {"vpc_id": "v", "service_name": "com.amazonaws.eu-central-1.s3"}
    assert (
        verdict(altered("aws_vpc_endpoint.e", names | {"policy": policy}, None, "delete")) == told
    )
