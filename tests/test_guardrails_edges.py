"""What mutants of the guardrails' policies showed that no other plan looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estate_changes import altered, asking
from terraform_plans import change

ARN = "arn:aws:iam::111122223333:policy/guard"
REGION = "aws:RequestedRegion"
HOME = {"StringNotEquals": {REGION: ["eu-central-1"]}}


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def deny(condition: Any = None, **more: Any) -> dict[str, Any]:
    where = {} if condition is None else {"Condition": condition}
    return {"Effect": "Deny", "Resource": "*", **where, **more}


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


def test_what_another_attaches_is_kept_whatever_a_role_will_list_itself(verdict):
    guard = {"arn": ARN, "name": "guard", "policy": document(deny(Action=CALL))}
    policy = altered("aws_iam_policy.guard", guard, guard, "no-op")
    was = {"name": "app", "managed_policy_arns": [ARN]}
    role = altered("aws_iam_role.app", was, {"name": "app"})
    role["change"]["after_unknown"] = {"managed_policy_arns": True}
    beside = {"role": "app", "policy_arn": ARN}
    attached = altered("aws_iam_role_policy_attachment.a", beside, beside, "no-op")
    assert verdict(policy, role, attached) == "pass"
    assert verdict(policy, role) == "unknown"
    other = beside | {"role": "other"}
    attached = altered("aws_iam_role_policy_attachment.a", other, other, "no-op")
    assert verdict(policy, role, attached) == "unknown"


def test_a_list_that_is_of_another_role_from_now_on_strikes_out_nothing(verdict):
    guard = {"role": "app", "name": "guard", "policy": document(deny(Action=CALL))}
    kept = altered("aws_iam_role_policy.guard", guard, guard, "no-op")
    address = "aws_iam_role_policies_exclusive.l"
    was = {"role_name": "app", "policy_names": ["guard"]}
    then = {"role_name": "other", "policy_names": []}
    assert verdict(kept, altered(address, was, then, "delete", "create")) == "pass"
    then = {"role_name": "app", "policy_names": []}
    assert verdict(kept, altered(address, was, then, "delete", "create")) == "fail"


def test_an_endpoint_has_an_id_that_none_had_before(verdict):
    policy = {"vpc_endpoint_id": "vpce-1", "policy": document({**ALLOW, "Action": CALL})}
    gone = altered("aws_vpc_endpoint_policy.p", policy, None, "delete")
    names = {"vpc_id": "v", "service_name": "com.amazonaws.eu-central-1.bedrock-runtime"}
    old = altered("aws_vpc_endpoint.old", {"id": "vpce-1", **names}, None, "delete")
    new = change("aws_vpc_endpoint.new", names | {"vpc_id": "w"}, {"id": True})
    assert verdict(gone, old) == "pass"
    assert verdict(gone, old, new) == "pass"


ASSIGNMENT = "Microsoft.Authorization/policyAssignments@2022-06-01"
BODIES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    # Nobody is let off by an assignment that enforced nothing, however its word is written.
    ({"enforcementMode": "DoNotEnforce"}, {"enforcementMode": "doNotEnforce"}, "pass"),
    ({"enforcementMode": "DoNotEnforce"}, {"enforcementMode": "Enroll"}, "pass"),
    ({"enforcementMode": "Default"}, {}, "pass"),
    ({}, {"enforcementMode": "default"}, "pass"),
    # A scope that is written as no text leaves out what nobody can tell.
    ({}, {"notScopes": [7]}, "unknown"),
    ({"notScopes": ["/s/1"]}, {"notScopes": ["/s/10"]}, "fail"),
    # What is overridden no more may have been made stricter by that.
    ({"overrides": [{"value": "Disabled"}, {"value": "Deny"}]}, {"overrides": []}, "unknown"),
    ({"overrides": [{"value": "Deny"}]}, {"overrides": [{"value": "Audit"}]}, "unknown"),
    # Of a name that is there twice, nobody knows which counts.
    ({}, {"notScopes": [], "NotScopes": ["/s/1"]}, "unknown"),
    ({}, {"notscopes": ["/s/1"], "enforcementMode": "DoNotEnforce"}, "fail"),
]


@pytest.mark.parametrize(("before", "after", "told"), BODIES)
def test_an_assignment_through_the_api_is_weighed_word_by_word(verdict, before, after, told):
    names = {"parent_id": "/subscriptions/1", "name": "n", "type": ASSIGNMENT}
    was, then = (
        {**names, "body": {"properties": {"policyDefinitionId": "d", **more}}}
        for more in (before, after)
    )
    assert verdict(altered("azapi_resource.a", was, then)) == told


def given(**values: Any) -> str:
    """Parameters of an assignment."""
    return json.dumps({name: {"value": value} for name, value in values.items()})


BOTH = json.dumps({"effect": {"value": "Deny"}, "Effect": {"value": "Audit"}})
PARAMETERS = [
    (given(effect="Audit", a="x"), given(effect="Deny", a="y"), "unknown"),
    (given(effect="Deny"), given(effect="Modify"), "unknown"),
    (given(effect="Modify"), given(effect="deny"), "pass"),
    (given(effect="Audit"), given(effect="Disabled"), "pass"),
    (given(effect="Deny"), given(effect="[x]"), "unknown"),
    (given(effect="Deny"), BOTH, "unknown"),
    ("", None, "pass"),
    ("[]", given(effect="Deny"), "unknown"),
    ("{", given(effect="Deny"), "unknown"),
    (json.dumps({"effect": "Audit"}), given(effect="Deny"), "unknown"),
]


@pytest.mark.parametrize(("before", "after", "told"), PARAMETERS)
def test_parameters_let_an_assignment_do_less_only_as_far_as_they_are_read(
    verdict, before, after, told
):
    names = {"subscription_id": "s", "policy_definition_id": "/providers/d"}
    was, then = ({**names, "parameters": one} for one in (before, after))
    assert verdict(altered("azurerm_subscription_policy_assignment.a", was, then)) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Modify", "audit", "fail"),
        ("deny", "modify", "fail"),
        ("audit", "disabled", "unknown"),
        ("modify", "denyAction", "unknown"),
        ("deny", "[parameters('effect')]", "unknown"),
        ("deny", 7, "unknown"),
    ],
)
def test_a_definition_is_given_up_by_an_effect_that_keeps_out_less(verdict, before, after, told):
    def ask(where: Any) -> Any:
        rules = ({"if": {}, "then": {"effect": before}}, {"if": where, "then": {"effect": after}})
        was, then = ({"name": "d", "policy_rule": json.dumps(rule)} for rule in rules)
        return verdict(altered("azurerm_policy_definition.d", was, then))

    assert ask({}) == ask({"field": "location"}) == told


def test_a_definition_that_denies_something_else_is_another(verdict):
    rules = ({"if": {"field": x}, "then": {"effect": "Deny"}} for x in ("location", "tags"))
    was, then = ({"name": "d", "policy_rule": json.dumps(rule)} for rule in rules)
    assert verdict(altered("azurerm_policy_definition.d", was, then)) == "unknown"


def refers(*names: str | None) -> list[dict[str, Any]]:
    return [{"policy_definition_id": name, "parameter_values": None} for name in names]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (refers("one", "two"), refers("one"), "fail"),
        (refers("one", "two"), refers("one", None), "unknown"),  # it may be the second
        (refers(None), [], "unknown"),
    ],
)
def test_a_set_that_nobody_can_read_may_hold_what_it_held(verdict, before, after, told):
    was, then = ({"name": "s", "policy_definition_reference": one} for one in (before, after))
    assert verdict(altered("azurerm_policy_set_definition.s", was, then)) == told


def stood(address: str, values: Any) -> dict[str, Any]:
    """What stays as it is."""
    return altered(address, values, values, "no-op")


def made(address: str, values: Any, *unknown: str) -> dict[str, Any]:
    return change(address, values, dict.fromkeys(unknown, True))


BOUND = {"name": "r", "permissions_boundary": ARN}
FREE = {"name": "other", "permissions_boundary": None}
OUTSIDE_ARN = "arn:aws:iam::111122223333:policy/elsewhere"
LISTS = {"name": "r", "managed_policy_arns": [OUTSIDE_ARN]}
GRANTS = {"name": "g", "arn": ARN, "policy": document({**ALLOW, "Action": "s3:Get*"})}
GRANTED = {"name": "r", "managed_policy_arns": [ARN]}

BEARERS = [
    # Where no role stands, the name of the one that goes does not matter.
    ([altered("aws_iam_role.r", {"permissions_boundary": ARN}, None, "delete")], "pass"),
    # Of roles only the one of the same name stands in.
    (
        [
            altered("aws_iam_role.r", BOUND, None, "delete"),
            made("aws_iam_role.n", BOUND),
            stood("aws_iam_role.o", FREE),
        ],
        "pass",
    ),
    (
        [
            altered("aws_iam_role.r", BOUND, None, "delete"),
            made("aws_iam_role.n", {"name": "r"}, "permissions_boundary"),
        ],
        "unknown",
    ),
    (
        [
            altered("aws_iam_role.r", LISTS, None, "delete"),
            made("aws_iam_role.n", {"name": "r"}, "managed_policy_arns"),
        ],
        "unknown",
    ),
    # Whoever has a name that nobody knows yet may be as free as one that was bound by nothing.
    (
        [
            stood("aws_iam_policy.g", GRANTS),
            altered("aws_iam_role.r", GRANTED, None, "delete"),
            made("aws_iam_role.n", {}, "name"),
        ],
        "pass",
    ),
    (
        [altered("aws_iam_role.r", BOUND, None, "delete"), made("aws_iam_role.n", {}, "name")],
        "unknown",
    ),
    (
        [
            altered("aws_organizations_account.a", {"parent_id": "p"}, None, "delete"),
            made("aws_organizations_account.b", {}, "parent_id"),
        ],
        "pass",
    ),
]


@pytest.mark.parametrize(("changes", "told"), BEARERS)
def test_a_role_that_goes_is_missed_as_far_as_one_of_its_name_is_free(verdict, changes, told):
    assert verdict(*changes) == told


@pytest.mark.parametrize(("role", "told"), [("app", "pass"), ("other", "fail")])
def test_what_a_role_says_no_more_inside_is_said_by_its_own_policies_alone(verdict, role, told):
    denial = document(deny(Action=CALL))
    was = {"name": "app", "inline_policy": [{"name": "i", "policy": denial}]}
    beside = stood("aws_iam_role_policy.p", {"role": role, "name": "g", "policy": denial})
    assert verdict(altered("aws_iam_role.app", was, was | {"inline_policy": []}), beside) == told


def traits(*values: str, **more: Any) -> dict[str, Any]:
    """A condition on a trait of EC2's own, or on another one."""
    return {"StringNotEquals": {more.pop("key", "ec2:InstanceType"): list(values)}, **more}


def runs(condition: Any, **more: Any) -> dict[str, Any]:
    return deny(condition, **{"Action": "ec2:RunInstances", **more})


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
