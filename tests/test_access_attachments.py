"""Policies that are attached by their ARN: one whose document nobody has read grants who knows."""

import pytest

import terraform_files
from access_world import (
    EU_SIX,
    allow,
    first,
    outside,
    policy,
    resource,
    scopes,
    sources,
    stated,
)
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.holders import ATTACHMENT
from terraform_plans import block, change
from terraform_plans import read as read_plan_of

LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_iam_policy.p.arn")
AWS = "arn:aws:iam::aws:policy/"
ATTACH = "aws_iam_role_policy_attachment.a"
OUTSIDE = ReasonCode.OUTSIDE_INPUT


def attachment(arn, kind="aws_iam_role_policy_attachment", **more):
    attribute = ATTACHMENT[kind]
    return resource(f"{kind}.a", {attribute: [arn] if attribute.endswith("s") else arn}, **more)


@pytest.mark.parametrize(
    "kind", [one for one in sorted(ATTACHMENT) if ATTACHMENT[one].endswith(("arn", "arns"))]
)
def test_a_policy_of_which_nobody_has_read_the_document_is_unknown(kind):
    found = first(attachment(f"{AWS}SomethingNew", kind))
    assert found.unknown["/access"] == Unknown(OUTSIDE, f"{AWS}SomethingNew")
    assert found.unknown["/platform_access"] == Unknown(OUTSIDE, f"{AWS}SomethingNew")
    assert found.silent_on == frozenset()


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("AdministratorAccess", "bedrock"),
        ("PowerUserAccess", "bedrock"),
        ("AmazonBedrockFullAccess", "bedrock"),
        ("AmazonBedrockLimitedAccess", "bedrock"),
        ("AmazonBedrockMantleInferenceAccess", "bedrock_mantle"),
    ],
)
def test_what_aws_grants_by_a_policy_of_its_own_is_granted(name, service):
    found = first(attachment(f"{AWS}{name}"))
    assert {"us-east-1", "eu-west-2"} <= sources(found, service=service)
    if service == "bedrock":
        assert "global" in scopes(found)


def test_what_aws_grants_of_the_platform_is_granted():
    found = first(attachment(f"{AWS}AnthropicFullAccess"))
    assert found.values["platform_access"]["allowed"]
    assert found.silent_on == {"access"}


@pytest.mark.parametrize("name", ["service-role/AWSLambdaBasicExecutionRole", "ReadOnlyAccess"])
def test_a_policy_that_was_read_and_grants_no_call_is_about_something_else(name):
    assert first(attachment(f"{AWS}{name}")).silent_on == {"access", "platform_access"}


def test_a_name_of_aws_in_another_account_proves_nothing():
    own = "arn:aws:iam::123456789012:policy/ReadOnlyAccess"
    assert first(attachment(own)).unknown["/access"] == Unknown(OUTSIDE, own)


@pytest.mark.parametrize("index", ["", "[0]"])
def test_a_policy_of_the_same_input_is_judged_where_it_stands(index):
    own = resource(f"aws_iam_policy.p{index}", {"policy": policy(allow()), "name": "p"})
    late = {"/policy_arn": LATE}
    references = {"policy_arn": [own.address]}
    found = stated(resource(ATTACH, {}, late, references), own)
    assert found[ATTACH].silent_on == {"access", "platform_access"}
    assert "global" in scopes(found[own.address])


def test_a_policy_that_may_be_another_is_not_known():
    own = resource("aws_iam_policy.p", {"policy": policy(allow("s3:*")), "name": "p"})
    for references in ([own.address, "aws_ssm_parameter.arn"], ["aws_ssm_parameter.arn"], []):
        lost = resource(ATTACH, {}, {"/policy_arn": LATE}, {"policy_arn": references})
        assert first(lost, own).unknown["/access"] == LATE
    reason = Unknown(ReasonCode.DATA_SOURCE, "data.aws_iam_policy.x.arn")
    assert first(resource(ATTACH, {}, {"/policy_arn": reason})).unknown["/access"] == reason


def test_a_policy_of_the_customers_accounts_is_known_by_name_alone():
    kind = "aws_ssoadmin_customer_managed_policy_attachment"
    by_name = attachment([{"name": "p", "path": "/"}], kind)
    assert first(by_name).unknown["/access"] == Unknown(OUTSIDE, "p")
    own = resource("aws_iam_policy.p", {"policy": policy(allow()), "name": "p"})
    assert first(by_name, own).silent_on == {"access", "platform_access"}


def test_policies_that_a_role_lists_are_granted():
    listed = resource("aws_iam_role.x", {"managed_policy_arns": [f"{AWS}AdministratorAccess"]})
    assert "global" in scopes(first(listed))
    unread = resource("aws_iam_role.x", {"managed_policy_arns": [f"{AWS}SomethingNew"]})
    assert first(unread).unknown["/access"] == Unknown(OUTSIDE, f"{AWS}SomethingNew")
    late = resource("aws_iam_role.x", {}, {"/managed_policy_arns": LATE})
    assert first(late).unknown["/access"] == LATE
    plain = Unknown(ReasonCode.KNOWN_AFTER_APPLY)
    unset = resource("aws_iam_role.x", {}, {"/managed_policy_arns": plain}, set_values=True)
    assert first(unset).silent_on == {"access", "platform_access"}


def test_a_boundary_bounds_what_is_attached():
    role = resource("aws_iam_role.x", {"name": "x", "permissions_boundary": "arn:b"})
    model = ["arn:aws:bedrock:eu-*::foundation-model/*", "arn:aws:bedrock:eu-*:*:*"]
    bound = resource(
        "aws_iam_policy.b", {"policy": policy(allow(resource=model)), "arn": "arn:b", "name": "b"}
    )
    admin = resource(ATTACH, {"role": "x", "policy_arn": f"{AWS}AdministratorAccess"})
    found = first(admin, role, bound)
    assert not {"us", "global"} & scopes(found)
    assert all(name.startswith("eu-") for name in sources(found))
    unread = first(admin, role)
    assert unread.values["access"]["allowed"] == []
    assert unread.unknown["/access/unknown"] == Unknown(OUTSIDE, "arn:b")


def test_a_boundary_of_awss_own_closes_nothing_by_what_it_leaves_out():
    granted = resource("aws_iam_role_policy.x", {"role": "x", "policy": policy(allow())})

    def bounded(name):
        return first(
            granted,
            resource("aws_iam_role.x", {"name": "x", "permissions_boundary": f"{AWS}{name}"}),
        )

    assert "global" in scopes(bounded("PowerUserAccess"))
    closed = bounded("ReadOnlyAccess")
    assert closed.values["access"]["allowed"] == []
    assert closed.unknown["/access/unknown"] == Unknown(OUTSIDE, f"{AWS}ReadOnlyAccess")


SOURCE = """
provider "aws" {
  region = "eu-west-1"
}
data "aws_iam_policy" "own" {
  name = "own"
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "s3:*", Resource = "*" }
  ] })
}
resource "aws_iam_role_policy_attachment" "a" {
  for_each = {
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    logs  = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    new   = "arn:aws:iam::aws:policy/SomethingNew"
    p     = aws_iam_policy.p.arn
    own   = data.aws_iam_policy.own.arn
  }
  role       = each.key
  policy_arn = each.value
}
"""


def test_attachments_of_a_source_are_told_apart(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    found = stated(*given.resources)
    assert "global" in scopes(found[f'{ATTACH}["admin"]'])
    assert found[f'{ATTACH}["logs"]'].silent_on == {"access", "platform_access"}
    assert found[f'{ATTACH}["new"]'].unknown["/access"].code is OUTSIDE
    assert found[f'{ATTACH}["own"]'].unknown["/access"].code is ReasonCode.DATA_SOURCE


def test_beside_a_policy_that_nobody_has_read_nothing_is_known(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE.replace("each.key", '"x"'))
    admin = stated(*given.resources)[f'{ATTACH}["admin"]']
    assert admin.values["access"]["allowed"] == []  # the other may deny all of it
    assert "global" in scopes(admin, kind="unknown")


def test_attachments_of_a_plan_are_told_apart():
    own = "aws_iam_policy.p"
    content = policy(allow("s3:*"))
    given = read_plan_of(
        change(f'{ATTACH}["new"]', {"policy_arn": f"{AWS}SomethingNew"}),
        change(f"{ATTACH}2", {"role": "x"}, {"policy_arn": True}),
        change(own, {"policy": content, "name": "p"}, {"arn": True}),
        change("aws_iam_role.x", {"name": "x"}, {"managed_policy_arns": True}),
        blocks=[
            block(ATTACH),
            block(f"{ATTACH}2", policy_arn={"references": [f"{own}.arn", own]}),
            block(own, policy={"constant_value": content}),
            block("aws_iam_role.x"),
        ],
    )
    found = stated(*given.resources)
    assert found[f'{ATTACH}["new"]'].unknown["/access"].code is OUTSIDE
    assert found[f"{ATTACH}2"].silent_on == {"access", "platform_access"}
    assert found["aws_iam_role.x"].silent_on == {"access", "platform_access"}


@pytest.mark.parametrize("key", ['["none"]', '["eu"]', ""])
def test_one_of_several_policies_is_not_all_of_them(key):
    names = ("eu", "none")
    contents = (policy(outside(EU_SIX)), policy(allow("s3:*")))
    held = {"references": ["aws_iam_policy.p", *(["each.key"] if key else [])]}
    asked = "aws_iam_role_policy.models"
    given = read_plan_of(
        *(
            change(f'aws_iam_policy.p["{name}"]', {"policy": content}, {"arn": True})
            for name, content in zip(names, contents, strict=True)
        ),
        change("aws_iam_role.app", {"name": "app"}),
        change(asked, {"policy": policy(allow("bedrock:InvokeModel")), "role": "app"}),
        change(f"{ATTACH}{key}", {"role": "app"}, {"policy_arn": True}),
        blocks=[block("aws_iam_policy.p"), block(ATTACH, policy_arn=held)],
    )
    found = stated(*given.resources)[asked]
    assert "global" in scopes(found, kind="unknown")
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_iam_policy.p")
    assert found.unknown["/access/unknown"] == late
